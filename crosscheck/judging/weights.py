"""The judge's weights: multinomial logistic regression over the evidence, and measured thresholds.

Fitted by `crosscheck.training.judge`, stored in `models/judge.json`, in three sets: one for claims of
articles, fitted on whole stories with all their natural neighbours, where few pairs conflict; one for claims
of two articles of which one has no date, fitted on the same stories without dates; one for two sentences that
somebody puts side by side, where every third pair conflicts. A linear model keeps every verdict open to
inspection: each measurement's say is its weight times its standardised value.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from crosscheck.errors import ModelNotFound
from crosscheck.judging.evidence import NAMES
from crosscheck.protocols import FloatArray
from crosscheck.runtime.logits import softmax
from crosscheck.types import Tier, Verdict

SETS = STORIES, UNDATED, SENTENCES = "stories", "undated", "sentences"
CLASSES: tuple[Verdict | None, ...] = (None, Verdict.AGREEMENT, Verdict.CONFLICT, Verdict.UPDATE)


Thresholds = dict[Verdict, dict[Tier, float]]


@dataclass(frozen=True)
class JudgeWeights:
    """What `judge.json` holds.

    Attributes:
        means: Of each measurement in training, shape (len(NAMES),).
        scales: Standard deviations, same shape.
        weights: Shape (len(NAMES), len(CLASSES)).
        biases: Shape (len(CLASSES),).
        thresholds: Least probability of a verdict for a tier, from measured precision.
    """

    means: FloatArray
    scales: FloatArray
    weights: FloatArray
    biases: FloatArray
    thresholds: Thresholds

    def probabilities(self, evidence: FloatArray) -> FloatArray:
        """Probability of each class.

        Args:
            evidence: Shape (n, len(NAMES)).

        Returns:
            Shape (n, len(CLASSES)), rows sum to 1.
        """
        logits = ((evidence - self.means) / self.scales).astype(np.float64) @ self.weights + self.biases
        return softmax(logits)

    def says(self, evidence: FloatArray, verdict: Verdict) -> FloatArray:
        """How much each measurement speaks for a verdict against none, in log-odds, shape (len(NAMES),).

        Args:
            evidence: Of one pair, shape (len(NAMES),).
            verdict: What for.
        """
        column, nothing = CLASSES.index(verdict), CLASSES.index(None)
        standardised = (evidence - self.means) / self.scales
        result: FloatArray = standardised * (self.weights[:, column] - self.weights[:, nothing])
        return result

    def tier(self, verdict: Verdict, probability: float) -> Tier | None:
        """The tier of a verdict with that probability, None where it is below both."""
        for tier in (Tier.CONFIRMED, Tier.SUGGESTED):
            if probability >= self.thresholds[verdict][tier]:
                return tier
        return None

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> JudgeWeights:
        """Weights as `to_dict` gives them.

        Raises:
            ModelNotFound: They were fitted on other measurements.
        """
        if tuple(stored["evidence"]) != NAMES:
            raise ModelNotFound("the judge was fitted on other measurements than it takes now; fit it anew")
        return cls(
            means=np.array([stored["evidence"][name]["mean"] for name in NAMES], dtype=np.float32),
            scales=np.array([stored["evidence"][name]["scale"] for name in NAMES], dtype=np.float32),
            weights=np.array([stored["evidence"][name]["weights"] for name in NAMES], dtype=np.float32),
            biases=np.array(stored["biases"], dtype=np.float32),
            thresholds=_thresholds(stored["thresholds"]),
        )

    def to_dict(self) -> dict[str, Any]:
        """The weights with the name of each measurement, rounded, for JSON."""
        return {
            "classes": [verdict.value if verdict else "none" for verdict in CLASSES],
            "evidence": {
                name: {
                    "mean": round(float(self.means[i]), 5),
                    "scale": round(float(self.scales[i]), 5),
                    "weights": [round(float(weight), 4) for weight in self.weights[i]],
                }
                for i, name in enumerate(NAMES)
            },
            "biases": [round(float(bias), 4) for bias in self.biases],
            "thresholds": _stored(self.thresholds),
        }


def _thresholds(stored: dict[str, dict[str, float]]) -> Thresholds:
    return {
        Verdict(verdict): {Tier(tier): least for tier, least in tiers.items()}
        for verdict, tiers in stored.items()
    }


def _stored(thresholds: Thresholds) -> dict[str, dict[str, float]]:
    return {
        verdict.value: {tier.value: round(float(least), 4) for tier, least in tiers.items()}
        for verdict, tiers in thresholds.items()
    }


def save_weights(file: Path, sets: dict[str, JudgeWeights], origin: dict[str, Any]) -> None:
    """Write sets of weights, and what they were fitted on.

    Args:
        file: To be written.
        sets: By `SETS`.
        origin: Data, models and measured figures.
    """
    stored = {"origin": origin, **{name: weights.to_dict() for name, weights in sets.items()}}
    file.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def load_weights(file: Path) -> dict[str, JudgeWeights]:
    """Read what `save_weights` wrote.

    Raises:
        ModelNotFound: The file is missing, or it was fitted on other measurements.
    """
    if not file.is_file():
        raise ModelNotFound(f"the judge's weights are missing: {file}; reinstall crosscheck")
    stored = json.loads(file.read_text(encoding="utf-8"))
    missing = [name for name in SETS if name not in stored]
    if missing:
        raise ModelNotFound(f"{file} lacks the weights for {', '.join(missing)}; fit the judge anew")
    return {name: JudgeWeights.from_dict(stored[name]) for name in SETS}

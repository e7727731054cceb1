"""The kind of assertion by a small transformer, which is told what the rules of `claims.speakers` found.

Rules know the form (who is credited, "unless", "denied that"); the model knows what they mean where no set
phrase helps ("Her vote alone changes little."). What either says is weighed by a logistic regression over the
model's log-probabilities and the kind that the rules found (stacking, Wolpert 1992); both are fitted by
`crosscheck train assertions`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from crosscheck.models import bundled
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.settings import RuntimeSettings
from crosscheck.types import AssertionKind, Claim

if TYPE_CHECKING:
    from crosscheck.runtime.session import Session

ASSERTIONS = tuple(AssertionKind)
"""The order of the model's output."""
WEIGHTS = "weights.json"
MOST_REMEMBERED = 65_536  # texts, some 20 MiB


@dataclass(frozen=True, slots=True)
class AssertionWeights:
    """How the model's word and the rules' make one; there are K kinds, in the order of `ASSERTIONS`.

    Attributes:
        model: Weights of the model's log-probabilities, shape (K, K), a row for each of them.
        rules: Weights of the kind that the rules found, shape (K, K), a row for each kind found.
        bias: Shape (K,).
    """

    model: FloatArray
    rules: FloatArray
    bias: FloatArray

    def scores(self, log_probabilities: FloatArray, by_rules: Sequence[AssertionKind]) -> FloatArray:
        """Logits of the kinds, shape (n, K).

        Args:
            log_probabilities: Of the model, shape (n, K).
            by_rules: What the rules found, n of them.
        """
        found = [ASSERTIONS.index(kind) for kind in by_rules]
        # not `@`, whose sums depend on the number of rows
        of_model = (log_probabilities[:, :, None] * self.model).sum(axis=1)
        scores: FloatArray = of_model + self.rules[found] + self.bias
        return scores

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read what `save` wrote."""
        tables = json.loads(file.read_text(encoding="utf-8"))
        return cls(_rows(tables["model"]), _rows(tables["rules"]), _row(tables["bias"]))

    def save(self, file: Path) -> None:
        """Write it as JSON, for reading too: `rules.denial.statement` is what a denial found adds to it."""
        tables = {
            "model": {kind: _named(row) for kind, row in zip(ASSERTIONS, self.model, strict=True)},
            "rules": {kind: _named(row) for kind, row in zip(ASSERTIONS, self.rules, strict=True)},
            "bias": _named(self.bias),
        }
        file.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


class AssertionModel:
    """The model that ships; fits `protocols.KnowsAssertions`. It knows no day: what lies ahead the rules say.

    A claim's kind does not depend on the other claims. What the model said of the latest texts is kept, for a
    draft that is read again with one sentence changed, or a change of an archive that is planned again.

    Args:
        settings: Threads and precision.
    """

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        self._model = bundled("assertions")
        self._settings = settings or RuntimeSettings()
        self._said: dict[str, FloatArray] = {}

    @cached_property
    def name(self) -> str:
        """Name, revision, and a hash of the weights of both words, which are fitted again with each model."""
        digest = hashlib.sha256((self._model.folder / WEIGHTS).read_bytes()).hexdigest()[:8]
        return f"{self._model.identity}-{digest}"

    @cached_property
    def _session(self) -> Session:
        from crosscheck.runtime.session import Session  # noqa: PLC0415 - loads OpenVINO

        return Session(self._model.folder, self._model.max_tokens, self._settings)

    @cached_property
    def _weights(self) -> AssertionWeights:
        return AssertionWeights.load(self._model.folder / WEIGHTS)

    def log_probabilities(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """What the model alone says of sentences, shape (len(texts), len(ASSERTIONS)); each is read once."""
        said = self._said
        missing = sorted(set(texts) - said.keys())
        if missing:
            read = log_softmax(self._session.run(missing, "assertions", progress))
            said = said | dict(zip(missing, read, strict=True))
            # a new dictionary each time, since drafts are checked in threads
            self._said = dict(islice(said.items(), max(0, len(said) - MOST_REMEMBERED), None))
        return (
            np.stack([said[text] for text in texts]) if texts else np.empty((0, len(ASSERTIONS)), np.float32)
        )

    def with_kinds(self, claims: Sequence[Claim], progress: Progress = no_progress) -> list[Claim]:
        """The claims with the kind of assertion that model and rules come to.

        Args:
            claims: With the kind that the rules found.
            progress: Called after each batch.
        """
        said = self.log_probabilities([claim.text for claim in claims], progress)
        best = self._weights.scores(said, [claim.assertion for claim in claims]).argmax(axis=1)
        return [
            claim.model_copy(update={"assertion": ASSERTIONS[kind]})
            for claim, kind in zip(claims, best, strict=True)
        ]


def log_softmax(logits: FloatArray) -> FloatArray:
    """Log-probabilities of rows of logits."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    result: FloatArray = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def _named(row: FloatArray) -> dict[str, float]:
    return {kind: round(float(weight), 3) for kind, weight in zip(ASSERTIONS, row, strict=True)}


def _row(named: dict[str, float]) -> FloatArray:
    return np.array([named[kind] for kind in ASSERTIONS], dtype=np.float32)


def _rows(named: dict[str, dict[str, float]]) -> FloatArray:
    return np.stack([_row(named[kind]) for kind in ASSERTIONS])

"""Fits the judge's weights and measures the thresholds of its tiers.

    python -m crosscheck.training.judge --data eval/data/newsbench --target crosscheck/models/judge.json

Fitted on the training clusters that the NLI model does not see (`recipe.is_for_judge`), with all their
natural pairs. The thresholds are the lowest probabilities at which the precision measured on clusters left
out of the fit (five-fold, by cluster) reaches what a tier promises. Newsroom pairs outside whole articles are
not used: their mix is not the natural one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.judging.evidence import NAMES, gather
from crosscheck.judging.weights import CLASSES, JudgeWeights
from crosscheck.nli.bundled import BundledNli
from crosscheck.nli.scoring import score_both_directions
from crosscheck.protocols import FloatArray, NliModel
from crosscheck.settings import PairingSettings
from crosscheck.training.recipe import is_for_judge
from crosscheck.training.stories import LabelledPair, cluster_folders, labelled_pairs
from crosscheck.types import Tier, Verdict

FOLDS = 5
PROMISED = {Tier.CONFIRMED: 0.85, Tier.SUGGESTED: 0.5}
LEAST_FINDINGS = 8  # a precision measured on fewer findings promises nothing
IMPOSSIBLE = 1.01  # a threshold that no probability reaches
RELATIONS: dict[str, Verdict | None] = {
    "conflict": Verdict.CONFLICT,
    "agreement": Verdict.AGREEMENT,
    "update": Verdict.UPDATE,
    "trap": None,
    "none": None,
}


@dataclass(frozen=True)
class Measured:
    """Pairs with their evidence.

    Attributes:
        pairs: Labelled pairs, natural ones and listed ones.
        evidence: Shape (len(pairs), len(NAMES)).
        classes: Number of the gold class of each pair, shape (len(pairs),).
        clusters: Number of the cluster of each pair, shape (len(pairs),).
    """

    pairs: list[LabelledPair]
    evidence: FloatArray
    classes: NDArray[np.int64]
    clusters: NDArray[np.int64]


def measure(pairs: Sequence[LabelledPair], nli: NliModel) -> Measured:
    """Gather the evidence of labelled pairs."""
    forward, backward = score_both_directions(nli, [labelled.pair for labelled in pairs])
    names = sorted({labelled.cluster for labelled in pairs})
    return Measured(
        list(pairs),
        np.stack([gather(p.pair, *both).vector() for p, *both in zip(pairs, forward, backward, strict=True)]),
        np.array([CLASSES.index(RELATIONS[labelled.relation]) for labelled in pairs]),
        np.array([names.index(labelled.cluster) for labelled in pairs]),
    )


def fit(evidence: FloatArray, classes: NDArray[np.int64], *, decay: float, steps: int = 200) -> JudgeWeights:
    """Multinomial logistic regression with L2 decay, by L-BFGS.

    Args:
        evidence: Shape (n, len(NAMES)).
        classes: Shape (n,).
        decay: Weight of the squared weights in the loss.
        steps: Most L-BFGS iterations.
    """
    means, scales = evidence.mean(axis=0), evidence.std(axis=0) + 1e-6
    x = torch.tensor((evidence - means) / scales)
    y = torch.tensor(classes)
    weights = torch.zeros((x.shape[1], len(CLASSES)), requires_grad=True)
    biases = torch.zeros(len(CLASSES), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, biases], max_iter=steps, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(x @ weights + biases, y) + decay * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return JudgeWeights(means, scales, weights.detach().numpy(), biases.detach().numpy(), {})


def out_of_fold(measured: Measured, decay: float) -> FloatArray:
    """Probabilities of every pair by weights fitted on other clusters, shape (n, len(CLASSES))."""
    result = np.empty((len(measured.pairs), len(CLASSES)), dtype=np.float32)
    for fold in range(FOLDS):
        test = measured.clusters % FOLDS == fold
        weights = fit(measured.evidence[~test], measured.classes[~test], decay=decay)
        result[test] = weights.probabilities(measured.evidence[test])
    return result


def lowest_threshold(scores: FloatArray, hits: NDArray[np.bool_], precision: float) -> float:
    """The lowest score from which upward the share of hits reaches a precision.

    Args:
        scores: Of the findings of one verdict, shape (n,).
        hits: Whether each is right, shape (n,).
        precision: What is promised.

    Returns:
        A score, or `IMPOSSIBLE` where even the best findings fall short.
    """
    order = np.argsort(-scores, kind="stable")
    precisions = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero((precisions >= precision) & (np.arange(len(order)) + 1 >= LEAST_FINDINGS))
    return float(scores[order][enough[-1]]) if len(enough) else IMPOSSIBLE


def thresholds(measured: Measured, probabilities: FloatArray) -> dict[Verdict, dict[Tier, float]]:
    """Thresholds of every verdict and tier.

    Only natural pairs count. Unlisted pairs are errors for conflicts, since those are listed completely; for
    agreements and updates, which are not, only listed pairs of another relation are.
    """
    best = probabilities.argmax(axis=1)
    natural = np.array([labelled.natural for labelled in measured.pairs])
    listed = np.array([labelled.relation != "none" for labelled in measured.pairs])
    result: dict[Verdict, dict[Tier, float]] = {}
    for number, verdict in enumerate(CLASSES):
        if verdict is None:
            continue
        counted = natural & (best == number)
        if verdict is not Verdict.CONFLICT:
            counted &= listed
        scores, hits = probabilities[counted, number], measured.classes[counted] == number
        result[verdict] = {tier: lowest_threshold(scores, hits, p) for tier, p in PROMISED.items()}
    result[Verdict.COMPETING_ACCOUNTS] = result[Verdict.CONFLICT]
    return result


def average_precision(scores: FloatArray, hits: NDArray[np.bool_]) -> float:
    """Mean of the precision at each hit, best score first."""
    right = hits[np.argsort(-scores, kind="stable")]
    if not right.any():
        return 0.0
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/")
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--decay", type=float, default=1e-4)
    arguments = parser.parse_args()
    encoder, neighbours = BundledEncoder(), PairingSettings().neighbours
    folders = [folder for folder in cluster_folders(arguments.data / "train") if is_for_judge(folder.name)]
    nli = BundledNli()
    measured = measure([p for folder in folders for p in labelled_pairs(folder, encoder, neighbours)], nli)
    probabilities = out_of_fold(measured, arguments.decay)
    weights = fit(measured.evidence, measured.classes, decay=arguments.decay)
    conflict = CLASSES.index(Verdict.CONFLICT)
    natural = np.array([labelled.natural for labelled in measured.pairs])
    figures = {
        "pairs": len(measured.pairs),
        "conflicts": int((measured.classes == conflict).sum()),
        "conflict_average_precision_out_of_fold": round(
            average_precision(probabilities[natural, conflict], measured.classes[natural] == conflict), 3
        ),
    }
    fitted = JudgeWeights(
        weights.means, weights.scales, weights.weights, weights.biases, thresholds(measured, probabilities)
    )
    fitted.save(
        arguments.target,
        {"encoder": encoder.name, "nli": nli.name, "clusters": len(folders), "figures": figures},
    )
    print(json.dumps(figures, indent=1))  # noqa: T201 - the command's output
    for name, row in zip(NAMES, weights.weights, strict=True):
        print(f"{name:18}", " ".join(f"{value:+.2f}" for value in row))  # noqa: T201 - as above


if __name__ == "__main__":
    main()

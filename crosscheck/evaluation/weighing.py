"""What the judge weighs: the evidence of pairs and its class probabilities, reported or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.labels import Place
from crosscheck.judging.evidence import gather_all
from crosscheck.judging.weights import CLASSES
from crosscheck.nli.scoring import score_both_directions
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.types import Claim, Pair, Verdict

ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
CONFLICT = CLASSES.index(Verdict.CONFLICT)


@dataclass(frozen=True)
class Weighing:
    """Of pairs, in their order.

    Attributes:
        forward: NLI probabilities with claim a as premise, shape (n, 3).
        backward: With claim b as premise.
        evidence: Shape (n, len(NAMES)).
        classes: The judge's probabilities before any rule, shape (n, len(CLASSES)).
    """

    forward: FloatArray
    backward: FloatArray
    evidence: FloatArray
    classes: FloatArray


def weigh(checker: Crosscheck, pairs: Sequence[Pair], progress: Progress = no_progress) -> Weighing:
    """Gather the evidence of pairs and weigh it as the checker's judge does.

    Args:
        checker: Its NLI model should remember (`remembered`), since it has scored most pairs before.
        pairs: Claims to compare.
        progress: Called after each batch of the NLI model.
    """
    forward, backward = score_both_directions(checker.nli, pairs, progress)
    readings = checker.judge.read(pairs, forward, backward, checker.nli, progress)
    evidence = gather_all(pairs, forward, backward, readings.relations, readings.types)
    return Weighing(forward, backward, evidence, checker.judge.probabilities(pairs, evidence))


def place(claim: Claim) -> Place:
    """Where a claim stands."""
    return Place(document=claim.document, start=claim.start, end=claim.end)

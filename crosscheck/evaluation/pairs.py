"""The NLI model on labelled sentence pairs outside articles, and what the judge makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.clusters import NO_VERDICT, CountTable, count_table
from crosscheck.evaluation.figures import Figure, accuracy, figure, macro_f1, ratio
from crosscheck.evaluation.labels import SentencePair
from crosscheck.evaluation.measures import AveragePrecision, CalibrationError
from crosscheck.protocols import FloatArray, NliModel, Progress, no_progress
from crosscheck.types import Judgement, Tier, Verdict

BINS = 15
CLASSES = ("agreement", "neither", "conflict")  # in the order of the NLI model's columns
CONFLICT = CLASSES.index("conflict")
UNRELATED = "unrelated"
LABELS = (*Verdict, UNRELATED)

# Two sentences alone do not say that both accounts are reported, nor that one is later, so the NLI model is
# asked only whether they contradict one another.
_CLASS_OF = {
    "agreement": "agreement",
    "conflict": "conflict",
    "competing_accounts": "conflict",
    "update": "neither",
    UNRELATED: "neither",
}


def both_directions(
    nli: NliModel, pairs: Sequence[SentencePair], progress: Progress = no_progress
) -> FloatArray:
    """Mean NLI probabilities of both directions, shape (len(pairs), 3)."""
    texts = [order for pair in pairs for order in ((pair.a, pair.b), (pair.b, pair.a))]
    scores: FloatArray = nli.predict(texts, progress).reshape(-1, 2, 3).mean(axis=1)
    return scores


def pair_figures(pairs: Sequence[SentencePair], scores: FloatArray) -> list[Figure]:
    """Accuracy, ranking and calibration of the NLI model.

    Args:
        pairs: Labelled; topics are what is resampled.
        scores: Of `both_directions`.
    """
    if not pairs:
        return []
    gold = [_CLASS_OF[pair.label] for pair in pairs]
    predicted = [CLASSES[column] for column in scores.argmax(axis=1)]
    topics = tuple(sorted({pair.topic for pair in pairs}))
    members = tuple(topics.index(pair.topic) for pair in pairs)
    hard = [
        (pair.topic, predicted[i] == "conflict")
        for i, pair in enumerate(pairs)
        if pair.hard and pair.label == UNRELATED
    ]
    labelled = zip((pair.topic for pair in pairs), gold, predicted, strict=True)
    ranking = AveragePrecision(
        groups=topics,
        members=members,
        scores=tuple(round(float(score), 6) for score in scores[:, CONFLICT]),
        hits=tuple(int(name == "conflict") for name in gold),
    )
    right = np.array([name == found for name, found in zip(gold, predicted, strict=True)])
    return [
        figure("pairs.macro_f1", "Pairs, NLI: macro-F1", macro_f1(CLASSES, labelled)),
        figure("pairs.average_precision", "Pairs, NLI: average precision of conflict", ranking),
        figure(
            "pairs.hard_unrelated",
            "Pairs, NLI: hard unrelated pairs called conflict",
            accuracy(hard),
            higher_is_better=False,
        ),
        figure(
            "pairs.ece",
            f"Pairs, NLI: expected calibration error, {BINS} bins",
            calibration(topics, members, scores.max(axis=1), right),
            higher_is_better=False,
        ),
    ]


def calibration(
    groups: tuple[str, ...], members: Sequence[int], confidences: FloatArray, right: NDArray[np.bool_]
) -> CalibrationError:
    """Sort predictions into bins of equal width.

    Args:
        groups: Names of the groups.
        members: Number of the group of each prediction.
        confidences: Probability of the predicted class, shape (n,).
        right: Whether it is the gold class, shape (n,).
    """
    table = np.zeros((len(groups), BINS, 3))
    bins = np.clip((confidences * BINS).astype(int), 0, BINS - 1)
    rows = np.stack([np.ones(len(right)), confidences, right], axis=1)
    np.add.at(table, (np.array(members), bins), rows)
    return CalibrationError(groups=groups, counts=table.tolist())


def judge_pairs(
    checker: Crosscheck, pairs: Sequence[SentencePair], progress: Progress = no_progress
) -> list[Judgement]:
    """What the judge says, told when each sentence was published."""
    sentences = [((pair.a, pair.a_published), (pair.b, pair.b_published)) for pair in pairs]
    return checker.pairs(sentences, progress=progress)


def verdict_figures(pairs: Sequence[SentencePair], judgements: Sequence[Judgement]) -> list[Figure]:
    """How well updates, agreements and competing accounts are told from conflicts."""
    if not pairs:
        return []
    labelled = [
        (pair.topic, pair.label, judgement.verdict or UNRELATED)
        for pair, judgement in zip(pairs, judgements, strict=True)
    ]
    return [
        figure(
            "pairs.verdict_macro_f1", "Pairs, judge: macro-F1 of five verdicts", macro_f1(LABELS, labelled)
        )
    ]


def short_figures(pairs: Sequence[SentencePair], judgements: Sequence[Judgement]) -> list[Figure]:
    """How many of the conflicts between short bare sentences are reported, and how many reports are right.

    Args:
        pairs: Labelled agreement, conflict or unrelated; topics are what is resampled.
        judgements: Of the judge.
    """
    if not pairs:
        return []
    topics = tuple(sorted({pair.topic for pair in pairs}))
    listed = Counter(pair.topic for pair in pairs if pair.label == Verdict.CONFLICT)
    figures = []
    for name, label, tiers in (
        ("short.confirmed", "Short pairs, confirmed conflicts", (Tier.CONFIRMED,)),
        ("short", "Short pairs, conflicts of both tiers", tuple(Tier)),
    ):
        reported = [
            pair
            for pair, judgement in zip(pairs, judgements, strict=True)
            if judgement.verdict is Verdict.CONFLICT and judgement.tier in tiers
        ]
        every = Counter(pair.topic for pair in reported)
        right = Counter(pair.topic for pair in reported if pair.label == Verdict.CONFLICT)
        figures += [
            figure(f"{name}.precision", f"{label}: precision", ratio(topics, right, every)),
            figure(f"{name}.recall", f"{label}: recall", ratio(topics, right, listed)),
        ]
    return figures


def verdict_confusion(pairs: Sequence[SentencePair], judgements: Sequence[Judgement]) -> CountTable:
    """Label by verdict."""
    counts = Counter(
        (pair.label, judgement.verdict.value if judgement.verdict else NO_VERDICT)
        for pair, judgement in zip(pairs, judgements, strict=True)
    )
    return count_table(LABELS, (*Verdict, NO_VERDICT), lambda *names: counts[names])

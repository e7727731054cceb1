"""What became of judged pairs and of labelled conflicts, for any system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crosscheck.evaluation.labels import UNLISTED, GoldPair, Place
from crosscheck.evaluation.matching import GoldBook, Voices, matches
from crosscheck.types import DifferenceType, Tier, Verdict

OTHER_STORY = "other story"


class Stage(StrEnum):
    """How far a labelled conflict came, from the first loss to the finding."""

    NOT_A_CLAIM = "not a claim"
    NOT_PAIRED = "not paired"
    NOT_RECOGNISED = "not recognised"
    VETOED = "vetoed"
    OTHER_VERDICT = "other verdict"
    FOUND = "found"


STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair that a system judged.

    Attributes:
        number: Which of the system's pairs it is.
        vetoed_by: Name of the rule that silenced it.
    """

    number: int
    a: Place
    b: Place
    verdict: Verdict | None = None
    score: float = 0.0
    type: DifferenceType | None = None
    tier: Tier | None = None
    vetoed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a labelled conflict.

    Attributes:
        stage: How far it came.
        detail: The rule that vetoed it, or the verdict that it got instead.
        judged: The judged pair that came farthest, None where it never became one.
    """

    gold: GoldPair
    stage: Stage
    detail: str = ""
    judged: Judged | None = None


@dataclass(frozen=True)
class Outcome:
    """A system's work on a benchmark, matched with the labels.

    Attributes:
        judged: Pairs, those on wire copies folded into their original.
        gold: The labelled pair that each of them is, None where not listed.
        fates: Of every labelled conflict.
        claims: Number of claims that were paired, by cluster.
        sentences: Number of sentences read, by cluster.
    """

    judged: tuple[Judged, ...]
    gold: tuple[GoldPair | None, ...]
    fates: tuple[Fate, ...]
    claims: Mapping[str, int]
    sentences: Mapping[str, int]


def relation(gold: GoldPair | None) -> str:
    """The labelled relation, or "unlisted"."""
    return gold.relation if gold else UNLISTED


def alarm_kind(judged: Judged, gold: GoldPair | None) -> str:
    """What an alarm of conflict fell for: the kind of trap or the relation; "conflict" where it is right."""
    if gold is not None:
        return gold.type if gold.relation == "trap" else gold.relation
    return UNLISTED if judged.a.cluster == judged.b.cluster else OTHER_STORY


def judge_outcome(
    judged: Sequence[Judged],
    claims: Sequence[Place],
    sentences: Mapping[str, int],
    book: GoldBook,
    voices: Voices,
) -> Outcome:
    """Match a system's work with the labels.

    Args:
        judged: All its pairs.
        claims: All sentences that it took for claims.
        sentences: Number of sentences read, by cluster.
        book: The labelled pairs.
        voices: Of the same articles.
    """
    folded = _fold(judged, voices)
    gold = tuple(book.look_up(pair.a, pair.b) for pair in folded)
    by_gold: dict[GoldPair, list[Judged]] = {}
    for pair, label in zip(folded, gold, strict=True):
        if label is not None:
            by_gold.setdefault(label, []).append(pair)
    by_document: dict[str, list[Place]] = {}
    for claim in map(voices.original, claims):
        by_document.setdefault(claim.document, []).append(claim)
    fates = tuple(_fate(label, by_gold.get(label, ()), by_document) for label in book.conflicts)
    return Outcome(tuple(folded), gold, fates, Counter(claim.cluster for claim in claims), dict(sentences))


def _fold(judged: Sequence[Judged], voices: Voices) -> list[Judged]:
    """One pair for each two sentences: of copies, the reported one with the best score."""
    best: dict[frozenset[Place], Judged] = {}
    for pair in judged:
        key = frozenset((voices.original(pair.a), voices.original(pair.b)))
        if len(key) > 1 and (key not in best or _strength(pair) > _strength(best[key])):
            best[key] = pair
    return list(best.values())


def _strength(judged: Judged) -> tuple[bool, float]:
    return judged.verdict is not None, judged.score


def _fate(label: GoldPair, judged: Sequence[Judged], claims: Mapping[str, Sequence[Place]]) -> Fate:
    if judged:
        return max((_reached(label, pair) for pair in judged), key=lambda fate: STAGES.index(fate.stage))
    for side in (label.a, label.b):
        if not any(matches(side, claim) for claim in claims.get(side.document, ())):
            return Fate(label, Stage.NOT_A_CLAIM)
    return Fate(label, Stage.NOT_PAIRED)


def _reached(label: GoldPair, judged: Judged) -> Fate:
    if judged.verdict is Verdict.CONFLICT:
        return Fate(label, Stage.FOUND, judged=judged)
    if judged.verdict is not None:
        return Fate(label, Stage.OTHER_VERDICT, judged.verdict.value, judged)
    if judged.vetoed_by is not None:
        return Fate(label, Stage.VETOED, judged.vetoed_by, judged)
    return Fate(label, Stage.NOT_RECOGNISED, judged=judged)

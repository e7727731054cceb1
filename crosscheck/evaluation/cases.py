"""Findings and misses as cases for people: both quotes, the label, and the evidence of each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from crosscheck.checker import Crosscheck, Examination
from crosscheck.evaluation.labels import Place
from crosscheck.evaluation.matching import matches
from crosscheck.evaluation.outcomes import Fate, Judged, Outcome, Stage, alarm_kind, relation
from crosscheck.evaluation.record import Case, PairEvidence, Quote, Say
from crosscheck.evaluation.weighing import CONFLICT, Weighing, place, weigh
from crosscheck.judging.evidence import NAMES
from crosscheck.judging.findings import finding_id
from crosscheck.judging.weights import CLASSES, JudgeWeights
from crosscheck.pairing.candidates import pair_of
from crosscheck.pairing.stories import Article, story_score
from crosscheck.types import Claim, Document, Judgement, Pair, Side, Verdict

HEAVIEST = 6
DIGITS = 4
_NONE = CLASSES.index(None)


class Casebook:
    """Turns what a checker did into cases.

    Args:
        checker: Its NLI model should remember.
        examination: Of the benchmark's documents.
    """

    def __init__(self, checker: Crosscheck, examination: Examination) -> None:
        self._checker = checker
        self._examination = examination
        self._documents: Mapping[str, Document] = {d.id: d for d in examination.documents}
        self._articles: Mapping[str, Article] = {a.document.id: a for a in examination.articles}

    def findings(self, outcome: Outcome) -> list[Case]:
        """Every finding, conflicts first and with their evidence."""
        reported = [
            (judged, gold)
            for judged, gold in zip(outcome.judged, outcome.gold, strict=True)
            if judged.verdict is not None
        ]
        alarms = [judged for judged, _ in reported if judged.verdict is Verdict.CONFLICT]
        evidence = dict(zip((a.number for a in alarms), self._evidence(map(self._pair, alarms)), strict=True))
        cases = [
            Case(
                id=self._id(judged.a, judged.b),
                cluster=judged.a.cluster,
                a=self._quote(judged.a),
                b=self._quote(judged.b),
                verdict=judged.verdict,
                type=judged.type,
                tier=judged.tier,
                score=judged.score,
                kind=alarm_kind(judged, gold) if judged.verdict is Verdict.CONFLICT else relation(gold),
                gold_type=gold.type if gold else "",
                note=gold.note if gold else "",
                evidence=_ruled(evidence.get(judged.number), self._judgement(judged)),
            )
            for judged, gold in reported
        ]
        return sorted(cases, key=lambda case: (case.verdict is not Verdict.CONFLICT, -case.score, case.id))

    def misses(self, outcome: Outcome) -> list[Case]:
        """Every labelled conflict that was not found, by cluster."""
        missed = [fate for fate in outcome.fates if fate.stage is not Stage.FOUND]
        pairs = [self._missed_pair(fate) for fate in missed]
        known = iter(self._evidence(pair for pair in pairs if pair is not None))
        return [
            self._miss(fate, next(known) if pair is not None else None)
            for fate, pair in zip(missed, pairs, strict=True)
        ]

    def _miss(self, fate: Fate, evidence: PairEvidence | None) -> Case:
        judged = fate.judged
        return Case(
            id=self._id(fate.gold.a, fate.gold.b),
            cluster=fate.gold.cluster,
            a=self._quote(fate.gold.a),
            b=self._quote(fate.gold.b),
            verdict=judged.verdict if judged else None,
            type=judged.type if judged else None,
            tier=judged.tier if judged else None,
            score=judged.score if judged else 0.0,
            kind=fate.gold.relation,
            gold_type=fate.gold.type,
            note=fate.gold.note,
            stage=fate.stage,
            detail=fate.detail,
            evidence=_ruled(evidence, self._judgement(judged)) if judged else evidence,
        )

    def _pair(self, judged: Judged) -> Pair:
        return self._examination.comparisons[judged.number].pair

    def _judgement(self, judged: Judged) -> Judgement:
        return self._examination.comparisons[judged.number].judgement

    def _missed_pair(self, fate: Fate) -> Pair | None:
        """The pair that was judged, or that would have been; None where a side is no claim."""
        if fate.judged is not None:
            return self._pair(fate.judged)
        sides = [self._claim(side) for side in (fate.gold.a, fate.gold.b)]
        if sides[0] is None or sides[1] is None:
            return None
        (first, i), (second, j) = sides[0], sides[1]
        return pair_of(first, i, second, j, story_score(first, second))

    def _claim(self, side: Place) -> tuple[Article, int] | None:
        article = self._articles.get(side.document)
        for number, claim in enumerate(article.claims if article else ()):
            if article and matches(side, place(claim)):
                return article, number
        return None

    def _evidence(self, pairs: Iterable[Pair]) -> list[PairEvidence]:
        given = list(pairs)
        if not given:
            return []
        weighing = weigh(self._checker, given)
        weights_for = self._checker.judge.weights_for
        return [_pair_evidence(pair, weighing, row, weights_for(pair)) for row, pair in enumerate(given)]

    def _id(self, a: Place, b: Place) -> str:
        first, second = (
            Side(document=side.document, start=side.start, end=side.end, text=self._text(side))
            for side in (a, b)
        )
        return finding_id(first, second)

    def _text(self, side: Place) -> str:
        return self._documents[side.document].text[side.start : side.end]

    def _quote(self, side: Place) -> Quote:
        document = self._documents[side.document]
        extraction = self._examination.extractions[side.document]
        claim = next((c for c in extraction.claims if matches(side, place(c))), None)
        kind = next(
            (
                sentence.kind
                for sentence in extraction.sentences
                if matches(side, Place(document=document.id, start=sentence.start, end=sentence.end))
            ),
            None,
        )
        return Quote(
            document=document.id,
            source=document.source,
            published=document.published,
            text=self._text(side),
            kind=kind,
            speaker=claim.speaker if claim else None,
            assertion=claim.assertion if claim else None,
            figures=_read_figures(claim) if claim else (),
        )


def _read_figures(claim: Claim) -> tuple[str, ...]:
    """Quantities and dates with what was understood, in the order of the text."""
    read = [
        (q.start, f"{q.text} = {_interval(q.low, q.high)} {q.counted or q.unit}") for q in claim.quantities
    ]
    read += [(t.start, f"{t.text} = {_interval(t.earliest, t.latest)}") for t in claim.times]
    return tuple(text for _, text in sorted(read))


def _interval(low: object, high: object) -> str:
    first, last = (f"{edge:g}" if isinstance(edge, float) else str(edge) for edge in (low, high))
    return first if first == last else f"{first} to {last}"


def _ruled(evidence: PairEvidence | None, judgement: Judgement) -> PairEvidence | None:
    """The evidence with what the rules and the judge said in the end."""
    if evidence is None:
        return None
    return evidence.model_copy(update={"rules": judgement.rules, "reason": judgement.reason})


def _pair_evidence(pair: Pair, weighing: Weighing, row: int, weights: JudgeWeights) -> PairEvidence:
    standardised = (weighing.evidence[row] - weights.means) / weights.scales
    says = standardised * (weights.weights[:, CONFLICT] - weights.weights[:, _NONE])
    heaviest = np.argsort(-np.abs(says), kind="stable")[:HEAVIEST]
    return PairEvidence(
        similarity=round(pair.similarity, DIGITS),
        rank=pair.rank,
        story=None if pair.story is None else round(pair.story, DIGITS),
        forward=_three(weighing.forward[row]),
        backward=_three(weighing.backward[row]),
        classes={
            verdict.value if verdict else "none": round(float(probability), DIGITS)
            for verdict, probability in zip(CLASSES, weighing.classes[row], strict=True)
        },
        says=tuple(
            Say(
                name=NAMES[number],
                value=round(float(weighing.evidence[row, number]), DIGITS),
                say=round(float(says[number]), DIGITS),
            )
            for number in heaviest
        ),
    )


def _three(row: Sequence[float]) -> tuple[float, float, float]:
    entailment, neutral, contradiction = (round(float(value), DIGITS) for value in row)
    return entailment, neutral, contradiction

"""Our chain on a benchmark: the checker that is measured, and its work matched with the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crosscheck.checker import Crosscheck, Examination
from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.evaluation.data import Benchmark
from crosscheck.evaluation.matching import GoldBook, Voices
from crosscheck.evaluation.outcomes import Judged, Outcome, judge_outcome
from crosscheck.evaluation.remembered import RememberedEncoder, remembered
from crosscheck.evaluation.weighing import place
from crosscheck.nli.bundled import BundledCascade
from crosscheck.protocols import Progress, no_progress
from crosscheck.settings import Settings


@dataclass(frozen=True)
class Labels:
    """The labelled pairs of a benchmark, ready to be matched."""

    voices: Voices
    book: GoldBook

    @classmethod
    def of(cls, benchmark: Benchmark) -> Labels:
        """Those of all its clusters."""
        voices = Voices(benchmark.documents)
        return cls(voices, GoldBook((pair for c in benchmark.clusters for pair in c.gold), voices))


def remembering(settings: Settings, models: tuple[str, str] | None = None) -> Crosscheck:
    """A checker whose models answer each question once, for measuring it from several sides.

    Args:
        settings: Of the run.
        models: Encoder and NLI model by name or path; the bundled ones where None.
    """
    if models is None:
        encoder, nli = BundledEncoder(settings.runtime), BundledCascade(settings.runtime)
        return Crosscheck(RememberedEncoder(encoder), remembered(nli), settings=settings)
    named = Crosscheck(*models, settings=settings)
    return Crosscheck(RememberedEncoder(named.encoder), remembered(named.nli), settings=settings)


def examine(checker: Crosscheck, benchmark: Benchmark, progress: Progress = no_progress) -> Examination:
    """Examine all articles of a benchmark together, as on a desk: several stories side by side."""
    return checker.examine(benchmark.documents.values(), progress=progress)


def our_outcome(examination: Examination, labels: Labels) -> Outcome:
    """Match what a checker did with the labels."""
    claims = [place(claim) for e in examination.extractions.values() for claim in e.claims]
    sentences: Counter[str] = Counter()
    for document, extraction in examination.extractions.items():
        sentences[document.partition("/")[0]] += len(extraction.sentences)
    ordered = dict(sorted(sentences.items()))
    return judge_outcome(list(_judged(examination)), claims, ordered, labels.book, labels.voices)


def _judged(examination: Examination) -> Iterator[Judged]:
    for number, comparison in enumerate(examination.comparisons):
        judgement = comparison.judgement
        silenced = judgement.verdict is None and judgement.rules
        yield Judged(
            number=number,
            a=place(comparison.pair.a),
            b=place(comparison.pair.b),
            verdict=judgement.verdict,
            score=judgement.score,
            type=judgement.type,
            tier=judgement.tier,
            vetoed_by=judgement.rules[-1] if silenced else None,
        )

"""One evaluation run: every measure on one split, ours and the plain recipe side by side."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import crosscheck
from crosscheck.checker import Crosscheck, Examination
from crosscheck.evaluation.cases import Casebook
from crosscheck.evaluation.chain import Labels, examine, our_outcome
from crosscheck.evaluation.clusters import CountTable, cluster_figures, confusion, false_alarms, funnel
from crosscheck.evaluation.data import PAIRS, SENTENCES, Benchmark
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.machine import this_machine
from crosscheck.evaluation.natural import NaturalMix, natural_figures, natural_mix, natural_scores
from crosscheck.evaluation.outcomes import Outcome, judge_outcome
from crosscheck.evaluation.pairs import (
    both_directions,
    judge_pairs,
    pair_figures,
    verdict_confusion,
    verdict_figures,
)
from crosscheck.evaluation.public import public_figures, public_sets
from crosscheck.evaluation.record import OURS, PLAIN, Clock, Run, Speed
from crosscheck.evaluation.sentences import (
    attribution_figures,
    checkworthiness_figures,
    gold_sentence_figures,
    kind_confusion,
    segmentation_figures,
)
from crosscheck.evaluation.speed import measure_speed
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.types import Models


@dataclass(frozen=True)
class Plan:
    """What to run besides the measures that every run takes.

    Attributes:
        name: Of the run.
        data: The folder of the labelled data.
        public: Folders of public NLI sets.
        plain: Whether to run the plain recipe too.
        speed: Whether to measure speed and memory, each system in a process of its own.
        models: Encoder and NLI model by name or path; the bundled ones where None.
    """

    name: str
    data: Path
    public: tuple[Path, ...] = ()
    plain: bool = False
    speed: bool = False
    models: tuple[str, str] | None = None


@dataclass
class _Measured:
    """What the steps of a run add up to."""

    figures: dict[str, list[Figure]] = field(default_factory=lambda: {OURS: []})
    funnels: dict[str, dict[str, int]] = field(default_factory=dict)
    false_alarms: dict[str, dict[str, int]] = field(default_factory=dict)
    speed: dict[str, Speed] = field(default_factory=dict)
    pair_confusion: CountTable | None = None
    kind_confusion: CountTable | None = None
    skipped: list[str] = field(default_factory=list)

    def add_outcome(self, system: str, outcome: Outcome) -> None:
        self.figures.setdefault(system, []).extend(cluster_figures(outcome))
        self.funnels[system] = funnel(outcome)
        self.false_alarms[system] = false_alarms(outcome)


def evaluate(
    checker: Crosscheck, benchmark: Benchmark, plan: Plan, progress: Progress = no_progress
) -> Run:
    """Measure a checker on a benchmark.

    Args:
        checker: Of `chain.remembering`, or another whose models remember.
        benchmark: Labelled data of a split.
        plan: What else to run.
        progress: Called as the stages advance.

    Raises:
        MissingExtra: The plan asks for the plain recipe, and what it needs is not installed.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    labels = Labels.of(benchmark)
    measured = _Measured()
    examination = examine(checker, benchmark, progress)
    outcome = our_outcome(examination, labels)
    measured.add_outcome(OURS, outcome)
    mix = natural_mix(benchmark, labels.book, checker.encoder)
    scores = natural_scores(checker, mix, progress)
    measured.figures[OURS] += natural_figures(mix, {name: scores[name] for name in ("nli", "judge")})
    _measure_pairs(checker, benchmark, measured, progress)
    _measure_sentences(examination, benchmark, measured)
    _measure_public(checker, plan, measured, progress)
    _measure_others(checker, benchmark, plan, labels, (mix, scores["plain"]), measured, progress)
    casebook = Casebook(checker, examination)
    return Run(
        name=plan.name,
        split=benchmark.split,
        fast=benchmark.fast,
        crosscheck=crosscheck.__version__,
        models=Models(encoder=checker.encoder.name, nli=checker.nli.name),
        settings=checker.settings.model_dump(mode="json"),
        digest=benchmark.digest,
        machine=this_machine(checker.settings.runtime.threads),
        figures={system: tuple(figures) for system, figures in measured.figures.items()},
        confusion=confusion(outcome),
        funnels=measured.funnels,
        false_alarms=measured.false_alarms,
        pair_confusion=measured.pair_confusion,
        kind_confusion=measured.kind_confusion,
        findings=tuple(casebook.findings(outcome)),
        misses=tuple(casebook.misses(outcome)),
        skipped=tuple(measured.skipped),
        clock=Clock(
            started=started.isoformat(timespec="seconds"),
            seconds=round(time.perf_counter() - clock, 1),
            speed=measured.speed,
        ),
    )


def _measure_pairs(
    checker: Crosscheck, benchmark: Benchmark, measured: _Measured, progress: Progress
) -> None:
    if not benchmark.pairs:
        measured.skipped.append(f"sentence pairs: no {PAIRS.format(split=benchmark.split)}")
        return
    judgements = judge_pairs(checker, benchmark.pairs, progress)
    scores = both_directions(checker.nli, benchmark.pairs, progress)
    measured.figures[OURS] += pair_figures(benchmark.pairs, scores)
    measured.figures[OURS] += verdict_figures(benchmark.pairs, judgements)
    measured.pair_confusion = verdict_confusion(benchmark.pairs, judgements)


def _measure_sentences(examination: Examination, benchmark: Benchmark, measured: _Measured) -> None:
    figures = measured.figures[OURS]
    figures += segmentation_figures(benchmark.passages)
    figures += gold_sentence_figures(benchmark.clusters)
    if not benchmark.sentences:
        measured.skipped.append(f"sentence labels: no {SENTENCES.format(split=benchmark.split)}")
        return
    figures += checkworthiness_figures(benchmark.sentences, examination.extractions)
    figures += attribution_figures(benchmark.sentences)
    measured.kind_confusion = kind_confusion(benchmark.sentences, examination.extractions)


def _measure_public(checker: Crosscheck, plan: Plan, measured: _Measured, progress: Progress) -> None:
    sets = public_sets(plan.public)
    if not sets:
        where = ", ".join(map(str, plan.public)) or "no folder given, --public or CROSSCHECK_PUBLIC_NLI"
        measured.skipped.append(f"public NLI sets: none found ({where})")
    for file in sets:
        measured.figures[OURS] += public_figures(checker.nli, file, progress)


def _measure_others(
    checker: Crosscheck,
    benchmark: Benchmark,
    plan: Plan,
    labels: Labels,
    natural: tuple[NaturalMix, FloatArray],
    measured: _Measured,
    progress: Progress,
) -> None:
    """The plain recipe, and the speed of both."""
    threads = checker.settings.runtime.threads
    if plan.speed:
        measured.speed[OURS] = measure_speed(
            OURS, plan.data, benchmark, models=plan.models, threads=threads
        )
    if not plan.plain:
        measured.skipped.append("plain recipe: left out")
        return
    with _plain_models(plan.models) as models:
        measured.add_outcome(PLAIN, _plain_outcome(models, benchmark, labels, threads, progress))
        # the same weights give the same probabilities, so the recipe's natural mix needs no second inference
        measured.figures[PLAIN] += natural_figures(natural[0], {"nli": natural[1]})
        if plan.speed:
            measured.speed[PLAIN] = measure_speed(
                PLAIN, plan.data, benchmark, models=models, threads=threads
            )


@contextmanager
def _plain_models(models: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    """Names of models that sentence-transformers can load; the bundled ones are rebuilt for as long."""
    if models is not None:
        yield models
        return
    from crosscheck.evaluation.plain import rebuild_bundled  # noqa: PLC0415 - loads torch

    with tempfile.TemporaryDirectory(prefix="crosscheck-plain-") as folder:
        yield rebuild_bundled(Path(folder))


def _plain_outcome(
    models: tuple[str, str], benchmark: Benchmark, labels: Labels, threads: int, progress: Progress
) -> Outcome:
    from crosscheck.evaluation.plain import PlainRecipe  # noqa: PLC0415 - loads torch

    documents = list(benchmark.documents.values())
    examination = PlainRecipe(*models, threads=threads).examine(documents, progress)
    sentences = Counter(place.cluster for place in examination.sentences)
    return judge_outcome(
        examination.judged, examination.sentences, dict(sorted(sentences.items())), labels.book, labels.voices
    )

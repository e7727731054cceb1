"""One evaluation run: every measure on one split, ours and the plain recipe side by side."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import crosscheck
from crosscheck.checker import Crosscheck
from crosscheck.evaluation.cases import Casebook
from crosscheck.evaluation.chain import Labels, examine, our_outcome
from crosscheck.evaluation.clusters import CountTable, cluster_figures, confusion, false_alarms, funnel
from crosscheck.evaluation.data import PAIRS, SENTENCES, Benchmark
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.machine import this_machine
from crosscheck.evaluation.natural import natural_figures, natural_mix, natural_scores
from crosscheck.evaluation.outcomes import Outcome, judge_outcome
from crosscheck.evaluation.pairs import (
    both_directions,
    judge_pairs,
    pair_figures,
    short_figures,
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
from crosscheck.protocols import Progress, no_progress
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


def evaluate(checker: Crosscheck, benchmark: Benchmark, plan: Plan, progress: Progress = no_progress) -> Run:
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
    measuring = _Measuring(checker, benchmark, plan, progress)
    measuring.stories()
    measuring.natural_mix()
    measuring.pairs()
    measuring.sentences()
    measuring.public_sets()
    if plan.plain:
        measuring.plain_recipe()
    else:
        measuring.skipped.append("plain recipe: left out")
    speed = measuring.speed() if plan.speed else {}
    casebook = Casebook(checker, measuring.examination)
    return Run(
        name=plan.name,
        split=benchmark.split,
        fast=benchmark.fast,
        crosscheck=crosscheck.__version__,
        models=Models(encoder=checker.encoder.name, nli=checker.nli.name),
        settings=checker.settings.model_dump(mode="json"),
        digest=benchmark.digest,
        machine=this_machine(checker.settings.runtime.threads),
        figures={system: tuple(figures) for system, figures in measuring.figures.items()},
        confusion=confusion(measuring.outcomes[OURS]),
        funnels={system: funnel(outcome) for system, outcome in measuring.outcomes.items()},
        false_alarms={system: false_alarms(outcome) for system, outcome in measuring.outcomes.items()},
        pair_confusion=measuring.pair_confusion,
        kind_confusion=measuring.kind_confusion,
        findings=tuple(casebook.findings(measuring.outcomes[OURS])),
        misses=tuple(casebook.misses(measuring.outcomes[OURS])),
        skipped=tuple(measuring.skipped),
        clock=Clock(
            started=started.isoformat(timespec="seconds"),
            seconds=round(time.perf_counter() - clock, 1),
            speed=speed,
        ),
    )


class _Measuring:
    """The steps of a run, in order, and what they add up to; the stories and the natural mix come first."""

    def __init__(self, checker: Crosscheck, benchmark: Benchmark, plan: Plan, progress: Progress) -> None:
        self._checker = checker
        self._benchmark = benchmark
        self._plan = plan
        self._progress = progress
        self._labels = Labels.of(benchmark)
        self._threads = checker.settings.runtime.threads
        self.examination = examine(checker, benchmark, progress)
        self.figures: dict[str, list[Figure]] = {}
        self.outcomes: dict[str, Outcome] = {}
        self.pair_confusion: CountTable | None = None
        self.kind_confusion: CountTable | None = None
        self.skipped: list[str] = []

    def stories(self) -> None:
        """Our chain on whole stories."""
        self._add_outcome(OURS, our_outcome(self.examination, self._labels))

    def natural_mix(self) -> None:
        """The judge and the NLI model on all natural pairs.

        The same weights give the same probabilities, so the plain recipe's way of scoring needs no inference
        of its own.
        """
        mix = natural_mix(self._benchmark, self._labels.book, self._checker.encoder)
        scores = natural_scores(self._checker, mix, self._progress)
        self.figures[OURS] += natural_figures(mix, {name: scores[name] for name in ("judge", "nli")})
        if self._plan.plain:
            self.figures[PLAIN] = natural_figures(mix, {"nli": scores["plain"]})

    def pairs(self) -> None:
        """The NLI model and the judge on labelled sentence pairs."""
        pairs = self._benchmark.pairs
        if not pairs:
            self.skipped.append(f"sentence pairs: no {PAIRS.format(split=self._benchmark.split)}")
            return
        judgements = judge_pairs(self._checker, pairs, self._progress)
        scores = both_directions(self._checker.nli, pairs, self._progress)
        self.figures[OURS] += [*pair_figures(pairs, scores), *verdict_figures(pairs, judgements)]
        self.pair_confusion = verdict_confusion(pairs, judgements)
        short = self._benchmark.short_pairs
        self.figures[OURS] += short_figures(short, judge_pairs(self._checker, short, self._progress))

    def sentences(self) -> None:
        """The claims stage on labelled sentences."""
        figures = self.figures[OURS]
        figures += segmentation_figures(self._benchmark.passages)
        figures += gold_sentence_figures(self._benchmark.clusters)
        labelled, extractions = self._benchmark.sentences, self.examination.extractions
        if not labelled:
            self.skipped.append(f"sentence labels: no {SENTENCES.format(split=self._benchmark.split)}")
            return
        figures += checkworthiness_figures(labelled, extractions)
        published = {document.id: document.published for document in self.examination.documents}
        figures += attribution_figures(labelled, published, self._checker.extractor)
        self.kind_confusion = kind_confusion(labelled, extractions)

    def public_sets(self) -> None:
        """The NLI model on public sets."""
        sets = public_sets(self._plan.public)
        for file in sets:
            self.figures[OURS] += public_figures(self._checker.nli, file, self._progress)
        if not sets:
            where = ", ".join(map(str, self._plan.public)) or "name their folder with --public"
            self.skipped.append(f"public NLI sets: none found ({where})")

    def plain_recipe(self) -> None:
        """The plain recipe on whole stories."""
        from crosscheck.evaluation.plain import PlainRecipe  # noqa: PLC0415 - loads torch

        with self._plain_models() as models:
            recipe = PlainRecipe(*models, threads=self._threads)
            examination = recipe.examine(list(self._benchmark.documents.values()), self._progress)
        sentences = Counter(place.cluster for place in examination.sentences)
        outcome = judge_outcome(
            examination.judged,
            examination.sentences,
            dict(sorted(sentences.items())),
            self._labels.book,
            self._labels.voices,
        )
        self._add_outcome(PLAIN, outcome)

    def speed(self) -> dict[str, Speed]:
        """Speed and memory of each system that is run."""
        plan, benchmark, threads = self._plan, self._benchmark, self._threads
        speed = {OURS: measure_speed(OURS, plan.data, benchmark, models=plan.models, threads=threads)}
        if plan.plain:
            with self._plain_models() as models:
                speed[PLAIN] = measure_speed(PLAIN, plan.data, benchmark, models=models, threads=threads)
        return speed

    def _add_outcome(self, system: str, outcome: Outcome) -> None:
        self.outcomes[system] = outcome
        self.figures[system] = [*cluster_figures(outcome), *self.figures.get(system, ())]

    @contextmanager
    def _plain_models(self) -> Iterator[tuple[str, str]]:
        """Names of models that sentence-transformers can load; the bundled ones are rebuilt for as long."""
        if self._plan.models is not None:
            yield self._plan.models
            return
        from crosscheck.evaluation.plain import rebuild_bundled  # noqa: PLC0415 - loads torch

        with tempfile.TemporaryDirectory(prefix="crosscheck-plain-") as folder:
            yield rebuild_bundled(Path(folder))

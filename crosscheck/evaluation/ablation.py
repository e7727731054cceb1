"""What each rule and each stage is worth: the chain without it, on the same stories.

Every variant runs on the models' remembered answers, so that only pairs that nobody asked for yet cost time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.bootstrap import Estimate, difference
from crosscheck.evaluation.chain import Labels, examine, our_outcome
from crosscheck.evaluation.clusters import cluster_figures
from crosscheck.evaluation.data import Benchmark
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.labels import Place
from crosscheck.judging.rules import RULES
from crosscheck.protocols import Progress, no_progress
from crosscheck.settings import Settings
from crosscheck.types import Verdict

MEASURED = ("conflict.precision", "conflict.recall", "conflict.f1", "pairing.recall", "pairing.cost")
NEIGHBOURS = (1, 2, 8)
LOW_STORY_FLOOR = 0.3  # without any floor, all stories would be compared with all
NO_COPIES = 1.0  # only an article that holds the whole of another is folded


@dataclass(frozen=True)
class Variant:
    """The chain with something switched off or changed."""

    name: str
    settings: Settings


@dataclass(frozen=True)
class Worth:
    """What a variant changes.

    Attributes:
        variant: Its name.
        changes: By the figure's key: the variant's figure minus the full chain's, with its interval.
        findings: How many findings of any verdict came or went; where none did, the switch is idle.
    """

    variant: str
    changes: dict[str, Estimate]
    findings: int


@dataclass(frozen=True)
class Measured:
    """A chain on the benchmark.

    Attributes:
        figures: Those of `MEASURED`, in that order.
        findings: Both sides and the verdict of each.
    """

    figures: tuple[Figure, ...]
    findings: frozenset[tuple[Place, Place, Verdict]]


def variants(settings: Settings) -> list[Variant]:
    """Every rule switched off, and every switch of pairing turned."""
    return [*_without_rules(settings), *_other_pairing(settings)]


def _without_rules(settings: Settings) -> Iterator[Variant]:
    disabled = settings.judging.disabled_rules
    for rule in RULES:
        if rule.name not in disabled:
            judging = settings.judging.model_copy(update={"disabled_rules": disabled | {rule.name}})
            yield Variant(f"without rule {rule.name}", settings.model_copy(update={"judging": judging}))


def _other_pairing(settings: Settings) -> Iterator[Variant]:
    full = settings.pairing
    turned: dict[str, dict[str, object]] = {
        f"neighbours: {count} instead of {full.neighbours}": {"neighbours": count}
        for count in NEIGHBOURS
        if count != full.neighbours
    }
    turned[f"story floor: {LOW_STORY_FLOOR:g} instead of {full.story_floor:g}"] = {
        "story_floor": LOW_STORY_FLOOR
    }
    turned["wire copies not folded"] = {"copy_containment": NO_COPIES}
    for name, update in turned.items():
        yield Variant(name, settings.model_copy(update={"pairing": full.model_copy(update=update)}))


def ablate(
    checker: Crosscheck, benchmark: Benchmark, progress: Progress = no_progress
) -> tuple[Measured, Iterator[Worth]]:
    """Run the full chain, then each variant as it is asked for.

    Args:
        checker: Of `chain.remembering`.
        benchmark: Labelled data of a split.
        progress: Called as the stages advance.

    Returns:
        The full chain, and what each variant changes.
    """
    labels = Labels.of(benchmark)
    full = _measure(checker, benchmark, labels, progress)
    return full, _worths(checker, benchmark, labels, full, progress)


def _worths(
    checker: Crosscheck, benchmark: Benchmark, labels: Labels, full: Measured, progress: Progress
) -> Iterator[Worth]:
    for variant in variants(checker.settings):
        changed = Crosscheck(checker.encoder, checker.nli, settings=variant.settings)
        measured = _measure(changed, benchmark, labels, progress)
        yield Worth(
            variant.name,
            {
                before.key: difference(before.measure, after.measure)
                for before, after in zip(full.figures, measured.figures, strict=True)
            },
            len(full.findings ^ measured.findings),
        )


def _measure(checker: Crosscheck, benchmark: Benchmark, labels: Labels, progress: Progress) -> Measured:
    outcome = our_outcome(examine(checker, benchmark, progress), labels)
    figures = {figure.key: figure for figure in cluster_figures(outcome)}
    return Measured(
        tuple(figures[key] for key in MEASURED),
        frozenset((j.a, j.b, j.verdict) for j in outcome.judged if j.verdict is not None),
    )

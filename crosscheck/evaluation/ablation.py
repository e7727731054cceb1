"""What each rule and each stage is worth: the chain without it, on the same stories.

Every variant runs on the models' remembered answers, so that only pairs that nobody asked for yet cost time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.bootstrap import Estimate, difference
from crosscheck.evaluation.chain import Labels, examine, our_outcome
from crosscheck.evaluation.clusters import cluster_figures
from crosscheck.evaluation.data import Benchmark
from crosscheck.evaluation.figures import Figure
from crosscheck.judging.rules import RULES
from crosscheck.protocols import Progress, no_progress
from crosscheck.settings import Settings

MEASURED = ("conflict.precision", "conflict.recall", "conflict.f1", "pairing.recall", "pairing.cost")
NEIGHBOURS = (1, 2, 8)
NO_STORY_FLOOR = 0.3  # without any floor all stories are compared with all, for hours
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
    """

    variant: str
    changes: dict[str, Estimate]


def variants(settings: Settings) -> list[Variant]:
    """Every rule switched off, and every switch of pairing turned."""
    judging, pairing = settings.judging, settings.pairing
    found = [
        Variant(
            f"without rule {rule.name}",
            _changed(
                settings,
                judging=judging.model_copy(update={"disabled_rules": judging.disabled_rules | {rule.name}}),
            ),
        )
        for rule in RULES
        if rule.name not in judging.disabled_rules
    ]
    turned: list[tuple[str, dict[str, object]]] = [
        (
            f"{count} neighbour{'s' if count > 1 else ''} instead of {pairing.neighbours}",
            {"neighbours": count},
        )
        for count in NEIGHBOURS
        if count != pairing.neighbours
    ]
    turned += [
        (
            f"story floor {NO_STORY_FLOOR:g} instead of {pairing.story_floor:g}",
            {"story_floor": NO_STORY_FLOOR},
        ),
        ("wire copies not folded", {"copy_containment": NO_COPIES}),
    ]
    for name, update in turned:
        found.append(Variant(name, _changed(settings, pairing=pairing.model_copy(update=update))))
    return found


def ablate(
    checker: Crosscheck, benchmark: Benchmark, progress: Progress = no_progress
) -> tuple[list[Figure], Iterator[Worth]]:
    """Run the full chain, then each variant as it is asked for.

    Args:
        checker: Of `chain.remembering`.
        benchmark: Labelled data of a split.
        progress: Called as the stages advance.

    Returns:
        The full chain's figures, and what each variant changes.
    """
    labels = Labels.of(benchmark)
    full = _measured(checker, benchmark, labels, progress)
    return full, _worths(checker, benchmark, labels, full, progress)


def _worths(
    checker: Crosscheck, benchmark: Benchmark, labels: Labels, full: Sequence[Figure], progress: Progress
) -> Iterator[Worth]:
    for variant in variants(checker.settings):
        changed = Crosscheck(checker.encoder, checker.nli, settings=variant.settings)
        figures = {figure.key: figure for figure in _measured(changed, benchmark, labels, progress)}
        yield Worth(
            variant.name,
            {figure.key: difference(figure.measure, figures[figure.key].measure) for figure in full},
        )


def _measured(checker: Crosscheck, benchmark: Benchmark, labels: Labels, progress: Progress) -> list[Figure]:
    outcome = our_outcome(examine(checker, benchmark, progress), labels)
    figures = {figure.key: figure for figure in cluster_figures(outcome)}
    return [figures[key] for key in MEASURED]


def _changed(settings: Settings, **groups: object) -> Settings:
    return settings.model_copy(update=groups)

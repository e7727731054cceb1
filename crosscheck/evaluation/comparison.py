"""Two runs on the same groups: which figures moved, and which findings."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.evaluation.bootstrap import Estimate, difference
from crosscheck.evaluation.record import OURS, Case, Run


@dataclass(frozen=True)
class Movement:
    """A figure of two runs.

    Attributes:
        first: Its value in the first run.
        second: Its value in the second.
        change: Second minus first, with the interval of a paired bootstrap.
        better: Whether the interval lies on the better side of 0; None where it holds 0.
    """

    key: str
    label: str
    first: float | None
    second: float | None
    change: Estimate
    better: bool | None


@dataclass(frozen=True)
class Comparison:
    """What changed from one run to another.

    Attributes:
        movements: Of the figures that both have.
        appeared: Findings of the second run alone.
        disappeared: Findings of the first run alone.
        warnings: Why the two may not be comparable.
    """

    movements: tuple[Movement, ...]
    appeared: tuple[Case, ...]
    disappeared: tuple[Case, ...]
    warnings: tuple[str, ...]


def compare_runs(first: Run, second: Run) -> Comparison:
    """Compare our figures and findings in two runs.

    Args:
        first: The earlier one.
        second: The later one.
    """
    return Comparison(
        movements=tuple(compare_systems(first, OURS, second, OURS)),
        appeared=tuple(_new(second, first)),
        disappeared=tuple(_new(first, second)),
        warnings=tuple(_warnings(first, second)),
    )


def compare_systems(first: Run, first_system: str, second: Run, second_system: str) -> list[Movement]:
    """Every figure that two systems share, in the order of the second."""
    movements = []
    for figure in second.figures.get(second_system, ()):
        other = first.figure(figure.key, first_system)
        if other is None:
            continue
        change = difference(other.measure, figure.measure)
        better = _better(change, higher_is_better=figure.higher_is_better)
        movements.append(Movement(figure.key, figure.label, other.value, figure.value, change, better))
    return movements


def _better(change: Estimate, *, higher_is_better: bool) -> bool | None:
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        return None
    return (change.low > 0) is higher_is_better


def _new(run: Run, other: Run) -> list[Case]:
    """Findings that only the first has; one with another verdict is another finding."""
    known = {(case.id, case.verdict) for case in other.findings}
    return [case for case in run.findings if (case.id, case.verdict) not in known]


def _warnings(first: Run, second: Run) -> list[str]:
    warnings = []
    if (first.split, first.fast) != (second.split, second.fast):
        warnings.append("the runs are on different splits or subsets: only common groups are compared")
    if first.digest != second.digest:
        warnings.append("data or labels changed between the runs")
    return warnings

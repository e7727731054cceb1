"""A figure: a measure with a name, its value and its interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from crosscheck.evaluation.bootstrap import estimate
from crosscheck.evaluation.measures import MacroRatio, Measure, Ratio
from crosscheck.types import Value


class Figure(Value):
    """One line of the table.

    Attributes:
        key: Its name in files and options, dotted; what stands before the first dot is its section.
        label: Its name for people.
        value: On the whole sample, None where undefined.
        low: Lower end of the 95 % interval.
        high: Upper end.
        higher_is_better: Whether more is better.
        measure: What it is computed from, so that it can be resampled again.
    """

    key: str
    label: str
    value: float | None
    low: float | None
    high: float | None
    higher_is_better: bool = True
    measure: Measure

    @property
    def section(self) -> str:
        """The part of the evaluation that it belongs to."""
        return self.key.partition(".")[0]

    @property
    def noise(self) -> float:
        """Half the width of the interval; 0 where undefined."""
        return (self.high - self.low) / 2 if self.low is not None and self.high is not None else 0.0


def figure(key: str, label: str, measure: Measure, *, higher_is_better: bool = True) -> Figure:
    """Evaluate a measure with its interval; arguments as the attributes of `Figure`."""
    value, low, high = estimate(measure)
    return Figure(
        key=key,
        label=label,
        value=value,
        low=low,
        high=high,
        higher_is_better=higher_is_better,
        measure=measure,
    )


def ratio(
    groups: Sequence[str],
    numerators: Mapping[str, float],
    denominators: Mapping[str, float],
    scale: float = 1,
) -> Ratio:
    """A ratio from counts by group; absent groups count 0."""
    counts = tuple((numerators.get(group, 0), denominators.get(group, 0)) for group in groups)
    return Ratio(groups=tuple(groups), counts=counts, scale=scale)


def macro_f1(classes: Sequence[str], labelled: Iterable[tuple[str, str, str]]) -> MacroRatio:
    """Macro-F1 over classes.

    Args:
        classes: Their names.
        labelled: Group, gold class and predicted class of each item.
    """
    items = list(labelled)
    groups = sorted({group for group, _, _ in items})
    rows = {group: row for row, group in enumerate(groups)}
    columns = {name: column for column, name in enumerate(classes)}
    table = np.zeros((len(groups), len(classes), 2))
    for group, gold, predicted in items:
        table[rows[group], columns[gold]] += (2 * (gold == predicted), 1)
        table[rows[group], columns[predicted], 1] += 1
    return MacroRatio(groups=tuple(groups), classes=tuple(classes), counts=table.tolist())


def accuracy(labelled: Iterable[tuple[str, bool]]) -> Ratio:
    """Share of right items, from group and rightness of each."""
    right: dict[str, float] = {}
    total: dict[str, float] = {}
    for group, is_right in labelled:
        right[group] = right.get(group, 0) + is_right
        total[group] = total.get(group, 0) + 1
    return ratio(sorted(total), right, total)

"""Labelled quantities and dates of eval/data/claims, and readings to hold against them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A quantity or date, labelled or found; days count as ordinals."""

    start: int
    end: int
    low: float
    high: float
    unit: str = "day"
    counted: str | None = None

    def equals(self, other: Reading) -> bool:
        """Same span, interval and unit."""
        same = (self.start, self.end, self.unit) == (other.start, other.end, other.unit)
        return same and _close(self.low, other.low) and _close(self.high, other.high)

    def fits(self, label: Reading) -> bool:
        """Overlapping spans, and an end of this interval within the label's."""
        overlaps = self.start < label.end and label.start < self.end
        within = any(
            label.low <= value <= label.high or _close(value, label.low) for value in (self.low, self.high)
        )
        return overlaps and within


def _close(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=1e-5)


Reader = Callable[[Row], list[Reading]]


def labelled_quantities(row: Row) -> list[Reading]:
    """The labels of a sentence of quantities.jsonl; null stands for no upper limit."""
    return [
        Reading(
            label["start"],
            label["end"],
            label["low"],
            math.inf if label["high"] is None else label["high"],
            label["unit"],
            label["counted"],
        )
        for label in row["quantities"]
    ]


def labelled_times(row: Row) -> list[Reading]:
    """The labels of a sentence of times.jsonl."""
    return [
        Reading(
            label["start"],
            label["end"],
            date.fromisoformat(label["earliest"]).toordinal(),
            date.fromisoformat(label["latest"]).toordinal(),
        )
        for label in row["times"]
    ]


def published(row: Row) -> date | None:
    """Day of publication of a sentence of times.jsonl."""
    return date.fromisoformat(row["published"]) if row["published"] else None

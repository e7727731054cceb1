"""Figures in words and digits, the same on the terminal and on the page."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.evaluation.record import OURS, PLAIN, Run

UNDEFINED = "–"
_LARGE = 10  # from here on, one decimal is enough


@dataclass(frozen=True)
class SpeedRow:
    """One line about speed or memory; `ratio` says how many times better ours is."""

    label: str
    ours: str
    plain: str
    ratio: str


def number(value: float | None) -> str:
    """A figure with three decimals, one where it is large."""
    if value is None:
        return UNDEFINED
    return f"{value:.1f}" if abs(value) >= _LARGE else f"{value:.3f}"


def signed(value: float | None) -> str:
    """A difference with its sign."""
    if value is None:
        return ""
    return f"{value:+.1f}" if abs(value) >= _LARGE else f"{value:+.3f}"


def interval(low: float | None, high: float | None, *, signs: bool = False) -> str:
    """The ends of an interval."""
    if low is None or high is None:
        return ""
    form = signed if signs else number
    return f"{form(low)} … {form(high)}"


def speed_rows(run: Run) -> list[SpeedRow]:
    """Speed of ours and of the plain recipe, with the ratio; more than 1 is to our advantage."""
    ours, plain = run.clock.speed.get(OURS), run.clock.speed.get(PLAIN)
    if ours is None:
        return []
    rows = []
    for label, name, faster_is_more in (
        ("sentences a second, read (by the recipe: split)", "sentences", True),
        ("texts a second, encoded", "texts", True),
        ("pairs a second, inferred", "pairs", True),
        ("seconds end to end", "seconds", False),
        ("seconds to load the models", "load", False),
        ("MiB of memory at most", "peak", False),
    ):
        own: float = getattr(ours, name)
        other: float | None = getattr(plain, name) if plain else None
        ratio = (own / other if faster_is_more else other / own) if other else None
        rows.append(
            SpeedRow(
                label,
                f"{own:,.1f}",
                f"{other:,.1f}" if other else "",
                f"{ratio:.2f}" if ratio else "",
            )
        )
    return rows

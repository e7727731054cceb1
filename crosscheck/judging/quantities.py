"""Do two claims count the same thing, and if so, can both figures be true?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from crosscheck.types import Claim, Quantity

_MARK = "\0"
_WORD_OR_MARK = re.compile(rf"[^\W_]+(?:['’][^\W_]+)?|{_MARK}")
ROUNDED_FROM = 100.0  # below this, a figure in the news is meant exactly
ROUNDING = 0.02  # what a round number such as 300 or 8,000 is taken to leave open, as a share of it


class QuantityComparison(StrEnum):
    """What the comparable quantities of two claims say together."""

    NONE = "none"
    MATCH = "match"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class ComparedQuantities:
    """The pair of quantities that decided, one of each claim."""

    comparison: QuantityComparison
    a: Quantity | None = None
    b: Quantity | None = None


def compare_quantities(a: Claim, b: Claim) -> ComparedQuantities:
    """Compare the quantities of two claims that count the same thing in the same unit.

    One match settles the question, since a sentence often holds figures that the other leaves out. Of several
    matches, or clashes, the pair with the closest figures is given.
    """
    both = list(comparable(a, b))
    if not both:
        return ComparedQuantities(QuantityComparison.NONE)
    agreeing = [(first, second) for first, second in both if can_agree(first, second)]
    first, second = min(agreeing or both, key=lambda both: _distance(*both))
    return ComparedQuantities(
        QuantityComparison.MATCH if agreeing else QuantityComparison.CLASH, first, second
    )


def differ_in_figure_alone(a: Claim, b: Claim) -> bool:
    """Whether two claims have the same words but for a figure, of one unit in both, that cannot be both."""
    if _words_around_figures(a) != _words_around_figures(b):
        return False
    aligned = list(zip(a.quantities, b.quantities, strict=True))
    return all(first.unit == second.unit for first, second in aligned) and not all(
        can_agree(first, second) for first, second in aligned
    )


def _words_around_figures(claim: Claim) -> list[str]:
    """The lower-cased words of a claim, each figure as one mark: as many marks as it has quantities."""
    starts, ends = ([0, *(q.end for q in claim.quantities)], [*(q.start for q in claim.quantities), None])
    pieces = (claim.text[start:end].lower() for start, end in zip(starts, ends, strict=True))
    return _WORD_OR_MARK.findall(f" {_MARK} ".join(pieces))


def comparable(a: Claim, b: Claim) -> Iterator[tuple[Quantity, Quantity]]:
    """The quantities of two claims that count the same thing in the same unit, one of each."""
    for first in a.quantities:
        for second in b.quantities:
            if first.unit == second.unit and _counts_same(first, second):
                yield first, second


def _counts_same(first: Quantity, second: Quantity) -> bool:
    """A bare count needs the same thing counted; a measured quantity only no different one."""
    if first.counted is None or second.counted is None:
        return first.unit != "count"
    return first.counted == second.counted or first.counted.split()[-1] == second.counted.split()[-1]


def can_agree(first: Quantity, second: Quantity) -> bool:
    """Whether the intervals overlap, once rounding of the last digits is read into both."""
    low_a, high_a = _with_rounding(first)
    low_b, high_b = _with_rounding(second)
    return low_a <= high_b and low_b <= high_a


def _with_rounding(quantity: Quantity) -> tuple[float, float]:
    slack_low, slack_high = (_rounding(edge) for edge in (quantity.low, quantity.high))
    return quantity.low - slack_low, quantity.high + slack_high


def _rounding(value: float) -> float:
    """Half a unit of the last digit that is not zero; of a number with one such digit, `ROUNDING` of it."""
    if not math.isfinite(value) or abs(value) < ROUNDED_FROM:
        return 0.0
    unit = 1.0
    while value % (unit * 10) == 0:
        unit *= 10
    return unit / 2 if abs(value) > unit * 9 else abs(value) * ROUNDING


def _distance(first: Quantity, second: Quantity) -> float:
    """Logarithmic distance of the middles, so that 10 and 12 are closer than 10 and 1,000."""
    return abs(math.log1p(abs(_middle(first))) - math.log1p(abs(_middle(second))))


def _middle(quantity: Quantity) -> float:
    return quantity.low if math.isinf(quantity.high) else (quantity.low + quantity.high) / 2

"""The quantities of a sentence: "at least 12 people", "$1.2bn", "two and a half hours", "10-12 per cent".

A quantity's span covers the hedge, the number and the unit ("about 50 minutes"), or hedge and number where
something is counted ("at least 12" of "at least 12 people"); `counted` says how that is named. What looks
like a number and is none is told in `exclusions`; dates are read by `times`.

Own code, since the best library measured, quantulum3, finds 0.48 F1 of the same spans and values on
eval/data/claims/quantities.jsonl at 440 sentences/s: it knows neither hedges nor what is counted, and takes
years, ages and ranks for quantities. `python eval/claims.py --libraries` prints its figures beside these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from crosscheck.claims.amounts import AMOUNT_STARTS, Amount, read_amounts
from crosscheck.claims.counted import find_counted, find_measured
from crosscheck.claims.exclusions import is_excluded
from crosscheck.claims.numerals import is_digits, is_ordinal
from crosscheck.claims.tokens import Phrases, Token, load_lexicon, phrase_set, tokenise
from crosscheck.claims.units import COUNT, PERCENT
from crosscheck.types import Quantity

_LEXICON = load_lexicon("quantities")
_SUMS = frozenset(_LEXICON["hedge_rules"]["sums"])
_OVER_LEADS = frozenset(_LEXICON["hedge_rules"]["over_leads"])
_TOLERANCE: float = _LEXICON["shares"]["tolerance"]
_POINTS = phrase_set(_LEXICON["dates"]["points"])
_MINUTES_AFTER = phrase_set(_LEXICON["clock"]["minutes_after"])
_HOURS = frozenset(_LEXICON["clock"]["hours"])
_AFTER_YEARS = phrase_set(_LEXICON["ages"]["after_years"])
_OLDEST: int = _LEXICON["ages"]["oldest"]
_TIME = "minute"

_Factors = tuple[float, float]
"""Least and greatest value meant, as multiples of the number named."""


def _hedges(table: str) -> Phrases[_Factors]:
    return Phrases({words: tuple(group["factors"]) for group in _LEXICON[table] for words in group["words"]})


_HEDGES = _hedges("hedges")
_HEDGES_AFTER = _hedges("hedges_after")
_STARTS = AMOUNT_STARTS | _HEDGES.first_words


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence in the order of the text, with offsets that count in it."""
    tokens = tokenise(text)
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        if tokens[index].lower not in _STARTS and not is_digits(tokens[index]):
            index += 1
            continue
        quantity, index = _read(text, tokens, index)
        if quantity:
            found.append(quantity)
    return tuple(found)


def _read(text: str, tokens: Sequence[Token], index: int) -> tuple[Quantity | None, int]:
    """The quantity that starts at a token, if one does, and the index to read on from."""
    hedge, at = _read_hedges(tokens, index)
    amount = read_amounts(tokens, at, hedged=hedge is not None)
    if amount is None:
        return None, index + 1
    if hedge and _is_stretch(tokens, index, amount):
        hedge, index = None, at
    end = amount.end
    if hedge is None:
        index = amount.start
        hedge, end = _HEDGES_AFTER.match(tokens, end) or (None, end)
    if _is_no_quantity(tokens, amount, hedged=hedge is not None):
        return None, amount.end
    return _quantity(text, tokens, (index, end), amount, hedge), end


def _read_hedges(tokens: Sequence[Token], index: int) -> tuple[_Factors | None, int]:
    """The hedges before a number ("up to about"), of which the outer one decides, and the index behind."""
    if index and tokens[index - 1].lower in _SUMS:
        return None, index
    hedge: _Factors | None = None
    while found := _HEDGES.match(tokens, index):
        hedge, index = hedge or found[0], found[1]
    return hedge, index


def _is_stretch(tokens: Sequence[Token], index: int, amount: Amount) -> bool:
    """Whether "over" means during: "born over three days"."""
    during = tokens[index].lower == "over" and amount.unit.canonical == _TIME
    return during and (index == 0 or tokens[index - 1].lower not in _OVER_LEADS)


def _is_no_quantity(tokens: Sequence[Token], amount: Amount, *, hedged: bool) -> bool:
    """Whether the amount is an ordinal, a date, a clock time, an age or a name."""
    start, end = amount.start, amount.end
    if amount.numeral.share:
        led = hedged or (start > 0 and tokens[start - 1].lower == "by")
        return is_ordinal(tokens, start, end, led=led)
    if amount.unit.canonical == _TIME:
        return _is_moment(tokens, amount)
    if not amount.bare or amount.ranged or amount.numeral.vague or amount.low < 0:
        return False
    return is_excluded(tokens, start, amount.numeral, hedged=hedged)


def _is_moment(tokens: Sequence[Token], amount: Amount) -> bool:
    """Such as "three days ago", "ten minutes past midnight", "71 years old"."""
    end = amount.end
    behind_hyphen = end + (end < len(tokens) and tokens[end].text == "-")
    aged = amount.low <= _OLDEST and _AFTER_YEARS.match(tokens, behind_hyphen) is not None
    clock = tokens[end - 1].lower.startswith(_TIME) and _is_clock_behind(tokens, end)
    return aged or clock or _POINTS.match(tokens, end) is not None


def _is_clock_behind(tokens: Sequence[Token], end: int) -> bool:
    """Whether an hour follows minutes: "past eight", "to midnight"; not "to two hours", "to reach it"."""
    found = _MINUTES_AFTER.match(tokens, end)
    if found is None or found[1] >= len(tokens) or tokens[found[1] - 1].lower in _HOURS:
        return found is not None
    hour = read_amounts(tokens, found[1], hedged=False)
    return tokens[found[1]].lower in _HOURS if hour is None else hour.bare


def _quantity(
    text: str, tokens: Sequence[Token], span: tuple[int, int], amount: Amount, hedge: _Factors | None
) -> Quantity:
    first, behind = span
    start, end = tokens[first].start, tokens[behind - 1].end
    low, high = amount.low * amount.unit.low, amount.high * amount.unit.high
    unit = amount.unit
    if amount.numeral.share:
        unit, low, high = PERCENT, 100 * low, 100 * high
        hedge_or_rounding: _Factors | None = hedge or (1 - _TOLERANCE, 1 + _TOLERANCE)
    else:
        hedge_or_rounding = hedge
    if hedge_or_rounding:
        low, high = _widened(low, high, hedge_or_rounding)
    if unit is COUNT:
        counted = find_counted(tokens, first, behind, single=amount.low == amount.high == 1)
    else:
        counted = find_measured(tokens, behind)
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        low=low,
        high=high,
        unit=unit.canonical,
        counted=counted,
        approximate=hedge is not None or amount.numeral.vague,
    )


def _widened(low: float, high: float, factors: _Factors) -> tuple[float, float]:
    """The interval that a hedge makes of one; below zero "more than" still means the greater value."""
    least, greatest = factors
    if high > 0:
        return low * least, high * greatest
    if math.isinf(greatest):
        return low, math.inf
    return low * greatest, high * least

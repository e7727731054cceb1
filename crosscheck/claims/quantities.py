"""The quantities of a sentence: "at least 12 people", "$1.2bn", "two and a half hours", "10-12 per cent".

A quantity's span covers the hedge, the number and the unit ("about 50 minutes"), or hedge and number where
something is counted ("at least 12" of "at least 12 people"); what is counted is described in `counted`. What
looks like a number and is none is described in `exclusions`; dates are read by `times`.

Own code, since the libraries measured on eval/data/claims know neither hedges nor what is counted:
`python eval/claims.py --libraries` prints their figures beside these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.claims.counted import find_counted, find_measured, has_plural_noun
from crosscheck.claims.exclusions import is_excluded
from crosscheck.claims.numerals import (
    NUMERAL_STARTS,
    Numeral,
    adjacent,
    fraction_at,
    is_digits,
    is_ordinal,
    read_numeral,
)
from crosscheck.claims.tokens import Phrases, Token, load_lexicon, phrase_set, tokenise
from crosscheck.claims.units import COUNT, PERCENT, PREFIX_STARTS, Unit, read_prefix, read_unit
from crosscheck.types import Quantity

_LEXICON = load_lexicon("quantities")
_RANGES = _LEXICON["ranges"]
_JOINS = frozenset(_RANGES["joins"])
_OPENERS = Phrases[str](_RANGES["openers"])
_CHANGES = frozenset(_RANGES["changes"])
_TRIGGERS = frozenset(_LEXICON["unit_rules"]["article_triggers"])
_OVER_LEADS = frozenset(_LEXICON["unit_rules"]["over_leads"])
_TOLERANCE: float = _LEXICON["shares"]["tolerance"]
_POINTS = phrase_set(_LEXICON["dates"]["points"])
_MINUTES_AFTER = phrase_set(_LEXICON["clock"]["minutes_after"])
_AGES_AFTER_YEARS = phrase_set(_LEXICON["ages"]["after_years"])
_OLDEST: int = _LEXICON["ages"]["oldest"]
_CHANGE_REACH = 8
_NEGATIVE = "minus"
_TIME = "minute"

Factors = list[float]


def _hedges(table: str) -> Phrases[Factors]:
    return Phrases({word: group["factors"] for group in _LEXICON[table] for word in group["words"]})


_HEDGES = _hedges("hedges")
_HEDGES_AFTER = _hedges("hedges_after")
_STARTS = frozenset(
    {*NUMERAL_STARTS, *_HEDGES.first_words, *_OPENERS.first_words, *PREFIX_STARTS, _NEGATIVE}
)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, at tokens `start` to `end`; `low` and `high` count in the unit as written."""

    start: int
    end: int
    low: float
    high: float
    unit: Unit
    numeral: Numeral

    @property
    def bare(self) -> bool:
        return self.unit is COUNT and not self.numeral.share


@dataclass(frozen=True, slots=True)
class _Reading:
    """A whole quantity: its tokens, the interval in canonical units, and where to read on."""

    start: int
    number: int
    end: int
    low: float
    high: float
    unit: Unit
    single: bool
    approximate: bool


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence in the order of the text, with offsets that count in it."""
    tokens = tokenise(text)
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.lower in _STARTS or is_digits(token):
            reading, behind = _read(tokens, index)
            if reading:
                found.append(_quantity(text, tokens, reading))
            index = max(behind, index + 1)
        else:
            index += 1
    return tuple(found)


def _quantity(text: str, tokens: Sequence[Token], reading: _Reading) -> Quantity:
    start, end = tokens[reading.start].start, tokens[reading.end - 1].end
    if reading.unit is COUNT:
        counted = find_counted(tokens, reading.start, reading.end, single=reading.single)
    else:
        counted = find_measured(tokens, reading.end)
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        low=reading.low,
        high=reading.high,
        unit=reading.unit.canonical,
        counted=counted,
        approximate=reading.approximate,
    )


def _read(tokens: Sequence[Token], index: int) -> tuple[_Reading | None, int]:
    """The quantity that starts at a token, if one does, and the index to read on from."""
    factors, number = _read_hedges(tokens, index)
    opener = _OPENERS.match(tokens, number)
    first_at = opener[1] if opener else number
    amount = _read_amount(tokens, first_at, hedged=factors is not None)
    if amount is None:
        return None, index + 1
    if factors and _is_stretch(tokens, index, amount):
        factors, index = None, number
    second = _read_second(tokens, amount, opener[0] if opener else None)
    if second is not None and _is_change(tokens, index, opener):
        amount, second = _sharing_unit(amount, second), None
    if second is not None:
        amount = _spanning(amount, second)
    elif opener:
        index = number = first_at
    amount = _read_compound(tokens, amount)
    if _is_no_quantity(tokens, amount, hedged=factors is not None, ranged=second is not None):
        return None, amount.end
    return _interval(tokens, index, amount, factors), amount.end


def _read_hedges(tokens: Sequence[Token], index: int) -> tuple[Factors | None, int]:
    """The hedges before a number ("up to about"), the outer one deciding where they differ."""
    factors: Factors | None = None
    while found := _HEDGES.match(tokens, index):
        factors, index = factors or found[0], found[1]
    return factors, index


def _is_stretch(tokens: Sequence[Token], index: int, amount: _Amount) -> bool:
    """Whether "over" means during: "born over three days"."""
    during = tokens[index].lower == "over" and amount.unit.canonical == _TIME
    return during and (index == 0 or tokens[index - 1].lower not in _OVER_LEADS)


def _read_amount(tokens: Sequence[Token], index: int, *, hedged: bool) -> _Amount | None:
    if index >= len(tokens):
        return None
    negative = tokens[index].lower == _NEGATIVE
    prefix = read_prefix(tokens, index + negative)
    number = prefix[1] if prefix else index + negative
    if number >= len(tokens):
        return None
    if not (prefix or is_digits(tokens[number]) or tokens[number].lower in NUMERAL_STARTS):
        return None
    numeral = read_numeral(tokens, number, money=prefix is not None)
    if numeral is None:
        return None if negative or prefix else _read_article(tokens, index, hedged=hedged)
    amount = _Amount(index, numeral.end, numeral.low, numeral.high, COUNT, numeral)
    if prefix:
        amount = replace(amount, unit=prefix[0])
    else:
        amount = _with_unit(tokens, amount)
    return replace(amount, low=-amount.high, high=-amount.low) if negative else amount


def _read_article(tokens: Sequence[Token], index: int, *, hedged: bool) -> _Amount | None:
    """ "An hour", "a year and a half"; a rate ("$11 a year") or a date ("a year earlier") is none."""
    unit = read_unit(tokens, index + 1) if tokens[index].lower in ("a", "an") else None
    if unit is None:
        return None
    value, end = 1.0, unit[1]
    part = fraction_at(tokens, end + 1) if end < len(tokens) and tokens[end].lower == "and" else None
    if part:
        value, end = value + part[0], part[1]
    triggered = index > 0 and tokens[index - 1].lower in _TRIGGERS
    if not (hedged or part or triggered):
        return None
    return _Amount(index, end, value, value, unit[0], Numeral(value, value, end))


def _with_unit(tokens: Sequence[Token], amount: _Amount) -> _Amount:
    """Add the unit behind the number; a share of a unit ("half an hour", "a third of a tonne") is a number."""
    numeral = amount.numeral
    at = numeral.end
    if numeral.share:
        at += at < len(tokens) and tokens[at].lower == "of"
        at += at < len(tokens) and tokens[at].lower in ("a", "an")
    unit = read_unit(tokens, at, numeral.scale)
    if unit is None:
        return amount
    if numeral.share and at == numeral.end and tokens[at].text != "-":
        return amount
    return replace(amount, end=unit[1], unit=unit[0], numeral=replace(numeral, share=False))


def _read_second(tokens: Sequence[Token], first: _Amount, connector: str | None) -> _Amount | None:
    """The upper end of a range behind its lower end: "10-12", "between 10 and 12", "$3 to $4 billion"."""
    if first.end >= len(tokens) or first.numeral.share:
        return None
    join = tokens[first.end].lower
    if join != connector and join not in _JOINS:
        return None
    second = _read_amount(tokens, first.end + 1, hedged=False)
    if second is None or second.numeral.share or second.numeral.vague:
        return None
    if first.unit is not COUNT and second.unit.canonical not in (first.unit.canonical, COUNT.canonical):
        return None
    if join in ("-", "–", "—") and second.bare and first.bare and not has_plural_noun(tokens, second.end):
        return None
    scaled = _sharing_unit(first, second)
    ascending = scaled.low * scaled.unit.low < second.high * max(second.unit.low, scaled.unit.low)
    return second if ascending else None


def _sharing_unit(first: _Amount, second: _Amount) -> _Amount:
    """The lower end with the scale and unit of the upper where it has none: "three to four hundred metres"."""
    scale = second.numeral.scale
    low = first.low
    if first.numeral.scale == 1 and scale > 1 and low < second.low / scale:
        low *= scale
    unit = second.unit if first.unit is COUNT else first.unit
    return replace(first, low=low, high=low, unit=unit)


def _spanning(first: _Amount, second: _Amount) -> _Amount:
    first = _sharing_unit(first, second)
    return replace(first, end=second.end, high=second.high)


def _is_change(tokens: Sequence[Token], index: int, opener: tuple[str, int] | None) -> bool:
    """Whether "from 4 to 6" tells of a change: two values, no range."""
    if opener is None or opener[0] != "to":
        return False
    before = tokens[max(0, index - _CHANGE_REACH) : index]
    return any(token.lower in _CHANGES for token in before)


def _read_compound(tokens: Sequence[Token], amount: _Amount) -> _Amount:
    """Add a smaller unit of the same dimension: "two hours and 15 minutes"."""
    at = amount.end + (amount.end < len(tokens) and tokens[amount.end].lower in ("and", ","))
    if amount.unit is COUNT or amount.low != amount.high or at >= len(tokens):
        return amount
    part = _read_amount(tokens, at, hedged=False)
    if part is None or part.unit.canonical != amount.unit.canonical or part.unit.high >= amount.unit.low:
        return amount
    low = amount.low + part.low * part.unit.low / amount.unit.low
    high = amount.high + part.high * part.unit.high / amount.unit.high
    return replace(amount, end=part.end, low=low, high=high)


def _is_no_quantity(tokens: Sequence[Token], amount: _Amount, *, hedged: bool, ranged: bool) -> bool:
    start, end = amount.start, amount.end
    if amount.numeral.share:
        led = hedged or (start > 0 and tokens[start - 1].lower == "by")
        return is_ordinal(tokens, start, end, led=led)
    if amount.bare:
        return (
            not ranged
            and amount.low >= 0
            and not amount.numeral.vague
            and is_excluded(tokens, start, amount.numeral, hedged=hedged)
        )
    if amount.unit.canonical != _TIME:
        return False
    years_old = amount.low <= _OLDEST and (
        _AGES_AFTER_YEARS.match(tokens, end + (end < len(tokens) and tokens[end].text == "-")) is not None
    )
    return years_old or bool(_POINTS.match(tokens, end)) or bool(_MINUTES_AFTER.match(tokens, end))


def _interval(tokens: Sequence[Token], start: int, amount: _Amount, factors: Factors | None) -> _Reading:
    """Turn the amount into canonical units and widen it by its hedge."""
    end = amount.end
    after = _HEDGES_AFTER.match(tokens, end)
    if factors is None and after:
        factors, end = after
    unit, share = amount.unit, amount.numeral.share
    low, high = amount.low * unit.low, amount.high * unit.high
    if share:
        unit, low, high = PERCENT, 100 * low, 100 * high
    widening = factors or ([1 - _TOLERANCE, 1 + _TOLERANCE] if share else None)
    if widening:
        low, high = _widened(low, high, widening)
    return _Reading(
        start=start,
        number=amount.start,
        end=end,
        low=low,
        high=high,
        unit=unit,
        single=amount.low == amount.high == 1,
        approximate=factors is not None or amount.numeral.vague,
    )


def _widened(low: float, high: float, factors: Factors) -> tuple[float, float]:
    least, greatest = factors
    if high < 0:
        return high * greatest if math.isfinite(greatest) else -math.inf, low * least
    return low * least, high * greatest if high else (math.inf if math.isinf(greatest) else 0.0)

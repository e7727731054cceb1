"""Amounts: a number with its unit, ranges of two of them, and sums of a larger and a smaller unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.claims.counted import has_plural_noun
from crosscheck.claims.exclusions import is_moment
from crosscheck.claims.numerals import NUMERAL_STARTS, Numeral, fraction_at, is_digits, read_numeral
from crosscheck.claims.tokens import Phrases, Token, load_lexicon
from crosscheck.claims.units import COUNT, PREFIX_STARTS, Unit, read_prefix, read_unit

_LEXICON = load_lexicon("quantities")
_JOINS = frozenset(_LEXICON["ranges"]["joins"])
_OPENERS = Phrases[str](_LEXICON["ranges"]["openers"])
_CHANGES = frozenset(_LEXICON["ranges"]["changes"])
_TRIGGERS = frozenset(_LEXICON["unit_rules"]["article_triggers"])
_ARTICLE_NEVER = frozenset(_LEXICON["unit_rules"]["article_never"])
_ARTICLE_POINTS = frozenset(_LEXICON["unit_rules"]["article_points"])
_ARTICLES = frozenset(("a", "an"))
_DASHES = frozenset("-–—")
_NEGATIVE = "minus"
_CHANGE_REACH = 8
"""Tokens before "from" in which a verb of change is looked for."""

AMOUNT_STARTS = frozenset({*NUMERAL_STARTS, *_OPENERS.first_words, *PREFIX_STARTS, _NEGATIVE})
"""What an amount in words can begin with; others begin with a digit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit.

    Attributes:
        start: Index of its first token.
        end: Index of the token behind it.
        low: Least value, in the unit as written.
        high: Greatest value, in the unit as written.
        unit: `COUNT` where there is none.
        numeral: The number, of a range the first.
        ranged: Whether two ends are named.
    """

    start: int
    end: int
    low: float
    high: float
    unit: Unit
    numeral: Numeral
    ranged: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a number and nothing more, neither unit nor share."""
        return self.unit is COUNT and not self.numeral.share


def read_amounts(tokens: Sequence[Token], index: int, *, hedged: bool) -> Amount | None:
    """The amount, range or sum that starts at a token, or None.

    Args:
        tokens: Of the sentence.
        index: Where it starts, behind any hedge.
        hedged: Whether a hedge stands before it: "about an hour" is one hour, "$11 an hour" is none.
    """
    opener = _OPENERS.match(tokens, index)
    first = _read_amount(tokens, opener[1] if opener else index, hedged=hedged)
    if first is None:
        return None
    second = _read_second(tokens, first, opener[0] if opener else None)
    if second is None:
        return _read_sum(tokens, first)
    lower = _sharing(first, second)
    if not _is_below(lower, second) or (opener and _is_change(tokens, index, opener[0])):
        return lower
    return replace(lower, start=index, end=second.end, high=second.high, ranged=True)


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _read_amount(tokens: Sequence[Token], index: int, *, hedged: bool) -> Amount | None:
    negative = _lower(tokens, index) == _NEGATIVE
    prefix = read_prefix(tokens, index + negative)
    number = prefix[1] if prefix else index + negative
    if number >= len(tokens):
        return None
    if not (is_digits(tokens[number]) or tokens[number].lower in NUMERAL_STARTS):
        return None
    numeral = read_numeral(tokens, number, money=prefix is not None)
    if numeral is None:
        return None if negative or prefix else _read_article(tokens, index, hedged=hedged)
    amount = Amount(index, numeral.end, numeral.low, numeral.high, COUNT, numeral)
    amount = replace(amount, unit=prefix[0]) if prefix else _with_unit(tokens, amount)
    return replace(amount, low=-amount.high, high=-amount.low) if negative else amount


def _read_article(tokens: Sequence[Token], index: int, *, hedged: bool) -> Amount | None:
    """Read "an hour", "a year and a half"; a rate ("$11 a year") or a date ("a year earlier") is none."""
    unit = read_unit(tokens, index + 1) if tokens[index].lower in _ARTICLES else None
    if unit is None or tokens[index + 1].lower in _ARTICLE_NEVER:
        return None
    value, end = 1.0, unit[1]
    part = fraction_at(tokens, end + 1) if _lower(tokens, end) == "and" else None
    if part:
        value, end = value + part[0], part[1]
    if _lower(tokens, end) in _ARTICLE_POINTS and not part:
        return None
    if not (hedged or part or _lower(tokens, index - 1) in _TRIGGERS):
        return None
    return Amount(index, end, value, value, unit[0], Numeral(value, value, end))


def _with_unit(tokens: Sequence[Token], amount: Amount) -> Amount:
    """Add the unit behind the number; a part of a unit ("half an hour", "a third of a tonne") is no share."""
    numeral = amount.numeral
    at = numeral.end
    if numeral.share:
        at += _lower(tokens, at) == "of"
        at += _lower(tokens, at) in _ARTICLES
    unit = read_unit(tokens, at, numeral.scale)
    if unit is None or (numeral.share and at == numeral.end and tokens[at].text != "-"):
        return amount
    return replace(amount, end=unit[1], unit=unit[0], numeral=replace(numeral, share=False))


def _read_second(tokens: Sequence[Token], first: Amount, connector: str | None) -> Amount | None:
    """The other end behind the first one's join: of "10-12", "between 10 and 12", "$3 to $4 billion"."""
    join = _lower(tokens, first.end)
    if first.numeral.share or (join != connector and join not in _JOINS):
        return None
    second = _read_amount(tokens, first.end + 1, hedged=False)
    if second is None or second.numeral.share or second.numeral.vague:
        return None
    if first.unit is not COUNT and second.unit.canonical not in (first.unit.canonical, COUNT.canonical):
        return None
    if second.bare and is_moment(tokens, second.start, second.numeral, hedged=False):
        return None  # "in the 13 weeks to 26 July"
    if join in _DASHES and first.bare and second.bare and not has_plural_noun(tokens, second.end):
        return None  # a score, a code, years
    return second


def _sharing(first: Amount, second: Amount) -> Amount:
    """The first end with scale and unit of the second where it has none: "three to four hundred metres"."""
    factor = second.numeral.scale
    if first.numeral.scale > 1 or first.low * factor >= second.low:
        factor = 1
    unit = second.unit if first.unit is COUNT else first.unit
    return replace(first, low=first.low * factor, high=first.high * factor, unit=unit)


def _is_below(lower: Amount, upper: Amount) -> bool:
    unit = lower.unit if upper.unit is COUNT else upper.unit
    return lower.low * lower.unit.low < upper.high * unit.low


def _is_change(tokens: Sequence[Token], index: int, connector: str) -> bool:
    """Whether "from 4 to 6" tells of a change ("rose from"): two values, no range."""
    before = tokens[max(0, index - _CHANGE_REACH) : index]
    return connector == "to" and any(token.lower in _CHANGES for token in before)


def _read_sum(tokens: Sequence[Token], amount: Amount) -> Amount:
    """Add a smaller unit of the same dimension: "two hours and 15 minutes"."""
    at = amount.end + (_lower(tokens, amount.end) in ("and", ","))
    if amount.unit is COUNT or amount.low != amount.high:
        return amount
    part = _read_amount(tokens, at, hedged=False)
    if part is None or part.unit.canonical != amount.unit.canonical or part.unit.high >= amount.unit.low:
        return amount
    low = amount.low + part.low * part.unit.low / amount.unit.low
    high = amount.high + part.high * part.unit.high / amount.unit.high
    return replace(amount, end=part.end, low=low, high=high)

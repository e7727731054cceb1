"""Amounts: a number with its unit, ranges of two of them, and sums of a larger and a smaller unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.claims.counted import has_plural_noun, is_plural
from crosscheck.claims.exclusions import is_moment
from crosscheck.claims.numerals import (
    NUMERAL_STARTS,
    Numeral,
    adjacent,
    fraction_at,
    is_digits,
    read_numeral,
)
from crosscheck.claims.tokens import Phrases, Token, load_lexicon
from crosscheck.claims.units import COUNT, PREFIX_STARTS, Unit, read_prefix, read_unit

_LEXICON = load_lexicon("quantities")
_JOINS = frozenset(_LEXICON["ranges"]["joins"])
_OPENERS = Phrases[str](_LEXICON["ranges"]["openers"])
_CHANGES = frozenset(_LEXICON["ranges"]["changes"])
_STEPS = frozenset(_LEXICON["ranges"]["steps"])
_STEP_LEADS = frozenset(_LEXICON["ranges"]["step_leads"])
_TRIGGERS = frozenset(_LEXICON["unit_rules"]["article_triggers"])
_ARTICLE_NEVER = frozenset(_LEXICON["unit_rules"]["article_never"])
_ARTICLE_POINTS = frozenset(_LEXICON["unit_rules"]["article_points"])
_LETTER_PREFIXES = frozenset(_LEXICON["unit_rules"]["letter_prefixes"])
_ARTICLES = frozenset(("a", "an"))
_DASHES = frozenset("-–—")
_NEGATIVE = "minus"
_CHANGE_REACH = 8
"""Tokens before "from" or "by" in which a verb of change is looked for."""
_STEP_RATIO, _STEP_RATIO_AFTER_BY = 3, 2
"""How many times the first of two figures the second must exceed to be the result of a step and no upper end;
"by" announces a step. In doubt a range is read, since it raises no alarm."""

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
    if opener is None and _is_result(tokens, first, second):
        return _read_sum(tokens, first)
    lower = _sharing(first, second)
    if not _is_below(lower, second) or (opener and _is_change(tokens, index, opener[0])):
        return lower
    unit = lower.unit if second.unit is COUNT else second.unit
    high = second.high * (unit.high / lower.unit.high)
    return replace(lower, start=index, end=second.end, high=high, ranged=True)


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
    if _is_couple(tokens, numeral) or (prefix and _is_code(tokens, number, numeral)):
        return None
    amount = Amount(index, numeral.end, numeral.low, numeral.high, COUNT, numeral)
    amount = replace(amount, unit=prefix[0]) if prefix else _with_unit(tokens, amount)
    return replace(amount, low=-amount.high, high=-amount.low) if negative else amount


def _is_couple(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """Whether "a couple" are two people and no number: "a couple and their son"; "a couple more" is one."""
    if tokens[numeral.end - 1].lower != "couple":
        return False
    following = _lower(tokens, numeral.end)
    return following != "more" and not is_plural(following)


def _is_code(tokens: Sequence[Token], number: int, numeral: Numeral) -> bool:
    """Whether a letter before figures names a road or a model: "the N4", "R350"; "R350m" is money."""
    letter = tokens[number - 1].text
    if letter.upper() not in _LETTER_PREFIXES:
        return False
    money = numeral.scale > 1 or "," in tokens[number].text
    return not (money and letter.isupper() and adjacent(tokens, number))


def _read_article(tokens: Sequence[Token], index: int, *, hedged: bool) -> Amount | None:
    """Read "an hour", "an hour and ten minutes", "a year and a half".

    A rate ("$11 a year") or a date ("a year earlier") is none.
    """
    unit = read_unit(tokens, index + 1) if tokens[index].lower in _ARTICLES else None
    if unit is None or tokens[index + 1].lower in _ARTICLE_NEVER:
        return None
    value, end = 1.0, unit[1]
    part = fraction_at(tokens, end + 1) if _lower(tokens, end) == "and" else None
    if part:
        value, end = value + part[0], part[1]
    if _lower(tokens, end) in _ARTICLE_POINTS and not part:
        return None
    amount = Amount(index, end, value, value, unit[0], Numeral(value, value, end))
    summed = _lower(tokens, end + 1) not in _ARTICLES and _read_sum(tokens, amount).end > end
    return amount if hedged or part or summed or _lower(tokens, index - 1) in _TRIGGERS else None


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
    return None if _is_apart(tokens, first, second) else second


def _is_apart(tokens: Sequence[Token], first: Amount, second: Amount) -> bool:
    """Whether two amounts that look joined are of different things, a period and a date, or a score."""
    join = _lower(tokens, first.end)
    if first.unit is not COUNT and second.unit.canonical not in (first.unit.canonical, COUNT.canonical):
        return True
    if not second.bare:
        return False
    if is_moment(tokens, second.start, second.numeral, hedged=False):
        return True  # "in the 13 weeks to 26 July"
    counts = has_plural_noun(tokens, second.end)
    if join in _DASHES:
        return first.bare and not counts  # a score, a code, years
    return first.unit is not COUNT and counts  # "fell 1.15 per cent or 930 points"


def _sharing(first: Amount, second: Amount) -> Amount:
    """The first end with scale and unit of the second where it has none: "three to four hundred metres"."""
    factor = second.numeral.scale
    two_units = COUNT not in (first.unit, second.unit) and first.unit != second.unit
    if two_units or first.numeral.scale > 1 or first.low * factor >= second.low:
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


def _is_result(tokens: Sequence[Token], first: Amount, second: Amount) -> bool:
    """Whether the second of two figures is what a change led to: "rose by six to 29", "fell $1 to $76"."""
    if _lower(tokens, first.end) != "to" or (first.bare and not second.bare):
        return False  # "by four to five degrees": the first borrows the unit of the second
    at = first.start - 1
    while _lower(tokens, at) in _STEP_LEADS:
        at -= 1
    led = tokens[at + 1 : first.start]
    if any(token.lower == "by" for token in led):
        ratio = _STEP_RATIO_AFTER_BY
        change = any(token.lower in _CHANGES for token in tokens[max(0, at + 1 - _CHANGE_REACH) : at + 1])
    else:
        ratio, change = _STEP_RATIO, _lower(tokens, at) in _STEPS
    unit = first.unit if second.unit is COUNT else second.unit
    return change and second.low * unit.low > ratio * first.high * first.unit.low


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

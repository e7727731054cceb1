"""Numbers in figures and in words: "1.2bn", "forty-two", "two and a half million", "a third", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crosscheck.claims.tokens import Phrases, Token, load_lexicon, phrase_set

_LEXICON = load_lexicon("quantities")
_NUMBERS: dict[str, int] = _LEXICON["numbers"]
_SCALES: dict[str, int] = _LEXICON["scales"]
_SUFFIXES: dict[str, int] = _LEXICON["scale_suffixes"]
_FRACTIONS: dict[str, int] = _LEXICON["fractions"]
_SIGNS: dict[str, float] = _LEXICON["fraction_signs"]
_VAGUE = Phrases[list[float]](_LEXICON["vague"])
_FOLLOWERS = frozenset(_LEXICON["shares"]["followers"])
_HALF_FOLLOWERS = frozenset(_LEXICON["shares"]["half_followers"])
_HALF_LEADS = frozenset(_LEXICON["shares"]["half_leads"])
_CONNECTORS = phrase_set(_LEXICON["shares"]["connectors"])
_BASES = frozenset(_LEXICON["shares"]["bases"])
_ARTICLES = frozenset(("a", "an"))
_ONLY_WITH_SCALE = frozenset(_LEXICON["unit_rules"]["only_with_scale"])
_CURRENCIES = phrase_set(
    form
    for group in _LEXICON["units"]
    if group.get("currency")
    for form in group["forms"]
    if len(form) > 1 and form not in _ONLY_WITH_SCALE
)

_THOUSANDS = re.compile(r"[,\u00a0\u202f]")
HUNDRED = 100
LARGEST_SCALE = 10**15
"""Of two scales in a row, "thousand million" or "lakh crore"; beyond it the words are no number."""
NUMERAL_STARTS = frozenset({*_NUMBERS, *_SCALES, *_FRACTIONS, *_SIGNS, *_VAGUE.first_words, *_ARTICLES})
"""What a numeral in words can begin with; one in figures begins with a digit."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written.

    Attributes:
        low: Least value meant.
        high: Greatest value meant; equal to `low` unless the number is vague ("dozens").
        end: Index of the token behind it.
        scale: The last multiplier in it ("million", "lakh crore"), 1 where there is none.
        digits: Whether it is in figures.
        share: Whether it is a fraction of something ("a third", "one in five").
    """

    low: float
    high: float
    end: int
    scale: int = 1
    digits: bool = False
    share: bool = False

    @property
    def vague(self) -> bool:
        """Whether no figure is named."""
        return self.low != self.high


def is_digits(token: Token) -> bool:
    """Whether the token is a figure."""
    return token.text[0].isdecimal()


def adjacent(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token at `index` is written on to the one before it."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start


def read_numeral(tokens: Sequence[Token], index: int, *, money: bool = False) -> Numeral | None:
    """The number that starts at a token, or None.

    Args:
        tokens: Of the sentence.
        index: Where it starts.
        money: Whether a currency sign stands before it, so that "m" is a million.
    """
    vague = _VAGUE.match(tokens, index)
    if vague:
        return _read_vague(tokens, *vague)
    cardinal = _read_digits(tokens, index, money=money) or _read_words(tokens, index)
    fraction = _read_fraction(tokens, index)
    if fraction and (cardinal is None or fraction.end > cardinal.end):
        return fraction
    if cardinal is None:
        return None
    return _read_ratio(tokens, cardinal) or cardinal


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _read_vague(tokens: Sequence[Token], interval: list[float], end: int) -> Numeral:
    """Such as "Several", or "several hundred thousand"; the "of" of "a couple of hours" belongs to it."""
    low, high = interval
    if _lower(tokens, end) == "of" and _lower(tokens, end - 1) in ("couple", "handful"):
        end += 1
    scale = 1
    while 1 < (factor := _SCALES.get(_lower(tokens, end), 1)) * scale <= LARGEST_SCALE and factor > 1:
        scale, end = scale * factor, end + 1
    return Numeral(low * scale, high * scale, end, scale)


def _read_digits(tokens: Sequence[Token], index: int, *, money: bool) -> Numeral | None:
    if not is_digits(tokens[index]):
        return None
    value = float(_THOUSANDS.sub("", tokens[index].text))
    numeral = Numeral(value, value, index + 1, digits=True)
    numeral = _with_fraction(tokens, numeral)
    suffix = _suffix(tokens, numeral.end, money=money)
    if suffix > 1:
        value = numeral.low * suffix
        return replace(numeral, low=value, high=value, end=numeral.end + 1, scale=suffix)
    return _with_scales(tokens, numeral)


def _suffix(tokens: Sequence[Token], index: int, *, money: bool) -> int:
    """The scale of a letter written on to figures: "$3m", "3m naira"; "100m race", "5m deep" are metres."""
    letter = _lower(tokens, index)
    scale = _SUFFIXES.get(letter, 1)
    if scale == 1 or not adjacent(tokens, index):
        return 1
    if letter == "k" or money or _CURRENCIES.match(tokens, index + 1):
        return scale
    following = _lower(tokens, index + 1)
    return scale if letter == "m" and following.endswith(("s", "people")) and following != "metres" else 1


def _read_words(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Read "forty-two", "a hundred and fifty", "twelve hundred", "two and a half million"."""
    first = tokens[index].lower
    if first in _ARTICLES:
        scale = _SCALES.get(_lower(tokens, index + 1), 0)
        return _with_scales(tokens, Numeral(1, 1, index + 1)) if scale else None
    if first not in _NUMBERS:
        return None
    numeral = _with_fraction(tokens, _below_hundred(tokens, index))
    return _with_scales(tokens, numeral)


def _below_hundred(tokens: Sequence[Token], index: int) -> Numeral:
    value = _NUMBERS[tokens[index].lower]
    end = index + 1
    unit = end + (_lower(tokens, end) == "-")
    if value >= 20 and value % 10 == 0 and 0 < _NUMBERS.get(_lower(tokens, unit), 0) < 10:  # noqa: PLR2004 - tens and units
        value, end = value + _NUMBERS[tokens[unit].lower], unit + 1
    return Numeral(value, value, end)


def _with_fraction(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Add "and a half", "and three-quarters", "½"."""
    end = numeral.end
    sign = _SIGNS.get(_lower(tokens, end))
    if sign is not None:
        return replace(numeral, low=numeral.low + sign, high=numeral.high + sign, end=end + 1)
    if _lower(tokens, end) != "and":
        return numeral
    part = fraction_at(tokens, end + 1)
    if part is None:
        return numeral
    value, end = part
    return replace(numeral, low=numeral.low + value, high=numeral.high + value, end=end)


def fraction_at(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    """Read "a half", "one-third", "three quarters" at a token: its value and the index behind it, or None."""
    count = 1 if _lower(tokens, index) in _ARTICLES else _NUMBERS.get(_lower(tokens, index), 0)
    denominator_at = index + 1
    denominator_at += _lower(tokens, denominator_at) == "-"
    denominator = _FRACTIONS.get(_lower(tokens, denominator_at), 0)
    if not count or count >= max(denominator, 1):
        return None
    return count / denominator, denominator_at + 1


def _with_scales(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """Multiply by "hundred", "lakh crore" …, and add the smaller number behind them ("and fifty")."""
    total, group, end, scale = 0.0, numeral.low, numeral.end, 1
    behind_scale = False
    while True:
        at = end + (_lower(tokens, end) == "-")
        factor = _SCALES.get(_lower(tokens, at), 1)
        if factor > 1 and not (behind_scale and scale * factor > LARGEST_SCALE):
            scale = scale * factor if behind_scale else factor
            group, end, behind_scale = group * factor, at + 1, factor >= HUNDRED
            continue
        rest = end + (_lower(tokens, end) == "and")
        if not behind_scale or numeral.digits or _NUMBERS.get(_lower(tokens, rest), 0) == 0:
            break
        if fraction_at(tokens, rest):
            break
        if scale > HUNDRED:
            total, group = total + group, 0.0
        tail = _below_hundred(tokens, rest)
        group, end, behind_scale = group + tail.low, tail.end, False
    return replace(numeral, low=total + group, high=total + group, end=end, scale=scale)


def _read_fraction(tokens: Sequence[Token], index: int) -> Numeral | None:
    """A share ("half the members", "two-thirds") or a part of a number ("half a million")."""
    if tokens[index].lower == "half":
        return _read_half(tokens, index)
    found = fraction_at(tokens, index)
    if found is None:
        return None
    value, end = found
    if _lower(tokens, end) == "of" and _lower(tokens, end + 1) in _ARTICLES:
        scale = _SCALES.get(_lower(tokens, end + 2), 0)
        if scale:
            return Numeral(value * scale, value * scale, end + 3, scale)
    return Numeral(value, value, end, share=True)


def _read_half(tokens: Sequence[Token], index: int) -> Numeral | None:
    following = _lower(tokens, index + 1)
    if following in _ARTICLES:
        scale = _SCALES.get(_lower(tokens, index + 2), 0)
        if scale:
            return Numeral(scale / 2, scale / 2, index + 3, scale)
    if following == "past":
        return None
    return Numeral(0.5, 0.5, index + 1, share=True)


def is_ordinal(tokens: Sequence[Token], index: int, end: int, *, led: bool) -> bool:
    """Whether what reads like a share is an ordinal or a period: "a third patient", "the second half".

    Args:
        tokens: Of the sentence.
        index: Where the numeral starts.
        end: Index of the token behind it.
        led: Whether a hedge or "by" stands before it, after which only a share makes sense.
    """
    following = _lower(tokens, end)
    if tokens[index].lower == "half" and _lower(tokens, index - 1) in _HALF_LEADS:
        return True
    singular = _lower(tokens, end - 1) in _FRACTIONS and not _lower(tokens, end - 1).endswith("s")
    if led or not singular or not following.isalpha():
        return False
    if tokens[index].lower == "half":
        return following not in _HALF_FOLLOWERS
    return following not in _FOLLOWERS


def _read_ratio(tokens: Sequence[Token], numeral: Numeral) -> Numeral | None:
    """Such as "One in five", "38 per 100,000", "nine out of ten"."""
    connector = _CONNECTORS.match(tokens, numeral.end)
    if connector is None or connector[1] >= len(tokens) or numeral.scale > 1:
        return None
    base_at = connector[1]
    base = _read_digits(tokens, base_at, money=False) or _read_words(tokens, base_at)
    if base is None and tokens[base_at].lower in _SCALES:
        base = _with_scales(tokens, Numeral(1, 1, base_at))  # "three in every thousand"
    if base is None or base.low <= numeral.low or base.digits != numeral.digits or _is_year(tokens, base_at):
        return None
    if base.low not in _BASES and numeral.low != 1:
        return None
    share = numeral.low / base.low
    return Numeral(share, share, base.end, share=True)


def _is_year(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    return len(text) == 4 and text.isdecimal() and not text.endswith("000")  # noqa: PLR2004 - digits of a year

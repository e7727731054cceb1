"""Numbers that are no quantities: dates, clock times, ages, scores, names with numbers, "one" as a pronoun.

Each reason is a predicate over the tokens and the place of the bare number in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crosscheck.claims.counted import has_fate, has_plural_noun
from crosscheck.claims.numerals import Numeral, adjacent, is_digits
from crosscheck.claims.tokens import Token, load_lexicon, phrase_set

_LEXICON = load_lexicon("quantities")
_CLOCK = _LEXICON["clock"]
_CLOCK_AFTER = phrase_set(_CLOCK["after"])
_CLOCK_AFTER_AT = phrase_set(_CLOCK["after_at"])
_CLOCK_BEFORE = phrase_set(_CLOCK["before"])
_DOTTED_BEFORE = frozenset(_CLOCK["dotted_before"])
_MONTHS = frozenset(_LEXICON["dates"]["months"])
_ORDINAL_SUFFIXES = frozenset(_LEXICON["dates"]["ordinal_suffixes"])
_DATE_JOINS = frozenset(_LEXICON["dates"]["joins"])
_AGE_BEFORE = phrase_set(_LEXICON["ages"]["before"])
_AGE_AFTER = phrase_set(_LEXICON["ages"]["after"])
_OLDEST: int = _LEXICON["ages"]["oldest"]
_LABELS = phrase_set(_LEXICON["labels"]["words"])
_LABEL_JOINS = frozenset(_LEXICON["labels"]["joins"])
_HYPHENATED = frozenset(_LEXICON["labels"]["hyphenated"])
_PRONOUN_FOLLOWERS = frozenset(_LEXICON["labels"]["pronoun_followers"])
_PRONOUN_LEADS = frozenset(_LEXICON["labels"]["pronoun_leads"])
_DEFINITE = frozenset(_LEXICON["labels"]["definite"])
_DASHES = frozenset("-–—")

_HOURS = 24
_LAST_DAY = 31
_EARLIEST_YEAR, _FIRST_SURE_YEAR, _LATEST_YEAR = 1000, 1900, 2100
_YEAR_DIGITS, _DAY_DIGITS = 4, 2


def is_excluded(tokens: Sequence[Token], start: int, numeral: Numeral, *, hedged: bool) -> bool:
    """Whether a bare number (no unit, no currency) is no quantity.

    Args:
        tokens: Of the sentence.
        start: Index of the number's first token.
        numeral: As read.
        hedged: Whether a hedge stands before it; "about 2000 people" is no year.
    """
    if is_moment(tokens, start, numeral, hedged=hedged):
        return True
    return any(reason(tokens, start, numeral) for reason in _REASONS)


def is_moment(tokens: Sequence[Token], start: int, numeral: Numeral, *, hedged: bool) -> bool:
    """Whether a bare number is a year, a day of a month or a clock time; arguments as in `is_excluded`."""
    year = _is_year(tokens, start, numeral, hedged=hedged)
    return year or _is_date(tokens, start, numeral) or _is_clock(tokens, start, numeral)


def _lower(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def _is_year(tokens: Sequence[Token], start: int, numeral: Numeral, *, hedged: bool) -> bool:
    if not (numeral.digits and len(tokens[start].text) == _YEAR_DIGITS and numeral.scale == 1):
        return False
    if not _EARLIEST_YEAR <= numeral.low <= _LATEST_YEAR or "." in tokens[start].text:
        return False
    count = has_plural_noun(tokens, numeral.end) and (hedged or numeral.low < _FIRST_SURE_YEAR)
    return not count


def _is_date(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "22 October", "Oct. 3-5", "the 24th", "10/22/2024"."""
    if not numeral.digits:
        return False
    end = numeral.end
    if adjacent(tokens, end) and _lower(tokens, end) in _ORDINAL_SUFFIXES:
        return True
    if "/" in (_lower(tokens, start - 1), _lower(tokens, end)):
        return True
    return numeral.low <= _LAST_DAY and (
        _reaches_month(tokens, end, 1) or _reaches_month(tokens, start - 1, -1)
    )


def _reaches_month(tokens: Sequence[Token], index: int, step: int) -> bool:
    """Whether a month is reached over other day numbers and what joins them."""
    while 0 <= index < len(tokens):
        token = tokens[index]
        if token.lower in _MONTHS and token.text[0].isupper():
            return True
        day = is_digits(token) and len(token.text) <= _DAY_DIGITS
        if not (day or token.lower in _DATE_JOINS or token.text == "."):
            return False
        index += step
    return False


def _is_clock(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "9:30", "7 p.m.", "half past eight", "at six on Tuesday", "at 14.04"."""
    end = numeral.end
    if numeral.digits and ":" in (_lower(tokens, start - 1), _lower(tokens, end)):
        near = end + 1 if _lower(tokens, end) == ":" else start - 2
        if 0 <= near < len(tokens) and is_digits(tokens[near]):
            return True
    if numeral.low > _HOURS:
        return False
    if _CLOCK_AFTER.match(tokens, end) or _CLOCK_BEFORE.ends_at(tokens, start):
        return True
    before = _lower(tokens, start - 1)
    if before == "at" and _CLOCK_AFTER_AT.match(tokens, end):
        return True
    whole, _, minutes = tokens[start].text.partition(".")
    dotted = numeral.digits and len(minutes) == 2 and minutes < "60" and len(whole) <= 2  # noqa: PLR2004 - hh.mm
    return dotted and before in _DOTTED_BEFORE and not _rate_follows(tokens, end)


def _rate_follows(tokens: Sequence[Token], end: int) -> bool:
    """Whether an exchange rate goes on: "at 25.09 to the euro"."""
    return _lower(tokens, end) in ("to", "against")


def _is_age(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "aged 24", "24-year-old", "Anja, 39, said", "Vlasta M. (71)"."""
    if numeral.low > _OLDEST:
        return False
    end = numeral.end
    if _AGE_AFTER.match(tokens, end) or _AGE_BEFORE.ends_at(tokens, start):
        return True
    if not numeral.digits or "." in tokens[start].text or start < 2:  # noqa: PLR2004 - name and comma
        return False
    opener, closer = tokens[start - 1].text, _lower(tokens, end)
    named = tokens[start - 2].text[0].isalpha() or tokens[start - 2].text == "."
    if opener == "(":
        return (
            closer == ")" and named and (tokens[start - 2].text[0].isupper() or tokens[start - 2].text == ".")
        )
    return opener == "," and named and closer in (",", ".", ";", "") and not _in_list(tokens, end)


def _in_list(tokens: Sequence[Token], end: int) -> bool:
    return end + 1 < len(tokens) and is_digits(tokens[end + 1])


def _is_label(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "Article 5", "No. 10", "Wards 7 and 8", "Boeing 737", "F-16", "0800-7000"."""
    before = start - 1
    while before > 0 and _lower(tokens, before) in _LABEL_JOINS and is_digits(tokens[before - 1]):
        before -= 2
    if before < 0:
        return False
    if tokens[before].text == "." and before > 0:
        before -= 1
    if _LABELS.ends_at(tokens, before + 1) and not tokens[start].text[0].islower():
        return True
    if not numeral.digits:
        return False
    return _is_written_on(tokens, start, numeral) or _follows_name(tokens, start, numeral)


def _is_written_on(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """A part of a code: "F-16", "Covid-19", "Blik24", "0800", "A3"."""
    if tokens[start].text[0] == "0" and len(tokens[start].text) > 1 and "." not in tokens[start].text:
        return True
    if adjacent(tokens, start) and (tokens[start - 1].text[0].isalpha() or tokens[start - 1].text == "/"):
        return True
    hyphen = adjacent(tokens, start) and tokens[start - 1].text == "-" and adjacent(tokens, start - 1)
    if hyphen and tokens[start - 2].text[0].isalpha():
        return True
    behind = tokens[numeral.end] if numeral.end < len(tokens) else None
    letters = behind is not None and adjacent(tokens, numeral.end) and behind.text.isalpha()
    grouped = (behind is not None and is_digits(behind)) or (start > 0 and is_digits(tokens[start - 1]))
    return letters or grouped


def _follows_name(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """A capitalised word before, no plural noun behind: "Apollo 11 landed"."""
    before = tokens[start - 1].text if start else ""
    if start < 2 or not before[:1].isupper() or not before[1:2].islower():  # noqa: PLR2004 - not the first word
        return False
    return not has_plural_noun(tokens, numeral.end)


def _is_score(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "3-1", "78–60": a dash between two numbers that are no range, since those were read before."""
    end = numeral.end
    for dash, other in ((end, end + 1), (start - 1, start - 2)):
        if _lower(tokens, dash) in _DASHES and 0 <= other < len(tokens):
            token = tokens[other]
            if is_digits(token) and (adjacent(tokens, dash) or adjacent(tokens, dash + 1)):
                return True
    return False


def _is_idiom(tokens: Sequence[Token], start: int, numeral: Numeral) -> bool:
    """Such as "two-state solution", "one-off", "one of them", "no one", "the two agreed"."""
    end = numeral.end
    following = _lower(tokens, end)
    if following == "-" and (_lower(tokens, end + 1) in _HYPHENATED or tokens[start].lower == "one"):
        return True
    if tokens[start].lower == "one" and end == start + 1:
        pronoun = not following.isalpha() or following in _PRONOUN_FOLLOWERS
        return pronoun or _lower(tokens, start - 1) in _PRONOUN_LEADS
    if numeral.digits or numeral.scale > 1 or _lower(tokens, start - 1) not in _DEFINITE:
        return False
    whole = _lower(tokens, start - 2) == "of"  # "two of the seven agreed"
    return not (whole or following == "-" or has_plural_noun(tokens, end) or has_fate(tokens, end))


_Reason = Callable[[Sequence[Token], int, Numeral], bool]
_REASONS: tuple[_Reason, ...] = (_is_age, _is_label, _is_score, _is_idiom)

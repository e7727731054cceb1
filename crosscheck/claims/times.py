"""The dates of a sentence, resolved against the day of publication to closed intervals of days.

The span covers the date itself, its part of the day and "the", but no preposition: "Tuesday evening", "the
1990s", "October 7" of "since October 7". The preposition counts all the same: "since" reaches from the date
to the publication, "by" and "until" from the publication to a date that lies ahead, unless something was put
off until that date. "Last year" or "next week" right behind a date belongs to it. Without a day of
publication only dates that name their year are found. Left out: clock times, what hangs on another date
("the same day", "a year earlier") and habits ("on Sundays").

Own code, since the best library measured on eval/data/claims/times.jsonl, Microsoft's Recognizers-Text, finds
0.74 F1 at 54 sentences/s and needs packages of 2022, and dateparser (0.10; 0.68 where any overlapping span
and any day in the interval will do) knows no intervals. None tells past from future by the verb.
`python eval/claims.py --libraries` prints their figures beside these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crosscheck.claims.calendar_dates import (
    DAY_MONTH,
    DAY_OF_MONTH,
    DECADE,
    HOLIDAY,
    MONTH_ALONE,
    MONTH_DAY,
    NUMERIC,
    ORDINAL_DAY,
    PERIOD,
    QUARTER,
    SEASON_OF_YEAR,
    THIRD,
    THIRD_OF_YEAR,
    WEEKDAY_IN_MONTH,
    YEARS,
)
from crosscheck.claims.date_words import LEXICON, MONTHS, ORDINALS, SEASONS, STEPS, WEEKDAYS, Context, Pattern
from crosscheck.claims.days import Days, single
from crosscheck.claims.relative_dates import (
    DISTANCE,
    RELATIVE_DAY,
    STEP_OF_CALENDAR,
    STEP_OF_MONTHS,
    STEP_OF_WEEKDAY,
    WEEKDAY_ALONE,
    WEEKEND,
)
from crosscheck.claims.tense import Tenses
from crosscheck.claims.wordlists import any_of
from crosscheck.types import TimeReference

_WORD = re.compile(r"[^\W\d_]+|\d+")

_STEPS = (STEP_OF_CALENDAR, STEP_OF_WEEKDAY, STEP_OF_MONTHS, WEEKEND, RELATIVE_DAY)
_ORDINALS = (WEEKDAY_IN_MONTH, PERIOD, ORDINAL_DAY)
_DIGITS: tuple[Pattern, ...] = (NUMERIC, DAY_MONTH, DECADE, DISTANCE, YEARS)
"""What can begin with a figure, in the order in which it is tried."""
_PATTERNS: dict[str, tuple[Pattern, ...]] = {
    **dict.fromkeys(LEXICON["numbers"], (DISTANCE,)),
    **dict.fromkeys(LEXICON["steps"], _STEPS),
    **dict.fromkeys(("earlier", "later"), (STEP_OF_CALENDAR,)),
    **dict.fromkeys(MONTHS, (MONTH_DAY, MONTH_ALONE)),
    **dict.fromkeys(WEEKDAYS, (MONTH_DAY, DAY_MONTH, WEEKDAY_ALONE)),
    **dict.fromkeys(SEASONS, (SEASON_OF_YEAR,)),
    **dict.fromkeys(("early", "mid", "late"), (THIRD, THIRD_OF_YEAR)),
    **dict.fromkeys(("christmas", "boxing", "new"), (HOLIDAY,)),
    **dict.fromkeys(("yesterday", "today", "tonight", "tomorrow"), (RELATIVE_DAY,)),
    **dict.fromkeys(ORDINALS.keys() - LEXICON["steps"].keys(), _ORDINALS),
    "last": (*_STEPS, *_ORDINALS),
    "q": (QUARTER,),
    "the": (
        RELATIVE_DAY,
        *_ORDINALS,
        THIRD,
        THIRD_OF_YEAR,
        DAY_MONTH,
        DAY_OF_MONTH,
        DECADE,
        SEASON_OF_YEAR,
        WEEKEND,
    ),
}
"""The patterns tried at a word, by the lower-cased word, in order."""

_NEAR = r"(?:(?:about|around|at least|noon|midnight|dawn)\s+)*(?:on\s+)?$"
_SINCE = re.compile(rf"\b(?i:{any_of(LEXICON['stretches']['since'])})\s+{_NEAR}")
_UNTIL = re.compile(rf"\b(?i:{any_of(LEXICON['stretches']['until'])})\s+{_NEAR}")
_OPEN_JOINS = frozenset(LEXICON["joins"]["open"])
_BETWEEN_JOINS = frozenset(LEXICON["joins"]["between"])
_BETWEEN = re.compile(r"\b[Bb]etween\s+$")
_NAMED_UNIT = re.compile(rf"(?:earlier\s+)?{any_of(STEPS)}\s+(?P<unit>year|week)")
_OF = frozenset((" ", " of "))
_LISTED = frozenset((" and ", " or ", ", ", ", and "))
_POSSESSIVE = re.compile("['’]s")
_CLOSED = re.compile(r"\s*(?:[,.;:)!?]|\Z)")
_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_NO_TIME = timedelta()
_LEAD = 40
"""Characters before a date in which its preposition is looked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    days: Days
    relative: bool
    recurs: str | None = None
    """The unit, year or week, in which a date without its year or week recurs."""


def find_times(text: str, published: date | None) -> tuple[TimeReference, ...]:
    """The dates of a sentence in the order of the text, with offsets that count in it.

    Args:
        text: The sentence.
        published: Day of publication, None where unknown.
    """
    if isinstance(published, datetime):
        published = published.date()
    context = Context(text, published, Tenses(text))
    found = _joined(context, _moved(text, _find(context)))
    return tuple(_reference(context, one) for one in found)


def _find(context: Context) -> list[_Found]:
    found: list[_Found] = []
    behind = 0
    for word in _WORD.finditer(context.text):
        if word.start() < behind:
            continue
        patterns = _DIGITS if word[0][0].isdecimal() else _PATTERNS.get(word[0].lower())
        if patterns and (one := _try(patterns, context, word.start())):
            found.append(one)
            behind = one.end
    return found


def _try(patterns: tuple[Pattern, ...], context: Context, start: int) -> _Found | None:
    if start and (context.text[start - 1].isalnum() or context.text[start - 1] in "$€£¥"):
        return None
    for pattern, reader in patterns:
        match = pattern.match(context.text, start)
        days = reader(match, context) if match else None
        if match and days:
            absolute = _is_absolute(match)
            recurs = None if absolute else _recurrence(match)
            return _Found(match.start(), match.end(), days, relative=not absolute, recurs=recurs)
    return None


def _is_absolute(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return any(groups.get(name) for name in ("year", "decade", "iso", "slashed"))


def _recurrence(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups.get("step"):
        return None
    if any(groups.get(name) for name in ("month", "season", "holiday")):
        return "year"
    return "week" if groups.get("weekday") else None


def _moved(text: str, found: list[_Found]) -> list[_Found]:
    """Make one of a date and the year or week behind it: "October 7 last year", "Tuesday of next week"."""
    moved: list[_Found] = []
    for one in found:
        before = moved[-1] if moved else None
        days = _in_named_unit(text, before, one) if before else None
        if before and days:
            moved[-1] = replace(before, end=one.end, days=days, recurs=None)
            _move_listed(text, moved, before.recurs, one.days)
        else:
            moved.append(one)
    return moved


def _move_listed(text: str, moved: list[_Found], unit: str | None, named: Days) -> None:
    """Move the dates before the last one of a list with it: "on Monday and Tuesday last week"."""
    for place in range(len(moved) - 2, -1, -1):
        one = moved[place]
        days = _within(one.days, unit, named)
        if one.recurs != unit or days is None or text[one.end : moved[place + 1].start] not in _LISTED:
            return
        moved[place] = replace(one, days=days, recurs=None)


def _in_named_unit(text: str, first: _Found, second: _Found) -> Days | None:
    """The days of the first date within the second, None where the second does not say when the first was."""
    named = _NAMED_UNIT.fullmatch(text, second.start, second.end)
    apart = text[first.end : second.start]
    if not named or named["unit"] != first.recurs or _POSSESSIVE.match(text, second.end):
        return None
    if apart not in _OF and not (apart == ", " and _CLOSED.match(text, second.end)):
        return None
    return _within(first.days, first.recurs, second.days)


def _within(days: Days, unit: str | None, named: Days) -> Days | None:
    """The same weekday of a named week, or the same days of a named year."""
    if unit == "week":
        return single(named.earliest + timedelta(days=days.earliest.weekday()))
    return _years_on(days, named.earliest.year - days.earliest.year)


def _years_on(days: Days, years: int) -> Days | None:
    """The same days so many years on, None for 29 February where it has none; months end as they do there."""
    behind = days.latest + _DAY
    try:
        earliest = days.earliest.replace(year=days.earliest.year + years)
        behind = behind.replace(year=behind.year + years)
    except ValueError:
        return None
    return single(earliest) if days.earliest == days.latest else Days(earliest, behind - _DAY)


def _joined(context: Context, found: list[_Found]) -> list[_Found]:
    """Make one of two dates that name a stretch: "Friday to Sunday", "between 2019 and 2022"."""
    joined: list[_Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and _is_stretch(context, before, one):
            latest = one.days.latest
            if latest < before.days.earliest:
                latest += _WEEK  # "from Friday to Sunday" said on a Saturday
            days = Days(before.days.earliest, latest)
            joined[-1] = replace(before, end=one.end, days=days, relative=before.relative or one.relative)
        else:
            joined.append(one)
    return joined


def _is_stretch(context: Context, first: _Found, second: _Found) -> bool:
    text = context.text
    join = text[first.end : second.start]
    if join in _BETWEEN_JOINS:
        named = _BETWEEN.search(text, max(0, first.start - _LEAD), first.start) is not None
    else:
        named = join in _OPEN_JOINS
    late_enough = first.days.earliest <= second.days.earliest + (_WEEK if second.relative else _NO_TIME)
    return named and late_enough and not context.tenses.is_new_date(second.start)


def _reference(context: Context, found: _Found) -> TimeReference:
    text, published, tenses = context.text, context.published, context.tenses
    (earliest, latest), relative = found.days, found.relative
    if published is not None:
        lead = max(0, found.start - _LEAD), found.start
        if _SINCE.search(text, *lead) and earliest <= published:
            latest, relative = published, True
        elif _UNTIL.search(text, *lead) and latest >= published and not tenses.is_new_date(found.start):
            earliest, relative = published, True
    return TimeReference(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        earliest=earliest,
        latest=latest,
        relative=relative,
    )

"""Dates told by their distance from the publication: "on Tuesday", "last month", "three days ago"."""

from __future__ import annotations

import re
from datetime import timedelta

from crosscheck.claims.date_words import (
    LEXICON,
    MONTH,
    MONTHS,
    SEASON,
    SEASONS,
    STEP,
    STEPS,
    WEEKDAY,
    WEEKDAYS,
    Context,
    Pattern,
)
from crosscheck.claims.days import (
    Days,
    Tense,
    calendar_step,
    month_of,
    months_from,
    nearest,
    single,
    weekday_near,
    weekend_of,
    year_of,
)
from crosscheck.claims.wordlists import any_of

_DAYS: dict[str, int] = LEXICON["days"]
_NUMBERS: dict[str, int] = LEXICON["numbers"]
_NAMES_BEFORE = frozenset(word.lower() for word in LEXICON["weekday_names"]["before"])
_NAMES_AFTER = any_of(LEXICON["weekday_names"]["after"])
_WEEK_SLACK = timedelta(days=LEXICON["slack"]["week"])
_PART_OF_DAY = r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night)\b)?"
_COUNT = rf"(?P<number>\d{{1,3}}|{any_of({*_NUMBERS, *(word.capitalize() for word in _NUMBERS)})})"
_UNIT = r"(?P<unit>day|week|month|year)"


def _read_weekday(match: re.Match[str], context: Context) -> Days | None:
    """Read "on Tuesday", "Monday evening"; never "Black Friday" nor "every Monday"."""
    if context.published is None or context.word_before(match) in _NAMES_BEFORE:
        return None
    return weekday_near(context.published, WEEKDAYS[match["weekday"].lower()], context.tense(match))


def _read_day(match: re.Match[str], context: Context) -> Days | None:
    """Read "yesterday", "last night", "the day after tomorrow"."""
    if context.published is None:
        return None
    return single(context.published + timedelta(days=_DAYS[" ".join(match["day"].lower().split())]))


def _read_step(match: re.Match[str], context: Context) -> Days | None:
    """Read "last week", "this year", "earlier this month", "later this week"."""
    published = context.published
    if published is None:
        return None
    days = calendar_step(published, match["unit"], STEPS[match["step"].lower()])
    part = (match["part"] or "").lower()
    if part == "earlier":
        return Days(days.earliest, published)
    return Days(published, days.latest) if part == "later" and published <= days.latest else days


def _read_weekday_step(match: re.Match[str], context: Context) -> Days | None:
    """Read "last Friday" (before today), "next Monday" (after today), "this Tuesday"."""
    published, step = context.published, STEPS[match["step"].lower()]
    if published is None:
        return None
    past = step < 0 or (step == 0 and context.tense(match) is Tense.PAST)
    tense = Tense.PAST if past else Tense.FUTURE
    return weekday_near(published + timedelta(days=step), WEEKDAYS[match["weekday"].lower()], tense)


def _read_months_step(match: re.Match[str], context: Context) -> Days | None:
    """Read "last October" (the last that is over), "next March" (the next to begin), "this summer"."""
    published, step = context.published, STEPS[match["step"].lower()]
    if published is None:
        return None
    named = match["month"]
    first, count = (MONTHS[named.lower()], 1) if named else (SEASONS[match["season"]], 3)
    years = [months_from(published.year + offset, first, count) for offset in (-2, -1, 0, 1, 2)]
    if step < 0:
        return max(days for days in years if days.latest < published)
    if step > 0:
        return min(days for days in years if days.earliest > published)
    return nearest(published, Tense.OPEN, lambda year: months_from(year, first, count))


def _read_weekend(match: re.Match[str], context: Context) -> Days | None:
    """Read "at the weekend", "last weekend" (one that is over), "next weekend" (one to begin)."""
    published = context.published
    if published is None:
        return None
    step = STEPS.get(match["which"].lower(), 0)
    named = match["which"].lower() in STEPS
    tense = context.tense(match)
    ahead = tense is not Tense.PAST if named else tense is Tense.FUTURE
    weekend = weekend_of(published)
    if step < 0 or (step == 0 and not ahead and weekend.earliest > published):
        return Days(*(day - timedelta(weeks=1) for day in weekend))
    if step > 0 and weekend.earliest <= published:
        return Days(*(day + timedelta(weeks=1) for day in weekend))
    return weekend


def _read_distance(match: re.Match[str], context: Context) -> Days | None:
    """Read "three days ago", "two years' time": to the day, the week, the month or the year."""
    published = context.published
    if published is None:
        return None
    number = match["number"].lower()
    count = int(number) if number.isdecimal() else _NUMBERS[number]
    if match["ago"]:
        count = -count
    unit = match["unit"]
    if unit == "day":
        return single(published + timedelta(days=count))
    if unit == "week":
        middle = published + timedelta(weeks=count)
        return Days(middle - _WEEK_SLACK, middle + _WEEK_SLACK)
    if unit == "month":
        return month_of(published.year, published.month + count)
    return year_of(published.year + count)


WEEKDAY_ALONE: Pattern = (
    re.compile(rf"{WEEKDAY}(?!\s+{_NAMES_AFTER}\b){_PART_OF_DAY}"),
    _read_weekday,
)
RELATIVE_DAY: Pattern = (re.compile(rf"(?i:(?P<day>{any_of(_DAYS)}))\b"), _read_day)
STEP_OF_CALENDAR: Pattern = (
    re.compile(rf"(?:(?P<part>[Ee]arlier|[Ll]ater)\s+)?{STEP}\s+(?P<unit>week|month|year)\b"),
    _read_step,
)
STEP_OF_WEEKDAY: Pattern = (re.compile(rf"{STEP}\s+{WEEKDAY}{_PART_OF_DAY}"), _read_weekday_step)
STEP_OF_MONTHS: Pattern = (re.compile(rf"{STEP}\s+(?:{MONTH}|{SEASON})"), _read_months_step)
WEEKEND: Pattern = (re.compile(r"(?P<which>[Tt]he|[Ll]ast|[Tt]his|[Nn]ext)\s+weekend\b"), _read_weekend)
DISTANCE: Pattern = (
    re.compile(rf"{_COUNT}\s+{_UNIT}(?:s?\s+(?P<ago>ago)\b|(?:s['’]|['’]s)\s+time\b|s?\s+from\s+now\b)"),
    _read_distance,
)

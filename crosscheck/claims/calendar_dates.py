"""Dates named by the calendar: days, months, seasons, quarters, years, with or without the year.

A reader takes a match and its context and gives the days meant, or None where it is no date after all.
"""

from __future__ import annotations

import re

from crosscheck.claims.date_words import (
    LEXICON,
    MONTH,
    MONTHS,
    NOT_COUNTED,
    ORDINALS,
    SEASON,
    SEASONS,
    STEP,
    STEPS,
    THE,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Context,
    Pattern,
)
from crosscheck.claims.days import (
    Days,
    Tense,
    calendar_step,
    month_of,
    months_from,
    third_of,
    valid_day,
    weekday_in_month,
    year_of,
)
from crosscheck.claims.wordlists import any_of

_LEADS = LEXICON["month_leads"]
_HOLIDAYS: dict[str, list[int]] = LEXICON["holidays"]
_HOLIDAY_LEADS = frozenset(LEXICON["holiday_leads"]["words"])
_SEASON_LEADS = frozenset(LEXICON["season_leads"]["words"])
_THIRDS: dict[str, int] = LEXICON["thirds"]
_NOT_YEARS_BEFORE = frozenset(LEXICON["not_years"]["before"])

_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_SUFFIX = r"(?:st|nd|rd|th)?(?![\w:]|[.,]\d)"
_DAYS = rf"(?P<day>{_DAY}){_SUFFIX}(?:(?:\s?[-–]\s?|\s(?:to|and|or)\s)(?P<until>{_DAY}){_SUFFIX})?"
_OPTIONAL_WEEKDAY = rf"(?:{WEEKDAY},?\s+)?"
_ORDINAL = rf"(?P<ordinal>{any_of(ORDINALS)})"


def _read_day(match: re.Match[str], context: Context) -> Days | None:
    """Read "22 October", "Tuesday, Oct. 22, 2024", "3-5 November"."""
    first, last = int(match["day"]), int(match["until"] or match["day"])
    month = MONTHS[match["month"].lower()]

    def in_year(year: int) -> Days | None:
        begin, end = valid_day(year, month, first), valid_day(year, month, last)
        return Days(begin.earliest, end.latest) if begin and end and first <= last else None

    return context.yearly(match, in_year)


def _read_ordinal_day(match: re.Match[str], context: Context) -> Days | None:
    """Read "the first of November"."""
    month, day = MONTHS[match["month"].lower()], ORDINALS[match["ordinal"]]
    return context.yearly(match, lambda year: valid_day(year, month, day)) if day > 0 else None


def _read_day_of_month(match: re.Match[str], context: Context) -> Days | None:
    """Read "on the 24th": in the month of publication or the one before or after it."""
    published = context.published
    if published is None:
        return None
    months = [month_of(published.year, published.month + step).earliest for step in (-1, 0, 1)]
    days = [found for month in months if (found := valid_day(month.year, month.month, int(match["day"])))]
    tense = context.tense(match)
    if tense is Tense.FUTURE:
        days = [found for found in days if found.earliest >= published]
    elif tense is Tense.PAST:
        days = [found for found in days if found.earliest <= published]
    return min(days, key=lambda found: abs((found.earliest - published).days), default=None)


def _read_month(match: re.Match[str], context: Context) -> Days | None:
    """Read "October 2024", "in January", "the December meeting"; never a verb or a first name."""
    if not match["year"] and not _is_month(match, context):
        return None
    month = MONTHS[match["month"].lower()]
    return context.yearly(match, lambda year: month_of(year, month))


def _is_month(match: re.Match[str], context: Context) -> bool:
    lead, following = context.word_before(match), context.text[match.end() :]
    if lead in _LEADS["joining"] and re.match(r"\s+[A-Z][a-z]", following):
        return False
    if lead in _LEADS["words"] or following.startswith(("'s", "’s")):
        return True
    noun_follows = re.match(r"\s+[a-z]", following) is not None
    return noun_follows and lead in _LEADS["determiners"] and match["month"] not in _LEADS["verbs"]


def _read_weekday_in_month(match: re.Match[str], context: Context) -> Days | None:
    """Read "the last Saturday in November"."""
    weekday, month = WEEKDAYS[match["weekday"].lower()], MONTHS[match["month"].lower()]
    which = ORDINALS[match["ordinal"]]
    return context.yearly(match, lambda year: weekday_in_month(month_of(year, month), weekday, which))


def _read_year(match: re.Match[str], context: Context) -> Days | None:
    """Read "2024", "2019-2022", "2023/24", unless the number counts something or names a price."""
    before = context.word_before(match)
    if before in _NOT_YEARS_BEFORE or before[-1:] in _NOT_YEARS_BEFORE:
        return None
    first, last = int(match["year"]), match["last"]
    if last is None:
        return year_of(first)
    count = int(last) - (first if len(last) == len(match["year"]) else first % 100) + 1
    return year_of(first, count) if count > 0 else None


def _read_decade(match: re.Match[str], _: Context) -> Days:
    """Read "the 1990s"."""
    return year_of(int(match["decade"]), 10)


def _read_season(match: re.Match[str], context: Context) -> Days | None:
    """Read "spring 2027", "in the autumn"; "the spring bills" tell no time."""
    if not match["year"] and context.word_before(match) not in _SEASON_LEADS:
        return None
    return context.yearly(match, lambda year: months_from(year, SEASONS[match["season"]], 3))


def _read_period(match: re.Match[str], context: Context) -> Days | None:
    """Read "the first quarter of 2025", "the second half of last year"."""
    if match["year"]:
        year = int(match["year"])
    elif context.published is not None:
        year = context.published.year + STEPS[match["step"]]
    else:
        return None
    months = 6 if match["period"] == "half" else 3
    begin = 1 + months * (ORDINALS[match["ordinal"]] - 1)
    return months_from(year, begin, months) if 1 <= begin <= 13 - months else None


def _read_quarter(match: re.Match[str], _: Context) -> Days:
    """Read "Q3 2024"."""
    return months_from(int(match["year"]), 3 * int(match["quarter"]) - 2, 3)


def _read_third(match: re.Match[str], context: Context) -> Days | None:
    """Read "early 2025", "mid-March", "the end of June", "late next year", "the end of the month"."""
    which = _THIRDS[" ".join(match["third"].lower().split())]
    if match["month"]:
        month = MONTHS[match["month"].lower()]
        return context.yearly(match, lambda year: third_of(month_of(year, month), which))
    if match["year"]:
        return third_of(year_of(int(match["year"])), which)
    if context.published is None:
        return None
    return third_of(calendar_step(context.published, match["unit"], STEPS[match["step"] or "this"]), which)


def _read_holiday(match: re.Match[str], context: Context) -> Days | None:
    """Read "by Christmas", "the Christmas Eve service"; "the Christmas lights" tell no time."""
    name, lead = match["holiday"].replace("’", "'"), context.word_before(match)
    if lead not in _HOLIDAY_LEADS and " " not in name:
        return None
    month, day = _HOLIDAYS[name]
    return context.yearly(match, lambda year: valid_day(year, month, day))


def _read_numeric(match: re.Match[str], _: Context) -> Days | None:
    """Read "2024-10-22"; "22/10/2024" and "10/22/2024" where one order alone gives a date."""
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return valid_day(year, month, day)
    one, other, year = (int(part) for part in match["slashed"].split("/"))
    readings = {valid_day(year, one, other), valid_day(year, other, one)} - {None}
    return readings.pop() if len(readings) == 1 else None


MONTH_DAY: Pattern = (
    re.compile(rf"{_OPTIONAL_WEEKDAY}{MONTH}\s+{_DAYS}{NOT_COUNTED}(?:,?\s+{YEAR})?"),
    _read_day,
)
DAY_MONTH: Pattern = (
    re.compile(rf"{_OPTIONAL_WEEKDAY}{THE}{_DAYS}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?"),
    _read_day,
)
ORDINAL_DAY: Pattern = (re.compile(rf"{THE}{_ORDINAL}\s+of\s+{MONTH}(?:,?\s+{YEAR})?"), _read_ordinal_day)
DAY_OF_MONTH: Pattern = (
    re.compile(
        rf"[Tt]he\s+(?P<day>{_DAY})(?:st|nd|rd|th)\b(?=\s*(?:[.,;:)!?—–]|$|to\b|and\b|at\b|in\b|with\b))"
    ),
    _read_day_of_month,
)
MONTH_ALONE: Pattern = (re.compile(rf"{MONTH}(?:,?\s+(?:of\s+)?{YEAR}{NOT_COUNTED})?"), _read_month)
WEEKDAY_IN_MONTH: Pattern = (
    re.compile(rf"{THE}{_ORDINAL}\s+{WEEKDAY}\s+(?:in|of)\s+{MONTH}(?:,?\s+{YEAR})?"),
    _read_weekday_in_month,
)
YEARS: Pattern = (
    re.compile(rf"{YEAR}{NOT_COUNTED}(?:\s?[-–/]\s?(?P<last>(?:19|20)\d\d|\d\d)(?![\w:-]))?"),
    _read_year,
)
DECADE: Pattern = (re.compile(rf"{THE}(?P<decade>(?:19|20)\d0)s\b"), _read_decade)
SEASON_OF_YEAR: Pattern = (
    re.compile(rf"{THE}{SEASON}(?:\s+(?:of\s+)?{YEAR}|(?!\s+[a-z]+s\b))"),
    _read_season,
)
PERIOD: Pattern = (
    re.compile(rf"{THE}{_ORDINAL}\s+(?P<period>quarter|half)\s+of\s+(?:{YEAR}|{STEP}\s+year\b)"),
    _read_period,
)
QUARTER: Pattern = (re.compile(rf"Q(?P<quarter>[1-4])\s+{YEAR}"), _read_quarter)
THIRD: Pattern = (
    re.compile(
        rf"(?i:(?P<third>{any_of(_THIRDS)}))\s*"
        rf"(?:{MONTH}(?:,?\s+{YEAR})?|(?:{STEP}|the)\s+(?P<unit>month|year)\b)"
    ),
    _read_third,
)
THIRD_OF_YEAR: Pattern = (
    re.compile(rf"(?i:(?P<third>{any_of(_THIRDS)}))\s*(?P<month>){YEAR}"),
    _read_third,
)
HOLIDAY: Pattern = (
    re.compile(
        rf"(?P<holiday>{any_of({*_HOLIDAYS, *(name.replace(chr(39), '’') for name in _HOLIDAYS)})})\b"
        rf"(?:,?\s+{YEAR})?"
    ),
    _read_holiday,
)
NUMERIC: Pattern = (
    re.compile(r"(?P<iso>\d{4}-(?:0[1-9]|1[0-2])-\d\d)\b|(?P<slashed>\d{1,2}/\d{1,2}/(?:19|20)\d\d)\b"),
    _read_numeric,
)

"""Arithmetic of closed intervals of days: months, years, seasons, weekdays, and which of many is meant."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

_FAR = 270
"""Days."""
_LEAP_CYCLE = 8
"""Years within which every date occurs."""


class Days(NamedTuple):
    """A closed interval of days."""

    earliest: date
    latest: date


class Tense(Enum):
    """Whether the words around a date put it behind or ahead of the publication."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


def single(day: date) -> Days:
    """The interval of one day."""
    return Days(day, day)


def valid_day(year: int, month: int, day: int) -> Days | None:
    """That day, or None where the calendar has none such."""
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return single(date(year, month, day))


def month_of(year: int, month: int) -> Days:
    """A calendar month; months beyond 12 or below 1 count on into the next or previous years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def months_from(year: int, month: int, count: int) -> Days:
    """So many months from that one on: a quarter, a season, half a year."""
    return Days(month_of(year, month).earliest, month_of(year, month + count - 1).latest)


def year_of(year: int, count: int = 1) -> Days:
    """So many calendar years from that one on."""
    return Days(date(year, 1, 1), date(year + count - 1, 12, 31))


def week_of(day: date) -> Days:
    """The week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def third_of(days: Days, which: int) -> Days:
    """The first, middle or last third (0, 1, 2) of a month (from day 1, 11, 21) or year (four months)."""
    if days.earliest.day == 1 and days.earliest.month == 1 and days.latest.month == 12:  # noqa: PLR2004
        return months_from(days.earliest.year, 1 + 4 * which, 4)
    starts = [days.earliest + timedelta(days=10 * part) for part in range(3)]
    ends = [starts[1] - timedelta(days=1), starts[2] - timedelta(days=1), days.latest]
    return Days(starts[which], ends[which])


def nearest(published: date, tense: Tense, in_year: Callable[[int], Days | None]) -> Days | None:
    """Of something that recurs yearly the one meant: the last begun, the next not over, or the nearest.

    The tense gives way to nearness where it leads more than nine months off into another year: writers name
    the year then.

    Args:
        published: Day of publication.
        tense: Of the words around.
        in_year: That thing in a year, None where it has none (29 February).
    """
    around = range(published.year - _LEAP_CYCLE, published.year + _LEAP_CYCLE + 1)
    candidates = [days for year in around if (days := in_year(year))]
    closest = min(candidates, key=lambda days: _distance(days, published), default=None)
    if tense is Tense.OPEN:
        return closest
    past = tense is Tense.PAST
    told = [days for days in candidates if (days.earliest <= published if past else days.latest >= published)]
    meant = min(told, key=lambda days: _distance(days, published), default=None)
    if meant is None or (meant.earliest.year != published.year and _distance(meant, published) > _FAR):
        return closest
    return meant


def _distance(days: Days, published: date) -> int:
    if days.earliest <= published <= days.latest:
        return 0
    return min(abs((days.earliest - published).days), abs((days.latest - published).days))


def weekday_near(published: date, weekday: int, tense: Tense) -> Days:
    """The weekday meant in a report: today or the last one, or if it lies ahead today or the next."""
    if tense is Tense.FUTURE:
        return single(published + timedelta(days=(weekday - published.weekday()) % 7))
    return single(published - timedelta(days=(published.weekday() - weekday) % 7))


def weekday_in_month(month: Days, weekday: int, which: int) -> Days | None:
    """The first, second … or last (-1) such weekday of a month."""
    first = month.earliest + timedelta(days=(weekday - month.earliest.weekday()) % 7)
    found = [first + timedelta(weeks=week) for week in range(5)]
    found = [day for day in found if day <= month.latest]
    index = which if which < 0 else which - 1
    return single(found[index]) if index < len(found) else None


def calendar_step(published: date, unit: str, step: int) -> Days:
    """The calendar week, month or year so many steps from that of publication."""
    if unit == "week":
        return week_of(published + timedelta(weeks=step))
    if unit == "month":
        return month_of(published.year, published.month + step)
    return year_of(published.year + step)


def weekend_of(day: date) -> Days:
    """Saturday and Sunday of the week of a day."""
    week = week_of(day)
    return Days(week.earliest + timedelta(days=5), week.latest)

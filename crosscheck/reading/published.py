"""Publication times as feeds, pages, e-mails and records write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from crosscheck.types import can_be_published

Moment = TypeVar("Moment", datetime, date)
_NUMBER = re.compile(r"[+-]?[\d.,]+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d")


def parse_iso(text: str) -> datetime | date:
    """Read an ISO 8601 date or date and time.

    Returns:
        A date where only the day is given, else a datetime with a zone; UTC where the text names none.

    Raises:
        ValueError: It is no ISO 8601 date, or nothing can have been published then. Digits alone are a date
            only where they are a day ("20241022"): `fromisoformat` reads 1712101500000, which counts
            milliseconds, as a moment of the year 1712.
    """
    stripped = text.strip()
    if _DAY.fullmatch(stripped):
        return _sound(date.fromisoformat(stripped))
    if _NUMBER.fullmatch(stripped):
        raise ValueError(f"{stripped!r} is a number and no day")
    return zoned(datetime.fromisoformat(stripped))


def zoned(moment: datetime) -> datetime:
    """The moment with a zone, UTC where it has none.

    Raises:
        ValueError: Nothing can have been published then (null dates of databases).
    """
    return _sound(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)


def _sound(moment: Moment) -> Moment:
    if not can_be_published(moment):
        raise ValueError(f"nothing was published in the year {moment.year}")
    return moment


def iso_or_none(text: str | None) -> datetime | date | None:
    """What `parse_iso` makes of the text, or None where it makes nothing of it."""
    if not text:
        return None
    try:
        return parse_iso(text)
    except ValueError:
        return None


def rfc_822_or_none(text: str) -> datetime | None:
    """The moment of an RFC 822 date, as feeds and e-mails have them ("Tue, 22 Oct 2024 21:00:00 -0400")."""
    try:
        return zoned(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None

"""Publication times as feeds, pages, e-mails and records write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d")


def parse_iso(text: str) -> datetime | date:
    """Read an ISO 8601 date or date and time.

    Returns:
        A date where only the day is given, else a datetime with a zone; UTC where the text names none.

    Raises:
        ValueError: It is no ISO 8601 date, or one that cannot be told in UTC.
    """
    stripped = text.strip()
    if _DAY.fullmatch(stripped):
        return date.fromisoformat(stripped)
    return zoned(datetime.fromisoformat(stripped))


def zoned(moment: datetime) -> datetime:
    """The moment with a zone, UTC where it has none.

    Raises:
        ValueError: It falls out of the calendar in UTC (year 1 or 9999), as null dates of databases do.
    """
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{moment} lies outside the calendar") from error
    return moment


def iso_or_none(text: str | None) -> datetime | date | None:
    """What `parse_iso` makes of the text, or None where it makes nothing of it."""
    if not text:
        return None
    try:
        return parse_iso(text)
    except ValueError:
        return None

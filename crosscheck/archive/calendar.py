"""Days and times: a time without a zone is UTC, as that of a document is, and days are UTC's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from pydantic import TypeAdapter

from crosscheck.types import Published

_PUBLISHED: TypeAdapter[datetime | date | None] = TypeAdapter(Published)


def in_utc(moment: datetime) -> datetime:
    """The same time in UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def day_number(moment: datetime | date) -> int:
    """The day of a time, as `date.toordinal`."""
    return (in_utc(moment).date() if isinstance(moment, datetime) else moment).toordinal()


def stored_time(moment: datetime | date) -> str:
    """A time, or the first moment of a day, as runs store it."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min, tzinfo=UTC)
    return in_utc(moment).isoformat(timespec="seconds")


def published(stored: str | None) -> datetime | date | None:
    """A publication time as documents store it."""
    return _PUBLISHED.validate_python(stored)

"""The fields of a record or of front matter, checked against the input contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from crosscheck.errors import InvalidRecord
from crosscheck.reading.published import parse_iso

_DATES = ("published", "date")
_OPTIONAL = ("id", "source", "title", "url", "author")


class Fields(NamedTuple):
    """What a record may say of an article; other fields are ignored.

    Attributes:
        published: As the record has it: `published`, or else `date`.
        published_name: Which of the two it is.
        losses: What is wrong with the fields that had to be left out.
    """

    id: str | None = None
    source: str | None = None
    title: str | None = None
    published: object = None
    published_name: str = "published"
    url: str | None = None
    author: str | None = None
    text: str | None = None
    losses: tuple[str, ...] = ()


class Published(NamedTuple):
    """A publication time, and what is wrong with it where it could not be read."""

    value: datetime | date | None
    loss: str | None = None


def fields_of(record: object) -> Fields:
    """The fields of a record. One that is not text is left out, with a message; the text has to be text.

    Of an object, its `name` is taken ({"name": "BBC News"}); of a list, the first, and of authors all.

    Raises:
        InvalidRecord: It is not an object, or its text is not text.
    """
    if not isinstance(record, Mapping):
        raise InvalidRecord(f"the record is {_kind(record)}; write an object with a field `text`")
    text = record.get("text")
    if text is not None and _plain(text) is None:
        raise InvalidRecord(f"field `text` is {_kind(text)}; write it as text")
    values = {name: record[name] for name in _OPTIONAL if not _is_missing(record.get(name))}
    read = {name: _named(value, all_of_them=name == "author") for name, value in values.items()}
    date_name = next((name for name in _DATES if not _is_missing(record.get(name))), _DATES[0])
    losses = (
        f"field `{name}` is {_kind(values[name])}, so it is left out; write it as text"
        for name, value in read.items()
        if value is None
    )
    return Fields(
        **read,
        published=record.get(date_name),
        published_name=date_name,
        text=_plain(text),
        losses=tuple(losses),
    )


def published_of(fields: Fields) -> Published:
    """The publication time of a record; unknown, with a message, where it is not ISO 8601."""
    if _is_missing(fields.published):
        return Published(None)
    try:
        return Published(parse_iso(str(fields.published)))
    except ValueError:
        message = (
            f"field `{fields.published_name}` is {str(fields.published)!r:.60}, "
            "so the date is taken as unknown; write ISO 8601, such as 2024-10-22 or 2024-10-22T18:40:00Z"
        )
        return Published(None, message)


def _is_missing(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _named(value: object, *, all_of_them: bool) -> str | None:
    """The text of a field, or None where it holds none."""
    values = value if isinstance(value, list) else [value]
    texts = [_plain(item.get("name") if isinstance(item, Mapping) else item) for item in values]
    wanted = texts if all_of_them else texts[:1]
    known = [text for text in wanted if text is not None]
    return ", ".join(known) if len(known) == len(wanted) else None


def _plain(value: object) -> str | None:
    """A text or a number as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", str: "text", type(None): "null"}
    return names.get(type(value), "a number")

"""The fields of a record or of front matter, checked against the input contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from crosscheck.errors import InvalidRecord
from crosscheck.reading.published import parse_iso


def _joined(value: object) -> object:
    """Several authors as one byline."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value)
    return value


class Fields(BaseModel):
    """What a record may say of an article; other fields are ignored."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str | None = None
    source: str | None = None
    title: str | None = None
    published: Any = None
    url: str | None = None
    author: Annotated[str | None, BeforeValidator(_joined)] = None
    text: str | None = None


class Published(NamedTuple):
    """A publication time, and what is wrong with it where it could not be read."""

    value: datetime | date | None
    loss: str | None = None


def fields_of(record: object) -> Fields:
    """The fields of a record.

    Raises:
        InvalidRecord: It is not an object, or a field is not text.
    """
    if not isinstance(record, Mapping):
        raise InvalidRecord(f"the record is {_kind(record)}; write an object with a field `text`")
    try:
        return Fields.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidRecord(
            f"field `{first['loc'][0]}` is {_kind(first['input'])}; write it as text"
        ) from error


def published_of(fields: Fields) -> Published:
    """The publication time of a record; unknown, with a message, where it is not ISO 8601."""
    if fields.published is None or not str(fields.published).strip():
        return Published(None)
    try:
        return Published(parse_iso(str(fields.published)))
    except ValueError:
        message = (
            f"field `published` is {str(fields.published)!r:.60}, so the date is taken as unknown; "
            "write ISO 8601, such as 2024-10-22 or 2024-10-22T18:40:00Z"
        )
        return Published(None, message)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", bool: "true or false", str: "text", type(None): "null"}
    return names.get(type(value), "a number")

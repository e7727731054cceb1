"""Records in .jsonl, .json and .csv files. Their text stays untouched: its offsets are the caller's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from crosscheck.addresses import host_of, web_address
from crosscheck.errors import EmptyInput, InputError, InvalidRecord, OversizedInput, UnreadableInput
from crosscheck.reading.article import Origin, as_problem
from crosscheck.reading.decoding import decode
from crosscheck.reading.fields import fields_of, published_of
from crosscheck.reading.normalisation import encodable, normalise_line
from crosscheck.settings import MEBIBYTE
from crosscheck.types import Document, Problem

if TYPE_CHECKING:
    from _csv import Reader as CsvReader  # the type of csv.reader(...) has no public name before Python 3.13


def read_json_lines(stream: BinaryIO, origin: Origin, max_bytes: int) -> Iterator[Document | Problem]:
    """Yield the record of each line of a stream, which may be of any length.

    Args:
        stream: Positioned at its start.
        origin: Where it came from.
        max_bytes: Limit of one line.
    """
    number = 0
    while line := stream.readline(max_bytes + 1):
        number += 1
        if b"\x00" in line:
            message = "is no JSON lines file in UTF-8; write one JSON object a line, in UTF-8"
            yield Problem(path=origin.path, line=number, message=message)
            return
        if len(line) > max_bytes:
            _skip_line(stream, line, max_bytes)
            yield as_problem(_oversized(max_bytes, origin, number), origin)
        else:
            yield from _read_line(line, origin, number)


def _read_line(line: bytes, origin: Origin, number: int) -> Iterator[Document | Problem]:
    try:
        text = line.decode("utf-8-sig").strip()
        if not text:
            return
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = (
            f"the line is not valid JSON ({_json_message(error)}); write one JSON object a line, in UTF-8"
        )
        yield Problem(path=origin.path, line=number, message=message)
    else:
        yield from _document(record, origin, number)


def _skip_line(stream: BinaryIO, line: bytes, max_bytes: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(max_bytes)


def _oversized(max_bytes: int, origin: Origin, number: int) -> OversizedInput:
    limit = f"{max_bytes / MEBIBYTE:.4g} MiB"
    message = f"the record is larger than {limit}; raise reading.max_bytes if it is an article"
    return OversizedInput(message, path=origin.path, line=number)


def read_json(data: bytes, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the records of a JSON list, of the list `documents` of an object, or the one record it is.

    Raises:
        UnreadableInput: It is not valid JSON.
        InvalidRecord: It is neither a list nor an object with `documents` or `text`.
    """
    text, loss = decode(data, origin.charset)
    if loss:
        yield Problem(path=origin.path, message=loss)
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is not valid JSON ({error.msg}, column {error.colno}); correct it there"
        raise UnreadableInput(message, line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"is not valid JSON ({_json_message(error)})") from error
    for number, record in enumerate(_records(parsed), start=1):
        yield from _document(record, origin, line=None, name=f"record {number}: ")


def _records(parsed: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    if isinstance(parsed, Mapping) and "documents" in parsed:
        parsed = parsed["documents"]
    elif isinstance(parsed, Mapping) and "text" in parsed:
        return [parsed]
    if not isinstance(parsed, list):
        raise InvalidRecord(
            'is neither a list of records nor an object with "documents"; write [{"text": ...}, ...]'
        )
    return parsed


def _json_message(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"{error.msg}, column {error.colno}"
        case UnicodeDecodeError():
            return "not UTF-8"
        case RecursionError():
            return "nested too deeply"
        case _:
            return str(error)


def read_csv(data: bytes, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the record of each row; the first row names the fields. Commas, semicolons or tabs separate.

    Raises:
        InvalidRecord: The first row names no field `text`.
        UnreadableInput: It is no text, or no CSV.
    """
    text, loss = decode(data, origin.charset)
    if loss:
        yield Problem(path=origin.path, message=loss)
    # the default of 128 KiB is less than a long article
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    header, _, _ = text.partition("\n")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    names = [name.strip().lower() for name in _next_row(rows) or ()]
    if "text" not in names:
        found = normalise_line(", ".join(names))[:80] or "none"
        raise InvalidRecord(f"has no column `text` but {found}; name it in the first row", line=1)
    yield from _rows(rows, names, origin)


def _rows(
    rows: CsvReader,
    names: list[str],
    origin: Origin,
) -> Iterator[Document | Problem]:
    line = rows.line_num + 1
    while (row := _next_row(rows)) is not None:
        if len(row) > len(names):
            message = (
                f"the row has {len(row)} fields and the first row {len(names)}; put quotes around the text"
            )
            yield Problem(path=origin.path, line=line, message=message)
        elif any(row):
            yield from _document(dict(zip(names, row, strict=False)), origin, line)
        line = rows.line_num + 1


def _next_row(rows: CsvReader) -> list[str] | None:
    """The next row, which may run over several lines, or None at the end."""
    line = rows.line_num + 1
    try:
        return next(rows, None)
    except csv.Error as error:
        raise UnreadableInput(f"is not valid CSV ({error}); check the quotes", line=line) from error


def _document(
    record: object, origin: Origin, line: int | None, name: str = ""
) -> Iterator[Document | Problem]:
    """Yield the document of a record and what is wrong with it, or only the problem where it has none."""
    try:
        yield from _checked(record, origin, line, name)
    except InputError as error:
        yield Problem(path=origin.path, line=line, message=f"{name}{error.message}")


def _checked(record: object, origin: Origin, line: int | None, name: str) -> Iterator[Document | Problem]:
    fields = fields_of(record)
    if fields.text is None:
        raise InvalidRecord("the record has no field `text`; put the article's text there")
    if not fields.text.strip():
        raise EmptyInput("field `text` is empty; put the article's text there")
    published = published_of(fields)
    url = web_address(fields.url)
    losses = [published.loss] if published.loss else []
    if fields.url and fields.url.strip() and url is None:
        losses.append(f"field `url` is {fields.url!r:.60}, so it is left out; write an http or https address")
    for loss in losses:
        yield Problem(path=origin.path, line=line, message=f"{name}{loss}")
    yield Document(
        id=_kept(fields.id) or "",
        source=_kept(fields.source) or host_of(url) or origin.source,
        title=_kept(fields.title),
        published=published.value,
        url=url,
        author=_kept(fields.author),
        path=origin.path,
        text=encodable(fields.text),
    )


def _kept(value: str | None) -> str | None:
    return normalise_line(value) or None if value else None

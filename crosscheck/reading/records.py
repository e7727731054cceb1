"""Records in .jsonl, .json and .csv files. Their text stays untouched: its offsets are the caller's."""

from __future__ import annotations

import csv
import io
import json
import re
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

_SEPARATOR_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)


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

    A row with a stray quotation mark is reported, and reading goes on with the line after those it took up.

    Raises:
        InvalidRecord: The first row names no field `text`.
        UnreadableInput: It is no text, or the first row is no CSV.
    """
    text, loss = decode(data, origin.charset)
    if loss:
        yield Problem(path=origin.path, message=loss)
    # the default of 128 KiB is less than a long article
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    named = _SEPARATOR_LINE.match(text)  # of Excel's, and no row
    table = text[named.end() :] if named else text
    header, _, _ = table.partition("\n")
    delimiter = named[1] if named else max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True)
    first_line = 2 if named else 1
    try:
        names = [name.strip().lower() for name in next(rows, ())]
    except csv.Error as error:
        message = f"is not valid CSV ({error}); check the quotes"
        raise UnreadableInput(message, line=first_line) from error
    if "text" not in names:
        found = normalise_line(", ".join(names))[:80] or "none"
        message = f"has no column `text` but {found}; name it in the first row"
        raise InvalidRecord(message, line=first_line)
    yield from _rows(rows, names, origin, first_line)


def _rows(rows: CsvReader, names: list[str], origin: Origin, first_line: int) -> Iterator[Document | Problem]:
    """Yield the record of each row below the header, which stands on `first_line`."""
    while True:
        line = rows.line_num + first_line
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            last = rows.line_num + first_line - 1
            message = _broken_row(error, line, last)
            yield Problem(path=origin.path, line=line, message=message)
            continue
        if any(cell.strip() for cell in row[len(names) :]):
            message = (
                f"the row has {len(row)} fields and the first row {len(names)}; put quotes around the text"
            )
            yield Problem(path=origin.path, line=line, message=message)
        elif any(row):
            yield from _document(dict(zip(names, row, strict=False)), origin, line)


def _broken_row(error: csv.Error, line: int, last: int) -> str:
    """What is wrong with a row that the reader gave up on, which ran from one line to another."""
    left_out = f"lines {line} to {last} are" if last > line else "the row is"
    return (
        f"the row is not valid CSV ({error}), so {left_out} left out; check the quotes: "
        'within a quoted text each " is written twice'
    )


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
    losses = [*fields.losses, *filter(None, [published.loss])]
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

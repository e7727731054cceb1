"""Word files (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table

from crosscheck.errors import OversizedInput, UnreadableInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.published import zoned
from crosscheck.settings import MEBIBYTE

TITLE_STYLES = ("Title", "Heading 1")

MOST_UNPACKED = 256 * MEBIBYTE
"""A .docx is a packed archive; a few kilobytes can hold gigabytes of zeros."""

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_TRACKED = "has tracked changes, whose insertions were not read; accept all changes and save it again"
_DAMAGED = "is damaged or no Word file; open it in Word and save it again"


def read(data: bytes, origin: Origin) -> Article:  # noqa: ARG001 - all formats are called alike
    """The paragraphs and table rows of a Word file, with title, author and date of its core properties.

    The date is that of the last change: the date of creation is often that of the template.

    Raises:
        UnreadableInput: Damaged, no Word file, or protected with a password.
        OversizedInput: It unpacks to more than `MOST_UNPACKED` bytes.
    """
    if data.startswith(_OLD_WORD):
        raise UnreadableInput(
            "is protected with a password or an old .doc; save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise OversizedInput(f"unpacks to {unpacked // MEBIBYTE} MiB; save the text alone as .txt")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError) as error:
        raise UnreadableInput(_DAMAGED) from error
    properties = document.core_properties
    lines = list(_lines(document))
    title = properties.title or _styled_title(document)
    has_insertions = bool(document.element.body.xpath(".//w:ins"))
    return Article(
        text="\n".join(lines),
        title=title,
        author=properties.author,
        published=_dated(properties.modified or properties.created),
        losses=(_TRACKED,) if has_insertions else (),
    )


def _lines(document: WordDocument) -> Iterator[str]:
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield " | ".join(cell.text.replace("\n", " ") for cell in row.cells)
        else:
            yield item.text


def _styled_title(document: WordDocument) -> str | None:
    """The first paragraph with text, where its style says that it is the title."""
    for paragraph in document.paragraphs:
        if paragraph.text.strip():
            style = paragraph.style.name if paragraph.style else None
            return paragraph.text if style in TITLE_STYLES else None
    return None


def _dated(moment: datetime | None) -> datetime | None:
    return zoned(moment) if moment else None

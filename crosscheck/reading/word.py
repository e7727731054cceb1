"""Word files (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.font import Font
from lxml.etree import XMLSyntaxError

from crosscheck.errors import OversizedInput, UnreadableInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.markup import raised
from crosscheck.reading.published import iso_or_none
from crosscheck.settings import MEBIBYTE

TITLE_STYLES = ("Title", "Heading 1")

MOST_UNPACKED = 256 * MEBIBYTE
"""A .docx is a packed archive; a few kilobytes can hold gigabytes of zeros."""

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_NOT_THE_AUTHOR = "python-docx"
_NOT_THE_TITLE = "Word Document"
_NOT_THE_TIME = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
"""What python-docx, which many publishing systems write .docx with, leaves in every file."""

_WRAPPERS = {
    qn(f"w:{name}")
    for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple")
}
"""Around paragraphs, rows, cells or runs: insertions, fields of a form, marked names, links; no deletions."""

_DAMAGED = "is damaged or no Word file; open it in Word and save it again"


def read(data: bytes, origin: Origin) -> Article:  # noqa: ARG001 - all formats are called alike
    """The paragraphs and table rows of a Word file, with title, author and date of its core properties.

    The date is that of the last change: the date of creation is often that of the template. Tracked changes
    are read as if accepted; struck and hidden text is left out.

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
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableInput(_DAMAGED) from error
    properties = _properties(document)
    title = properties.title if properties and properties.title != _NOT_THE_TITLE else None
    return Article(
        text="\n".join(_lines(document.element.body)),
        title=title or _styled_title(document),
        author=properties.author if properties and properties.author != _NOT_THE_AUTHOR else None,
        published=_changed(properties) if properties else None,
    )


def _properties(document: WordDocument) -> CoreProperties | None:
    """The core properties, None where the file has none: python-docx would make some up, of today."""
    package = document.part.package
    has_some = any(rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for rel in package.rels.values())
    return document.core_properties if has_some else None


def _changed(properties: CoreProperties) -> datetime | date | None:
    moments = (
        iso_or_none(moment.isoformat()) for moment in (properties.modified, properties.created) if moment
    )
    return next((moment for moment in moments if moment and moment != _NOT_THE_TIME), None)


def _inside(parent: BaseOxmlElement, name: str) -> Iterator[BaseOxmlElement]:
    """The elements of a name within another, through wrappers, without what was deleted."""
    for child in parent:
        if child.tag == qn(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _lines(parent: BaseOxmlElement) -> Iterator[str]:
    """The text of each paragraph and table row in the body or in a cell."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield _text(child)
        elif child.tag == qn("w:tbl"):
            for row in _inside(child, "w:tr"):
                yield " | ".join(" ".join(_lines(cell)) for cell in _inside(row, "w:tc"))
        elif child.tag in _WRAPPERS:
            yield from _lines(child)


def _text(paragraph: BaseOxmlElement) -> str:
    text = ""
    for run in _inside(paragraph, "w:r"):
        font = Font(run)
        if not (font.strike or font.double_strike or font.hidden):
            text += raised(run.text or "", text) if font.superscript else run.text or ""
    return text


def _styled_title(document: WordDocument) -> str | None:
    """The first paragraph with text, where its style says that it is the title."""
    for element in document.element.body.iter(qn("w:p")):
        if text := _text(element).strip():
            style = document.part.get_style(element.style, WD_STYLE_TYPE.PARAGRAPH)
            return text if style is not None and style.name in TITLE_STYLES else None
    return None

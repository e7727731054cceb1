"""PDF files."""

from __future__ import annotations

import io
import re
from datetime import datetime

from pypdf import DocumentInformation, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from crosscheck.errors import EmptyInput, UnreadableInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.headline import split_headline
from crosscheck.reading.pdf_layout import lines_of, paragraphs_of
from crosscheck.reading.published import zoned

_ENCRYPTED = "is protected with a password; save a copy without one"
_SCANNED = (
    "has pages but no text, as a scan has; run text recognition (OCR) on it first, for instance ocrmypdf"
)
_NO_TITLE = re.compile(
    r"\(?(untitled|anonymous|unspecified|unknown)\)?|microsoft word - .*|.*\.(docx?|indd|pdf|pages|odt)",
    re.IGNORECASE,
)
_PRINTED_PAGE = re.compile(r"mozilla|chrom|safari|firefox|skia/pdf|wkhtmltopdf", re.IGNORECASE)


def read(data: bytes, origin: Origin) -> Article:  # noqa: ARG001 - all formats are called alike
    """The text of a PDF, its paragraphs put together again from the lines of the layout.

    The publication time is the time of creation, except where a browser printed the file: it then says when
    somebody kept the page, not when it was published.

    Raises:
        UnreadableInput: Damaged, no PDF, or protected with a password.
        EmptyInput: A scan, or no pages.
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(_ENCRYPTED)
        pages = [lines_of(page) for page in reader.pages]
        information = reader.metadata or DocumentInformation()
    except DependencyError as error:  # a cipher that pypdf needs another package for
        raise UnreadableInput(_ENCRYPTED) from error
    except PyPdfError as error:
        raise UnreadableInput(f"is damaged or no PDF ({error}); save it again or give its text") from error
    if not any(pages):
        raise EmptyInput(_SCANNED)
    paragraphs = paragraphs_of(pages)
    title = _told(information.title)
    if title is None:
        title, paragraphs = split_headline(paragraphs)
    return Article(
        text="\n".join(paragraphs),
        title=title,
        author=_told(information.author),
        published=_created(information),
    )


def _told(value: str | None) -> str | None:
    """The value, unless a program filled it in for want of one."""
    return None if not value or _NO_TITLE.fullmatch(value.strip()) else value


def _created(information: DocumentInformation) -> datetime | None:
    if _PRINTED_PAGE.search(f"{information.creator} {information.producer}"):
        return None
    try:
        created = information.creation_date
        return zoned(created) if created else None
    except ValueError:  # not a date
        return None

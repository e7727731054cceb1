"""Reading what lies at a location: a file, a folder, a URL, a feed or standard input."""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from crosscheck.errors import EmptyInput, InputError, OversizedInput, UnreadableInput, UnsupportedInput
from crosscheck.reading import feeds, records
from crosscheck.reading.article import STDIN, Article, Origin, as_problem, keep
from crosscheck.reading.formats import Format, format_of_answer, format_of_name, read_article, sniff
from crosscheck.reading.normalisation import encodable, normalise_line
from crosscheck.reading.web import Fetcher
from crosscheck.settings import MEBIBYTE, ReadingSettings
from crosscheck.types import Document, Problem

NOT_ARTICLES = (".*", "README*", "readme.*", "LICENSE*", "LICENCE*", "CHANGELOG*")
"""Names of files and folders that are left out of a folder without a word."""

LONGEST_DETAIL = 100
"""Characters of a parser's own message that are shown."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)

_OS_REMEDIES = {
    errno.ENOENT: "no such file or folder; check the path",
    errno.EACCES: "no permission to read it; change its permissions or run as a user who may",
}

for _library in ("charset_normalizer", "htmldate", "pypdf", "trafilatura"):
    # what they warn of is reported as a problem where it matters; without a handler it would go to stderr
    logging.getLogger(_library).addHandler(logging.NullHandler())


class DocumentReader:
    """Reads files, folders, URLs, feeds and standard input; fits `protocols.Reader`.

    Args:
        settings: Limits of size and time.
    """

    def __init__(self, settings: ReadingSettings = ReadingSettings()) -> None:  # noqa: B008 - frozen
        self.settings = settings

    def read(self, location: str | os.PathLike[str]) -> Iterator[Document | Problem]:
        """Yield the documents at a location, and a problem for each that cannot be read.

        Never raises for bad input.

        Args:
            location: Path of a file; of a folder, whose files are read recursively, in the order of their
                names; an http or https address of a page, feed, PDF or JSON; or `-` for standard input, whose
                format is told from its bytes.
        """
        path = os.fspath(location)
        origin = Origin(encodable(path))
        scheme = _SCHEME.match(path)
        if path == STDIN:
            items = self._read_stream(sys.stdin.buffer, origin)
        elif scheme is None:
            items = self._read_path(Path(path), origin)
        else:
            items = self._read_url(path, scheme[1].lower())
        return _reporting(_at_least_one(items), origin)

    def _read_path(self, path: Path, origin: Origin) -> Iterator[Document | Problem]:
        yield from self._read_folder(path) if path.is_dir() else _at_least_one(self._read_file(path, origin))

    def _read_folder(self, folder: Path) -> Iterator[Document | Problem]:
        """Yield what is in each file of a folder; what is wrong with one stops no other."""
        for entry in sorted(folder.iterdir()):
            is_link_to_folder = entry.is_symlink() and entry.is_dir()  # may lead back to where it came from
            is_trap = is_link_to_folder or entry.is_fifo()  # a pipe may never have a writer
            if not is_trap and not any(fnmatch(entry.name, pattern) for pattern in NOT_ARTICLES):
                origin = Origin(encodable(str(entry)))
                yield from _reporting(self._read_path(entry, origin), origin)

    def _read_file(self, path: Path, origin: Origin) -> Iterator[Document | Problem]:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if not path.is_file():  # a pipe, such as that of <(command)
                yield from self._read_stream(stream, origin)
                return
            kind = format_of_name(path.name)
            if kind is Format.JSON_LINES:
                yield from records.read_json_lines(stream, origin, self.settings.max_bytes)
                return
            if size > self.settings.max_bytes:
                raise self._oversized(f"is {_mebibytes(size)} large")
            yield from self._documents_in(stream.read(), kind, origin)

    def _read_stream(self, stream: BinaryIO, origin: Origin) -> Iterator[Document | Problem]:
        data = stream.read(self.settings.max_bytes + 1)
        if len(data) > self.settings.max_bytes:
            raise self._oversized("holds more")
        yield from self._documents_in(data, sniff(data), origin)

    def _read_url(self, url: str, scheme: str) -> Iterator[Document | Problem]:
        if scheme not in ("http", "https"):
            raise UnsupportedInput(f"addresses with {scheme}:// are not read; use http:// or https://")
        with Fetcher(self.settings) as fetcher:
            answer = fetcher.fetch(url)
        kind = format_of_answer(answer.data, answer.content_type)
        yield from self._documents_in(answer.data, kind, answer.origin)

    def _documents_in(self, data: bytes, kind: Format, origin: Origin) -> Iterator[Document | Problem]:
        if not data.strip():
            raise EmptyInput("is empty; check that the article has text")
        match kind:
            case Format.JSON_LINES:
                yield from records.read_json_lines(BytesIO(data), origin, self.settings.max_bytes)
            case Format.JSON:
                yield from records.read_json(data, origin)
            case Format.CSV:
                yield from records.read_csv(data, origin)
            case Format.FEED:
                with Fetcher(self.settings) as fetcher:
                    yield from feeds.read(data, origin, lambda url: _article_at(url, fetcher))
            case _:
                yield from keep(read_article(kind, data, origin), origin)

    def _oversized(self, finding: str) -> OversizedInput:
        limit = _mebibytes(self.settings.max_bytes)
        return OversizedInput(f"{finding}, the limit is {limit}; raise reading.max_bytes or split it up")


def _article_at(url: str, fetcher: Fetcher) -> Article:
    answer = fetcher.fetch(url)
    kind = format_of_answer(answer.data, answer.content_type)
    if kind not in (Format.HTML, Format.PDF, Format.TEXT):
        raise UnsupportedInput(f"the entry links to {kind}, not to a page", path=url)
    return read_article(kind, answer.data, answer.origin)


def _at_least_one(items: Iterator[Document | Problem]) -> Iterator[Document | Problem]:
    """The items; a list of no records and an empty folder are worth a word too.

    Raises:
        EmptyInput: There were none.
    """
    nothing = True
    for item in items:
        nothing = False
        yield item
    if nothing:
        raise EmptyInput("holds no documents; check that it is the right one")


def _reporting(items: Iterator[Document | Problem], origin: Origin) -> Iterator[Document | Problem]:
    """The items, and as the last a problem where reading them failed."""
    try:
        yield from items
    except InputError as error:
        yield as_problem(error, origin)
    except OSError as error:
        reason = _OS_REMEDIES.get(error.errno or 0, f"cannot be read ({error.strerror or error})")
        yield as_problem(UnreadableInput(reason), origin)
    except Exception as error:  # parsers fail in many ways on damaged input
        detail = normalise_line(f"{type(error).__name__}: {error}")[:LONGEST_DETAIL]
        yield as_problem(UnreadableInput(f"is damaged ({detail}); save it again"), origin)


def _mebibytes(size: int) -> str:
    return f"{size / MEBIBYTE:.4g} MiB"

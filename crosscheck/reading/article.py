"""What the formats have in common: where bytes came from, the article found in them, the document kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath

from crosscheck.addresses import host_of, web_address
from crosscheck.errors import EmptyInput, InputError
from crosscheck.reading.boilerplate import without_boilerplate
from crosscheck.reading.normalisation import normalise_line, paragraphs
from crosscheck.types import Document, Problem

STDIN = "-"


@dataclass(frozen=True)
class Origin:
    """Where bytes came from.

    Attributes:
        path: The file, URL or `-`, for messages.
        url: Where a page was fetched from, after redirects; None for files.
        charset: The encoding that the server named.
    """

    path: str
    url: str | None = None
    charset: str | None = None

    @property
    def source(self) -> str:
        """The source of a document that names none: the URL's host, or the file's name without its ending."""
        if self.path == STDIN:
            return "stdin"
        return host_of(self.url) or PurePath(self.path).stem


@dataclass(frozen=True)
class Article:
    """An article as a format gives it, before boilerplate is taken out.

    Attributes:
        text: One paragraph a line.
        losses: What was read with a loss, one message each.
    """

    text: str
    title: str | None = None
    source: str | None = None
    published: datetime | date | None = None
    url: str | None = None
    author: str | None = None
    id: str | None = None
    losses: tuple[str, ...] = ()


def keep(article: Article, origin: Origin) -> Iterator[Document | Problem]:
    """Yield the article's losses as problems and the document as kept.

    The text is normalised; boilerplate is taken out, and the title where the text repeats it at its start.

    Raises:
        EmptyInput: No text is left.
    """
    for loss in article.losses:
        yield Problem(path=origin.path, message=loss)
    title = _line(article.title)
    kept = without_boilerplate(paragraphs(article.text))
    while kept and title and _same_line(kept[0], title):
        del kept[0]
    if not kept:
        raise EmptyInput("has no text; check that the article itself is in it", path=origin.path)
    url = web_address(article.url) or origin.url
    yield Document(
        id=_line(article.id) or "",
        source=_line(article.source) or host_of(url) or origin.source,
        title=title,
        published=article.published,
        url=url,
        author=_line(article.author),
        path=origin.path,
        text="\n\n".join(kept),
    )


def as_problem(error: InputError, origin: Origin) -> Problem:
    """The problem that an error is reported as."""
    return Problem(path=error.path or origin.path, line=error.line, message=error.message)


def _line(text: str | None) -> str | None:
    return normalise_line(text) or None if text else None


def _same_line(one: str, other: str) -> bool:
    return one.casefold().rstrip(" .") == other.casefold().rstrip(" .")

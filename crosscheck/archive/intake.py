"""What of the given documents is new to the archive, what corrects an article, and what it knows already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.listing import as_document
from crosscheck.pairing.copies import publication_order
from crosscheck.types import Document, Problem

_documents = schema.documents


def moment(document: Document) -> str:
    """A text that sorts as `publication_order` does."""
    unknown, when, document_id = publication_order(document)
    return f"{int(unknown)} {when.astimezone(UTC).isoformat(timespec='microseconds')} {document_id}"


def page(url: str | None) -> str | None:
    """The address of a page without the place in it."""
    return url.partition("#")[0] or None if url else None


def has_page(connection: Connection, url: str) -> bool:
    """Whether there is an article of an address."""
    return (
        connection.scalar(select(_documents.c.id).where(_documents.c.url == page(url)).limit(1)) is not None
    )


def _when(document: Document) -> datetime | None:
    """The publication time, a bare date as its last moment; None where it is unknown."""
    unknown, published, _ = publication_order(document)
    return None if unknown else published


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A text to be stored as the present version of an article.

    Attributes:
        document: With the id that the archive knows the article by.
        version: From 1.
        replaces: Row of the version that it takes the place of, None for a new article.
        earlier: Texts of the article that came with it and are corrected by it, first one first.
        is_same_text: Whether only what is known about the text of `replaces` has changed.
    """

    document: Document
    version: int = 1
    replaces: int | None = None
    earlier: tuple[Document, ...] = ()
    is_same_text: bool = False


@dataclass(frozen=True)
class Intake:
    """Documents sorted out.

    Attributes:
        newcomers: In order of publication of their articles, at most one for each article.
        unchanged: Ids of articles that are there already, with this text or a later one.
        problems: Documents that cannot be told from others.
    """

    newcomers: list[Newcomer] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_out(connection: Connection, documents: Iterable[Document]) -> Intake:
    """Sort documents out against the archive and one another, as if they came one by one, earliest first.

    Two documents of one address, or else of one id, are the same article. It is corrected where the text
    differs from all that were known of it and was not published before the present one; a text that was known
    before counts as a correction only when it is published anew. Of one text that comes with several dates
    the earliest is kept. Among texts of the same or of no date the one that comes last is the present one.
    """
    desk = _Desk(connection)
    intake = Intake()
    for document in sorted(documents, key=_moment_of):
        article = desk.article_of(document)
        if article is None:
            desk.open(document)
        elif article.present.id == document.id and article.present.source != document.source:
            intake.problems.append(_clash(document, article.present.source))
        elif document.text == article.present.text:
            if not article.complete(document):
                intake.unchanged.append(article.present.id)
        elif article.is_corrected_by(document):
            article.correct(document)
            desk.place(article)
        else:
            intake.unchanged.append(article.present.id)
    intake.newcomers.extend(filter(None, (article.newcomer() for article in desk.articles)))
    return intake


class _Article:
    """An article as it stands after the documents that were sorted out so far.

    Args:
        present: Its present version, under the id of the article.
        row: Of the stored version, None for a new article.
        version: Number of the stored version, 0 for a new article.
        former: Its texts before that, as stored.
    """

    def __init__(
        self, present: Document, row: int | None = None, version: int = 0, former: Iterable[Document] = ()
    ) -> None:
        self.present = present
        self._row = row
        self._version = version
        self._stored = present if row is not None else None
        self._former = list(former)
        self._came: list[Document] = [] if row is not None else [present]

    def is_corrected_by(self, document: Document) -> bool:
        """Whether another text is to become the present one."""
        before, now = _when(self.present), _when(document)
        if before and now and now < before:
            return False
        is_known = any(document.text == former.text for former in self._former)
        return not is_known or bool(before and now and now > before)

    def correct(self, document: Document) -> None:
        """Take a text as the present one."""
        self._former.append(self.present)
        self.present = document.model_copy(
            update={"id": self.present.id, "url": page(document.url) or self.present.url}
        )
        self._came.append(self.present)

    def complete(self, document: Document) -> bool:
        """Learn from a document of the same text; False where there is nothing to learn.

        What the one that was published first says counts, and what it does not say is taken from the other.
        A date from before a correction that the text came after is not its own.
        """
        earliest = _when(document)
        is_first = (
            earliest is not None
            and _moment_of(document) < _moment_of(self.present)
            and all((_when(former) or earliest) < earliest for former in self._former)
        )
        first, second = (document, self.present) if is_first else (self.present, document)
        known = {
            "published": first.published,
            "title": first.title or second.title,
            "author": first.author or second.author,
            "url": page(first.url) or page(second.url),
        }
        completed = self.present.model_copy(update=known)
        if completed == self.present:
            return False
        self.present = completed
        if self._came:
            self._came[-1] = completed
        return True

    def newcomer(self) -> Newcomer | None:
        """What is to be stored of it; None where nothing."""
        if self._came:
            *earlier, _ = self._came
            return Newcomer(self.present, self._version + len(self._came), self._row, tuple(earlier))
        if self.present != self._stored:
            return Newcomer(self.present, self._version, self._row, is_same_text=True)
        return None


class _Desk:
    """The articles that documents of a batch belong to, stored ones and new ones.

    Args:
        connection: To the archive.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_place: dict[tuple[str, str], _Article] = {}
        self.articles: list[_Article] = []

    def article_of(self, document: Document) -> _Article | None:
        """The article of the same address, else of the same id."""
        address = page(document.url)
        places = [("url", address)] if address else []
        for column, value in [*places, ("document", document.id)]:
            article = self._by_place.get((column, value)) or self._stored(column, value)
            if article is not None:
                return article
        return None

    def open(self, document: Document) -> None:
        """Begin an article."""
        article = _Article(document.model_copy(update={"url": page(document.url)}))
        self.articles.append(article)
        self.place(article)

    def place(self, article: _Article) -> None:
        """Let an article be found by its id and address."""
        self._by_place["document", article.present.id] = article
        if article.present.url:
            self._by_place["url", article.present.url] = article

    def _stored(self, column: str, value: str) -> _Article | None:
        query = select(_documents.c.document).where(_documents.c[column] == value)
        latest = query.order_by(_documents.c.current.desc(), _documents.c.id.desc())
        found = self._connection.scalar(latest.limit(1))
        if found is None or ("document", found) in self._by_place:
            return self._by_place.get(("document", found or ""))
        rows = self._connection.execute(
            select(_documents).where(_documents.c.document == found).order_by(_documents.c.version)
        ).all()
        *former, present = map(as_document, rows)
        article = _Article(present, rows[-1].id, rows[-1].version, former)
        self.articles.append(article)
        self.place(article)
        return article


def _moment_of(document: Document) -> tuple[bool, datetime]:
    return publication_order(document)[:2]


def _clash(document: Document, owner: str) -> Problem:
    whose = owner or "another source"
    message = f"id {document.id} is that of an article by {whose}, which is kept; use unique ids"
    return Problem(path=document.path or document.source or document.id, message=message)

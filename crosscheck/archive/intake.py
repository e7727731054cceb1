"""What of the given documents is new to the archive, what corrects an article, and what it knows already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select

from crosscheck.archive import schema
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


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A document to be stored.

    Attributes:
        document: With the id that the archive knows the article by.
        version: From 1.
        replaces: Row of the version that it corrects, None for a new article.
    """

    document: Document
    version: int = 1
    replaces: int | None = None


@dataclass(frozen=True)
class Intake:
    """Documents sorted out.

    Attributes:
        newcomers: In order of publication, at most one for each article.
        unchanged: Ids of articles that are there already, with this text or a later one.
        problems: Documents that cannot be told from others.
    """

    newcomers: list[Newcomer] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sort_out(connection: Connection, documents: Iterable[Document]) -> Intake:
    """Sort documents out against the archive and one another.

    The same article is one of the same id or address. It is corrected where its text differs from all
    versions that are known; a text that was known before counts as a correction only when it is published
    anew, and one that was published before the present text is not taken at all. So neither the order in
    which versions come nor adding a folder twice changes what the archive holds.
    """
    intake = Intake()
    latest = list(_latest_versions(sorted(documents, key=publication_order)))
    for document in latest:
        known = _known(connection, document)
        if known is None:
            intake.newcomers.append(Newcomer(document))
        elif known.source != document.source and known.document == document.id:
            where = document.path or document.source or document.id
            owner = known.source or "another source"
            message = (
                f"id {document.id} is that of an archived article by {owner}, which is kept; use unique ids"
            )
            intake.problems.append(Problem(path=where, message=message))
        elif _is_correction(connection, document, known):
            newest = document.model_copy(update={"id": known.document})
            intake.newcomers.append(Newcomer(newest, _versions(connection, known.document) + 1, known.id))
        else:
            intake.unchanged.append(known.document)
    return intake


def _latest_versions(documents: Iterable[Document]) -> Iterator[Document]:
    """The last of the documents of each page."""
    by_page: dict[str, Document] = {}
    for document in documents:
        by_page[page(document.url) or f"id {document.id}"] = document
    yield from by_page.values()


@dataclass(frozen=True, slots=True)
class _Known:
    """The present version of an article."""

    id: int
    document: str
    source: str
    text: str
    published: str | None


def _known(connection: Connection, document: Document) -> _Known | None:
    columns = [_documents.c[name] for name in ("id", "document", "source", "text", "published")]
    same = [_documents.c.document == document.id]
    if address := page(document.url):
        same.append(_documents.c.url == address)
    query = select(*columns).where(_documents.c.current, or_(*same)).order_by(_documents.c.url != address)
    found = connection.execute(query).first()
    return _Known(*found) if found else None


def _is_correction(connection: Connection, document: Document, known: _Known) -> bool:
    if document.text == known.text:
        return False
    published = Document(text="", id=known.document, published=known.published)
    if document.published is None or published.published is None:
        is_later, is_earlier = False, False
    else:
        is_later, is_earlier = _when(document) > _when(published), _when(document) < _when(published)
    if is_earlier:
        return False
    repeated = connection.scalar(
        select(_documents.c.id).where(
            _documents.c.document == known.document, _documents.c.text == document.text
        )
    )
    return repeated is None or is_later


def _when(document: Document) -> datetime:
    return publication_order(document)[1]


def _versions(connection: Connection, document_id: str) -> int:
    versions = connection.scalars(select(_documents.c.version).where(_documents.c.document == document_id))
    return int(max(versions))

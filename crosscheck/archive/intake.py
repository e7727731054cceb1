"""What of the given documents is new to the archive, what corrects an article, and what it knows already."""

from __future__ import annotations

from collections.abc import Iterable
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
    corrections: dict[int, Newcomer] = {}
    for document in _latest_versions(sorted(documents, key=publication_order), intake.problems):
        known = _known(connection, document)
        if known is None:
            intake.newcomers.append(Newcomer(document))
        elif known.document == document.id and known.source != document.source:
            intake.problems.append(_clash(document, known.source))
        elif _is_correction(connection, document, known):
            newest = document.model_copy(update={"id": known.document})
            version = _versions(connection, known.document) + 1
            corrections[known.id] = Newcomer(newest, version, known.id)
        else:
            intake.unchanged.append(known.document)
    intake.newcomers.extend(corrections.values())
    return intake


def _latest_versions(documents: Iterable[Document], problems: list[Problem]) -> list[Document]:
    """The last of the documents of each id and page; what cannot be told from another one is a problem."""
    latest: list[Document] = []
    places: dict[tuple[str, str], int] = {}
    for document in documents:
        address = page(document.url)
        names = [("page", address)] if address else []
        names.append(("id", document.id))
        place = next((places[name] for name in names if name in places), len(latest))
        if place == len(latest):
            latest.append(document)
        elif latest[place].id == document.id and latest[place].source != document.source:
            problems.append(_clash(document, latest[place].source))
            continue
        else:
            latest[place] = document
        places.update((name, place) for name in names)
    return latest


def _clash(document: Document, owner: str) -> Problem:
    whose = owner or "another source"
    message = f"id {document.id} is that of an article by {whose}, which is kept; use unique ids"
    return Problem(path=document.path or document.source or document.id, message=message)


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
    present = Document(text="", id=known.document, published=known.published)
    is_dated = document.published is not None and present.published is not None
    if is_dated and _when(document) < _when(present):
        return False
    repeated = connection.scalar(
        select(_documents.c.id).where(
            _documents.c.document == known.document, _documents.c.text == document.text
        )
    )
    return repeated is None or (is_dated and _when(document) > _when(present))


def _when(document: Document) -> datetime:
    return publication_order(document)[1]


def _versions(connection: Connection, document_id: str) -> int:
    versions = connection.scalars(select(_documents.c.version).where(_documents.c.document == document_id))
    return int(max(versions))

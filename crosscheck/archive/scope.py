"""Which archived documents have a say on a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from sqlalchemy import Connection, or_, select

from crosscheck.archive import schema
from crosscheck.archive.calendar import day_number
from crosscheck.archive.chunks import chunks
from crosscheck.archive.intake import page
from crosscheck.protocols import IntArray
from crosscheck.types import Document

_documents, _claims = schema.documents, schema.claims


@dataclass(frozen=True, slots=True)
class Scope:
    """Which archived documents have a say.

    Attributes:
        since: Published on or after this day (UTC); those without a date are left out then.
        sources: Of these outlets; of all where empty.
        exclude_sources: Not of these.
    """

    since: datetime | date | None = None
    sources: tuple[str, ...] = ()
    exclude_sources: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Whether any document is left out."""
        return bool(self.since or self.sources or self.exclude_sources)


def rows_in_scope(connection: Connection, draft: Document, scope: Scope) -> frozenset[int]:
    """Rows of the current documents in scope; the draft's own earlier versions are no witnesses."""
    query = select(_documents.c.id).where(
        _documents.c.current,
        _documents.c.document != draft.id,
        or_(_documents.c.url.is_(None), _documents.c.url != (page(draft.url) or "")),
    )
    if scope.since is not None:
        query = query.where(_documents.c.day >= day_number(scope.since))
    if scope.sources:
        query = query.where(_documents.c.source.in_(scope.sources))
    if scope.exclude_sources:
        query = query.where(_documents.c.source.not_in(scope.exclude_sources))
    return frozenset(connection.scalars(query))


def texts_of(connection: Connection, allowed: frozenset[int]) -> IntArray:
    """Rows of the texts of claims of these documents."""
    query = select(_claims.c.text, _claims.c.document).where(_claims.c.own)
    texts = {text for text, row in connection.execute(query) if row in allowed}
    return np.array(sorted(texts), dtype=np.int64)


def claims_of(connection: Connection, texts: set[int]) -> dict[int, list[tuple[int, int]]]:
    """The claims with texts of these rows: their documents and their places in them."""
    places: dict[int, list[tuple[int, int]]] = {}
    for some in chunks(sorted(texts)):
        query = select(_claims.c.text, _claims.c.document, _claims.c.ordinal).where(
            _claims.c.text.in_(some), _claims.c.own
        )
        for text, row, ordinal in connection.execute(query):
            places.setdefault(text, []).append((row, ordinal))
    return places

"""Which archived documents have a say on a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.calendar import day_number
from crosscheck.archive.chunks import chunks
from crosscheck.archive.holdings import Holdings
from crosscheck.archive.intake import page
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


def in_scope(connection: Connection, holdings: Holdings, draft: Document, scope: Scope) -> NDArray[np.bool_]:
    """Which of the archived articles have a say; the draft's own earlier versions are no witnesses."""
    address = page(draft.url)
    is_own = _documents.c.document == draft.id
    if address is not None:
        is_own |= _documents.c.url == address
    own = select(_documents.c.id).where(_documents.c.current, is_own)
    allowed: NDArray[np.bool_] = ~np.isin(holdings.rows, list(connection.scalars(own)))
    if scope.since is not None:
        allowed &= holdings.days >= day_number(scope.since)
    if scope.sources:
        allowed &= np.isin(holdings.sources, scope.sources)
    if scope.exclude_sources:
        allowed &= ~np.isin(holdings.sources, scope.exclude_sources)
    return allowed


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

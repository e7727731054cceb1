"""Which archived articles can tell the story of another one: found in arrays, then loaded.

What is found here is a superset of what `pairing` keeps: articles whose mean vectors are close enough for a
story score, and of which some claims can speak of the same days.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.memory import from_blob
from crosscheck.pairing.occasions import DISTANT_DAYS, SLACK_DAYS, event_days
from crosscheck.pairing.stories import ARTICLE_FLOOR, FLOAT_ERROR, Article
from crosscheck.protocols import FloatArray, IntArray
from crosscheck.types import Claim, Document

ANY_DAY = (0, 4_000_000)  # ordinals before the first and after the last date
UNKNOWN = -1
MOST_KEPT = 2_000  # articles in memory, about 40 KiB each

_documents, _claims, _vectors = schema.documents, schema.claims, schema.vectors


def days_of(claim: Claim) -> tuple[int, int]:
    """The first and last day that a claim may speak of, as ordinals; any where nothing is known."""
    days = event_days(claim)
    return (days[0].toordinal(), days[1].toordinal()) if days else ANY_DAY


@dataclass(frozen=True)
class Holdings:
    """Articles as arrays.

    Attributes:
        rows: Of the articles, shape (n,).
        days: Of publication, as ordinals; `UNKNOWN` where unknown, shape (n,).
        sources: Outlets, n of them.
        vectors: Mean vectors, shape (n, dimension).
        owners: Position of the article of each claim, shape (m,).
        first: First day that each claim may speak of, shape (m,).
        last: Last day, shape (m,).
    """

    rows: IntArray
    days: IntArray
    sources: NDArray[np.str_]
    vectors: FloatArray
    owners: IntArray
    first: IntArray
    last: IntArray

    @classmethod
    def load(cls, connection: Connection) -> Holdings:
        """The current articles with claims of their own."""
        found = connection.execute(
            select(_documents.c.id, _documents.c.day, _documents.c.source, _documents.c.vector)
            .where(_documents.c.current, _documents.c.vector.is_not(None))
            .order_by(_documents.c.id)
        ).all()
        position = {row.id: number for number, row in enumerate(found)}
        claimed = connection.execute(
            select(_claims.c.document, _claims.c.first_day, _claims.c.last_day).where(_claims.c.own)
        ).all()
        spans = np.array(
            [(position[row], first, last) for row, first, last in claimed if row in position], dtype=np.int64
        ).reshape(-1, 3)
        return cls(
            rows=np.array([row.id for row in found], dtype=np.int64),
            days=np.array([UNKNOWN if row.day is None else row.day for row in found], dtype=np.int64),
            sources=np.array([row.source for row in found], dtype=np.str_),
            vectors=_stacked([from_blob(row.vector) for row in found]),
            owners=spans[:, 0],
            first=spans[:, 1],
            last=spans[:, 2],
        )

    @classmethod
    def of(cls, articles: dict[int, Article]) -> Holdings:
        """Articles that are not in the archive yet, by the rows that they will have."""
        spans = np.array(
            [
                (position, *days_of(claim))
                for position, article in enumerate(articles.values())
                for claim in article.claims
            ],
            dtype=np.int64,
        ).reshape(-1, 3)
        return cls(
            rows=np.array(list(articles), dtype=np.int64),
            days=np.array([_day(article.document) for article in articles.values()], dtype=np.int64),
            sources=np.array([article.document.source for article in articles.values()], dtype=np.str_),
            vectors=_stacked([article.vector for article in articles.values()]),
            owners=spans[:, 0],
            first=spans[:, 1],
            last=spans[:, 2],
        )

    def near(self, article: Article, *, other_sources: bool = True) -> list[int]:
        """Rows of the articles that can tell the story of one.

        Args:
            article: Not necessarily one of these.
            other_sources: Whether those of its own source are left out.
        """
        if not len(self.rows):
            return []
        close = self.vectors @ article.vector >= ARTICLE_FLOOR - FLOAT_ERROR
        if other_sources:
            close &= self.sources != article.document.source
        close &= self._same_days(article)
        return [int(row) for row in self.rows[close]]

    def _same_days(self, article: Article) -> NDArray[np.bool_]:
        day = _day(article.document)
        if day == UNKNOWN:
            return np.ones(len(self.rows), dtype=np.bool_)
        possible: NDArray[np.bool_] = (np.abs(self.days - day) <= DISTANT_DAYS) | (self.days == UNKNOWN)
        for first, last in {days_of(claim) for claim in article.claims}:
            overlap = (self.first <= last + SLACK_DAYS) & (self.last >= first - SLACK_DAYS)
            possible[self.owners[overlap]] = True
        return possible


class Shelf:
    """Loads articles with their claims and vectors; keeps the last ones in memory.

    Args:
        model: Name of the encoder.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._kept: OrderedDict[int, Article] = OrderedDict()

    def articles(self, connection: Connection, rows: Collection[int]) -> dict[int, Article]:
        """The articles of these rows, without their texts, which pairing does not need."""
        missing = [row for row in rows if row not in self._kept]
        for some in chunks(missing):
            self._kept |= load_articles(connection, some, self._model)
        found = {row: self._kept[row] for row in rows}
        for row in rows:
            self._kept.move_to_end(row)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    def drop(self, rows: Iterable[int]) -> None:
        """Forget articles that have changed."""
        for row in rows:
            self._kept.pop(row, None)


def load_claims(
    connection: Connection, rows: Sequence[int], *, own: bool = True
) -> dict[int, dict[int, Claim]]:
    """The claims of documents, in order, by their own rows; only those of its own where it is a copy."""
    claims: dict[int, dict[int, Claim]] = {row: {} for row in rows}
    for some in chunks(rows):
        query = (
            select(_claims.c.id, _claims.c.document, _claims.c.claim)
            .where(_claims.c.document.in_(some))
            .order_by(_claims.c.document, _claims.c.ordinal)
        )
        for number, row, claim in connection.execute(query.where(_claims.c.own) if own else query):
            claims[row][number] = Claim.model_validate_json(claim)
    return claims


def load_articles(connection: Connection, rows: Sequence[int], model: str) -> dict[int, Article]:
    """Articles without their texts."""
    claims = load_claims(connection, rows)
    query = (
        select(_claims.c.id, _vectors.c.vector)
        .join(_vectors, _vectors.c.text == _claims.c.text)
        .where(_claims.c.document.in_(rows), _claims.c.own, _vectors.c.model == model)
    )
    vectors = {number: from_blob(blob) for number, blob in connection.execute(query)}
    columns = (_documents.c.id, _documents.c.document, _documents.c.source, _documents.c.published)
    found = connection.execute(select(*columns).where(_documents.c.id.in_(rows)))
    return {
        row: Article(
            document=Document(id=document, source=source, published=published, text=""),
            claims=tuple(claims[row].values()),
            vectors=_stacked([vectors[number] for number in claims[row]]),
        )
        for row, document, source, published in found
    }


def _day(document: Document) -> int:
    day = document.published_on
    return UNKNOWN if day is None else day.toordinal()


def _stacked(vectors: Iterable[FloatArray]) -> FloatArray:
    rows = list(vectors)
    return np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)

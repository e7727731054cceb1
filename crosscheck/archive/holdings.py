"""Which archived articles can tell the story of another one: found in arrays, then loaded (see `stock`).

What is found here is a superset of what `pairing` keeps: articles whose mean vectors are close enough for a
story score, and of which some claims can speak of the same days.
"""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.memory import from_blob
from crosscheck.pairing.occasions import (
    DISTANT_DAYS,
    UNKNOWN_DAY,
    ClaimDays,
    day_number,
    day_span,
    shared_occasions,
)
from crosscheck.pairing.stories import ARTICLE_FLOOR, FLOAT_ERROR, Article
from crosscheck.protocols import FloatArray, IntArray
from crosscheck.types import Claim, Document

NOT_STORED = -1
MOST_KEPT = 2_000  # articles in memory, about 40 KiB each

_documents, _claims, _vectors = schema.documents, schema.claims, schema.vectors


@dataclass(frozen=True)
class Holdings:
    """Articles as arrays.

    Attributes:
        rows: Of the articles, shape (n,).
        days: Of publication, as ordinals; `UNKNOWN_DAY` where unknown, shape (n,).
        sources: Outlets, n of them.
        vectors: Mean vectors, shape (n, dimension).
        owners: Position of the article of each claim, shape (m,).
        first: First day that each claim may speak of, shape (m,).
        last: Last day, shape (m,).
        texts: Rows of the texts of the claims, `NOT_STORED` where they are not, shape (m,).
    """

    rows: IntArray
    days: IntArray
    sources: NDArray[np.str_]
    vectors: FloatArray
    owners: IntArray
    first: IntArray
    last: IntArray
    texts: IntArray

    @classmethod
    def load(cls, connection: Connection, rows: Sequence[int]) -> Holdings:
        """Current articles with claims of their own, by their rows."""
        columns = (_documents.c.id, _documents.c.day, _documents.c.source, _documents.c.vector)
        claimed = (_claims.c.document, _claims.c.first_day, _claims.c.last_day, _claims.c.text)
        found: list[Row[Any]] = []
        spans: list[Row[Any]] = []
        for some in chunks(rows):
            found += connection.execute(select(*columns).where(_documents.c.id.in_(some)))
            spans += connection.execute(select(*claimed).where(_claims.c.document.in_(some), _claims.c.own))
        position = {row.id: number for number, row in enumerate(found)}
        return cls._of_lists(
            [
                (row.id, UNKNOWN_DAY if row.day is None else row.day, row.source, from_blob(row.vector))
                for row in found
            ],
            [(position[row.document], row.first_day, row.last_day, row.text) for row in spans],
        )

    @classmethod
    def of(cls, articles: Mapping[int, Article]) -> Holdings:
        """Articles that are not in the archive yet, by the rows that they will have."""
        return cls._of_lists(
            [
                (row, day_number(a.document.published_on), a.document.source, a.vector)
                for row, a in articles.items()
            ],
            [
                (position, *day_span(claim), NOT_STORED)
                for position, article in enumerate(articles.values())
                for claim in article.claims
            ],
        )

    @classmethod
    def _of_lists(
        cls, articles: Sequence[tuple[int, int, str, FloatArray]], claims: Sequence[tuple[int, ...]]
    ) -> Holdings:
        spans = np.array(claims, dtype=np.int64).reshape(-1, 4)
        return cls(
            rows=np.array([row for row, *_ in articles], dtype=np.int64),
            days=np.array([day for _, day, *_ in articles], dtype=np.int64),
            sources=np.array([source for *_, source, _ in articles], dtype=np.str_),
            vectors=_stacked([vector for *_, vector in articles]),
            owners=spans[:, 0],
            first=spans[:, 1],
            last=spans[:, 2],
            texts=spans[:, 3],
        )

    def but(self, rows: Collection[int]) -> Holdings:
        """The same without some articles."""
        kept = ~np.isin(self.rows, list(rows))
        claims = kept[self.owners]
        return Holdings(
            rows=self.rows[kept],
            days=self.days[kept],
            sources=self.sources[kept],
            vectors=self.vectors[kept],
            owners=(np.cumsum(kept) - 1)[self.owners[claims]],
            first=self.first[claims],
            last=self.last[claims],
            texts=self.texts[claims],
        )

    def with_more(self, other: Holdings) -> Holdings:
        """These articles, then those; no article is among both."""
        if not len(self.rows):  # nor has it a dimension
            return other
        if not len(other.rows):
            return self
        both = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self) if f.name != "owners")
        owners = np.concatenate([self.owners, other.owners + len(self.rows)])
        rows, days, sources, vectors, first, last, texts = map(np.concatenate, both)
        return Holdings(rows, days, sources, vectors, owners, first, last, texts)

    def near(self, article: Article, among: NDArray[np.bool_] | None = None) -> list[int]:
        """Rows of the articles that can tell the story of one.

        Args:
            article: Not necessarily one of these.
            among: Which of them are looked at, shape (n,); where None, those of other sources.
        """
        if not len(self.rows):
            return []
        close: NDArray[np.bool_] = self.vectors @ article.vector >= ARTICLE_FLOOR - FLOAT_ERROR
        close &= self.sources != article.document.source if among is None else among
        return [int(row) for row in self.rows[self._of_same_days(article, close)]]

    def _of_same_days(self, article: Article, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Those of some articles of which some claim can speak of the days of one of the article's."""
        day = day_number(article.document.published_on)
        if day == UNKNOWN_DAY:
            return among
        possible: NDArray[np.bool_] = among & (
            (np.abs(self.days - day) <= DISTANT_DAYS) | (self.days == UNKNOWN_DAY)
        )
        claims = np.flatnonzero((among & ~possible)[self.owners])
        owners = self.owners[claims]
        theirs = ClaimDays(self.days[owners], self.first[claims], self.last[claims])
        possible[owners[shared_occasions(theirs, article.days.distinct()).any(axis=1)]] = True
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


def claim_json(claim: Claim) -> str:
    """A claim as JSON that reads back as the same claim; Pydantic itself writes infinity as null."""
    dumped = claim.model_dump(mode="json")
    for quantity in dumped["quantities"]:
        if math.isinf(quantity["high"]):
            quantity["high"] = "inf"
    return json.dumps(dumped, ensure_ascii=False)


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


def _stacked(vectors: Iterable[FloatArray]) -> FloatArray:
    rows = list(vectors)
    return np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)

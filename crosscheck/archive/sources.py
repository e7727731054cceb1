"""How often each source stands where: counts of claims, no verdict on people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from crosscheck.archive import schema
from crosscheck.archive.records import SourceRecord
from crosscheck.types import Document, Verdict

_documents, _findings = schema.documents, schema.findings

Spot = tuple[int, int]
"""Row of a document and the start of a claim in it."""


def list_sources(connection: Connection) -> list[SourceRecord]:
    """One record for each source of current documents, by name.

    Findings that hold at present count, whatever was said of them; each claim counts once under each heading.
    """
    agreed, contradicted, superseded, touched = (_Spots() for _ in range(4))
    a, b = _documents.alias("a_documents"), _documents.alias("b_documents")
    query = (
        select(
            _findings,
            a.c.source.label("source_a"),
            b.c.source.label("source_b"),
            a.c.moment.label("moment_a"),
            b.c.moment.label("moment_b"),
        )
        .join(a, a.c.id == _findings.c.document_a)
        .join(b, b.c.id == _findings.c.document_b)
        .where(_findings.c.resolved_run.is_(None))
    )
    for found in connection.execute(query):
        sides = [
            (found.source_a, (found.document_a, found.start_a)),
            (found.source_b, (found.document_b, found.start_b)),
        ]
        touched.add(sides)
        match Verdict(found.verdict):
            case Verdict.AGREEMENT:
                agreed.add(sides)
            case Verdict.CONFLICT:
                contradicted.add(sides)
            case Verdict.UPDATE:
                superseded.add(sides[:1] if found.moment_a < found.moment_b else sides[1:])
            case Verdict.COMPETING_ACCOUNTS:
                pass
    corrected = _corrections(connection)
    return [
        SourceRecord(
            source=source,
            documents=documents,
            claims=claims,
            alone=claims - touched.count(source),
            agreed=agreed.count(source),
            contradicted=contradicted.count(source),
            superseded=superseded.count(source),
            corrected=corrected.get(source, 0),
            latest=latest,
        )
        for source, documents, claims, latest in _present(connection)
    ]


class _Spots:
    """Distinct claims by source."""

    def __init__(self) -> None:
        self._by_source: dict[str, set[Spot]] = defaultdict(set)

    def add(self, sides: list[tuple[str, Spot]]) -> None:
        for source, spot in sides:
            self._by_source[source].add(spot)

    def count(self, source: str) -> int:
        return len(self._by_source[source])


def _present(connection: Connection) -> list[tuple[str, int, int, datetime | date | None]]:
    """Sources with their documents, the claims of their own in them, and the latest publication."""
    own = (
        select(func.count())
        .where(schema.claims.c.document == _documents.c.id, schema.claims.c.own)
        .scalar_subquery()
    )
    query = (
        select(_documents.c.source, func.count(), func.sum(own), func.max(_documents.c.published))
        .where(_documents.c.current)
        .group_by(_documents.c.source)
        .order_by(_documents.c.source)
    )
    return [
        (source, documents, claims, Document(id="latest", text="", published=latest).published)
        for source, documents, claims, latest in connection.execute(query)
    ]


def _corrections(connection: Connection) -> dict[str, int]:
    """How many versions of articles each source put out after the first."""
    query = select(_documents.c.source, func.count()).where(_documents.c.version > 1)
    return {row.source: row[1] for row in connection.execute(query.group_by(_documents.c.source))}

"""How often each source stands where: counts of claims, no verdict on people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, and_, case, func, select, union_all

from crosscheck.archive import schema
from crosscheck.archive.calendar import published
from crosscheck.archive.records import SourceRecord
from crosscheck.types import Verdict

_documents, _findings = schema.documents, schema.findings

_ROW = 2**32  # more than any place in a text: a row and a place make one number

Counts = tuple[int, int, int, int]
"""Claims of a source that a finding touches, that one agrees with, contradicts, supersedes."""


def list_sources(connection: Connection) -> list[SourceRecord]:
    """One record for each source of current documents, by name.

    Findings that hold at present count, whatever was said of them; each claim counts once under each heading.
    """
    counts = _counts(connection)
    corrected = _corrections(connection)
    records = []
    for source, documents, claims, latest in _present(connection):
        touched, agreed, contradicted, superseded = counts.get(source, (0, 0, 0, 0))
        records.append(
            SourceRecord(
                source=source,
                documents=documents,
                claims=claims,
                alone=claims - touched,
                agreed=agreed,
                contradicted=contradicted,
                superseded=superseded,
                corrected=corrected.get(source, 0),
                latest=latest,
            )
        )
    return records


def _counts(connection: Connection) -> dict[str, Counts]:
    """Counted in SQLite: a large archive has tens of thousands of findings."""
    holds = _findings.c.resolved_run.is_(None)
    sides = union_all(
        *(
            select(
                _findings.c[f"document_{one}"].label("document"),
                _findings.c[f"start_{one}"].label("start"),
                _findings.c[f"document_{other}"].label("other"),
                _findings.c.verdict,
            ).where(holds)
            for one, other in (("a", "b"), ("b", "a"))
        )
    ).subquery("sides")
    own, others = _documents.alias("own"), _documents.alias("others")
    claim = sides.c.document * _ROW + sides.c.start
    is_verdict = {verdict: sides.c.verdict == verdict.value for verdict in Verdict}
    is_superseded = and_(is_verdict[Verdict.UPDATE], own.c.moment < others.c.moment)
    query = (
        select(
            own.c.source,
            func.count(claim.distinct()),
            *(
                func.count(case((condition, claim)).distinct())
                for condition in (is_verdict[Verdict.AGREEMENT], is_verdict[Verdict.CONFLICT], is_superseded)
            ),
        )
        .join(own, own.c.id == sides.c.document)
        .join(others, others.c.id == sides.c.other)
        .group_by(own.c.source)
    )
    return {source: (*counts,) for source, *counts in connection.execute(query)}


def _present(connection: Connection) -> list[tuple[str, int, int, datetime | date | None]]:
    """Sources with their documents, the claims of their own in them, and the latest publication."""
    own = (
        select(func.count())
        .where(schema.claims.c.document == _documents.c.id, schema.claims.c.own)
        .scalar_subquery()
    )
    latest = func.max(func.julianday(_documents.c.published))  # and the rest is of its row, as SQLite has it
    query = (
        select(_documents.c.source, func.count(), func.sum(own), _documents.c.published, latest)
        .where(_documents.c.current)
        .group_by(_documents.c.source)
        .order_by(_documents.c.source)
    )
    return [
        (source, documents, claims, published(last))
        for source, documents, claims, last, _ in connection.execute(query)
    ]


def _corrections(connection: Connection) -> dict[str, int]:
    """How many versions of articles each source put out after the first."""
    query = select(_documents.c.source, func.count()).where(_documents.c.version > 1)
    return {row.source: row[1] for row in connection.execute(query.group_by(_documents.c.source))}

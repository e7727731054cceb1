"""Stories: articles that many findings tie together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.grouping import group
from crosscheck.archive.listing import archived, records_of
from crosscheck.archive.records import ArchivedFinding, DocumentRecord, Status
from crosscheck.archive.reviews import decisions, verdict_after
from crosscheck.errors import NotInArchive
from crosscheck.types import Verdict

MOST_DOCUMENTS = 40
"""Articles of a story that are shown side by side; those with the most ties stay."""

MOST_FINDINGS = 600

LEAST_TIES = 0.75
"""Findings for each pair of articles, on average, for two groups of articles to tell one story. In seeds/ the
reports of one event have 1.4 and more, those of two events at most 0.5."""

_documents, _findings = schema.documents, schema.findings


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one story.

    Attributes:
        documents: Earliest first; wire copies are not among them.
        counts: Findings between them, by verdict.
        left_out: How many of its articles are not listed because there are too many.
    """

    documents: tuple[DocumentRecord, ...]
    counts: dict[Verdict, int]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Tie:
    """A finding between two rows of documents."""

    a: int
    b: int
    verdict: Verdict


def find_stories(connection: Connection, limit: int, offset: int = 0) -> tuple[int, list[Story]]:
    """How many stories there are, and some of them, the one whose last article came last first.

    Args:
        connection: To the archive.
        limit: At most so many.
        offset: Leave out so many first.
    """
    ties = list(_ties(connection))
    groups = _grouped(ties)
    shown = sorted(groups, key=max, reverse=True)[offset : offset + limit]
    number_of = {row: number for number, rows in enumerate(shown) for row in rows}
    inside: list[list[_Tie]] = [[] for _ in shown]
    for tie in ties:
        number = number_of.get(tie.a)
        if number is not None and number == number_of.get(tie.b):
            inside[number].append(tie)
    return len(groups), [_story(connection, rows, own) for rows, own in zip(shown, inside, strict=True)]


def find_story(connection: Connection, document_id: str) -> Story:
    """The story that a document tells; that document alone where no finding ties it to another.

    Raises:
        NotInArchive: There is no such document.
    """
    found = connection.execute(
        select(_documents.c.id, _documents.c.root).where(
            _documents.c.document == document_id, _documents.c.current
        )
    ).first()
    if found is None:
        raise NotInArchive(f"the archive has no document {document_id}")
    row = found.id if found.root is None else found.root
    ties = list(_ties(connection))
    rows = next((rows for rows in _grouped(ties) if row in rows), frozenset({row}))
    inside = [tie for tie in ties if tie.a in rows and tie.b in rows]
    return _story(connection, rows, inside, always=row)


def find_story_findings(connection: Connection, story: Story) -> list[ArchivedFinding]:
    """The findings between the articles of a story that are open or accepted, in the order of reports."""
    ids = [document.id for document in story.documents]
    rows: set[int] = set()
    for some in chunks(ids):
        rows |= set(
            connection.scalars(
                select(_documents.c.id).where(_documents.c.document.in_(some), _documents.c.current)
            )
        )
    query = select(_findings.c.number).where(
        _findings.c.document_a.in_(rows), _findings.c.document_b.in_(rows), _findings.c.resolved_run.is_(None)
    )
    best = query.order_by(_findings.c.score.desc(), _findings.c.number).limit(MOST_FINDINGS)
    found = archived(connection, list(connection.scalars(best)))
    return [finding for finding in found if finding.status is not Status.DISMISSED]


def _ties(connection: Connection) -> Iterator[_Tie]:
    """Findings that hold, with the verdicts that editors left; those within one document tie nothing."""
    decided = decisions(connection)
    query = select(
        _findings.c.document_a, _findings.c.document_b, _findings.c.verdict, _findings.c.key
    ).where(_findings.c.resolved_run.is_(None), _findings.c.document_a != _findings.c.document_b)
    for a, b, found, key in connection.execute(query):
        verdict = verdict_after(decided.get(key), Verdict(found))
        if verdict is not None:
            yield _Tie(a, b, verdict)


def _grouped(ties: Iterable[_Tie]) -> list[frozenset[int]]:
    return group(((tie.a, tie.b) for tie in ties), LEAST_TIES)


def _story(
    connection: Connection, rows: frozenset[int], ties: list[_Tie], always: int | None = None
) -> Story:
    weights = Counter(row for tie in ties for row in (tie.a, tie.b))
    kept = sorted(rows, key=lambda row: (row != always, -weights[row], row))[:MOST_DOCUMENTS]
    records = records_of(connection, kept)
    moments: dict[int, str] = {}
    for some in chunks(kept):
        query = select(_documents.c.id, _documents.c.moment).where(_documents.c.id.in_(some))
        moments |= {row.id: row.moment for row in connection.execute(query)}
    return Story(
        documents=tuple(records[row] for row in sorted(kept, key=lambda row: moments[row])),
        counts=dict(Counter(tie.verdict for tie in ties)),
        left_out=len(rows) - len(kept),
    )

"""What happened: the runs, what they found and resolved, and the life of one fact across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.listing import archived, stored_time
from crosscheck.archive.records import (
    ArchivedFinding,
    Changes,
    DocumentRecord,
    RunRecord,
    Status,
    TimelineEntry,
)
from crosscheck.errors import NotInArchive
from crosscheck.pairing.copies import publication_order
from crosscheck.types import Document, Run, Side, Verdict

MOST_ENTRIES = 200  # of one timeline

_runs, _findings = schema.runs, schema.findings

Place = tuple[str, int, str]
"""A quote: its document, that one's version, and the text."""


def list_runs(connection: Connection) -> list[RunRecord]:
    """All runs, latest first."""
    return [
        RunRecord(
            id=row.id,
            kind=row.kind,
            run=Run.model_validate_json(row.run),
            started=datetime.fromisoformat(row.started),
            finished=datetime.fromisoformat(row.finished) if row.finished else None,
            documents=row.documents,
            findings=row.findings,
        )
        for row in connection.execute(select(_runs).order_by(_runs.c.id.desc()))
    ]


def find_changes(connection: Connection, since: int | datetime) -> Changes:
    """What became of findings since a run or a time; those that were dismissed are left out.

    Raises:
        NotInArchive: There is no such run.
    """
    run = _last_run(connection, since)
    is_new = _findings.c.first_run > run
    still = _findings.c.resolved_run.is_(None)
    conditions = {
        "new": [is_new, still],
        "resolved": [~is_new, _findings.c.resolved_run > run],
        "still_open": [~is_new, still],
    }
    found: dict[str, tuple[ArchivedFinding, ...]] = {}
    for name, condition in conditions.items():
        numbers = connection.scalars(select(_findings.c.number).where(*condition).order_by(_findings.c.number))
        kept = archived(connection, list(numbers))
        found[name] = tuple(f for f in kept if f.status is not Status.DISMISSED)
    return Changes(since_run=run, **found)


def _last_run(connection: Connection, since: int | datetime) -> int:
    """The last run that is not after `since`; 0 where there is none."""
    if isinstance(since, datetime):
        earlier = select(func.max(_runs.c.id)).where(_runs.c.finished < stored_time(since))
        return int(connection.scalar(earlier) or 0)
    if since and connection.scalar(select(_runs.c.id).where(_runs.c.id == since)) is None:
        raise NotInArchive(f"the archive has no run {since}")
    return since


def find_timeline(connection: Connection, finding_id: str) -> list[TimelineEntry]:
    """The reports of one fact in order of publication: all quotes that findings tie to those of this one.

    Raises:
        NotInArchive: There is no such finding.
    """
    findings = _tied(connection, finding_id)
    quotes: dict[Place, tuple[Side, DocumentRecord]] = {}
    for found in findings:
        quotes[_place(found.a, found.document_a)] = (found.a, found.document_a)
        quotes[_place(found.b, found.document_b)] = (found.b, found.document_b)
    ordered = sorted(quotes, key=lambda place: (_order(quotes[place][1]), place))
    relations = {
        frozenset((_place(f.a, f.document_a), _place(f.b, f.document_b))): f.verdict for f in findings
    }
    corrected = _Corrections(ordered, relations)
    return [
        TimelineEntry(
            side=quotes[place][0],
            document=quotes[place][1],
            relation=_relation(ordered[:number], place, relations),
            corrected=corrected.is_corrected(place),
        )
        for number, place in enumerate(ordered)
    ]


def _tied(connection: Connection, finding_id: str) -> list[ArchivedFinding]:
    """The finding and all that share a quote with one of them, dismissed ones left out; history too."""
    first = connection.execute(select(_findings).where(_findings.c.id == finding_id)).first()
    if first is None:
        raise NotInArchive(f"the archive has no finding {finding_id}")
    numbers = {first.number}
    frontier = {(first.document_a, first.text_a), (first.document_b, first.text_b)}
    seen: set[tuple[int, str]] = set()
    while frontier and len(numbers) < MOST_ENTRIES:
        seen |= frontier
        found = list(_on_quotes(connection, frontier))
        numbers |= {number for number, _ in found}
        frontier = {quote for _, quotes in found for quote in quotes} - seen
    tied = archived(connection, sorted(numbers))
    return [f for f in tied if f.status is not Status.DISMISSED or f.id == finding_id]


def _on_quotes(
    connection: Connection, quotes: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, tuple[tuple[int, str], tuple[int, str]]]]:
    """The findings of which one side is any of the quotes, with both of their quotes."""
    wanted = set(quotes)
    for rows in chunks(sorted({row for row, _ in wanted})):
        on_documents = or_(_findings.c.document_a.in_(rows), _findings.c.document_b.in_(rows))
        for found in connection.execute(select(_findings).where(on_documents)):
            both = ((found.document_a, found.text_a), (found.document_b, found.text_b))
            if wanted & set(both):
                yield found.number, both


class _Corrections:
    """Which reports were superseded or contradicted by later ones, and whose outlets came round.

    Reports that agree tell one version of the fact. An outlet corrected a report if it later told the version
    that superseded or contradicted it.
    """

    def __init__(self, ordered: list[Place], relations: dict[frozenset[Place], Verdict]) -> None:
        self._position = {place: number for number, place in enumerate(ordered)}
        self._version = {place: place for place in ordered}
        self._by_document: dict[str, list[Place]] = defaultdict(list)
        self._rivals: dict[Place, set[Place]] = defaultdict(set)
        for place in ordered:
            self._by_document[place[0]].append(place)
        for pair, verdict in relations.items():
            if verdict is Verdict.AGREEMENT and len(pair) == 2:  # noqa: PLR2004 - two sides
                one, other = pair
                self._join(one, other)
        for pair, verdict in relations.items():
            if verdict in (Verdict.UPDATE, Verdict.CONFLICT) and len(pair) == 2:  # noqa: PLR2004
                first, later = sorted(pair, key=self._position.__getitem__)
                self._rivals[self._version[first]].add(later)

    def _join(self, one: Place, other: Place) -> None:
        kept, dropped = self._version[one], self._version[other]
        for place, version in self._version.items():
            if version == dropped:
                self._version[place] = kept

    def is_corrected(self, place: Place) -> bool:
        """Whether the same source later told a version that supersedes or contradicts this one."""
        rivals = {self._version[rival] for rival in self._rivals[self._version[place]]}
        return any(
            self._position[other] > self._position[place] and self._version[other] in rivals
            for other in self._position
            if self.source(other) == self.source(place)
        )

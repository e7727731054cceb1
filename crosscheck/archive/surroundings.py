"""What stands around findings: the texts that they quote, who else says so, who copied it, how much there is.

Everything here answers for a page of findings at once, in a few queries, however large the archive is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, or_, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.listing import archived, published_between, records_of
from crosscheck.archive.records import ArchivedFinding, DocumentRecord, Status
from crosscheck.types import Coverage, Side, Verdict, precedes

_documents, _findings, _claims = schema.documents, schema.findings, schema.claims

Version = tuple[str, int]
"""Id and version of a document."""

Place = tuple[str, int, int]
"""Id and version of a document, and where a quote starts in it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An outlet's document, and the wire copies of it, which confirm nothing."""

    document: DocumentRecord
    copies: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Who says what a quote says.

    Attributes:
        copies: Wire copies of the document that it stands in.
        agreeing: One document of each other outlet with a sentence that agrees with it.
    """

    copies: tuple[DocumentRecord, ...] = ()
    agreeing: tuple[Voice, ...] = ()

    def besides(self, sources: Collection[str]) -> Voices:
        """The same, without outlets that are shown already."""
        return Voices(self.copies, tuple(v for v in self.agreeing if v.document.source not in sources))

    @property
    def copies_of_agreeing(self) -> tuple[DocumentRecord, ...]:
        """Wire copies of the documents that agree."""
        return tuple(copy for voice in self.agreeing for copy in voice.copies)


def version_of(document: DocumentRecord) -> Version:
    """Which version of which document a record speaks of."""
    return document.id, document.version


def place_of(side: Side, document: DocumentRecord) -> Place:
    """Where a quote stands."""
    return document.id, document.version, side.start


def is_earlier(document: DocumentRecord, other: DocumentRecord) -> bool:
    """Whether a document is known to come before another."""
    return precedes(document.published, other.published)


def find_texts(connection: Connection, documents: Iterable[DocumentRecord]) -> dict[Version, str]:
    """The kept texts of these versions of documents."""
    wanted = {version_of(document) for document in documents}
    found: dict[Version, str] = {}
    for ids in chunks(sorted({document_id for document_id, _ in wanted})):
        query = select(_documents.c.document, _documents.c.version, _documents.c.text)
        for document_id, version, text in connection.execute(query.where(_documents.c.document.in_(ids))):
            if (document_id, version) in wanted:
                found[document_id, version] = text
    return found


def find_voices(connection: Connection, findings: Sequence[ArchivedFinding]) -> dict[Place, Voices]:
    """For each side of the findings, who agrees with it, and the copies; no dismissed agreements."""
    sides = [side for f in findings for side in ((f.a, f.document_a), (f.b, f.document_b))]
    rows = _rows_of(connection, {version_of(document) for _, document in sides})
    agreeing = _agreeing(connection, {(rows[version_of(document)], side.start) for side, document in sides})
    kin = {version_of(document) for documents in agreeing.values() for document in documents}
    copies = _copies_of(connection, rows | _rows_of(connection, kin))
    return {
        place_of(side, document): Voices(
            copies.get(version_of(document), ()),
            tuple(
                Voice(other, copies.get(version_of(other), ()))
                for other in agreeing.get((rows[version_of(document)], side.start), ())
            ),
        )
        for side, document in sides
    }


def find_versions(connection: Connection, document_id: str) -> list[DocumentRecord]:
    """All versions of a document, the latest first."""
    query = select(_documents.c.id).where(_documents.c.document == document_id)
    rows = list(connection.scalars(query.order_by(_documents.c.version.desc())))
    records = records_of(connection, rows)
    return [records[row] for row in rows]


def find_source_names(connection: Connection) -> list[str]:
    """The outlets of current documents, by name."""
    query = select(_documents.c.source).where(_documents.c.current).distinct().order_by(_documents.c.source)
    return list(connection.scalars(query))


def count_published(connection: Connection, since: date | None, until: date | None) -> int:
    """How many current documents were published in a range of days, both ends included."""
    days = published_between(_documents.c.day, since, until)
    return connection.scalar(select(func.count()).where(_documents.c.current, *days)) or 0


def find_coverage(connection: Connection) -> Coverage:
    """How much the archive holds at present: what there was to look at, and what was compared."""
    documents, sentences, claims = connection.execute(
        select(func.count(), func.sum(_documents.c.sentences), func.sum(_documents.c.claims)).where(
            _documents.c.current
        )
    ).one()
    one, other = schema.inferences.c.premise, schema.inferences.c.hypothesis
    pairs = select(func.min(one, other), func.max(one, other)).distinct().subquery("pairs")
    return Coverage(
        documents=documents,
        sentences=sentences or 0,
        claims=claims or 0,
        pairs=connection.scalar(select(func.count()).select_from(pairs))
        or 0,  # asked in one direction or both
        single_source_claims=0,
    )


def _rows_of(connection: Connection, versions: Collection[Version]) -> dict[Version, int]:
    found: dict[Version, int] = {}
    for ids in chunks(sorted({document_id for document_id, _ in versions})):
        query = select(_documents.c.document, _documents.c.version, _documents.c.id)
        for document_id, version, row in connection.execute(query.where(_documents.c.document.in_(ids))):
            if (document_id, version) in versions:
                found[document_id, version] = row
    return found


def _agreeing(
    connection: Connection, starts: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[DocumentRecord, ...]]:
    """By row of a document and start of a sentence, the documents that agree with that sentence."""
    touching: dict[int, list[tuple[int, int]]] = {}
    columns = (_findings.c[n] for n in ("number", "document_a", "start_a", "document_b", "start_b"))
    query = select(*columns).where(
        _findings.c.verdict == Verdict.AGREEMENT.value, _findings.c.resolved_run.is_(None)
    )
    for rows in chunks(sorted({row for row, _ in starts})):
        on_them = or_(_findings.c.document_a.in_(rows), _findings.c.document_b.in_(rows))
        for number, *places in connection.execute(query.where(on_them)):
            both = [(places[0], places[1]), (places[2], places[3])]
            if starts.intersection(both):
                touching[number] = both
    numbers = sorted(touching)
    accepted = [
        number
        for number, finding in zip(numbers, archived(connection, numbers), strict=True)
        if finding.status is not Status.DISMISSED
    ]
    others: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number in accepted:
        first, second = touching[number]
        others[first].add(second[0])
        others[second].add(first[0])
    records = records_of(connection, (row for rows in others.values() for row in rows))
    return {place: _by_source(records[row] for row in sorted(rows)) for place, rows in others.items()}


def _by_source(documents: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    """One document for each outlet: an outlet that says a thing twice is one voice."""
    first: dict[str, DocumentRecord] = {}
    for document in documents:
        first.setdefault(document.source, document)
    return tuple(first.values())


def _copies_of(connection: Connection, rows: dict[Version, int]) -> dict[Version, tuple[DocumentRecord, ...]]:
    versions = {row: version for version, row in rows.items()}
    found: dict[Version, list[DocumentRecord]] = defaultdict(list)
    for some in chunks(sorted(versions)):
        query = select(_documents.c.id, _documents.c.root).where(
            _documents.c.root.in_(some), _documents.c.current
        )
        roots = {row.id: row.root for row in connection.execute(query.order_by(_documents.c.moment))}
        records = records_of(connection, roots)
        for row, root in roots.items():
            found[versions[root]].append(records[row])
    return {version: tuple(copies) for version, copies in found.items()}

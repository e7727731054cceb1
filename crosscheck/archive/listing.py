"""What the archive holds, listed: documents, claims and findings, with filters that SQLite applies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, not_, or_, select

from crosscheck.archive import schema
from crosscheck.archive.calendar import day_number, stored_time
from crosscheck.archive.chunks import chunks
from crosscheck.archive.records import ArchivedFinding, Decision, DocumentRecord, Status
from crosscheck.archive.reviews import as_review, dismisses
from crosscheck.types import Claim, DifferenceType, Document, Side, Tier, Verdict

_documents, _claims, _findings, _reviews = schema.documents, schema.claims, schema.findings, schema.reviews
_roots, _a, _b = (schema.documents.alias(name) for name in ("roots", "a_documents", "b_documents"))

Since = datetime | date | int | None
"""A day, a time, or the number of a run."""


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are wanted; an empty collection or None stands for all.

    Attributes:
        verdicts: Any of these.
        types: Any of these.
        tier: This or better.
        sources: One of the two sides stands in one of these.
        statuses: Any of these.
        since: Found after this run, or on or after this day or time; again, where it did not hold meanwhile.
        published_since: One of the two sides was published on or after this day and not after
            `published_until`; a side without a date never fits.
        published_until: The same, on or before this day.
        document: Id of a document that one side stands in.
        text: Words that stand in a quote or the reason, case ignored.
    """

    verdicts: Collection[Verdict] = ()
    types: Collection[DifferenceType] = ()
    tier: Tier | None = None
    sources: Collection[str] = ()
    statuses: Collection[Status] = (Status.OPEN, Status.ACCEPTED)
    since: Since = None
    published_since: datetime | date | None = None
    published_until: datetime | date | None = None
    document: str | None = None
    text: str | None = None


def find_documents(
    connection: Connection,
    *,
    source: str | None,
    since: datetime | date | None,
    until: datetime | date | None,
    text: str | None,
    history: bool,
    limit: int | None,
    offset: int,
) -> list[DocumentRecord]:
    """Records of documents, latest publication first."""
    query = _records().order_by(_documents.c.moment.desc(), _documents.c.version.desc())
    if not history:
        query = query.where(_documents.c.current)
    if source is not None:
        query = query.where(_documents.c.source == source)
    query = query.where(*published_between(_documents.c.day, since, until))
    if text:
        query = query.where(or_(contains(_documents.c.text, text), contains(_documents.c.title, text)))
    return [as_record(row) for row in connection.execute(query.limit(limit).offset(offset))]


def find_record(connection: Connection, document_id: str) -> DocumentRecord | None:
    """The record of the present version of a document."""
    row = connection.execute(
        _records().where(_documents.c.current, _documents.c.document == document_id)
    ).first()
    return as_record(row) if row else None


def records_of(connection: Connection, rows: Iterable[int]) -> dict[int, DocumentRecord]:
    """Records by row."""
    found: dict[int, DocumentRecord] = {}
    for some in chunks(sorted(set(rows))):
        for row in connection.execute(_records().where(_documents.c.id.in_(some))):
            found[row.id] = as_record(row)
    return found


def find_document(connection: Connection, document_id: str, version: int | None) -> Document | None:
    """A document as it was given, the present version where none is named."""
    wanted = _documents.c.current if version is None else _documents.c.version == version
    row = connection.execute(select(_documents).where(_documents.c.document == document_id, wanted)).first()
    if row is None:
        return None
    return as_document(row)


def as_document(row: Row[Any]) -> Document:
    """The document of a row of the table, as it was given."""
    names = ("source", "title", "published", "url", "author", "path", "text")
    return Document(id=row.document, **{name: getattr(row, name) for name in names})


def find_claims(
    connection: Connection,
    *,
    document: str | None,
    source: str | None,
    text: str | None,
    limit: int | None,
    offset: int,
) -> list[Claim]:
    """Claims of present versions, in order of publication."""
    query = (
        select(_claims.c.claim)
        .join(_documents, _documents.c.id == _claims.c.document)
        .order_by(_documents.c.moment, _claims.c.ordinal)
    )
    if document is not None:
        query = query.where(_documents.c.document == document)
    if source is not None:
        query = query.where(_documents.c.source == source)
    if text:
        query = query.where(contains(func.json_extract(_claims.c.claim, "$.text"), text))
    return [
        Claim.model_validate_json(claim) for claim in connection.scalars(query.limit(limit).offset(offset))
    ]


def find_findings(
    connection: Connection, wanted: FindingFilter, limit: int | None = None, offset: int = 0
) -> list[ArchivedFinding]:
    """Findings in the order of reports: conflicts first, confirmed before suggested, best score first."""
    query = (
        select(_findings.c.number)
        .where(*_conditions(connection, wanted))
        .order_by(
            case({verdict.value: place for place, verdict in enumerate(_ORDER)}, value=_findings.c.verdict),
            _findings.c.tier != Tier.CONFIRMED.value,
            _findings.c.score.desc(),
            _findings.c.id,
        )
    )
    numbers = list(connection.scalars(_joined(query).limit(limit).offset(offset)))
    return archived(connection, numbers)


def count_findings(connection: Connection, wanted: FindingFilter) -> int:
    """How many `find_findings` would list."""
    query = select(func.count()).select_from(_findings).where(*_conditions(connection, wanted))
    return int(connection.scalar(_joined(query)) or 0)


def numbers_of(connection: Connection, ids: Iterable[str]) -> list[int]:
    """Row numbers of findings, in the order of reports."""
    numbers: list[int] = []
    for some in chunks(sorted(ids)):
        numbers += connection.scalars(select(_findings.c.number).where(_findings.c.id.in_(some)))
    return numbers


def archived(connection: Connection, numbers: Sequence[int]) -> list[ArchivedFinding]:
    """The findings of these rows, in this order."""
    found: dict[int, Row[Any]] = {}
    for some in chunks(numbers):
        for row in connection.execute(select(_findings).where(_findings.c.number.in_(some))):
            found[row.number] = row
    records = records_of(connection, (row for f in found.values() for row in (f.document_a, f.document_b)))
    reviews = _reviews_of(connection, [row.key for row in found.values()])
    return [_archived(found[number], records, reviews) for number in numbers]


def last_run_before(connection: Connection, moment: datetime | date) -> int:
    """The last run that was over before a time, or before a day began; 0 where there is none."""
    runs = schema.runs
    earlier = select(func.max(runs.c.id)).where(runs.c.finished < stored_time(moment))
    return int(connection.scalar(earlier) or 0)


def found_after(run: int) -> ColumnElement[bool]:
    """Whether a finding was found after a run, or holds again since one after it."""
    return or_(_findings.c.first_run > run, func.coalesce(_findings.c.reopened_run, 0) > run)


def published_between(
    day: ColumnElement[Any], since: datetime | date | None, until: datetime | date | None
) -> Iterator[ColumnElement[bool]]:
    """Conditions on a day of publication, both ends included; one that is unknown meets neither."""
    if since is not None:
        yield day >= day_number(since)
    if until is not None:
        yield day <= day_number(until)


def contains(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Whether a column holds a text, case ignored."""
    return func.lower(column).contains(text.lower(), autoescape=True)


_ORDER = (Verdict.CONFLICT, Verdict.COMPETING_ACCOUNTS, Verdict.UPDATE, Verdict.AGREEMENT)

_decision = (
    select(_reviews.c.decision)
    .where(_reviews.c.key == _findings.c.key, ~_reviews.c.undone, _reviews.c.decision.is_not(None))
    .order_by(_reviews.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_dismissed = or_(
    *(
        and_(func.coalesce(_decision, "") == decision.value, _findings.c.verdict == verdict.value)
        for decision in Decision
        for verdict in Verdict
        if dismisses(decision, verdict)
    )
)
_resolved = _findings.c.resolved_run.is_not(None)
_reviewed = _decision.is_not(None)
_STATUS = {
    Status.RESOLVED: _resolved,
    Status.DISMISSED: and_(~_resolved, _dismissed),
    Status.ACCEPTED: and_(~_resolved, _reviewed, not_(_dismissed)),
    Status.OPEN: and_(~_resolved, ~_reviewed),
}


def _joined(query: Select[Any]) -> Select[Any]:
    return query.join(_a, _a.c.id == _findings.c.document_a).join(_b, _b.c.id == _findings.c.document_b)


def _conditions(connection: Connection, wanted: FindingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.verdicts:
        yield _findings.c.verdict.in_([verdict.value for verdict in wanted.verdicts])
    if wanted.types:
        yield _findings.c.type.in_([kind.value for kind in wanted.types])
    if wanted.tier is Tier.CONFIRMED:
        yield _findings.c.tier == Tier.CONFIRMED.value
    if wanted.statuses:
        yield or_(*(_STATUS[status] for status in wanted.statuses))
    if isinstance(wanted.since, int):
        yield found_after(wanted.since)
    elif wanted.since is not None:
        yield found_after(last_run_before(connection, wanted.since))
    if wanted.text:
        columns = (_findings.c.text_a, _findings.c.text_b, _findings.c.reason)
        yield or_(*(contains(column, wanted.text) for column in columns))
    yield from _conditions_on_documents(wanted)


def _conditions_on_documents(wanted: FindingFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.sources:
        yield or_(_a.c.source.in_(wanted.sources), _b.c.source.in_(wanted.sources))
    if wanted.published_since is not None or wanted.published_until is not None:
        days = wanted.published_since, wanted.published_until
        yield or_(*(and_(*published_between(side.c.day, *days)) for side in (_a, _b)))
    if wanted.document is not None:
        yield or_(_a.c.document == wanted.document, _b.c.document == wanted.document)


_DESCRIBED = ("source", "title", "published", "url", "author", "sentences", "claims")
_RECORDED = (*_DESCRIBED, "version", "current", "added_run")


def _records() -> Select[Any]:
    """What `as_record` takes; of texts and vectors a large archive has a hundred times as much."""
    columns = (_documents.c[name] for name in ("id", "document", *_RECORDED))
    return select(*columns, _roots.c.document.label("copy_of")).outerjoin(
        _roots, _roots.c.id == _documents.c.root
    )


def as_record(row: Row[Any]) -> DocumentRecord:
    """The record of a row of `_records`."""
    return DocumentRecord(id=row.document, copy_of=row.copy_of, **{n: getattr(row, n) for n in _RECORDED})


def _reviews_of(connection: Connection, keys: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Reviews that were not taken back, latest first, by pair of texts."""
    found: dict[str, list[Row[Any]]] = {}
    for some in chunks(sorted(set(keys))):
        query = select(_reviews).where(_reviews.c.key.in_(some), ~_reviews.c.undone)
        for row in connection.execute(query.order_by(_reviews.c.id.desc())):
            found.setdefault(row.key, []).append(row)
    return found


def _archived(
    row: Row[Any], records: dict[int, DocumentRecord], reviews: dict[str, list[Row[Any]]]
) -> ArchivedFinding:
    said = reviews.get(row.key, [])
    decided = next((as_review(review) for review in said if review.decision), None)
    return ArchivedFinding(
        id=row.id,
        verdict=Verdict(row.verdict),
        type=DifferenceType(row.type) if row.type else None,
        tier=Tier(row.tier),
        score=row.score,
        reason=row.reason,
        a=Side.model_validate_json(row.a),
        b=Side.model_validate_json(row.b),
        key=row.key,
        status=_status(row, decided.decision if decided else None),
        first_run=row.first_run,
        reopened_run=row.reopened_run,
        resolved_run=row.resolved_run,
        document_a=records[row.document_a],
        document_b=records[row.document_b],
        review=decided,
        note=next((review.note for review in said if review.note), ""),
    )


def _status(row: Row[Any], decision: Decision | None) -> Status:
    if row.resolved_run is not None:
        return Status.RESOLVED
    if decision is None:
        return Status.OPEN
    return Status.DISMISSED if dismisses(decision, Verdict(row.verdict)) else Status.ACCEPTED

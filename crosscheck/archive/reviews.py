"""What editors say of findings, kept by the texts of both sides.

A review names no document, finding or model, so it holds for the same two texts wherever they stand and
whatever was computed anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update
from sqlalchemy.engine import Row

from crosscheck.archive import schema
from crosscheck.archive.calendar import published
from crosscheck.archive.chunks import chunks
from crosscheck.archive.records import ArchivedFinding, Decision, Review
from crosscheck.errors import NotInArchive
from crosscheck.types import Finding, Verdict, content_id, precedes

_findings, _reviews = schema.findings, schema.reviews

MARKED = "marked as an update"
DISMISSING = (Decision.DISMISS, Decision.OTHER_EVENT, Decision.UPDATE)
"""Decisions that put a finding away; `UPDATE` says that it should have been one."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What an editor last said of a pair of texts.

    Attributes:
        decision: What it is worth.
        newer: The text that was published later, evenly spaced; None where that is not known.
    """

    decision: Decision
    newer: str | None


def evenly_spaced(text: str) -> str:
    """A text with one space between two words."""
    return " ".join(text.split())


def pair_key(a: str, b: str) -> str:
    """Sixteen hex digits of two texts, whichever comes first and however they are spaced."""
    return content_id(sorted(map(evenly_spaced, (a, b))))


def verdict_after(decision: Decision | None, verdict: Verdict) -> Verdict | None:
    """The verdict on two texts when an editor has had a say on the one that was found; None for none."""
    if decision is Decision.UPDATE:
        return Verdict.UPDATE
    return None if dismisses(decision, verdict) else verdict


def dismisses(decision: Decision | None, verdict: Verdict) -> bool:
    """Whether a finding of that verdict is put away by the decision: the one rule for this."""
    return decision in DISMISSING and not (decision is Decision.UPDATE and verdict is Verdict.UPDATE)


def after_review(found: Finding, decision: Decision | None) -> Finding | None:
    """A finding after what an editor said of its two texts; None where it was put away."""
    verdict = verdict_after(decision, found.verdict)
    if verdict is None or verdict is found.verdict:
        return found if verdict else None
    return found.model_copy(update={"verdict": verdict, "reason": f"{MARKED}: {found.reason}"})


def is_dismissed(finding: ArchivedFinding) -> bool:
    """Whether a finding was put away, be it that its texts are still there or not."""
    return finding.review is not None and dismisses(finding.review.decision, finding.verdict)


def reviewed(connection: Connection, finding_id: str) -> dict[str, Any]:
    """What a review stores of the finding that it speaks of.

    Raises:
        NotInArchive: There is no such finding.
    """
    a, b = schema.documents.alias("a_documents"), schema.documents.alias("b_documents")
    names = ("key", "verdict", "type", "text_a", "text_b", "context_a", "context_b")
    query = (
        select(
            *(_findings.c[name] for name in names),
            a.c.published.label("published_a"),
            b.c.published.label("published_b"),
            func.coalesce(a.c.title, b.c.title, "").label("topic"),
        )
        .join(a, a.c.id == _findings.c.document_a)
        .join(b, b.c.id == _findings.c.document_b)
        .where(_findings.c.id == finding_id)
    )
    found = connection.execute(query).mappings().first()
    if found is None:
        raise NotInArchive(f"the archive has no finding {finding_id}")
    return dict(found)


def add_review(connection: Connection, review: dict[str, Any]) -> Review:
    """Store a review.

    Args:
        connection: In a write transaction.
        review: Values of the columns.
    """
    number = connection.execute(insert(_reviews).returning(_reviews.c.id), review).scalar_one()
    return as_review(connection.execute(select(_reviews).where(_reviews.c.id == number)).one())


def undo_last(connection: Connection, key: str) -> Review | None:
    """Take back the last review of a pair of texts; None where there is none to take back."""
    last = connection.execute(_in_force().where(_reviews.c.key == key).limit(1)).first()
    if last is None:
        return None
    connection.execute(update(_reviews).where(_reviews.c.id == last.id).values(undone=True))
    return as_review(last)


def list_reviews(connection: Connection) -> Iterator[Review]:
    """All reviews that were not taken back, latest first."""
    return map(as_review, connection.execute(_in_force()))


def decisions(connection: Connection) -> dict[str, Decision]:
    """The last decision on each pair of texts that one was made on, by their keys."""
    query = (
        select(_reviews.c.key, _reviews.c.decision)
        .where(~_reviews.c.undone, _reviews.c.decision.is_not(None))
        .order_by(_reviews.c.id)
    )
    return {key: Decision(decision) for key, decision in connection.execute(query)}


def decided_on(connection: Connection, keys: Collection[str]) -> dict[str, Decided]:
    """What was last decided on some pairs of texts, by their keys."""
    decided: dict[str, Decided] = {}
    for some in chunks(sorted(keys)):
        query = _in_force().where(_reviews.c.key.in_(some), _reviews.c.decision.is_not(None))
        for row in connection.execute(query):
            decided.setdefault(row.key, Decided(Decision(row.decision), _newer(row)))
    return decided


def _newer(row: Row[Any]) -> str | None:
    first, second = published(row.published_a), published(row.published_b)
    if precedes(first, second):
        return evenly_spaced(row.text_b)
    return evenly_spaced(row.text_a) if precedes(second, first) else None


def labelled_pairs(connection: Connection) -> Iterator[dict[str, Any]]:
    """Pairs that an editor decided on, by the last decision, oldest first, in newsbench's pair format."""
    decided: dict[str, Row[Any]] = {}
    for row in connection.execute(_in_force().where(_reviews.c.decision.is_not(None))):
        decided.setdefault(row.key, row)
    for row in sorted(decided.values(), key=lambda row: row.id):
        label, kind = _label(Decision(row.decision), Verdict(row.verdict), row.type)
        yield {
            "id": f"review-{row.key}",
            "topic": row.topic,
            "a": row.text_a,
            "b": row.text_b,
            "a_context": row.context_a,
            "b_context": row.context_b,
            "a_published": row.published_a or "",
            "b_published": row.published_b or "",
            "label": label,
            "type": kind,
        }


def _label(decision: Decision, verdict: Verdict, kind: str | None) -> tuple[str, str]:
    match decision:
        case Decision.ACCEPT:
            return verdict.value, kind or "none"
        case Decision.UPDATE:
            return Verdict.UPDATE.value, kind or "none"
        case Decision.OTHER_EVENT:
            return "unrelated", "other-event"
        case Decision.DISMISS:
            return "unrelated", "none"


def _in_force() -> Select[Any]:
    return select(_reviews).where(~_reviews.c.undone).order_by(_reviews.c.id.desc())


def as_review(row: Row[Any]) -> Review:
    """The review of a row of the table."""
    return Review(
        id=row.id,
        key=row.key,
        decision=Decision(row.decision) if row.decision else None,
        reason=row.reason,
        note=row.note,
        reviewer=row.reviewer,
        at=datetime.fromisoformat(row.at),
    )

"""What the archive holds against the claims that a draft repeats word for word.

A verdict on two archived claims is also the verdict on a draft that repeats one of them: its words are the
same, and so is what they speak of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.listing import archived
from crosscheck.archive.records import ArchivedFinding, Evidence
from crosscheck.archive.reviews import after_review
from crosscheck.archive.standing import Opinion
from crosscheck.archive.surroundings import is_earlier
from crosscheck.judging.findings import finding_id, side_of
from crosscheck.types import Claim, Finding, Verdict

Place = tuple[int, int]
"""Row of a document and start of a claim in it."""

_findings = schema.findings


@dataclass(frozen=True, slots=True)
class _Touching:
    """A stored finding by its row, the claim of the draft that repeats one side, and which side that is."""

    number: int
    claim: Claim
    is_a: bool


def objections(
    connection: Connection, repeated: Mapping[Place, Claim], witnesses: Collection[int]
) -> dict[int, list[Opinion]]:
    """What stands against claims of a draft, by their place in it.

    Args:
        connection: To the archive.
        repeated: Claims of the draft by where the same words stand in the archive.
        witnesses: Rows of the documents that have a say.
    """
    touching = list(_touching(connection, repeated, witnesses))
    found: dict[int, list[Opinion]] = {}
    for touched, stored in zip(
        touching, archived(connection, [touched.number for touched in touching]), strict=True
    ):
        valid = after_review(stored, stored.review.decision if stored.review else None)
        if valid is not None:
            found.setdefault(touched.claim.index, []).append(_opinion(touched, stored, valid))
    return found


def _touching(
    connection: Connection, repeated: Mapping[Place, Claim], witnesses: Collection[int]
) -> Iterator[_Touching]:
    columns = (_findings.c[n] for n in ("number", "document_a", "start_a", "document_b", "start_b"))
    query = select(*columns).where(
        _findings.c.verdict != Verdict.AGREEMENT.value, _findings.c.resolved_run.is_(None)
    )
    for rows in chunks(sorted({row for row, _ in repeated})):
        on_them = or_(_findings.c.document_a.in_(rows), _findings.c.document_b.in_(rows))
        for number, row_a, start_a, row_b, start_b in connection.execute(query.where(on_them)):
            for place, other, is_a in (((row_a, start_a), row_b, True), ((row_b, start_b), row_a, False)):
                if place in repeated and other in witnesses:
                    yield _Touching(number, repeated[place], is_a)


def _opinion(touched: _Touching, stored: ArchivedFinding, valid: Finding) -> Opinion:
    """The stored finding with the draft on side a, where the claim that it repeats was."""
    own, theirs, other = stored.document_a, stored.document_b, valid.b
    if not touched.is_a:
        own, theirs, other = stored.document_b, stored.document_a, valid.a
    draft = side_of(touched.claim)
    found = Finding(
        id=finding_id(draft, other),
        verdict=valid.verdict,
        type=valid.type,
        tier=valid.tier,
        score=valid.score,
        reason=valid.reason,
        a=draft,
        b=other,
    )
    return Opinion(Evidence(finding=found, document=theirs), is_later=is_earlier(own, theirs))

"""A planned change, written: everything of it in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from crosscheck.archive import schema
from crosscheck.archive.change import Arrival, Found, Plan
from crosscheck.archive.chunks import chunks
from crosscheck.archive.families import sample
from crosscheck.archive.holdings import claim_json
from crosscheck.archive.intake import moment, page
from crosscheck.archive.memory import Memory, ensure_texts, to_blob
from crosscheck.archive.reviews import pair_key
from crosscheck.claims.by_rules import Extraction
from crosscheck.pairing.occasions import day_span
from crosscheck.types import Document, Run

_documents, _claims, _findings, _runs = schema.documents, schema.claims, schema.findings, schema.runs
_shingles, _texts, _inferences = schema.shingles, schema.texts, schema.inferences

Kind = Literal["add", "remove", "recompute"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a change left behind.

    Attributes:
        run: Its number.
        new: Ids of findings that did not hold before.
        resolved: Ids of findings that no longer hold and are kept as history.
    """

    run: int
    new: frozenset[str]
    resolved: frozenset[str]


def now() -> str:
    """The time as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def keep(connection: Connection, plan: Plan, memory: Memory, *, kind: Kind, run: Run, started: str) -> Kept:
    """Write a plan that was made on the present state.

    Args:
        connection: In a write transaction.
        plan: What changes.
        memory: Whose new answers are stored too.
        kind: What is done.
        run: Version, models and settings.
        started: When planning began.
    """
    number = plan.generation + 1
    connection.execute(
        insert(_runs),
        {
            "id": number,
            "kind": kind,
            "run": run.model_dump_json(),
            "started": started,
            "finished": now(),
            "documents": len(plan.arrivals),
            "findings": 0,
        },
    )
    _retire(connection, plan)
    if plan.removed:
        _delete(connection, plan.removed)
    memory.save(connection, {claim.text for a in plan.articles.values() for claim in a.claims})
    _store_documents(connection, plan, number)
    _store_claims(connection, plan)
    _replace_renewed(connection, plan)
    _regroup(connection, plan, number)
    kept = _store_findings(connection, plan, number)
    if plan.removed or plan.reread:
        _sweep(connection)
    connection.execute(update(_runs).where(_runs.c.id == number).values(findings=len(kept.new)))
    return kept


def _retire(connection: Connection, plan: Plan) -> None:
    """Corrected versions stay as history: with their text, without claims of their own."""
    retired = {"current": False, "vector": None, "changed_run": None}
    for some in chunks(sorted(plan.superseded | plan.renewed.keys())):
        connection.execute(update(_documents).where(_documents.c.id.in_(some)).values(retired))
        connection.execute(delete(_claims).where(_claims.c.document.in_(some)))
        connection.execute(delete(_shingles).where(_shingles.c.document.in_(some)))
    for some in chunks(sorted(plan.renewed)):  # their numbers are those of the rows that take their places
        version = -_documents.c.version
        connection.execute(update(_documents).where(_documents.c.id.in_(some)).values(version=version))


def _replace_renewed(connection: Connection, plan: Plan) -> None:
    """Let findings, resolved ones too, speak of the rows that took the places of others."""
    for old, new in plan.renewed.items():
        for side in (_findings.c.document_a, _findings.c.document_b):
            connection.execute(update(_findings).where(side == old).values({side: new}))
    _delete(connection, plan.renewed.keys())


def _delete(connection: Connection, rows: Collection[int]) -> None:
    for some in chunks(sorted(rows)):  # claims, shingles and findings go with them
        connection.execute(delete(_documents).where(_documents.c.id.in_(some)))


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of equal columns in one go; none where there are none."""
    if rows:
        connection.execute(insert(table), rows)


def _store_documents(connection: Connection, plan: Plan, run: int) -> None:
    """Store new documents, and their texts that were corrected in the same batch: history from the start."""
    arrivals = plan.arrivals.items()
    _insert(connection, _documents, [_arrived(row, a) | {"added_run": run} for row, a in arrivals])
    earlier = [fields | {"added_run": run} for _, arrival in arrivals for fields in _earlier(arrival)]
    _insert(connection, _documents, earlier)
    hashes = [{"hash": int(value), "document": row} for row, a in arrivals for value in sample(a.leaf.hashes)]
    _insert(connection, _shingles, hashes)


def _arrived(row: int, arrival: Arrival) -> dict[str, Any]:
    return {
        "id": row,
        "version": arrival.newcomer.version,
        "current": True,
        **_fields(arrival.newcomer.document, arrival.extraction),
        "moment": arrival.leaf.moment,
        "shingles": arrival.leaf.hashes.tobytes(),
    }


def _earlier(arrival: Arrival) -> Iterator[dict[str, Any]]:
    first = arrival.newcomer.version - len(arrival.earlier)
    read = zip(arrival.newcomer.earlier, arrival.earlier, strict=True)
    for version, (document, extraction) in enumerate(read, start=first):
        fields = _fields(document, extraction)
        yield {"version": version, "current": False, **fields, "moment": moment(document), "shingles": b""}


def _fields(document: Document, extraction: Extraction) -> dict[str, Any]:
    return {"document": document.id, **stored_fields(document), **_counts(extraction)}


def _counts(extraction: Extraction) -> dict[str, int]:
    return {"sentences": len(extraction.sentences), "claims": len(extraction.claims)}


def _store_claims(connection: Connection, plan: Plan) -> None:
    """Store the claims of new documents, and of those that were read anew in place of the old ones."""
    for some in chunks(sorted(plan.reread)):
        connection.execute(delete(_claims).where(_claims.c.document.in_(some)))
    for row, read in plan.reread.items():
        connection.execute(update(_documents).where(_documents.c.id == row).values(_counts(read)))
    fresh = plan.fresh
    texts = ensure_texts(connection, [claim.text for read in fresh.values() for claim in read.claims])
    claims = [
        {
            "document": row,
            "ordinal": claim.index,
            "text": texts[claim.text],
            "own": claim.index in plan.own[row],
            "first_day": day_span(claim)[0],
            "last_day": day_span(claim)[1],
            "claim": claim_json(claim),
        }
        for row, read in fresh.items()
        for claim in read.claims
    ]
    _insert(connection, _claims, claims)


def stored_fields(document: Document) -> dict[str, Any]:
    """What is stored of a document as it was given."""
    day = document.published_on
    return {
        "source": document.source,
        "title": document.title,
        "published": document.model_dump(mode="json", include={"published"})["published"],
        "day": day.toordinal() if day else None,
        "url": page(document.url),
        "author": document.author,
        "path": document.path,
        "text": document.text,
    }


def _regroup(connection: Connection, plan: Plan, run: int) -> None:
    """Write who repeats whom, which claims are a document's own, and what is compared of it therefore."""
    parents = [
        {"row": row, "parent": parent and parent.row, "share": parent and parent.share}
        for row, parent in plan.parents.items()
    ]
    roots = [{"row": row, "root": root} for row, root in plan.roots.items()]
    this = _documents.c.id == bindparam("row")
    if parents:
        connection.execute(
            update(_documents).where(this).values(parent=bindparam("parent"), share=bindparam("share")),
            parents,
        )
    if roots:
        connection.execute(update(_documents).where(this).values(root=bindparam("root")), roots)
    stored = sorted(plan.own.keys() - plan.fresh.keys())  # of the others the claims have just been stored
    for some in chunks(stored):
        connection.execute(update(_claims).where(_claims.c.document.in_(some)).values(own=False))
    for some in chunks(sorted(claim for row in stored for claim in plan.own[row])):
        connection.execute(update(_claims).where(_claims.c.id.in_(some)).values(own=True))
    vectors = {row: plan.articles[row].vector if row in plan.articles else None for row in plan.own}
    compared = [
        {"row": row, "vector": None, "run": None}
        if vector is None
        else {"row": row, "vector": to_blob(vector), "run": run}
        for row, vector in vectors.items()
    ]
    if compared:
        connection.execute(
            update(_documents).where(this).values(vector=bindparam("vector"), changed_run=bindparam("run")),
            compared,
        )


def _store_findings(connection: Connection, plan: Plan, run: int) -> Kept:
    """Open what is found now, resolve what is no longer found, and leave the rest open as it is."""
    resolved = sorted(plan.touched - plan.found.keys())
    for some in chunks(resolved):
        connection.execute(update(_findings).where(_findings.c.id.in_(some)).values(resolved_run=run))
    known = set(_known(connection, plan.found))
    new = plan.found.keys() - plan.touched
    for finding_id in known:
        again = {"reopened_run": run, "resolved_run": None} if finding_id in new else {}
        values = _values(plan.found[finding_id]) | again
        connection.execute(update(_findings).where(_findings.c.id == finding_id).values(values))
    found_first = [
        _values(found) | {"id": finding_id, "first_run": run}
        for finding_id, found in plan.found.items()
        if finding_id not in known
    ]
    _insert(connection, _findings, found_first)
    return Kept(run, frozenset(new), frozenset(resolved))


def _known(connection: Connection, ids: Iterable[str]) -> Iterable[str]:
    for some in chunks(list(ids)):
        yield from connection.scalars(select(_findings.c.id).where(_findings.c.id.in_(some)))


def _values(found: Found) -> dict[str, Any]:
    finding = found.finding
    return {
        "key": pair_key(finding.a.text, finding.b.text),
        "verdict": finding.verdict.value,
        "type": finding.type.value if finding.type else None,
        "tier": finding.tier.value,
        "score": finding.score,
        "reason": finding.reason,
        "document_a": found.rows[0],
        "document_b": found.rows[1],
        "a": finding.a.model_dump_json(),
        "b": finding.b.model_dump_json(),
        "text_a": finding.a.text,
        "text_b": finding.b.text,
        "start_a": finding.a.start,
        "start_b": finding.b.start,
        "context_a": found.contexts[0],
        "context_b": found.contexts[1],
    }


def _sweep(connection: Connection) -> None:
    """Drop texts that no claim has any more, with their vectors, and inferences on them."""
    gone = _texts.c.claim.is_(None) & _texts.c.id.not_in(select(_claims.c.text))
    connection.execute(delete(_texts).where(gone))  # passages of them go along
    known = select(_texts.c.id)
    connection.execute(
        delete(_inferences).where(
            _inferences.c.premise.not_in(known) | _inferences.c.hypothesis.not_in(known)
        )
    )

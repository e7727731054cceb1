"""What happened: the runs, and what they found and resolved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.listing import archived, found_after, last_run_before
from crosscheck.archive.records import ArchivedFinding, Changes, RunRecord
from crosscheck.archive.reviews import is_dismissed
from crosscheck.errors import NotInArchive
from crosscheck.types import Run

_runs, _findings = schema.runs, schema.findings


def list_runs(connection: Connection) -> list[RunRecord]:
    """All runs, latest first."""
    return [
        RunRecord(
            id=row.id,
            kind=row.kind,
            run=Run.model_validate_json(row.run),
            started=datetime.fromisoformat(row.started),
            finished=datetime.fromisoformat(row.finished),
            documents=row.documents,
            findings=row.findings,
        )
        for row in connection.execute(select(_runs).order_by(_runs.c.id.desc()))
    ]


def find_changes(connection: Connection, since: int | datetime) -> Changes:
    """What became of findings since a run or a time; those that were dismissed are left out.

    One that did not hold for a while and does again since is new.

    Raises:
        NotInArchive: There is no such run.
    """
    run = _last_run(connection, since)
    is_new = found_after(run)
    still = _findings.c.resolved_run.is_(None)
    conditions = {
        "new": [is_new, still],
        "resolved": [_findings.c.first_run <= run, _findings.c.resolved_run > run],
        "still_open": [~is_new, still],
    }
    found: dict[str, tuple[ArchivedFinding, ...]] = {}
    for name, condition in conditions.items():
        numbers = connection.scalars(
            select(_findings.c.number).where(*condition).order_by(_findings.c.number)
        )
        kept = archived(connection, list(numbers))
        found[name] = tuple(f for f in kept if not is_dismissed(f))
    return Changes(since_run=run, **found)


def _last_run(connection: Connection, since: int | datetime) -> int:
    """The last run that is not after `since`; 0 where there is none."""
    if isinstance(since, datetime):
        return last_run_before(connection, since)
    if since and connection.scalar(select(_runs.c.id).where(_runs.c.id == since)) is None:
        raise NotInArchive(f"the archive has no run {since}")
    return since

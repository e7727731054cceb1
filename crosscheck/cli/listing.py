"""`crosscheck findings`, `claims` and `documents`: what an archive holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosscheck.cli.archives import ListOutputs, archive_option, day, list_outputs, opened, paging

if TYPE_CHECKING:
    from crosscheck.archive import ArchivedFinding, DocumentRecord
    from crosscheck.types import Side

VERDICTS = ("conflict", "competing_accounts", "update", "agreement")
TYPES = ("number", "date", "place", "person", "attribution", "outcome", "negation", "cause", "status")
STATUSES = ("open", "accepted", "dismissed", "resolved")


@click.command()
@archive_option
@click.option("--verdict", "verdicts", type=click.Choice(VERDICTS), multiple=True, help="Can be repeated.")
@click.option("--type", "types", type=click.Choice(TYPES), multiple=True, help="Can be repeated.")
@click.option("--tier", type=click.Choice(["confirmed", "suggested"]), help="This tier or better.")
@click.option("--source", "sources", multiple=True, help="One side stands in this outlet; can be repeated.")
@click.option(
    "--status",
    "statuses",
    type=click.Choice(STATUSES),
    multiple=True,
    default=("open", "accepted"),
    show_default=True,
    help="Can be repeated.",
)
@click.option("--since", type=day, metavar="DATE", help="Found on or after this day (YYYY-MM-DD).")
@click.option("--since-run", type=click.IntRange(0), help="Found after this run.")
@click.option(
    "--published-since",
    type=day,
    metavar="DATE",
    help="One side was published on or after this day (YYYY-MM-DD).",
)
@click.option(
    "--published-until",
    type=day,
    metavar="DATE",
    help="The same side was published on or before this day (YYYY-MM-DD).",
)
@click.option("--document", metavar="ID", help="One side stands in this document.")
@click.option("--text", help="These words stand in a quote or the reason.")
@paging
@list_outputs
def findings(
    *,
    file: Path,
    verdicts: tuple[str, ...],
    types: tuple[str, ...],
    tier: str | None,
    sources: tuple[str, ...],
    statuses: tuple[str, ...],
    since: datetime | None,
    since_run: int | None,
    published_since: datetime | None,
    published_until: datetime | None,
    document: str | None,
    text: str | None,
    limit: int | None,
    offset: int,
    outputs: ListOutputs,
) -> None:
    """List the findings of an archive, conflicts first."""
    from crosscheck.archive import Status  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.types import DifferenceType, Tier, Verdict  # noqa: PLC0415 - as above

    if since is not None and since_run is not None:
        raise click.UsageError("--since and --since-run exclude one another")
    if published_since and published_until and published_until < published_since:
        raise click.UsageError("--published-until is before --published-since; exchange the two days")
    with opened(file) as archive:
        found = archive.findings(
            verdicts=[Verdict(verdict) for verdict in verdicts],
            types=[DifferenceType(kind) for kind in types],
            tier=Tier(tier) if tier else None,
            sources=sources,
            statuses=[Status(status) for status in statuses],
            since=since.date() if since else since_run,
            published_since=published_since.date() if published_since else None,
            published_until=published_until.date() if published_until else None,
            document=document,
            text=text,
            limit=limit,
            offset=offset,
        )
    write_findings(found, outputs)


@click.command()
@archive_option
@click.option("--document", metavar="ID", help="Of this document only.")
@click.option("--source", help="Of this outlet only.")
@click.option("--text", help="These words stand in it.")
@paging
@list_outputs
def claims(
    *,
    file: Path,
    document: str | None,
    source: str | None,
    text: str | None,
    limit: int | None,
    offset: int,
    outputs: ListOutputs,
) -> None:
    """List the claims of an archive, in order of publication."""
    with opened(file) as archive:
        found = archive.claims(document=document, source=source, text=text, limit=limit, offset=offset)
    columns = ("document", "start", "end", "published", "speaker", "assertion", "text")
    dumped = [claim.model_dump(mode="json") for claim in found]
    rows = ([claim[column] for column in columns] for claim in dumped)
    outputs.write(found, columns, rows, (f"{claim.id}  {claim.text}" for claim in found))


@click.command()
@archive_option
@click.option("--source", help="Of this outlet only.")
@click.option("--since", type=day, metavar="DATE", help="Published on or after this day (YYYY-MM-DD).")
@click.option("--until", type=day, metavar="DATE", help="Published on or before this day (YYYY-MM-DD).")
@click.option("--text", help="These words stand in the text or the title.")
@click.option("--history", is_flag=True, help="List earlier versions of corrected articles too.")
@paging
@list_outputs
def documents(
    *,
    file: Path,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
    text: str | None,
    history: bool,
    limit: int | None,
    offset: int,
    outputs: ListOutputs,
) -> None:
    """List the documents of an archive, latest publication first."""
    with opened(file) as archive:
        found = archive.documents(
            source=source,
            since=since.date() if since else None,
            until=until.date() if until else None,
            text=text,
            history=history,
            limit=limit,
            offset=offset,
        )
    columns = (
        "id",
        "version",
        "source",
        "published",
        "title",
        "author",
        "url",
        "sentences",
        "claims",
        "copy_of",
    )
    dumped = [record.model_dump(mode="json") for record in found]
    rows = ([record[column] for column in columns] for record in dumped)
    outputs.write(found, columns, rows, map(document_line, found))


def document_line(record: DocumentRecord) -> str:
    """A document on one line."""
    from crosscheck.report import wording  # noqa: PLC0415 - loaded after --help has answered

    version = "" if record.version == 1 else f", version {record.version}"
    copy = f", copy of {record.copy_of}" if record.copy_of else ""
    title = record.title or wording.UNTITLED
    claims_ = wording.counted(record.claims, "claim")
    return f"{record.id}  {wording.described(record)}: {title} ({claims_}{version}{copy})"


def finding_lines(found: Iterable[ArchivedFinding]) -> Iterator[str]:
    """Findings, three lines each."""
    from crosscheck.report import wording  # noqa: PLC0415 - loaded after --help has answered

    for finding in found:
        verdict = wording.VERDICTS[finding.verdict].singular
        status = "" if finding.status == "open" else f", {finding.status}"
        kind = wording.kind(finding)
        yield f"{finding.id}  {verdict} ({kind}{status}): {wording.sentence_case(finding.reason)}"
        for side, record in ((finding.a, finding.document_a), (finding.b, finding.document_b)):
            yield f"    {wording.described(record)}: “{side.text}”"


def write_findings(found: list[ArchivedFinding], outputs: ListOutputs) -> None:
    """Write findings as text, JSON and CSV."""
    columns = (
        "id",
        "verdict",
        "type",
        "tier",
        "status",
        "reason",
        "first_run",
        "reopened_run",
        "resolved_run",
        *_side_columns(),
    )
    rows = (
        [
            *(finding.model_dump(mode="json")[column] for column in columns[:9]),
            *_side_cells(finding.a, finding.document_a),
            *_side_cells(finding.b, finding.document_b),
        ]
        for finding in found
    )
    outputs.write(found, columns, rows, finding_lines(found))


def _side_columns() -> Iterator[str]:
    for side in ("a", "b"):
        for column in ("document", "source", "published", "url", "speaker", "start", "end", "text"):
            yield f"{side}_{column}"


def _side_cells(side: Side, record: DocumentRecord) -> list[object]:
    published = record.model_dump(mode="json", include={"published"})["published"]
    cells = (
        side.document,
        record.source,
        published,
        record.url,
        side.speaker,
        side.start,
        side.end,
        side.text,
    )
    return list(cells)

"""`crosscheck archive`: what happened in an archive, and its upkeep."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosscheck.cli.archives import ListOutputs, archive_option, day, list_outputs, opened, with_models
from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.listing import finding_lines
from crosscheck.cli.output import STDOUT, progress_on_terminal, write_output

if TYPE_CHECKING:
    from crosscheck.archive import Staleness

MINUTE = 60.0


@click.group()
def archive() -> None:
    """Show what happened in an archive, and look after it."""


@archive.command()
@archive_option
@list_outputs
def runs(*, file: Path, outputs: ListOutputs) -> None:
    """List all changes, latest first."""
    with opened(file) as opened_archive:
        found = opened_archive.runs()
    columns = ("id", "kind", "started", "finished", "documents", "findings")
    rows = [[run.model_dump(mode="json")[column] for column in columns] for run in found]
    lines = (
        f"{run.id:>6}  {run.started:%Y-%m-%d %H:%M}  {run.kind:9}  {run.documents} documents, "
        f"{run.findings} new findings"
        for run in found
    )
    outputs.write(found, columns, rows, lines)


@archive.command(short_help="Show which findings are new, resolved and still open.")
@archive_option
@click.option("--since-run", type=click.IntRange(0), help="After this run.")
@click.option("--since", type=day, metavar="DATE", help="On or after this day (YYYY-MM-DD, UTC).")
@click.option("--json", "json_file", metavar="FILE", help="Write it as JSON; '-' for stdout alone.")
def changes(*, file: Path, since_run: int | None, since: datetime | None, json_file: str | None) -> None:
    """Show which findings are new, resolved and still open since the last run, another run or a day."""
    if since_run is not None and since is not None:
        raise click.UsageError("--since and --since-run exclude one another")
    from crosscheck.report.quotes import printable  # noqa: PLC0415 - loaded after --help has answered

    with opened(file) as opened_archive:
        last = max([0, *(run.id for run in opened_archive.runs())])
        start = (
            since.replace(tzinfo=UTC) if since else since_run if since_run is not None else max(0, last - 1)
        )
        found = opened_archive.changes(start)
    if json_file is not None:
        write_output(json_file, found.model_dump_json(by_alias=True, indent=1) + "\n")
    if json_file == STDOUT:
        return
    for title, part in (("new", found.new), ("resolved", found.resolved)):
        click.echo(f"{title}: {len(part)}")
        for line in finding_lines(part):
            click.echo(printable(line))
    click.echo(f"still open: {len(found.still_open)}")


@archive.command(short_help="Show the reports of one fact in order of time.")
@click.argument("finding", metavar="FINDING")
@archive_option
@list_outputs
def timeline(*, finding: str, file: Path, outputs: ListOutputs) -> None:
    """Show the reports of one fact in order of time, and which sources never corrected theirs."""
    from crosscheck.report import wording  # noqa: PLC0415 - loaded after --help has answered

    with opened(file) as opened_archive:
        found = opened_archive.timeline(finding)
    columns = ("published", "source", "document", "relation", "corrected", "text")
    rows = [
        [
            entry.document.model_dump(mode="json")["published"],
            entry.document.source,
            entry.document.id,
            entry.relation,
            entry.corrected,
            entry.side.text,
        ]
        for entry in found
    ]
    lines = (
        f"{wording.described(entry.document)}"
        f"{f' ({entry.relation})' if entry.relation else ''}: “{entry.side.text}”"
        f"{' [later corrected by this source]' if entry.corrected else ''}"
        for entry in found
    )
    outputs.write(found, columns, rows, lines)


@archive.command(short_help="Show how often each source agrees, or is contradicted.")
@archive_option
@list_outputs
def sources(*, file: Path, outputs: ListOutputs) -> None:
    """Show how often each source stands alone, agrees, is contradicted, superseded, and corrects itself."""
    with opened(file) as opened_archive:
        found = opened_archive.sources()
    columns = (
        "source",
        "documents",
        "claims",
        "alone",
        "agreed",
        "contradicted",
        "superseded",
        "corrected",
        "latest",
    )
    rows = [[record.model_dump(mode="json")[column] for column in columns] for record in found]
    lines = (
        f"{record.source}: {record.documents} documents, {record.claims} claims, {record.alone} alone, "
        f"{record.agreed} agreed, {record.contradicted} contradicted, {record.superseded} superseded, "
        f"{record.corrected} corrections"
        for record in found
    )
    outputs.write(found, columns, rows, lines)


@archive.command(short_help="Remove a document with its claims and findings.")
@click.argument("document", metavar="ID")
@archive_option
@with_models
def remove(*, document: str, file: Path, encoder: str | None, nli: str | None) -> None:
    """Remove a document, all its versions, and its claims and findings; reviews of its texts stay."""
    with opened(file, encoder=encoder, nli=nli) as opened_archive, progress_on_terminal() as progress:
        change = opened_archive.remove(document, progress=progress)
    click.echo(f"removed {document}; {len(change.new)} new findings")


@archive.command(short_help="Compute anew what changed models and settings ask for.")
@archive_option
@with_models
@click.option("--estimate", is_flag=True, help="Say what is to be done and how long it takes, no more.")
def recompute(*, file: Path, encoder: str | None, nli: str | None, estimate: bool) -> None:
    """Compute anew what depends on changed models and settings, and nothing else.

    Says first how long it will take. Broken off, it goes on from there the next time.
    """
    with opened(file, encoder=encoder, nli=nli) as opened_archive, progress_on_terminal() as progress:
        staleness = opened_archive.stale()
        if staleness is None:
            click.echo("the archive is up to date", err=True)
            return
        click.echo(_estimate(staleness), err=True)
        if estimate:
            return
        change = opened_archive.recompute(progress=progress)
    click.echo(f"{len(change.new)} new findings, {len(change.resolved)} resolved")


def _estimate(staleness: Staleness) -> str:
    minutes = staleness.seconds / MINUTE
    duration = f"{minutes:.0f} minutes" if minutes >= 2 else f"{max(1, round(staleness.seconds))} seconds"  # noqa: PLR2004
    return (
        f"changed: {', '.join(staleness.changed)}; {staleness.texts:,} claims to embed, "
        f"{staleness.pairs:,} pairs to infer, about {duration}"
    )


@archive.command(short_help="Read the whole file and say what is wrong with it.")
@archive_option
def verify(*, file: Path) -> None:
    """Read the whole file and say what is wrong with it; status 4 where anything is."""
    with opened(file) as opened_archive:
        wrong = opened_archive.check_file()
    for line in wrong:
        click.echo(line)
    if wrong:
        sys.exit(ExitStatus.NOTHING_DONE)
    click.echo("the file is sound", err=True)


@archive.command(short_help="Export decided pairs for training and evaluation.")
@archive_option
@click.option("--out", default=STDOUT, show_default=True, metavar="FILE", help="Where to write.")
def labelled(*, file: Path, out: str) -> None:
    """Export the pairs that editors decided on as labelled pairs for training and evaluation (JSON Lines)."""
    with opened(file) as opened_archive:
        pairs = opened_archive.export_labelled()
    write_output(out, "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs))

"""`crosscheck check`: a draft against an archive."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosscheck.cli.archives import archive_option, day, opened, with_models
from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.output import (
    STDOUT,
    ReportOutputs,
    progress_on_terminal,
    report_outputs,
    write_output,
)

if TYPE_CHECKING:
    from crosscheck.archive import DraftCheck
    from crosscheck.types import Document, Problem


@click.command(short_help="Check a draft, sentence by sentence, against an archive.")
@click.argument("draft", metavar="DRAFT")
@archive_option
@with_models
@click.option(
    "--since",
    type=day,
    metavar="DATE",
    help="Articles published before this day (YYYY-MM-DD), or without a date, have no say.",
)
@click.option("--source", "sources", multiple=True, help="Only this outlet has a say; can be repeated.")
@click.option("--exclude-source", multiple=True, help="This outlet has no say; can be repeated.")
@click.option(
    "--fail-on", type=click.Choice(["conflict"]), help="Exit with status 1 when a sentence is disputed."
)
@report_outputs
def check(
    *,
    draft: str,
    file: Path,
    encoder: str | None,
    nli: str | None,
    since: datetime | None,
    sources: tuple[str, ...],
    exclude_source: tuple[str, ...],
    fail_on: str | None,
    outputs: ReportOutputs,
) -> None:
    """Check the draft at DRAFT, a file, URL or '-', sentence by sentence against an archive.

    Each sentence is supported, disputed, superseded by later reports, found nowhere, or no claim (a question,
    a heading); in JSON supported, disputed, superseded, nowhere, no_claim. Nothing is stored.
    """
    from crosscheck.archive import Standing  # noqa: PLC0415 - loaded after --help has answered

    with opened(file, encoder=encoder, nli=nli) as archive, progress_on_terminal() as progress:
        documents, problems = archive.checker.read([draft])
        done = archive.check(
            _only(draft, documents, problems),
            since=since.date() if since else None,
            sources=sources,
            exclude_sources=exclude_source,
            progress=progress,
        )
    done = done.model_copy(update={"problems": tuple(problems)})
    for form, target in outputs.targets.items():
        write_output(target, getattr(done, f"to_{form}")())
    if STDOUT not in outputs.targets.values():
        _print(done)
    for problem in problems:
        click.echo(f"crosscheck: {problem}", err=True)
    if fail_on and any(sentence.standing is Standing.DISPUTED for sentence in done.sentences):
        sys.exit(ExitStatus.CONFLICTS_FOUND)
    sys.exit(ExitStatus.SOME_INPUT_UNREAD if problems else ExitStatus.DONE)


def _only(location: str, documents: list[Document], problems: list[Problem]) -> Document:
    if len(documents) == 1:
        return documents[0]
    for problem in problems:
        click.echo(f"crosscheck: {problem}", err=True)
    if documents:
        raise click.BadParameter(
            f"{location} holds {len(documents)} documents; check one draft at a time", param_hint="DRAFT"
        )
    sys.exit(ExitStatus.NOTHING_DONE)


def _print(done: DraftCheck) -> None:
    from rich.console import Console  # noqa: PLC0415 - loaded only where it prints

    from crosscheck.report.draft_terminal import print_draft_check  # noqa: PLC0415 - as above

    print_draft_check(done, Console())

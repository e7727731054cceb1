"""`crosscheck ingest`: articles into an archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosscheck.cli.archives import archive_option, opened, with_models
from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.output import STDOUT, progress_on_terminal, write_output

if TYPE_CHECKING:
    from crosscheck.archive import Addition


@click.command(short_help="Add articles to an archive and say what was found.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@archive_option
@with_models
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    help="Write what was added and found as JSON; '-' for stdout alone.",
)
def ingest(
    *, paths: tuple[str, ...], file: Path, encoder: str | None, nli: str | None, json_file: str | None
) -> None:
    """Add the articles at PATH... to an archive: files, folders, URLs, feeds, or '-' for stdin.

    What is new is compared with the archive and among itself; a corrected article becomes a new version.
    """
    with opened(file, create=True, encoder=encoder, nli=nli) as archive, progress_on_terminal() as progress:
        documents, problems = archive.checker.read(paths)
        addition = archive.add(documents, problems=problems, progress=progress)
    if json_file is not None:
        write_output(json_file, addition.model_dump_json(by_alias=True, indent=1) + "\n")
    if json_file != STDOUT:
        _print(addition)
    for problem in addition.problems:
        click.echo(f"crosscheck: {problem}", err=True)
    sys.exit(_status(addition))


def _print(addition: Addition) -> None:
    from crosscheck.cli.listing import finding_lines  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.report.quotes import printable  # noqa: PLC0415 - as above
    from crosscheck.report.wording import counted  # noqa: PLC0415 - as above

    parts = [
        counted(len(addition.added), "new article"),
        f"{len(addition.revised)} corrected",
        f"{len(addition.unchanged)} known already",
        counted(len(addition.new), "new finding"),
        f"{len(addition.resolved)} resolved",
    ]
    click.echo(", ".join(parts))
    for line in finding_lines(addition.new):
        click.echo(printable(line))


def _status(addition: Addition) -> ExitStatus:
    if not (addition.added or addition.revised or addition.unchanged):
        return ExitStatus.NOTHING_DONE
    return ExitStatus.SOME_INPUT_UNREAD if addition.problems else ExitStatus.DONE

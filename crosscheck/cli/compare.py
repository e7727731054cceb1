"""`crosscheck compare`: articles against one another."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.output import ReportOutputs, progress_on_terminal, report_outputs

if TYPE_CHECKING:
    from crosscheck.types import Document, Report


@click.command(short_help="Compare articles with one another.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--within-documents", is_flag=True, help="Compare each article with itself too.")
@click.option(
    "--tier",
    type=click.Choice(["confirmed", "suggested"]),
    default="suggested",
    show_default=True,
    help="Lowest tier to report: confirmed findings only, or suggested ones too.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Leave out articles published before this day (YYYY-MM-DD); those without a date stay.",
)
@click.option(
    "--fail-on", type=click.Choice(["conflict"]), help="Exit with status 1 when there are conflicts."
)
@click.option("--encoder", metavar="NAME", help="A sentence-transformers encoder instead of the bundled one.")
@click.option("--nli", metavar="NAME", help="An NLI cross-encoder instead of the bundled one.")
@report_outputs
def compare(
    *,
    paths: tuple[str, ...],
    within_documents: bool,
    tier: str,
    since: datetime | None,
    fail_on: str | None,
    encoder: str | None,
    nli: str | None,
    outputs: ReportOutputs,
) -> None:
    """Compare the articles at PATH...: files, folders, URLs, feeds, or '-' for stdin."""
    from crosscheck.checker import Crosscheck  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.settings import Settings  # noqa: PLC0415 - as above
    from crosscheck.types import Tier  # noqa: PLC0415 - as above

    settings = Settings.load(pairing={"within_documents": True} if within_documents else {})
    checker = Crosscheck(encoder, nli, settings=settings)
    with progress_on_terminal() as progress:
        documents, problems = checker.read(paths)
        documents = _published_since(documents, since.date() if since else None)
        report = checker.compare(documents, problems=problems, progress=progress).at_least(Tier(tier))
    outputs.write(report)
    for problem in problems:
        click.echo(f"crosscheck: {problem}", err=True)
    sys.exit(_status(report, fail_on))


def _published_since(documents: list[Document], since: date | None) -> list[Document]:
    return [d for d in documents if since is None or d.published_on is None or d.published_on >= since]


def _status(report: Report, fail_on: str | None) -> ExitStatus:
    if not report.documents:
        return ExitStatus.NOTHING_DONE
    if fail_on and report.conflicts:
        return ExitStatus.CONFLICTS_FOUND
    return ExitStatus.SOME_INPUT_UNREAD if report.problems else ExitStatus.DONE

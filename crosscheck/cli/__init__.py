"""The command line; mirrors the Python API.

Data goes to stdout, progress and messages to stderr. Exit status: 0 done, 1 `--fail-on conflict` and
conflicts found (whatever could not be read) or a figure below its floor, 2 wrong usage, 3 some input could
not be read (the rest was done), 4 nothing could be done, or an output not be written.

Commands import what they need when they run, so that `crosscheck --help` answers at once.
"""

from __future__ import annotations

import sys

import click

from crosscheck.cli.archive import archive
from crosscheck.cli.check import check
from crosscheck.cli.compare import compare
from crosscheck.cli.evaluate import evaluate
from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.ingest import ingest
from crosscheck.cli.listing import claims, documents, findings
from crosscheck.cli.models import models
from crosscheck.cli.pair import pair
from crosscheck.cli.serve import serve
from crosscheck.cli.train import train
from crosscheck.cli.watch import watch

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="crosscheck")
def cli() -> None:
    """Cross-check the claims of news articles: where sources agree, conflict, or supersede one another."""


cli.add_command(compare)
cli.add_command(pair)
cli.add_command(ingest)
cli.add_command(check)
cli.add_command(findings)
cli.add_command(claims)
cli.add_command(documents)
cli.add_command(archive)
cli.add_command(watch)
cli.add_command(serve)
cli.add_command(serve, "review")
cli.add_command(models)
cli.add_command(evaluate)
cli.add_command(train)


def main() -> None:
    """Entry point of the console script; an error raised on purpose becomes one line, never a traceback."""
    from crosscheck.errors import CrosscheckError, InvalidSettings  # noqa: PLC0415 - loads no dependency

    try:
        cli()
    except InvalidSettings as error:
        click.echo(f"crosscheck: {error}", err=True)
        sys.exit(ExitStatus.USAGE)
    except CrosscheckError as error:
        click.echo(f"crosscheck: {error}", err=True)
        sys.exit(ExitStatus.NOTHING_DONE)

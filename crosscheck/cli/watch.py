"""`crosscheck watch`: new material as it comes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from crosscheck.cli.archives import archive_option, opened, with_models
from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.listing import finding_lines

if TYPE_CHECKING:
    from crosscheck.archive import ArchivedFinding
    from crosscheck.types import Problem
    from crosscheck.watching import Announcer, Watcher


@click.command(short_help="Add new articles of feeds and folders as they come.")
@click.argument("locations", nargs=-1, required=True, metavar="FEED|FOLDER...")
@archive_option
@with_models
@click.option("--interval", type=click.FloatRange(min=0, min_open=True), help="Seconds between two looks.")
@click.option(
    "--tier",
    type=click.Choice(["confirmed", "suggested"]),
    default="confirmed",
    show_default=True,
    help="Lowest tier to tell of.",
)
@click.option("--webhook", metavar="URL", help="Post new findings there as JSON, too.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print findings as JSON, one a line, on stdout; takes no FILE."
)
@click.option("--once", is_flag=True, help="Look once at each and stop.")
def watch(
    *,
    locations: tuple[str, ...],
    file: Path,
    encoder: str | None,
    nli: str | None,
    interval: float | None,
    tier: str,
    webhook: str | None,
    as_json: bool,
    once: bool,
) -> None:
    """Look at feeds and folders again and again, add what is new to an archive, and tell what conflicts.

    Feeds are asked for changes only, as their robots.txt allows; one that fails is left alone for longer and
    longer. What was found before the first look is not told. Stops on Ctrl-C or SIGTERM when the articles at
    hand are kept; a second signal stops at once.
    """
    from crosscheck.report.quotes import printable  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.settings import Settings  # noqa: PLC0415 - as above
    from crosscheck.types import Tier  # noqa: PLC0415 - as above
    from crosscheck.watching import Printer, Watcher, Webhook  # noqa: PLC0415 - as above

    def report(problem: Problem) -> None:
        click.echo(f"crosscheck: {printable(str(problem))}", err=True)

    def form(finding: ArchivedFinding) -> list[str]:
        if as_json:
            return [finding.model_dump_json()]
        return [printable(line) for line in finding_lines([finding])]

    settings = Settings.load(watch={"interval": interval} if interval else {})
    with opened(file, create=True, encoder=encoder, nli=nli, settings=settings) as archive:
        hook = Webhook(webhook, settings.reading.timeout) if webhook else None
        printer = Printer(click.echo, form)
        announcers: list[Announcer] = [printer, hook] if hook else [printer]
        watcher = Watcher(archive, locations, announcers, tier=Tier(tier), report=report)
        try:
            with _stopping_on_signals(watcher):
                if once:
                    sys.exit(_status(watcher.look(), len(set(locations))))
                watcher.run()
        finally:
            watcher.close()
            if hook:
                hook.close()


def _status(failed: int, looked_at: int) -> ExitStatus:
    if failed == looked_at:
        return ExitStatus.NOTHING_DONE
    return ExitStatus.SOME_INPUT_UNREAD if failed else ExitStatus.DONE


@contextmanager
def _stopping_on_signals(watcher: Watcher) -> Iterator[None]:
    """Make the first SIGINT or SIGTERM stop the watcher; the next one does what it always did."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def stop(_number: int, _frame: FrameType | None) -> None:
        watcher.stop()
        restore()

    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        restore()

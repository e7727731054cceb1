"""Where the output of a command goes: files written whole or not at all, stdout for `-`."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crosscheck.cli.exit_status import ExitStatus

if TYPE_CHECKING:
    from crosscheck.protocols import Progress
    from crosscheck.types import Report

STDOUT = "-"

_FORMATS = {
    "json": "Write the report as JSON; '-' for stdout alone.",
    "html": "Write the report as one HTML page.",
    "csv": "Write the findings as CSV.",
    "markdown": "Write the report as Markdown.",
}


class UnwritableOutput(click.ClickException):
    """A file cannot be written."""

    exit_code = ExitStatus.NOTHING_DONE


@dataclass(frozen=True, slots=True)
class ReportOutputs:
    """Where a command's report is wanted.

    Attributes:
        targets: From the format to a file or `-`.
    """

    targets: Mapping[str, str]

    def write(self, report: Report) -> None:
        """Write every file that was asked for, and the report for people unless stdout carries data."""
        for form, target in self.targets.items():
            write_output(target, getattr(report, f"to_{form}")())
        if STDOUT in self.targets.values():
            return
        from rich.console import Console  # noqa: PLC0415 - loaded only where it prints

        from crosscheck.report.terminal import print_report  # noqa: PLC0415 - as above

        print_report(report, Console())


def report_outputs(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options `--json`, `--html`, `--csv` and `--markdown`, as one argument `outputs`."""

    @functools.wraps(command)
    def with_outputs(**arguments: Any) -> None:  # noqa: ANN401 - click's parsed options
        targets = {form: target for form in _FORMATS if (target := arguments.pop(f"{form}_file")) is not None}
        if list(targets.values()).count(STDOUT) > 1:
            raise click.UsageError("only one format can go to stdout")
        for target in targets.values():
            if target != STDOUT and not Path(target).parent.is_dir():  # said before the work is done
                raise UnwritableOutput(f"{target}: cannot be written: {Path(target).parent} is no folder")
        command(outputs=ReportOutputs(targets), **arguments)

    for form, text in reversed(_FORMATS.items()):
        with_outputs = click.option(f"--{form}", f"{form}_file", metavar="FILE", help=text)(with_outputs)
    return with_outputs


def write_output(target: str, text: str) -> None:
    """Write UTF-8 text to a file, in one step, or to stdout for `-`.

    Raises:
        UnwritableOutput: The file cannot be written.
    """
    if target == STDOUT:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as part:
            part.write(text.encode())
        mask = os.umask(0)
        os.umask(mask)
        Path(part.name).chmod(0o666 & ~mask)  # what a plain open() would have given
        Path(part.name).replace(path)
    except OSError as error:
        raise UnwritableOutput(f"{target}: cannot be written: {error.strerror}") from error


@contextmanager
def progress_on_terminal() -> Iterator[Progress]:
    """A progress bar on stderr where that is a terminal, silence elsewhere."""
    from crosscheck.protocols import no_progress  # noqa: PLC0415 - loaded after --help has answered

    if not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance

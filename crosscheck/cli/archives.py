"""What the commands on archives share: the option `--archive`, and lists as text, JSON or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crosscheck.cli.output import STDOUT, write_output

if TYPE_CHECKING:
    from pydantic import BaseModel

    from crosscheck.archive import Archive
    from crosscheck.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

archive_option = click.option(
    "--archive",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    envvar="CROSSCHECK_ARCHIVE_FILE",
    show_envvar=True,
    help="The archive.",
)


def with_models(command: Command) -> Command:
    """Give a command the options `--encoder` and `--nli`."""
    nli = click.option(
        "--nli", metavar="NAME", help="The NLI cross-encoder that the archive is computed with."
    )
    return click.option("--encoder", metavar="NAME", help="The encoder that the archive is computed with.")(
        nli(command)
    )


@contextmanager
def opened(
    file: Path,
    *,
    create: bool = False,
    encoder: str | None = None,
    nli: str | None = None,
    settings: Settings | None = None,
) -> Iterator[Archive]:
    """The archive, for the length of a command."""
    from crosscheck.checker import Crosscheck  # noqa: PLC0415 - loaded after --help has answered

    with Crosscheck(encoder, nli, settings=settings).archive(file, create=create) as archive:
        yield archive


@dataclass(frozen=True, slots=True)
class ListOutputs:
    """Where a list is wanted.

    Attributes:
        json: A file or `-`, None for neither.
        csv: The same.
    """

    json: str | None
    csv: str | None

    def write(
        self,
        items: Sequence[BaseModel],
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        lines: Iterable[str],
    ) -> None:
        """Write what was asked for, and the list for people unless stdout carries data.

        Args:
            items: For JSON: an array of these.
            columns: Header of the CSV.
            rows: Its rows.
            lines: For people; control characters are dropped.
        """
        from crosscheck.report.quotes import printable  # noqa: PLC0415 - loaded after --help has answered

        if self.json is not None:
            write_output(self.json, _json(items))
        if self.csv is not None:
            from crosscheck.report.sheet import render_sheet  # noqa: PLC0415 - as above

            write_output(self.csv, render_sheet(columns, rows))
        if STDOUT not in (self.json, self.csv):
            for line in lines:
                click.echo(printable(line))


def list_outputs(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options `--json` and `--csv`, as one argument `outputs`."""

    def with_outputs(*, json_file: str | None, csv_file: str | None, **arguments: Any) -> None:  # noqa: ANN401
        if json_file == csv_file == STDOUT:
            raise click.UsageError("only one format can go to stdout")
        command(outputs=ListOutputs(json_file, csv_file), **arguments)

    with_outputs.__doc__, with_outputs.__name__ = command.__doc__, command.__name__
    with_outputs.__dict__.update(command.__dict__)
    for form, text in (("csv", "Write the list as CSV"), ("json", "Write the list as JSON")):
        option = click.option(
            f"--{form}", f"{form}_file", metavar="FILE", help=f"{text}; '-' for stdout alone."
        )
        with_outputs = option(with_outputs)
    return with_outputs


def _json(items: Sequence[BaseModel]) -> str:
    body = ",\n".join(item.model_dump_json(by_alias=True) for item in items)
    return f"[\n{body}\n]\n" if items else "[]\n"


def paging(command: Command) -> Command:
    """Give a command the options `--limit` and `--offset`."""
    command = click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many first.")(
        command
    )
    return click.option("--limit", type=click.IntRange(1), help="List at most so many.")(command)


day = click.DateTime(["%Y-%m-%d"])
"""A day as an option's value."""

"""`crosscheck eval`: how good findings are, measured on the labelled data of the repository."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crosscheck.cli.exit_status import ExitStatus
from crosscheck.cli.output import progress_on_terminal, write_output

if TYPE_CHECKING:
    from rich.console import Console

    from crosscheck.evaluation.data import Split
    from crosscheck.evaluation.record import Run

RUNS = Path("runs")
FOLDER = click.Path(file_okay=False, path_type=Path)
RUN_FILE = click.Path(dir_okay=False, path_type=Path)


class _RunByDefault(click.Group):
    """A group that takes `run` for granted: `crosscheck eval --fast` is `crosscheck eval run --fast`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `run` before options of its own."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["run", *args]
        return super().parse_args(ctx, args)


data_option = click.option(
    "--data", type=FOLDER, help="Folder of the labelled data; eval/data of the checkout by default."
)
split_option = click.option(
    "--split",
    type=click.Choice(["dev", "test"]),
    default="dev",
    show_default=True,
    help="dev to tune on and to report, test to report alone.",
)
fast_option = click.option("--fast", is_flag=True, help="A fixed half of the split.")


@click.group("eval", cls=_RunByDefault, short_help="Measure findings on labelled newsroom material.")
def evaluate() -> None:
    """Measure findings on labelled newsroom material, beside the plain recipe.

    Without a command, `run`. A run takes the labelled stories and sentence pairs of eval/data, prints a table
    with 95 % intervals, and writes its figures (JSON) and a page with every miss and false alarm (HTML).
    """


@evaluate.command()
@split_option
@fast_option
@data_option
@click.option("--name", help="Of the run; split and time by default.")
@click.option(
    "--out", type=FOLDER, default=RUNS, show_default=True, help="Folder for the run's JSON and HTML."
)
@click.option(
    "--public",
    type=FOLDER,
    multiple=True,
    envvar="CROSSCHECK_PUBLIC_NLI",
    show_envvar=True,
    help="Folder of public NLI sets (NAME.jsonl.gz); can be repeated.",
)
@click.option("--encoder", metavar="NAME", help="A sentence-transformers encoder; needs --nli too.")
@click.option("--nli", metavar="NAME", help="An NLI cross-encoder; needs --encoder too.")
@click.option("--plain/--no-plain", default=True, help="Run the plain recipe beside it (needs torch).")
@click.option("--speed/--no-speed", default=True, help="Measure speed and memory too.")
@click.option("--every-figure", is_flag=True, help="Print those that are no headline too.")
def run(
    *,
    split: Split,
    fast: bool,
    data: Path | None,
    name: str | None,
    out: Path,
    public: tuple[Path, ...],
    encoder: str | None,
    nli: str | None,
    plain: bool,
    speed: bool,
    every_figure: bool,
) -> None:
    """Evaluate on a split and write a run."""
    if (encoder is None) != (nli is None):
        raise click.UsageError("--encoder and --nli go together")
    from crosscheck.evaluation.chain import remembering  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.evaluation.data import find_data, load_benchmark  # noqa: PLC0415 - as above
    from crosscheck.evaluation.page import render_page  # noqa: PLC0415 - tells at once of a missing extra
    from crosscheck.evaluation.run import Plan  # noqa: PLC0415 - as above
    from crosscheck.evaluation.run import evaluate as measure  # noqa: PLC0415 - as above
    from crosscheck.evaluation.table import print_run  # noqa: PLC0415 - as above
    from crosscheck.settings import Settings  # noqa: PLC0415 - as above

    if plain:
        import crosscheck.evaluation.plain  # noqa: F401, PLC0415 - as above
    found = find_data(data)
    models = (encoder, nli) if encoder is not None and nli is not None else None
    plan = Plan(name or _name(split, fast=fast), found, public, plain, speed, models)
    benchmark = load_benchmark(found, split, fast=fast)
    with progress_on_terminal() as progress:
        done = measure(remembering(Settings.load(), models), benchmark, plan, progress)
    done.save(out / f"{done.name}.json")
    write_output(str(out / f"{done.name}.html"), render_page(done))
    print_run(done, _console(), every_figure=every_figure)
    click.echo(f"wrote {out / done.name}.json and .html", err=True)


@evaluate.command(short_help="Say what changed between two runs.")
@click.argument("first", type=RUN_FILE, metavar="A")
@click.argument("second", type=RUN_FILE, metavar="B")
def compare(first: Path, second: Path) -> None:
    """Say which figures and findings changed from run A to run B (their JSON files)."""
    from crosscheck.evaluation.comparison import compare_runs  # noqa: PLC0415 - after --help has answered
    from crosscheck.evaluation.record import Run  # noqa: PLC0415 - as above
    from crosscheck.evaluation.table import print_comparison  # noqa: PLC0415 - as above

    before, after = Run.load(first), Run.load(second)
    print_comparison(before, after, compare_runs(before, after), _console())


@evaluate.command(short_help="Fail where a figure fell below its floor.")
@data_option
@click.option(
    "--floors", type=RUN_FILE, help="The floors' file; floors.json beside the data folder by default."
)
@click.option(
    "--raise", "raising", is_flag=True, help="Set floors to today's figures where those are better."
)
@click.option("--lower", "lowered", metavar="FIGURE", help="Set one floor to today's figure; needs --reason.")
@click.option("--reason", help="Why a floor is lowered; stored with it.")
def gate(
    *, data: Path | None, floors: Path | None, raising: bool, lowered: str | None, reason: str | None
) -> None:
    """Fail (status 1) where a figure fell below its floor beyond the noise, or the data changed.

    Runs the fast subset of dev without the plain recipe.
    """
    if raising and lowered:
        raise click.UsageError("--raise and --lower are two decisions: take them one by one")
    if (lowered is None) != (not (reason or "").strip()):
        raise click.UsageError("--lower needs a --reason, and --reason a --lower")
    from crosscheck.evaluation import gate as gates  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.evaluation.data import find_data  # noqa: PLC0415 - as above

    found = find_data(data)
    file = floors or found.parent / gates.FLOORS
    if raising:
        known = gates.Floors.load(file) if file.is_file() else None
        measured = _fast_run(found)
        gates.raise_floors(measured, known).save(file)
        click.echo(f"floors raised in {file}", err=True)
        return
    known = gates.Floors.load(file)
    if lowered is not None and reason is not None:
        if lowered not in known.floors:
            raise click.BadParameter(
                f"no such floor; there are {', '.join(known.floors)}", param_hint="--lower"
            )
        gates.lower_floor(_fast_run(found), known, lowered, reason).save(file)
        click.echo(f"{lowered} lowered in {file}", err=True)
        return
    failures = gates.failures(_fast_run(found), known)
    for failure in failures:
        click.echo(failure, err=True)
    if failures:
        sys.exit(ExitStatus.CONFLICTS_FOUND)
    click.echo(f"the gate holds: {len(known.floors)} figures at or above their floors", err=True)


@evaluate.command()
@split_option
@fast_option
@data_option
def ablate(*, split: Split, fast: bool, data: Path | None) -> None:
    """Print what each rule and each stage is worth."""
    from crosscheck.evaluation.ablation import ablate as measure  # noqa: PLC0415 - after --help has answered
    from crosscheck.evaluation.chain import remembering  # noqa: PLC0415 - as above
    from crosscheck.evaluation.data import find_data, load_benchmark  # noqa: PLC0415 - as above
    from crosscheck.evaluation.table import print_worths  # noqa: PLC0415 - as above
    from crosscheck.settings import Settings  # noqa: PLC0415 - as above

    benchmark = load_benchmark(find_data(data), split, fast=fast)
    with progress_on_terminal() as progress:
        full, worths = measure(remembering(Settings.load()), benchmark, progress)
        changes = list(worths)
    print_worths(full, changes, _console())


def _fast_run(data: Path) -> Run:
    from crosscheck.evaluation.chain import remembering  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.evaluation.data import load_benchmark  # noqa: PLC0415 - as above
    from crosscheck.evaluation.run import Plan  # noqa: PLC0415 - as above
    from crosscheck.evaluation.run import evaluate as measure  # noqa: PLC0415 - as above
    from crosscheck.settings import Settings  # noqa: PLC0415 - as above

    with progress_on_terminal() as progress:
        return measure(
            remembering(Settings.load()), load_benchmark(data, "dev", fast=True), Plan("gate", data), progress
        )


def _name(split: str, *, fast: bool) -> str:
    return f"{split}{'-fast' if fast else ''}-{datetime.now(UTC):%Y%m%d-%H%M%S}"


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - loaded only where it prints

    return Console(width=None if sys.stdout.isatty() else 160)

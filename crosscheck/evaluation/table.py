"""Runs, comparisons and ablations as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crosscheck.evaluation.ablation import MEASURED, Measured, Worth
from crosscheck.evaluation.bootstrap import Estimate
from crosscheck.evaluation.comparison import Comparison, Movement, compare_systems
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.headline import HEADLINE, SECTIONS
from crosscheck.evaluation.record import OURS, PLAIN, Case, Run
from crosscheck.evaluation.wording import interval, number, signed, speed_rows

MOST_CASES = 15


def print_run(run: Run, console: Console, *, every_figure: bool = False) -> None:
    """Ours, the plain recipe and the difference, with 95 % intervals; then speed.

    Args:
        run: What to print.
        console: Where to.
        every_figure: Also those that are no headline, such as one for each type of conflict.
    """
    against = {movement.key: movement for movement in compare_systems(run, PLAIN, run, OURS)}
    table = Table(title=_title(run), title_justify="left", box=None, pad_edge=False)
    columns = ("", OURS, "95 %", PLAIN, "95 %", "difference", "95 %")
    for column in columns:
        table.add_column(column, justify="left" if not column else "right", no_wrap=bool(column))
    section = ""
    for figure in run.figures[OURS]:
        if not every_figure and not _is_shown(run, figure):
            continue
        if figure.section != section:
            section = figure.section
            table.add_row(Text(SECTIONS[section], style="bold"))
        table.add_row(*_row(figure, run.figure(figure.key, PLAIN), against.get(figure.key)))
    console.print(table)
    _print_speed(run, console)
    for message in run.skipped:
        console.print(f"not measured: {message}", style="dim", highlight=False)


def _is_shown(run: Run, figure: Figure) -> bool:
    """Headlines, public sets, and what the plain recipe can be held against."""
    against_plain = figure.section in {"conflict", "natural"} and run.figure(figure.key, PLAIN) is not None
    return figure.key in HEADLINE or figure.section == "public" or against_plain


def _title(run: Run) -> str:
    subset = ", fast subset" if run.fast else ""
    return f"{run.name}: split {run.split}{subset}; {run.models.encoder}, {run.models.nli}"


def _row(figure: Figure, plain: Figure | None, movement: Movement | None) -> list[Text]:
    change = movement.change if movement else Estimate(None, None, None)
    style = {True: "green", False: "red", None: ""}[movement.better if movement else None]
    return [
        Text(f"  {figure.label}"),
        Text(number(figure.value), style="bold"),
        Text(interval(figure.low, figure.high), style="dim"),
        Text(number(plain.value) if plain else ""),
        Text(interval(plain.low, plain.high) if plain else "", style="dim"),
        Text(signed(change.value), style=style),
        Text(interval(change.low, change.high, signs=True), style="dim"),
    ]


def _print_speed(run: Run, console: Console) -> None:
    if OURS not in run.clock.speed:
        return
    table = Table(title="Speed", title_justify="left", box=None, pad_edge=False)
    for column in ("", OURS, PLAIN, "ratio"):
        table.add_column(column, justify="left" if not column else "right")
    for row in speed_rows(run):
        table.add_row(f"  {row.label}", row.ours, row.plain, row.ratio)
    console.print(table)


def print_comparison(first: Run, second: Run, comparison: Comparison, console: Console) -> None:
    """Every figure of two runs with its change, then the findings that came and went."""
    for warning in comparison.warnings:
        console.print(f"beware: {warning}", style="yellow")
    table = Table(box=None, pad_edge=False)
    for column in ("", first.name, second.name, "change", "95 %"):
        table.add_column(column, justify="left" if not column else "right")
    for movement in comparison.movements:
        style = {True: "green", False: "red", None: ""}[movement.better]
        table.add_row(
            movement.label,
            number(movement.first),
            number(movement.second),
            Text(signed(movement.change.value), style=style),
            Text(interval(movement.change.low, movement.change.high, signs=True), style="dim"),
        )
    console.print(table)
    _print_cases("appeared", comparison.appeared, console)
    _print_cases("disappeared", comparison.disappeared, console)


def _print_cases(title: str, cases: Sequence[Case], console: Console) -> None:
    conflicts = [case for case in cases if case.verdict == "conflict"]
    console.print(f"\n{len(cases)} findings {title}, {len(conflicts)} of them conflicts", style="bold")
    for case in conflicts[:MOST_CASES]:
        judged = "right" if not case.is_false_alarm else f"false alarm: {case.kind}"
        console.print(Text(f"  {case.cluster}  {case.score:.2f}  {judged}"))
        console.print(Text(f"    {case.a.text}\n    {case.b.text}", style="dim"))
    if len(conflicts) > MOST_CASES:
        console.print(f"  and {len(conflicts) - MOST_CASES} more", style="dim")


def print_worths(full: Measured, worths: Iterable[Worth], console: Console) -> None:
    """The full chain's figures, then what each variant changes."""
    table = Table(box=None, pad_edge=False, title="Differences to the full chain, 95 %", title_justify="left")
    table.add_column("")
    for figure in full.figures:
        table.add_column(figure.label.replace("Conflicts: ", ""), justify="right")
    table.add_column("findings that came or went", justify="right")
    values = (number(figure.value) for figure in full.figures)
    table.add_row(Text("the full chain", style="bold"), *values, f"of {len(full.findings)}")
    for worth in worths:
        changes = (_change(worth.changes[key]) for key in MEASURED)
        table.add_row(worth.variant, *changes, str(worth.findings))
    console.print(table)


def _change(change: Estimate) -> Text:
    text = Text(signed(change.value))
    text.append(f" {interval(change.low, change.high, signs=True)}", style="dim")
    return text

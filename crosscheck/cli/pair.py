"""`crosscheck pair`: two sentences, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from crosscheck.cli.output import write_output

if TYPE_CHECKING:
    from crosscheck.types import Judgement


@click.command()
@click.argument("a", metavar="SENTENCE")
@click.argument("b", metavar="SENTENCE")
@click.option("--published-a", metavar="DATE", help="When the first was published (ISO 8601).")
@click.option("--published-b", metavar="DATE", help="When the second was published (ISO 8601).")
@click.option(
    "--json", "json_file", metavar="FILE", help="Write the judgement as JSON; '-' for stdout alone."
)
def pair(a: str, b: str, published_a: str | None, published_b: str | None, json_file: str | None) -> None:
    """Judge two sentences of different sources and say why."""
    from crosscheck.checker import Crosscheck  # noqa: PLC0415 - loaded after --help has answered

    for option, value in (("--published-a", published_a), ("--published-b", published_b)):
        _check_time(option, value)
    judgement = Crosscheck().pair(a, b, published_a=published_a, published_b=published_b)
    if json_file is not None:
        write_output(json_file, judgement.model_dump_json(indent=1) + "\n")
    if json_file != "-":
        _print(judgement, a, b)


def _check_time(option: str, value: str | None) -> None:
    from pydantic import ValidationError  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.types import Document  # noqa: PLC0415 - as above

    try:
        Document(text="", published=value)
    except ValidationError as error:
        raise click.BadParameter(f"{value!r} is no ISO 8601 date or time", param_hint=option) from error


def _print(judgement: Judgement, a: str, b: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - loaded only where it prints
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(highlight=False)
    verdict = judgement.verdict.value.replace("_", " ") if judgement.verdict else "nothing to report"
    heading = Text(verdict, style="bold")
    if judgement.tier:
        heading.append(f"  {judgement.tier}, score {judgement.score:.2f}", style="not bold")
    console.print(heading)
    console.print(Text(judgement.reason))
    for name, sentence, spans in (("A", a, judgement.spans_a), ("B", b, judgement.spans_b)):
        line = Text(f"  {name}  {sentence}")
        for start, end in spans:
            line.stylize("bold underline", start + 5, end + 5)
        console.print(line)
    p = judgement.probabilities
    console.print(
        f"  NLI: agreement {p.agreement:.2f}, neutral {p.neutral:.2f}, conflict {p.conflict:.2f}", style="dim"
    )
    for rule in judgement.rules:
        console.print(Text(f"  rule: {rule}", style="dim"))

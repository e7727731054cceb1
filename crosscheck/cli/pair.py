"""`crosscheck pair`: two sentences, explained."""

from __future__ import annotations

import click

from crosscheck.cli.output import write_output


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
    explanation = Crosscheck().explain(a, b, published_a=published_a, published_b=published_b)
    if json_file is not None:
        write_output(json_file, explanation.judgement.model_dump_json(indent=1) + "\n")
    if json_file != "-":
        from crosscheck.report.explanation import print_explanation  # noqa: PLC0415 - loads rich

        print_explanation(explanation)


def _check_time(option: str, value: str | None) -> None:
    from pydantic import ValidationError  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.types import Document  # noqa: PLC0415 - as above

    try:
        Document(text="", published=value)
    except ValidationError as error:
        raise click.BadParameter(f"{value!r} is no ISO 8601 date or time", param_hint=option) from error

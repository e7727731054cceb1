"""The report on a terminal: conflicts first, quotes side by side, then the rest, and the funnel last.

Everything is put together from `rich.text.Text`, which knows no markup, so that "[red]" in a quote stays what
it is; control characters are dropped by `quotes.printable`.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crosscheck.report import wording
from crosscheck.report.outline import Comparison, Outline, Quote, Section, SoleSource, Stage, Voice
from crosscheck.report.quotes import excerpt, printable
from crosscheck.types import Report, Verdict

SIDE_BY_SIDE_COLUMNS = 80
"""Narrower terminals show the two quotes one below the other."""

QUOTE_LENGTH = 400
AGREEMENTS_SHOWN = 10
CLAIMS_SHOWN_PER_SOURCE = 3
SOLE_CLAIM_LENGTH = 160

_DIFFERS = "bold underline yellow"
_STYLES = {
    Verdict.CONFLICT: "bold red",
    Verdict.COMPETING_ACCOUNTS: "bold magenta",
    Verdict.UPDATE: "bold blue",
    Verdict.AGREEMENT: "bold green",
}
_INDENT = 3


def print_report(report: Report, console: Console) -> None:
    """Print a report.

    Differing words are bold and underlined beside their colour, so that they show with `NO_COLOR` too; where
    the output takes no styles at all (a pipe, a dumb terminal), they stand between asterisks.

    Args:
        report: What to print.
        console: Where to; below 80 columns the quotes are stacked.
    """
    outline = Outline(report)
    printer = _Printer(console)
    console.print(Text(wording.summary(report), style="bold"))
    for section in outline.sections:
        printer.print_section(section, report)
    printer.print_sole_sources(outline.sole_sources, report)
    printer.print_copies(outline.voices)
    printer.print_problems(report)
    printer.print_funnel(outline.funnel)


class _Printer:
    """Prints the parts of a report on one console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._side_by_side = console.width >= SIDE_BY_SIDE_COLUMNS
        self._styled = console.color_system is not None

    def print_section(self, section: Section, report: Report) -> None:
        self._print_heading(section.words.title, len(section.comparisons), _STYLES[section.verdict])
        if not section.comparisons:
            self._print_muted(wording.nothing_found(section.words.plural, report.coverage))
            return
        self._print_muted(section.words.meaning)
        shown = section.comparisons
        if section.verdict is Verdict.AGREEMENT:
            shown = shown[:AGREEMENTS_SHOWN]
        for number, comparison in enumerate(shown, start=1):
            self._print_comparison(number, comparison)
        left_out = len(section.comparisons) - len(shown)
        if left_out:
            self._console.print()
            self._print_muted(f"and {wording.counted(left_out, 'more agreement')}")

    def print_sole_sources(self, sole_sources: Sequence[SoleSource], report: Report) -> None:
        self._print_heading(wording.SINGLE_SOURCE_TITLE, len(report.single_source))
        if not sole_sources:
            self._print_muted(wording.no_single_source(report.coverage))
        for sole in sole_sources:
            self._console.print(
                Text.assemble((printable(sole.source), "bold"), (f"  {len(sole.quotes):,}", "dim"))
            )
            for quote in sole.quotes[:CLAIMS_SHOWN_PER_SOURCE]:
                self._print_item(self._quoted(quote, SOLE_CLAIM_LENGTH))
            left_out = len(sole.quotes[CLAIMS_SHOWN_PER_SOURCE:])
            if left_out:
                self._print_item(Text(f"and {left_out:,} more", style="dim"))

    def print_copies(self, voices: Sequence[Voice]) -> None:
        copied = [voice for voice in voices if voice.copies]
        if not copied:
            return
        self._print_heading("Copies", sum(len(voice.copies) for voice in copied))
        self._print_muted(wording.COPIES_MEANING)
        for original, copies in copied:
            for copy in copies:
                line = f"{wording.described(copy)}: copy of {wording.described(original)}"
                self._print_item(Text(printable(line)))

    def print_problems(self, report: Report) -> None:
        self._print_heading("Problems", len(report.problems))
        if not report.problems:
            self._print_muted(wording.no_problems(report.coverage))
        for problem in report.problems:
            self._print_item(Text(printable(str(problem))))

    def print_funnel(self, funnel: Sequence[Stage]) -> None:
        self._print_heading("From documents to findings")
        self._print_muted(" → ".join(wording.counted(amount, noun) for noun, amount, _ in funnel))

    def _print_comparison(self, number: int, comparison: Comparison) -> None:
        finding = comparison.finding
        self._console.print()
        reason = Text.assemble(
            (printable(wording.sentence_case(finding.reason)), "bold"),
            (f"  ({wording.kind(finding)})", "dim"),
        )
        self._console.print(_hanging(Text(f"{number}", style="dim"), reason))
        when = ("Earlier: ", "Later: ") if finding.verdict is Verdict.UPDATE else ("", "")
        first = self._quote(comparison.first, when[0], comparison.with_first)
        second = self._quote(comparison.second, when[1], comparison.with_second)
        self._console.print(Padding(self._beside(first, second), (0, 0, 0, _INDENT)))
        for other in comparison.others:
            line = Text.assemble((f"{printable(wording.OTHERWISE)} ", "dim"))
            line.append(f"{printable(wording.source(other.document))}: ", style="bold")
            self._print_item(line.append(self._quoted(other, SOLE_CLAIM_LENGTH)))

    def _beside(self, first: RenderableType, second: RenderableType) -> RenderableType:
        if not self._side_by_side:
            return Group(first, Text(), second)
        columns = Table.grid(expand=True, padding=(0, 4, 0, 0))
        columns.add_column(ratio=1, overflow="fold")
        columns.add_column(ratio=1, overflow="fold")
        columns.add_row(first, second)
        return columns

    def _quote(self, quote: Quote, when: str, joined: Sequence[Quote]) -> RenderableType:
        details = [wording.moment(quote.document.published)]
        if quote.side.speaker:
            details.append(wording.speaker(quote.side.speaker))
        if quote.copies:
            details.append(wording.copied_by(quote.copies))
        lines = [
            Text.assemble((when, "dim"), (printable(wording.source(quote.document)), "bold")),
            Text(printable(", ".join(details)), style="dim"),
            self._quoted(quote, QUOTE_LENGTH),
        ]
        if joined:
            also = wording.sentence_case(wording.also((other.document for other in joined), quote.document))
            lines.append(Text(printable(also), style="dim"))
        return Group(*lines)

    def _quoted(self, quote: Quote, length: int) -> Text:
        text = Text("“")
        for piece in excerpt(quote.segments, length):
            if not piece.differs:
                text.append(piece.text)
            elif self._styled:
                text.append(piece.text, style=_DIFFERS)
            else:
                text.append(f"*{piece.text}*")
        return text.append("”")

    def _print_heading(self, title: str, count: int = 0, style: str = "bold") -> None:
        self._console.print()
        heading = f"{title} ({count:,})" if count else title
        self._console.rule(Text(heading, style=style), align="left", style="dim")

    def _print_muted(self, text: str) -> None:
        self._console.print(Text(text, style="dim"))

    def _print_item(self, text: Text) -> None:
        self._console.print(_hanging(Text(" -", style="dim"), text))


def _hanging(mark: Text, text: Text) -> Table:
    """The text with its mark before it and its further lines indented to the quotes."""
    line = Table.grid()
    line.add_column(width=_INDENT)
    line.add_column(overflow="fold")
    line.add_row(mark, text)
    return line

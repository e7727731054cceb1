"""The check of a draft on a terminal: the draft in order, marks in the margin, evidence below."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crosscheck.archive.records import DraftCheck, DraftSentence, Evidence, Standing
from crosscheck.report import draft_wording, wording
from crosscheck.report.quotes import excerpt, printable

QUOTE_LENGTH = 300
EVIDENCE_SHOWN = 3
_MARGIN = 15

_STYLES = {
    Standing.DISPUTED: "bold red",
    Standing.SUPERSEDED: "bold blue",
    Standing.SUPPORTED: "bold green",
    Standing.NOWHERE: "bold",
    Standing.NO_CLAIM: "dim",
}


def print_draft_check(check: DraftCheck, console: Console) -> None:
    """Print a check; quotes and names are untrusted, and no markup in them counts."""
    console.print(Text(draft_wording.summary(check), style="bold"))
    console.print(Text(draft_wording.scope(check), style="dim"))
    for sentence in check.sentences:
        print_sentence(sentence, console)
    for problem in check.problems:
        console.print(Text(f"problem: {printable(str(problem))}", style="dim"))


def print_sentence(sentence: DraftSentence, console: Console) -> None:
    """Print one sentence with its evidence."""
    style = _STYLES[sentence.standing]
    line = Table.grid(padding=(0, 1))
    line.add_column(width=_MARGIN)
    line.add_column(overflow="fold")
    is_claim = sentence.standing is not Standing.NO_CLAIM
    mark = draft_wording.STANDINGS[sentence.standing].name if is_claim else ""
    line.add_row(Text(mark, style=style), Text(printable(sentence.text), style="" if is_claim else "dim"))
    console.print()
    console.print(line)
    for evidence in sentence.evidence[:EVIDENCE_SHOWN]:
        console.print(Padding(_evidence(evidence), (0, 0, 0, _MARGIN + 1)))
    left_out = len(sentence.evidence) - EVIDENCE_SHOWN
    if left_out > 0:
        console.print(Padding(Text(f"and {left_out} more", style="dim"), (0, 0, 0, _MARGIN + 1)))


def _evidence(evidence: Evidence) -> Text:
    finding = evidence.finding
    text = Text()
    text.append(printable(draft_wording.attribution(evidence)), style="bold")
    text.append(f": {draft_wording.SAYS[finding.verdict]} ({finding.tier}): “")
    for piece in excerpt(draft_wording.quoted(evidence), QUOTE_LENGTH):
        text.append(piece.text, style="bold underline yellow" if piece.differs else "")
    text.append("”\n")
    text.append(printable(wording.sentence_case(finding.reason)), style="dim")
    return text

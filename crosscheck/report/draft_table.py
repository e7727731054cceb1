"""The check of a draft as CSV: one row for each sentence and piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.archive.records import DraftCheck, DraftSentence, Evidence
from crosscheck.report import draft_wording
from crosscheck.report.sheet import render_sheet
from crosscheck.report.table import Cell

COLUMNS = (
    "start",
    "end",
    "sentence",
    "standing",
    "verdict",
    "type",
    "tier",
    "reason",
    "document",
    "source",
    "title",
    "published",
    "url",
    "speaker",
    "quote",
    "differs",
)
"""Names of the columns; those from `verdict` on are empty where there is no evidence."""


def draft_rows(check: DraftCheck) -> Iterator[tuple[Cell, ...]]:
    """Rows in the order of the draft, texts unchanged."""
    for sentence in check.sentences:
        for evidence in sentence.evidence or (None,):
            yield (*_sentence_cells(sentence), *_evidence_cells(evidence))


def render_draft_csv(check: DraftCheck) -> str:
    """The check as CSV (RFC 4180) with a header row, safe to open in a spreadsheet."""
    return render_sheet(COLUMNS, draft_rows(check))


def _sentence_cells(sentence: DraftSentence) -> tuple[Cell, ...]:
    return sentence.start, sentence.end, sentence.text, sentence.standing.value


def _evidence_cells(evidence: Evidence | None) -> tuple[Cell, ...]:
    if evidence is None:
        return ("",) * (len(COLUMNS) - 4)
    finding, document = evidence.finding, evidence.document
    return (
        finding.verdict.value,
        finding.type.value if finding.type else None,
        finding.tier.value,
        finding.reason,
        document.id,
        document.source,
        document.title,
        document.model_dump(mode="json", include={"published"})["published"],
        document.url,
        finding.b.speaker,
        finding.b.text,
        " | ".join(piece.text for piece in draft_wording.quoted(evidence) if piece.differs),
    )

"""The findings as a table, one a row: CSV for spreadsheets, a data frame for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from crosscheck.errors import MissingExtra
from crosscheck.report.quotes import segments
from crosscheck.report.sheet import render_sheet
from crosscheck.types import DocumentSummary, Report, Side

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | None

_SIDE_COLUMNS = (
    "document",
    "source",
    "title",
    "published",
    "author",
    "url",
    "speaker",
    "start",
    "end",
    "text",
    "differs",
)
COLUMNS = (
    "id",
    "verdict",
    "type",
    "tier",
    "reason",
    *(f"{side}_{column}" for side in ("a", "b") for column in _SIDE_COLUMNS),
)
"""Names of the columns. `a_…` and `b_…` are the sides of a finding as in the JSON; `published` is ISO 8601;
`differs` holds the differing words, separated by " | ". Scores stay in the JSON; the `id` leads to them."""


def rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    """One row for each finding, in the report's order.

    Args:
        report: Whose findings.

    Yields:
        Values in the order of `COLUMNS`, texts unchanged.
    """
    documents = {document.id: document for document in report.documents}
    for finding in report.findings:
        yield (
            finding.id,
            finding.verdict.value,
            finding.type.value if finding.type else None,
            finding.tier.value,
            finding.reason,
            *_side_cells(finding.a, documents[finding.a.document]),
            *_side_cells(finding.b, documents[finding.b.document]),
        )


def render_csv(report: Report) -> str:
    """The findings as CSV (RFC 4180) with a header row, safe to open in a spreadsheet (see `sheet`)."""
    return render_sheet(COLUMNS, rows(report))


def to_dataframe(report: Report) -> pd.DataFrame:
    """The findings as a pandas data frame with the columns `COLUMNS`, texts unchanged.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - an optional dependency
    except ModuleNotFoundError as error:
        raise MissingExtra("pandas", "A data frame") from error
    return pd.DataFrame(list(rows(report)), columns=list(COLUMNS))


def _side_cells(side: Side, document: DocumentSummary) -> tuple[Cell, ...]:
    published = document.model_dump(mode="json", include={"published"})["published"]
    differs = " | ".join(piece.text for piece in segments(side) if piece.differs)
    return (
        side.document,
        document.source,
        document.title,
        published,
        document.author,
        document.url,
        side.speaker,
        side.start,
        side.end,
        side.text,
        differs,
    )

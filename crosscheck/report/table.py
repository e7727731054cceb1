"""The findings as a table, one a row: CSV for spreadsheets, a data frame for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crosscheck.errors import MissingExtra
from crosscheck.report.quotes import printable, segments
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

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - some spreadsheets take these too


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
    """The findings as CSV (RFC 4180) with a header row, safe to open in a spreadsheet.

    Quotes are untrusted, and a spreadsheet runs a cell that starts with `=`, `+`, `-` or `@` as a formula:
    one that fetches an address can send the other cells to a stranger. Such a cell gets a leading apostrophe,
    which spreadsheets take as "this is text". Control characters are dropped, line breaks become spaces and
    leading spaces go, so that no cell hides a formula behind them or steers the terminal that it is shown on.
    Programs that want every text unchanged read `rows`, `to_dataframe` or the JSON.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    writer.writerows([_neutral(cell) for cell in row] for row in rows(report))
    return sheet.getvalue()


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


def _neutral(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = printable(cell).lstrip(" ")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text

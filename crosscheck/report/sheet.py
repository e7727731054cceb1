"""Lists as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from crosscheck.report.quotes import printable

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - some spreadsheets take these too


def render_sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV (RFC 4180) with a header row.

    Quotes are untrusted, and a spreadsheet runs a cell that starts with `=`, `+`, `-` or `@` as a formula:
    one that fetches an address can send the other cells to a stranger. Such a cell gets a leading apostrophe,
    which spreadsheets take as "this is text". Control characters are dropped, line breaks become spaces and
    leading spaces go, so that no cell hides a formula behind them or steers the terminal that it is shown on.
    Programs that want every text unchanged read the JSON.

    Args:
        columns: Names for the header.
        rows: Cells in the order of the columns.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return sheet.getvalue()


def _neutral(cell: str) -> str:
    text = printable(cell).lstrip(" ")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text

"""Lists as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from crosscheck.report.table import _neutral


def render_sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV (RFC 4180) with a header row; no cell is taken for a formula (see `table`)."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(columns)
    writer.writerows([_neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return sheet.getvalue()

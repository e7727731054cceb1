"""The table of findings: CSV and data frame."""

import csv
import io
import sys

import pytest
from report_samples import DURATION, FORMULA, LONG

from crosscheck.errors import MissingExtra
from crosscheck.report.table import COLUMNS, render_csv, rows, to_dataframe


def read(report):
    return list(csv.DictReader(io.StringIO(render_csv(report), newline="")))


def test_each_finding_is_one_row_with_both_quotes_and_sources(editors_report):
    table = read(editors_report)
    assert [row["id"] for row in table] == [finding.id for finding in editors_report.findings]
    row = next(row for row in table if row["id"] == DURATION.id)
    expected = {
        "verdict": "conflict",
        "type": "number",
        "tier": "confirmed",
        "reason": DURATION.reason,
        "a_source": "Meridian Wire",
        "a_published": "2024-10-22T18:40:00Z",
        "a_speaker": "the prime minister's office",
        "a_text": DURATION.a.text,
        "a_differs": "50 minutes",
        "b_source": "The Northern Ledger",
        "b_start": "95",
        "b_end": str(95 + len(DURATION.b.text)),
        "b_text": DURATION.b.text,
        "b_differs": "nearly two hours",
        "b_speaker": "",
    }
    assert {column: row[column] for column in expected} == expected


def test_scores_stay_in_the_json():
    assert not [column for column in COLUMNS if "score" in column]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49 30", "-5 degrees", "@here", "\t=1+1", "\r\n=1", " =1+1", "\x00=1+1", "\uff1d1+1"],
)
def test_no_cell_of_the_csv_starts_a_formula(editors_report, text):
    finding = DURATION.model_copy(update={"a": DURATION.a.model_copy(update={"text": text, "spans": ()})})
    (row,) = read(editors_report.with_findings((finding,)))
    assert row["a_text"] == "'" + text.strip("\t\r\n \x00")


def test_hostile_texts_keep_their_cells(hostile_report):
    (row,) = read(hostile_report)
    assert row["a_author"] == f"'{FORMULA}"
    assert row["b_source"] == f"'{FORMULA}"
    assert row["b_text"] == LONG
    assert "\x1b" not in render_csv(hostile_report)


def test_a_report_without_findings_is_a_header_row(report_without_findings):
    assert render_csv(report_without_findings) == ",".join(COLUMNS) + "\r\n"


def test_rows_and_data_frame_hold_the_texts_unchanged(hostile_report):
    (finding,) = hostile_report.findings
    (row,) = rows(hostile_report)
    assert row[COLUMNS.index("a_text")] == finding.a.text
    frame = to_dataframe(hostile_report)
    assert tuple(frame.columns) == COLUMNS
    assert frame.loc[0, "a_text"] == finding.a.text
    assert frame.loc[0, "b_start"] == 0


def test_a_data_frame_without_findings_has_its_columns(report_without_findings):
    frame = to_dataframe(report_without_findings)
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 0


def test_a_missing_pandas_is_told_with_the_command_that_installs_it(editors_report, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install -e '\.\[pandas\]'"):
        to_dataframe(editors_report)

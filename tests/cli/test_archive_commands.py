"""The commands on archives as an editor and a script meet them, with the bundled models."""

import csv
import io
import json
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from crosscheck.cli import cli

WIRE = """---
source: Meridian Wire
title: Presidents speak about mines
published: 2025-04-16T08:00:00Z
url: https://meridian.example/talks
---
Aydin and Ionescu wrapped up their talks in Ankara on Tuesday without a joint statement or a press conference, leaving each government to describe the meeting in its own words.

They discussed mines adrift in the Black Sea and the price of gas, officials in Ankara said.
"""
COURIER = """---
source: Harbour Courier
title: Presidents on the phone
published: 2025-04-16T11:00:00Z
---
Aydin and Ionescu put out a joint statement at the end of the meeting, in which they spoke of the mines and of gas.

Fishermen in Constanta have not left port for nine days because of the mines.
"""
DRAFT = """---
source: Our desk
title: After the talks
published: 2025-04-16T12:00:00Z
---
Aydin and Ionescu put out a joint statement at the end of the meeting, in which they spoke of the mines and of gas.

Who will clear the mines? The opera house in Lisbon sold 4,000 tickets in May.
"""


def run(*arguments, **options):
    return CliRunner().invoke(
        cli, [str(argument) for argument in arguments], catch_exceptions=False, **options
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "in").mkdir()
    (folder / "in" / "wire.md").write_text(WIRE)
    (folder / "in" / "courier.md").write_text(COURIER)
    (folder / "draft.md").write_text(DRAFT)
    result = run("ingest", folder / "in", "--archive", folder / "news.db")
    assert result.exit_code == 0
    assert "2 new articles" in result.stdout
    assert "joint statement" in result.stdout
    return folder


def listed(desk, *command, status=0):
    result = run(*command, "--archive", desk / "news.db", "--json", "-")
    assert result.exit_code == status
    return json.loads(result.stdout)


def test_adding_again_adds_nothing(desk):
    result = run("ingest", desk / "in", "--archive", desk / "news.db")
    assert (result.exit_code, "0 new articles" in result.stdout, "2 known already" in result.stdout) == (
        0,
        True,
        True,
    )


def test_what_cannot_be_read_is_named_and_the_rest_is_done(desk, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    result = run("ingest", tmp_path / "broken.json", desk / "in", "--archive", desk / "news.db")
    assert result.exit_code == 3
    assert "broken.json" in result.stderr
    assert run("ingest", tmp_path / "broken.json", "--archive", desk / "news.db").exit_code == 4


def test_lists_as_json_csv_and_text(desk):
    (conflict,) = listed(desk, "findings", "--verdict", "conflict")
    assert (conflict["status"], conflict["first_run"]) == ("open", 1)
    assert listed(desk, "findings", "--source", "Nobody") == []
    day = ("--published-since", "2025-04-16", "--published-until", "2025-04-16")
    assert listed(desk, "findings", "--verdict", "conflict", *day) == [conflict]
    assert listed(desk, "findings", "--published-since", "2025-04-17") == []
    assert {record["source"] for record in listed(desk, "documents")} == {"Meridian Wire", "Harbour Courier"}
    assert all("mines" in claim["text"] for claim in listed(desk, "claims", "--text", "Mines"))
    result = run("findings", "--archive", desk / "news.db", "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert conflict["id"] in {row["id"] for row in rows}
    assert {rows[0]["a_source"], rows[0]["b_source"]} == {"Meridian Wire", "Harbour Courier"}
    text = run("findings", "--archive", desk / "news.db").stdout
    assert conflict["a"]["text"] in text
    assert "Meridian Wire, 16 Apr 2025" in run("documents", "--archive", desk / "news.db").stdout


def test_a_range_of_days_that_ends_before_it_begins_is_wrong_usage(desk):
    days = ("--published-since", "2025-04-17", "--published-until", "2025-04-16")
    result = run("findings", "--archive", desk / "news.db", *days)
    assert result.exit_code == 2
    assert "--published-until is before --published-since" in result.stderr


def test_a_draft_is_checked_in_every_format(desk):
    targets = {form: desk / f"check.{form}" for form in ("json", "html", "csv", "markdown")}
    options = [part for form, target in targets.items() for part in (f"--{form}", target)]
    result = run("check", desk / "draft.md", "--archive", desk / "news.db", *options)
    assert result.exit_code == 0
    check = json.loads(targets["json"].read_text())
    assert check["schema"] == "crosscheck.check/1"
    assert [s["standing"] for s in check["sentences"]] == ["disputed", "no_claim", "nowhere"]
    for form, target in targets.items():
        text = target.read_text()
        assert "without a joint statement" in text, form
        assert "Meridian Wire" in text, form
    assert "disputed" in result.stdout
    assert (
        run("check", desk / "draft.md", "--archive", desk / "news.db", "--fail-on", "conflict").exit_code == 1
    )
    alone = run(
        "check",
        desk / "draft.md",
        "--archive",
        desk / "news.db",
        "--exclude-source",
        "Meridian Wire",
        "--json",
        "-",
    )
    assert json.loads(alone.stdout)["sentences"][0]["standing"] != "disputed"


def test_two_drafts_at_once_are_refused(desk):
    result = run("check", desk / "in", "--archive", desk / "news.db")
    assert result.exit_code == 2
    assert "2 documents" in result.stderr


def test_what_happened_is_told(desk):
    (first,) = listed(desk, "archive", "runs")
    assert (first["kind"], first["documents"]) == ("add", 2)
    changes = listed(desk, "archive", "changes")
    assert changes["since_run"] == 0
    assert len(changes["new"]) == len(listed(desk, "findings"))
    finding = changes["new"][0]["id"]
    assert len(listed(desk, "archive", "timeline", finding)) >= 2
    assert {record["source"] for record in listed(desk, "archive", "sources")} == {
        "Meridian Wire",
        "Harbour Courier",
    }
    for command in (("changes",), ("timeline", finding), ("sources",), ("runs",), ("labelled",), ("verify",)):
        assert run("archive", *command, "--archive", desk / "news.db").exit_code == 0


def test_an_archive_that_is_up_to_date_needs_no_recomputing(desk):
    result = run("archive", "recompute", "--archive", desk / "news.db")
    assert (result.exit_code, "up to date" in result.stderr) == (0, True)


def test_the_archive_may_be_named_in_the_environment(desk, monkeypatch):
    monkeypatch.setenv("CROSSCHECK_ARCHIVE_FILE", str(desk / "news.db"))
    result = run("documents", "--json", "-")
    assert (result.exit_code, len(json.loads(result.stdout))) == (0, 2)


def test_a_changed_setting_is_estimated_before_it_is_recomputed(desk, tmp_path, monkeypatch):
    with sqlite3.connect(desk / "news.db") as source, sqlite3.connect(tmp_path / "copy.db") as target:
        source.backup(target)
    source.close()
    target.close()
    monkeypatch.setenv("CROSSCHECK_PAIRING__NEIGHBOURS", "1")
    estimate = run("archive", "recompute", "--archive", tmp_path / "copy.db", "--estimate")
    assert (estimate.exit_code, "changed: pairing; 0 claims to embed" in estimate.stderr) == (0, True)
    assert "about" in estimate.stderr
    assert run("archive", "recompute", "--archive", tmp_path / "copy.db").exit_code == 0
    gone = listed(desk, "documents")[0]["id"]
    assert run("archive", "remove", gone, "--archive", tmp_path / "copy.db").exit_code == 0


def test_a_missing_archive_is_one_line_and_status_4(tmp_path):
    command = [sys.executable, "-m", "crosscheck", "findings", "--archive", str(tmp_path / "none.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("crosscheck: ")
    assert len(done.stderr.splitlines()) == 1

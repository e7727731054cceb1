"""The command line as an editor and a script meet it."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from crosscheck.cli import cli
from crosscheck.models import KINDS
from crosscheck.report.schema import report_schema

WIRE = """---
source: Meridian Wire
title: Presidents speak about mines
published: 2025-04-16T08:00:00Z
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


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "wire.md").write_text(WIRE)
    (folder / "courier.md").write_text(COURIER)
    return folder


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)


def commands(group, path=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        yield (*path, name), command


@pytest.mark.parametrize(("path", "command"), list(commands(cli)), ids=str)
def test_every_command_has_help_and_every_option_a_text(path, command):
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert command.help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.help, f"{' '.join(path)} {parameter.opts}"


def test_compare_prints_both_quotes_and_ends_with_zero(articles):
    result = run("compare", articles)
    assert result.exit_code == 0, result.stderr
    assert "Meridian Wire" in result.stdout
    assert "Harbour Courier" in result.stdout
    assert "outcome" in result.stdout


def test_json_on_stdout_stands_alone_and_follows_the_schema(articles):
    result = run("compare", articles, "--json", "-")
    report = json.loads(result.stdout)
    jsonschema.validate(report, report_schema())
    assert report["schema"] == "crosscheck.report/1"
    assert len(report["documents"]) == 2
    assert result.stderr == ""


def test_two_runs_write_the_same_bytes(articles, tmp_path):
    for name in ("first.json", "second.json"):
        assert run("compare", articles, "--json", tmp_path / name).exit_code == 0
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def test_the_order_of_the_paths_changes_nothing(articles):
    there = run("compare", articles / "wire.md", articles / "courier.md", "--json", "-").stdout
    back = run("compare", articles / "courier.md", articles / "wire.md", "--json", "-").stdout
    assert there == back


def test_every_format_is_written(articles, tmp_path):
    files = {form: tmp_path / f"report.{form}" for form in ("json", "html", "csv", "markdown")}
    result = run("compare", articles, *(part for form, file in files.items() for part in (f"--{form}", file)))
    assert result.exit_code == 0
    for file in files.values():
        assert "joint" in file.read_text()


def test_an_output_that_cannot_be_written_is_named_and_no_part_of_it_is_left(articles, tmp_path):
    target = tmp_path / "missing" / "report.html"
    result = run("compare", articles, "--html", target)
    assert result.exit_code != 0
    assert str(target) in result.stderr
    assert list(tmp_path.rglob(".report.html*")) == []


def test_two_formats_on_stdout_are_refused(articles):
    result = run("compare", articles, "--json", "-", "--csv", "-")
    assert result.exit_code == 2
    assert "only one format" in result.stderr


def test_fail_on_conflict_tells_by_the_exit_status(articles):
    assert run("compare", articles, "--fail-on", "conflict", "--json", "-").exit_code == 1
    (articles / "courier.md").unlink()
    assert run("compare", articles, "--fail-on", "conflict", "--json", "-").exit_code == 0


def test_an_unreadable_file_is_named_and_the_rest_is_done(articles):
    (articles / "broken.jsonl").write_text('{"text": "The bridge is closed."}\n{"text": \n')
    result = run("compare", articles, "--json", "-")
    assert result.exit_code == 3
    assert "broken.jsonl:2" in result.stderr
    assert len(json.loads(result.stdout)["documents"]) == 3
    assert json.loads(result.stdout)["problems"][0]["line"] == 2


def test_nothing_readable_ends_with_four(tmp_path):
    result = run("compare", tmp_path / "nowhere.txt")
    assert result.exit_code == 4
    assert "nowhere.txt" in result.stderr
    assert "Traceback" not in result.stderr


def test_no_path_is_wrong_usage():
    assert run("compare").exit_code == 2


def test_articles_before_a_day_are_left_out_and_those_without_a_date_stay(articles):
    (articles / "undated.txt").write_text(
        "The presidents of Turkey and Romania spoke on Tuesday about mines that drift in the Black Sea."
    )
    report = json.loads(run("compare", articles, "--since", "2025-05-01", "--json", "-").stdout)
    assert [document["source"] for document in report["documents"]] == ["undated"]


def test_the_confirmed_tier_leaves_out_what_is_only_suggested(articles):
    report = json.loads(run("compare", articles, "--tier", "confirmed", "--json", "-").stdout)
    assert {finding["tier"] for finding in report["findings"]} <= {"confirmed"}


def test_stdin_is_read(articles):
    result = run("compare", "-", articles / "courier.md", "--json", "-", input=WIRE)
    assert len(json.loads(result.stdout)["documents"]) == 2


def test_pair_explains_its_verdict():
    result = run("pair", "The call lasted 50 minutes.", "They spoke for two hours.")
    assert result.exit_code == 0
    assert result.stdout.startswith("conflict")
    for evidence in ("50 minute", "120 minute", "cosine", "contradiction", "log-odds"):
        assert evidence in result.stdout


def test_pair_says_why_two_sentences_are_not_comparable():
    result = run(
        "pair",
        "Blinken and Netanyahu talked for two hours on Tuesday.",
        "Blinken and Netanyahu talked for 40 minutes on Tuesday.",
        "--published-a",
        "2024-01-09",
        "--published-b",
        "2024-10-22",
    )
    assert "nothing to report" in result.stdout
    assert "not comparable" in result.stdout


def test_pair_as_json():
    judgement = json.loads(run("pair", "It opened.", "It did not open.", "--json", "-").stdout)
    assert set(judgement["probabilities"]) == {"agreement", "neutral", "conflict"}


def test_pair_names_a_date_that_is_none():
    result = run("pair", "a", "b", "--published-a", "yesterday")
    assert result.exit_code == 2
    assert "yesterday" in result.stderr


def test_a_report_that_cannot_be_written_is_said_before_the_work_is_done(articles, tmp_path):
    result = run("compare", articles, "--html", tmp_path / "nowhere" / "report.html")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "cannot be written" in result.stderr
    assert "nowhere is no folder" in result.stderr


def test_models_lists_the_bundled_models():
    result = run("models")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[:4]] == [*KINDS]
    assert Path(result.stdout.split()[-1]).is_file()


def test_an_error_is_one_line_and_never_a_traceback(articles, tmp_path):
    command = [
        sys.executable,
        "-m",
        "crosscheck",
        "compare",
        str(articles),
        "--encoder",
        str(tmp_path / "none"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert "crosscheck: no sentence-transformers encoder" in done.stderr


def test_an_invalid_setting_is_named(articles, tmp_path, monkeypatch):
    monkeypatch.setenv("CROSSCHECK_PAIRING__NEIGHBOURS", "many")
    done = subprocess.run(
        [sys.executable, "-m", "crosscheck", "compare", str(articles)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "pairing.neighbours" in done.stderr
    assert "Traceback" not in done.stderr

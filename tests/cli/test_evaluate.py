"""`crosscheck eval`: runs, comparisons, the gate."""

import json
import shutil

import pytest
from click.testing import CliRunner

from crosscheck.cli.evaluate import evaluate
from crosscheck.errors import UnreadableInput
from crosscheck.evaluation import chain
from crosscheck.settings import Settings


@pytest.fixture(scope="module")
def remembered():
    """One checker for all commands, so that the models are asked once."""
    return chain.remembering(Settings())


@pytest.fixture
def crosscheck_eval(remembered, monkeypatch):
    """Runs a command of the group."""
    monkeypatch.setattr(chain, "remembering", lambda *_: remembered)
    return lambda *arguments: CliRunner().invoke(evaluate, [*map(str, arguments)])


@pytest.fixture
def data(newsbench, tmp_path):
    """A folder of two stories, of which the second is the fast subset."""
    for story in ("c04_juniper_fire", "c10_nairobi_adaptation"):
        shutil.copytree(newsbench / "dev" / story, tmp_path / "eval" / "data" / "newsbench" / "dev" / story)
    return tmp_path / "eval" / "data"


def test_a_run_is_written_and_compared_with_itself(crosscheck_eval, data, tmp_path):
    options = ("--fast", "--no-plain", "--no-speed", "--data", data, "--out", tmp_path / "runs")
    done = crosscheck_eval(*options, "--name", "first")
    assert done.exit_code == 0, done.output
    assert "Conflicts: precision" in done.stdout
    stored = json.loads((tmp_path / "runs" / "first.json").read_text())
    assert stored["schema"] == "crosscheck.eval/1"
    assert (tmp_path / "runs" / "first.html").read_text().startswith("<!doctype html>")
    file = tmp_path / "runs" / "first.json"
    compared = crosscheck_eval("compare", file, file)
    assert compared.exit_code == 0
    assert "0 findings appeared" in compared.stdout


def test_the_gate_holds_until_a_label_changes(crosscheck_eval, data):
    assert crosscheck_eval("gate", "--raise", "--data", data).exit_code == 0
    assert crosscheck_eval("gate", "--data", data).exit_code == 0
    gold = data / "newsbench" / "dev" / "c04_juniper_fire" / "gold.jsonl"
    gold.write_text(gold.read_text().replace('"trap"', '"agreement"'))
    changed = crosscheck_eval("gate", "--data", data)
    assert changed.exit_code == 1
    assert "labels changed" in changed.stderr


def test_lowering_a_floor_stores_the_reason(crosscheck_eval, data):
    crosscheck_eval("gate", "--raise", "--data", data)
    lowered = crosscheck_eval(
        "gate", "--lower", "pairing.recall", "--reason", "stricter claims", "--data", data
    )
    assert lowered.exit_code == 0
    floors = json.loads((data.parent / "floors.json").read_text())
    assert [entry["reason"] for entry in floors["lowered"]] == ["stricter claims"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("gate", "--lower", "pairing.recall"),
        ("gate", "--lower", "pairing.recall", "--reason", " "),
        ("gate", "--reason", "because"),
        ("gate", "--raise", "--lower", "pairing.recall", "--reason", "because"),
        ("run", "--encoder", "some/encoder"),
    ],
)
def test_half_a_decision_is_wrong_usage(crosscheck_eval, arguments):
    assert crosscheck_eval(*arguments).exit_code == 2


def test_without_labelled_data_it_says_what_to_do(crosscheck_eval, tmp_path):
    failed = crosscheck_eval("--no-plain", "--data", tmp_path)
    assert isinstance(failed.exception, UnreadableInput)
    assert "--data" in str(failed.exception)

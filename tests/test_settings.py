"""Settings come from a file, the environment and arguments, in this order of weakness."""

import pytest

from crosscheck import Settings
from crosscheck.errors import InvalidSettings
from crosscheck.judging.judge import Judge
from crosscheck.settings import JudgingSettings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_defaults_need_neither_file_nor_environment():
    assert Settings.load().pairing.neighbours == Settings().pairing.neighbours


def test_the_file_here_is_read(tmp_path):
    (tmp_path / "crosscheck.toml").write_text("[pairing]\nneighbours = 7\n")
    assert Settings.load().pairing.neighbours == 7


def test_the_environment_wins_over_the_file_and_arguments_over_both(tmp_path, monkeypatch):
    file = tmp_path / "own.toml"
    file.write_text("[pairing]\nneighbours = 7\nstory_floor = 0.1\ncopy_containment = 0.5\n")
    monkeypatch.setenv("CROSSCHECK_PAIRING__STORY_FLOOR", "0.2")
    monkeypatch.setenv("CROSSCHECK_PAIRING__COPY_CONTAINMENT", "0.6")
    pairing = Settings.load(file, pairing={"copy_containment": 0.8}).pairing
    assert (pairing.neighbours, pairing.story_floor, pairing.copy_containment) == (7, 0.2, 0.8)


def test_an_unknown_setting_is_named(tmp_path):
    (tmp_path / "crosscheck.toml").write_text("[pairing]\nneighbors = 7\n")
    with pytest.raises(InvalidSettings, match=r"pairing\.neighbors"):
        Settings.load()


def test_an_invalid_value_is_named(monkeypatch):
    monkeypatch.setenv("CROSSCHECK_RUNTIME__THREADS", "-1")
    with pytest.raises(InvalidSettings, match=r"runtime\.threads"):
        Settings.load()


def test_a_group_that_there_is_not_is_named(monkeypatch):
    monkeypatch.setenv("CROSSCHECK_PAIRNG__NEIGHBOURS", "7")
    with pytest.raises(InvalidSettings, match=r"CROSSCHECK_PAIRNG__NEIGHBOURS.*there are archive, judging"):
        Settings.load()


def test_a_group_in_the_environment_that_is_no_json_is_not_blamed_on_the_file(monkeypatch):
    monkeypatch.setenv("CROSSCHECK_PAIRING", "seven")
    with pytest.raises(InvalidSettings, match=r"^environment: .*pairing"):
        Settings.load()


def test_a_rule_that_there_is_not_is_named():
    with pytest.raises(InvalidSettings, match="no rule sameday; there are same_wording"):
        Judge.bundled(JudgingSettings(disabled_rules={"same_day", "sameday"}))


def test_a_file_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "crosscheck.toml").write_text("pairing: 7")
    with pytest.raises(InvalidSettings, match="TOML"):
        Settings.load()


def test_a_missing_file_that_was_asked_for_is_an_error(tmp_path):
    with pytest.raises(InvalidSettings, match=r"own\.toml"):
        Settings.load(tmp_path / "own.toml")

"""A run measures every stage with the real models, and can be stored, read and shown."""

import pytest

from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.comparison import compare_runs
from crosscheck.evaluation.page import render_page
from crosscheck.evaluation.record import OURS, Run


def test_every_labelled_conflict_is_found_or_missed(run, benchmark):
    labelled = sum(pair.relation == "conflict" for cluster in benchmark.clusters for pair in cluster.gold)
    assert sum(run.funnels[OURS].values()) == labelled
    assert len(run.misses) == labelled - run.funnels[OURS].get("found", 0)


def test_a_pair_reaches_the_judge_or_is_a_miss_of_pairing(run):
    assert run.figure("pairing.recall").value > 0.7
    assert 1 < run.figure("pairing.cost").value < 40


def test_the_nli_model_knows_a_contradiction_better_than_chance(run):
    assert run.figure("pairs.macro_f1").value > 0.45
    assert run.figure("pairs.average_precision").value > 0.5


def test_every_miss_shows_what_each_stage_made_of_it(run):
    judged = [case for case in run.misses if case.evidence is not None]
    assert judged
    for case in judged:
        assert case.evidence.says
        assert sum(case.evidence.classes.values()) == pytest.approx(1, abs=1e-3)
        assert sum(case.evidence.forward) == pytest.approx(1, abs=1e-3)


def test_what_is_not_measured_is_said(run):
    assert any("public NLI sets" in message for message in run.skipped)
    assert any("sentence labels" in message for message in run.skipped)


def test_a_run_can_be_stored_and_read(run, tmp_path):
    run.save(tmp_path / "runs" / "healthy.json")
    assert Run.load(tmp_path / "runs" / "healthy.json") == run


def test_a_missing_run_and_a_damaged_run_are_told_apart(tmp_path):
    (tmp_path / "damaged.json").write_text("{}")
    with pytest.raises(UnreadableInput, match="not an evaluation run"):
        Run.load(tmp_path / "damaged.json")
    with pytest.raises(UnreadableInput, match="no such run"):
        Run.load(tmp_path / "absent.json")


def test_a_run_does_not_differ_from_itself(run):
    compared = compare_runs(run, run)
    assert all(movement.better is None for movement in compared.movements)
    assert not compared.appeared
    assert not compared.disappeared
    assert not compared.warnings


def test_a_finding_that_only_the_later_run_has_appeared(run):
    assert run.findings
    earlier = run.model_copy(update={"findings": run.findings[1:], "digest": "other"})
    compared = compare_runs(earlier, run)
    assert compared.appeared == run.findings[:1]
    assert compare_runs(run, earlier).disappeared == run.findings[:1]
    assert compared.warnings == ("data or labels changed between the runs",)


def test_the_page_quotes_both_sides_of_every_miss_and_runs_nothing(run):
    page = render_page(run)
    assert "<script" not in page
    assert "data:image/png;base64," in page
    for case in run.misses:
        assert f'id="case-{case.id}"' in page


def test_the_page_escapes_what_it_quotes(run):
    miss = run.misses[0]
    hostile = miss.model_copy(update={"a": miss.a.model_copy(update={"text": "<script>alert(1)</script>"})})
    assert "<script>" not in render_page(run.model_copy(update={"misses": (hostile,)}))

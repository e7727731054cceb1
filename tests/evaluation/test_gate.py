"""The gate lets nothing fall and no label change unnoticed."""

import pytest

from crosscheck.checker import Crosscheck
from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.gate import Floors, failures, lower_floor, raise_floors
from crosscheck.evaluation.headline import HEADLINE
from crosscheck.evaluation.run import Plan, evaluate
from crosscheck.nli.scoring import as_read


class LabelsSwapped:
    """An NLI model that takes entailment for contradiction, as a wrong label order does."""

    name = "labels-swapped"

    def __init__(self, nli):
        self._nli = nli

    def passage(self, claim):
        return as_read(self._nli, claim)

    def predict(self, pairs, progress=None):
        return self._nli.predict(pairs)[:, [2, 1, 0]]


def changed(run, key, **update):
    """The run with one figure changed."""
    figures = tuple(
        figure.model_copy(update=update) if figure.key == key else figure
        for figure in run.figures["crosscheck"]
    )
    return run.model_copy(update={"figures": {**run.figures, "crosscheck": figures}})


@pytest.fixture
def floors(run):
    return raise_floors(run, None)


def test_the_run_that_set_the_floors_passes(run, floors):
    assert failures(run, floors) == []
    assert set(floors.floors) <= set(HEADLINE)
    assert {"conflict.recall", "pairs.macro_f1", "pairing.recall"} <= set(floors.floors)


def test_a_judge_with_swapped_labels_fails(checker, benchmark, labels, floors):
    broken = Crosscheck(checker.encoder, LabelsSwapped(checker.nli), settings=checker.settings)
    found = failures(evaluate(broken, benchmark, Plan("broken", labels)), floors)
    assert any(failure.startswith("pairs.macro_f1") for failure in found)
    assert any(failure.startswith("pairs.average_precision") for failure in found)


def test_a_figure_may_fall_within_the_noise_but_not_beyond(run, floors):
    floor = floors.floors["pairs.macro_f1"]
    assert failures(changed(run, "pairs.macro_f1", value=floor.value - floor.noise * 0.9), floors) == []
    (failure,) = failures(changed(run, "pairs.macro_f1", value=floor.value - floor.noise * 1.1), floors)
    assert "below its floor" in failure


def test_where_less_is_better_a_figure_must_not_rise(run, floors):
    assert failures(changed(run, "pairing.cost", value=0.1), floors) == []
    (failure,) = failures(changed(run, "pairing.cost", value=400.0), floors)
    assert "above its ceiling" in failure


def test_a_figure_that_is_no_longer_measured_fails(run, floors):
    (failure,) = failures(changed(run, "pairs.macro_f1", value=None), floors)
    assert "no longer measured" in failure


def test_changed_labels_fail_until_they_are_accepted(run, floors):
    relabelled = run.model_copy(update={"digest": "0" * 64})
    (failure,) = failures(relabelled, floors)
    assert "labels changed" in failure
    assert failures(relabelled, raise_floors(relabelled, floors)) == []


def test_raising_never_lowers(run, floors):
    worse = changed(run, "pairs.macro_f1", value=0.1)
    better = changed(run, "pairs.macro_f1", value=0.99)
    assert raise_floors(worse, floors) == floors
    assert raise_floors(better, floors).floors["pairs.macro_f1"].value == 0.99


def test_lowering_stores_its_reason(run, floors, tmp_path):
    lowered = lower_floor(
        changed(run, "pairs.macro_f1", value=0.1), floors, "pairs.macro_f1", "new label rules"
    )
    lowered.save(tmp_path / "floors.json")
    (entry,) = Floors.load(tmp_path / "floors.json").lowered
    assert (entry.reason, entry.after) == ("new label rules", 0.1)
    assert lowered.floors["pairs.macro_f1"].value == 0.1
    assert raise_floors(run, lowered).lowered == lowered.lowered


def test_only_a_floor_that_exists_can_be_lowered(run, floors):
    with pytest.raises(KeyError, match="unheard_of"):
        lower_floor(run, floors, "unheard_of", "because")


def test_without_floors_the_gate_says_how_to_set_them(tmp_path):
    with pytest.raises(UnreadableInput, match="gate --raise"):
        Floors.load(tmp_path / "floors.json")

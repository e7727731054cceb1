"""The probes read a pair the same in any company, only where it can matter, and only the model they were fitted on."""

from dataclasses import replace

import numpy as np
import pytest
from judging_by_hand import judge_by_hand

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.errors import ModelNotFound
from crosscheck.judging.differences import find_difference
from crosscheck.judging.evidence import PROBED_RELATIONS, gather
from crosscheck.judging.judge import Judge
from crosscheck.judging.probes import Readings, load_probes, reading_order, save_probes
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledCascade
from crosscheck.nli.scoring import score_both_directions
from crosscheck.protocols import GivesStates
from crosscheck.settings import JudgingSettings
from crosscheck.testing import FakeNli
from crosscheck.types import DifferenceType, Pair

LINES = [
    ("The vote took place on Tuesday.", "2025-04-16"),
    ("The vote was held on Wednesday.", "2025-04-17"),
    ("Three patients have died in the outbreak.", "2025-04-16"),
    ("A fourth patient died in the outbreak on Thursday night.", "2025-04-18"),
    ("The fire started in the kitchen.", "2025-04-16"),
    ("The fire broke out in the attic, the brigade said.", "2025-04-16"),
]


def make_pair(i: int, j: int) -> Pair:
    a, b = (sentence_claim(*LINES[k], document=f"d{k}") for k in (i, j))
    return Pair(a=a, b=b, similarity=0.5, story=0.9)


PAIRS = [make_pair(0, 1), make_pair(2, 3), make_pair(4, 5), make_pair(0, 4)]


@pytest.fixture(scope="module")
def nli() -> BundledCascade:
    return BundledCascade()


@pytest.fixture(scope="module")
def probes():
    return load_probes(FOLDER / "probes.npz")


def certain(pairs: int, *, contradiction: float):
    rest = (1 - contradiction) / 2
    return np.array([[rest, rest, contradiction]] * pairs, dtype=np.float32)


def test_the_bundled_cascade_gives_states_and_a_fake_does_not(nli):
    assert isinstance(nli, GivesStates)
    assert not isinstance(FakeNli(), GivesStates)


@pytest.mark.parametrize(("likely", "topic"), [(0.6, "; cause: "), (0.4, "")])
def test_a_type_that_is_hardly_likelier_than_another_is_not_named(likely, topic):
    pair, sure = PAIRS[2], certain(1, contradiction=0.95)
    types = np.full((1, len(DifferenceType)), (1 - likely) / 8, dtype=np.float32)
    types[0, list(DifferenceType).index(DifferenceType.CAUSE)] = likely
    marks = ((4, 31),), ((4, 36),)
    readings = replace(Readings.of_nothing(1), types=types, point=lambda pairs: [marks] * len(pairs))
    (found,) = judge_by_hand().judge_all([pair], sure, sure, readings)
    assert found.type is DifferenceType.CAUSE
    assert f"same fire{topic or ': '}“" in found.reason
    assert (found.spans_a, found.spans_b) == marks


def test_a_contradiction_counts_by_what_the_claims_may_differ_on():
    sure, pair = certain(1, contradiction=0.9)[0], PAIRS[0]
    types = np.zeros(len(DifferenceType), dtype=np.float32)
    types[list(DifferenceType).index(DifferenceType.DATE)] = 0.75
    read = gather(pair, sure, sure, types=types)
    assert read.on_date == pytest.approx(0.75 * read.conflict_most)
    assert read.on_person == 0
    assert gather(pair, sure, sure).on_date == 0  # not read


def test_a_pair_is_read_the_same_alone_in_a_batch_and_from_either_side(nli, probes):
    sure = certain(len(PAIRS), contradiction=0.9)
    together = probes.read(PAIRS, sure, sure, nli)
    for row, pair in enumerate(PAIRS):
        turned = pair.model_copy(update={"a": pair.b, "b": pair.a})
        for alone in (probes.read([one], sure[:1], sure[:1], nli) for one in (pair, turned)):
            assert np.array_equal(alone.relations[0], together.relations[row])
            assert np.array_equal(alone.types[0], together.types[row])


def test_only_pairs_with_some_contradiction_in_either_direction_are_read(nli, probes):
    forward = np.concatenate([certain(2, contradiction=0.01), certain(2, contradiction=0.5)])
    backward = certain(4, contradiction=0.01)
    readings = probes.read(PAIRS, forward, backward, nli)
    assert [readings.type_of(row) is None for row in range(4)] == [True, True, False, False]
    assert not readings.relations[:2].any()


def test_another_model_is_not_read(probes):
    sure = certain(len(PAIRS), contradiction=0.9)
    readings = probes.read(PAIRS, sure, sure, FakeNli())
    assert not readings.relations.any()
    assert readings.type_of(0) is None


def test_what_two_claims_differ_on_is_read(nli, probes):
    forward, backward = score_both_directions(nli, PAIRS[:3])
    readings = probes.read(PAIRS[:3], forward, backward, nli)
    assert readings.type_of(0) is DifferenceType.DATE
    assert readings.type_of(2) is DifferenceType.PLACE
    conflict, update = PROBED_RELATIONS.index("conflict"), PROBED_RELATIONS.index("update")
    more_update = readings.relations[:, update] - readings.relations[:, conflict]
    assert more_update.argmax() == 1


def test_the_expected_type_decides_which_words_are_marked():
    a = sentence_claim("Twelve people died in Leeds on 3 March.", "2025-03-05", document="a")
    b = sentence_claim("Fifteen people died in York on 4 March.", "2025-03-05", document="b")
    marked = {DifferenceType.NUMBER: "Twelve", DifferenceType.DATE: "3 March", DifferenceType.PLACE: "Leeds"}
    for kind, words in marked.items():
        difference = find_difference(a, b, kind)
        assert difference.type is kind
        assert words in [a.text[start:end].removeprefix("on ") for start, end in difference.spans_a]
    assert find_difference(a, b, DifferenceType.CAUSE).type is DifferenceType.CAUSE


def test_where_figures_of_other_things_are_known_to_differ_all_of_them_are_marked():
    a = sentence_claim("Five of the members backed the move.", document="a")
    b = sentence_claim("Only 20 percent of the votes went against it.", document="b")
    difference = find_difference(a, b, DifferenceType.NUMBER)
    assert [a.text[start:end] for start, end in difference.spans_a] == ["Five"]
    assert [b.text[start:end] for start, end in difference.spans_b] == ["20 percent"]


def test_the_earlier_publication_is_read_first():
    assert [claim.text for claim in reading_order(PAIRS[1])] == [LINES[2][0], LINES[3][0]]


def test_probes_survive_being_stored(tmp_path, probes):
    save_probes(tmp_path / "p.npz", probes)
    stored = load_probes(tmp_path / "p.npz")
    assert stored.nli == probes.nli
    assert np.array_equal(stored.type.weights, probes.type.weights)


def test_missing_probes_are_named(tmp_path):
    with pytest.raises(ModelNotFound, match="nowhere"):
        load_probes(tmp_path / "nowhere.npz")


def test_a_judge_without_readings_still_names_a_type():
    judge = Judge.bundled(JudgingSettings())
    sure = certain(1, contradiction=0.995)
    before = judge.judge_all(PAIRS[:1], sure, sure)
    assert before == judge.judge_all(PAIRS[:1], sure, sure, Readings.of_nothing(1))
    assert before[0].verdict is not None
    assert before[0].type is DifferenceType.DATE

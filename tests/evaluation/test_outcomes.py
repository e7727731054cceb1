"""What became of each labelled conflict, and what each false alarm fell for."""

import pytest
from desk import CONFLICT, INSPECTED, NINE, NOBODY, POOL, TWELVE, TWELVE_COPIED, book, voices

from crosscheck.evaluation.clusters import (
    cluster_figures,
    conflict_alarms,
    confusion,
    false_alarms,
    funnel,
)
from crosscheck.evaluation.outcomes import Judged, Stage, judge_outcome
from crosscheck.types import DifferenceType, Tier, Verdict

CLAIMS = (TWELVE, NINE, INSPECTED, NOBODY, POOL)
SENTENCES = {"mill": 60, "pool": 40}


def conflict(number, a, b, score=0.9, kind=DifferenceType.NUMBER):
    return Judged(number, a, b, Verdict.CONFLICT, score, kind, Tier.CONFIRMED)


def outcome(*judged, claims=CLAIMS):
    return judge_outcome(judged, claims, SENTENCES, book(), voices())


def figures(*judged):
    return {figure.key: figure.value for figure in cluster_figures(outcome(*judged))}


@pytest.mark.parametrize(
    ("judged", "stage", "detail"),
    [
        ([], Stage.NOT_PAIRED, ""),
        ([Judged(0, TWELVE, NINE)], Stage.NOT_RECOGNISED, ""),
        ([Judged(0, TWELVE, NINE, vetoed_by="same_wording")], Stage.VETOED, "same_wording"),
        ([Judged(0, NINE, TWELVE, Verdict.UPDATE, 0.8)], Stage.OTHER_VERDICT, "update"),
        ([Judged(0, NINE, TWELVE, Verdict.CONFLICT, 0.8)], Stage.FOUND, ""),
    ],
)
def test_a_conflict_is_lost_at_the_stage_that_lost_it(judged, stage, detail):
    (fate,) = outcome(*judged).fates
    assert (fate.stage, fate.detail) == (stage, detail)


def test_a_conflict_whose_sentence_is_no_claim_is_lost_before_pairing():
    (fate,) = outcome(claims=(TWELVE, NOBODY)).fates
    assert fate.stage is Stage.NOT_A_CLAIM


def test_of_two_pairs_on_one_conflict_the_one_that_came_farthest_counts():
    (fate,) = outcome(Judged(0, TWELVE, NINE), conflict(1, TWELVE_COPIED, NINE)).fates
    assert fate.stage is Stage.FOUND


def test_a_copy_adds_no_second_alarm():
    alarms = conflict_alarms(outcome(conflict(0, TWELVE, NINE, 0.7), conflict(1, TWELVE_COPIED, NINE, 0.9)))
    assert [judged.number for judged, _ in alarms] == [1]


def test_false_alarms_are_named_by_what_they_fell_for():
    found = outcome(
        conflict(0, INSPECTED, NOBODY), conflict(1, TWELVE, NOBODY), conflict(2, TWELVE, POOL, 0.5)
    )
    assert false_alarms(found) == {"other story": 1, "other-quantity": 1, "unlisted": 1}


def test_precision_counts_alarms_and_recall_counts_conflicts():
    found = figures(conflict(0, TWELVE, NINE), conflict(1, INSPECTED, NOBODY))
    assert found["conflict.precision"] == pytest.approx(0.5)
    assert found["conflict.recall"] == 1
    assert found["conflict.f1"] == pytest.approx(2 / 3)


def test_silence_has_no_precision_and_finds_nothing():
    found = figures(Judged(0, TWELVE, NINE))
    assert found["conflict.precision"] is None
    assert found["conflict.recall"] == found["conflict.f1"] == 0


def test_a_right_alarm_of_the_wrong_type_is_right_all_the_same():
    found = figures(conflict(0, TWELVE, NINE, kind=DifferenceType.PLACE))
    assert found["conflict.precision"] == 1
    assert found["type.accuracy"] == 0
    assert found["type.number.recall"] == 1


@pytest.mark.parametrize(("also", "suits"), [((), 0), (("place",), 1)])
def test_a_type_that_later_readers_accept_suits(also, suits):
    gold = book(CONFLICT.model_copy(update={"also": also}))
    alarm = conflict(0, TWELVE, NINE, kind=DifferenceType.PLACE)
    judged = judge_outcome([alarm], CLAIMS, SENTENCES, gold, voices())
    found = {figure.key: figure.value for figure in cluster_figures(judged)}
    assert (found["type.accuracy"], found["type.suits"]) == (0, suits)


def test_alarms_where_there_is_nothing_to_find_are_counted_per_thousand_sentences():
    found = figures(Judged(0, POOL, NINE, Verdict.CONFLICT, 0.8))
    assert found["conflict.quiet_alarms"] == pytest.approx(1000 / 40)


def test_the_cost_of_pairing_is_pairs_per_claim():
    assert figures(Judged(0, TWELVE, NINE))["pairing.cost"] == pytest.approx(1 / len(CLAIMS))


def test_every_judged_pair_stands_in_the_confusion_table():
    found = outcome(conflict(0, TWELVE, NINE), Judged(1, INSPECTED, NOBODY), Judged(2, TWELVE, POOL))
    table = confusion(found)
    assert sum(map(sum, table.counts)) == 3
    assert table.counts[table.rows.index("conflict")][table.columns.index("conflict")] == 1
    assert table.counts[table.rows.index("trap")][table.columns.index("not reported")] == 1


def test_the_funnel_names_the_rule_that_vetoed():
    assert funnel(outcome(Judged(0, TWELVE, NINE, vetoed_by="same_wording"))) == {"vetoed by same_wording": 1}

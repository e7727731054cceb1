"""Agreements turned into conflicts by one figure, day or hour, and unrelated pairs changed likewise."""

import random
from datetime import date

import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.quantities import QuantityComparison, compare_quantities
from crosscheck.judging.times import TimeComparison, compare_times
from crosscheck.training.counterfactuals import (
    changed_day,
    changed_figure,
    contradictions,
    counterfactual_pairs,
    still_unrelated,
)
from crosscheck.training.stories import LabelledPair
from crosscheck.types import DifferenceType, Pair

PUBLISHED = date(2026, 3, 13)  # a Friday


def pair_of(a, b):
    claims = (sentence_claim(text, PUBLISHED, document=name) for name, text in (("a", a), ("b", b)))
    return Pair(**dict(zip("ab", claims, strict=True)), similarity=0.7)


COUNTED = pair_of("Police left with eleven boxes of papers.", "Officers carried 11 boxes to the vans.")
DATED = pair_of("The board meets again on March 27.", "Its next meeting is on 27 March.")


@pytest.mark.parametrize("seed", range(8))
def test_a_shared_figure_is_changed_on_one_side(seed):
    ((kind, changed),) = contradictions(COUNTED, random.Random(seed))
    assert kind is DifferenceType.NUMBER
    assert compare_quantities(changed.a, changed.b).comparison is QuantityComparison.CLASH
    assert changed.b in (COUNTED.a, COUNTED.b)
    assert changed.a.text not in (COUNTED.a.text, COUNTED.b.text)
    assert "boxes" in changed.a.text


@pytest.mark.parametrize("seed", range(8))
def test_a_shared_day_is_changed_on_one_side(seed):
    ((kind, changed),) = contradictions(DATED, random.Random(seed))
    assert kind is DifferenceType.DATE
    assert compare_times(changed.a, changed.b) is TimeComparison.CLASH


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("minutes", ["40", "20", "05"])
def test_a_shared_hour_is_changed_on_one_side_and_no_minute(minutes, seed):
    timed = pair_of(f"The hammer fell at 2:{minutes} a.m.", f"It was over at 2.{minutes} a.m.")
    ((kind, changed),) = contradictions(timed, random.Random(seed))
    assert kind is DifferenceType.DATE
    assert changed.a.text.endswith(f"{minutes} a.m.")
    assert changed.a.text not in (timed.a.text, timed.b.text)


@pytest.mark.parametrize("amount", ["4.25 percent", "$12.50", "9.40 euros"])
def test_a_decimal_is_no_hour(amount):
    shared = pair_of(f"It rose to {amount}.", f"It went up, to {amount}.")
    for seed in range(8):
        assert {kind for kind, _ in contradictions(shared, random.Random(seed))} <= {DifferenceType.NUMBER}


def test_what_two_claims_do_not_share_is_left_alone():
    other = pair_of("The strike cost $12 million.", "On Tuesday the drivers went back to work.")
    assert not list(contradictions(other, random.Random(1)))


def test_a_changed_unrelated_pair_stays_unrelated():
    other = pair_of("The strike cost $12 million.", "The drivers went back to work.")
    changed = still_unrelated(other, random.Random(1))
    assert changed is not None
    assert {changed.a.text, changed.b.text} != {other.a.text, other.b.text}
    none = pair_of("The drivers went back to work.", "The ferry sank.")
    assert still_unrelated(none, random.Random(1)) is None


def test_a_pair_that_may_agree_is_not_taken_for_an_unrelated_one():
    for seed in range(8):
        assert still_unrelated(COUNTED, random.Random(seed)) is None
        assert still_unrelated(DATED, random.Random(seed)) is None


def test_an_unrelated_pair_does_not_come_to_agree_by_chance():
    alike = pair_of("Nine passengers were hurt.", "Ten passengers were hurt.")
    changed = [still_unrelated(alike, random.Random(seed)) for seed in range(40)]
    made = [pair for pair in changed if pair is not None]
    assert len(made) > 20
    assert not any(compare_quantities(pair.a, pair.b).comparison is QuantityComparison.MATCH for pair in made)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1,200 people", "people"),
        ("$3.4 million", "million"),
        ("twenty-three men", "men"),
        ("0.1 percent", "percent"),
    ],
)
def test_a_figure_is_written_as_it_was(text, kept):
    for seed in range(10):
        changed = changed_figure(text, random.Random(seed))
        assert changed is not None
        assert changed != text
        assert kept in changed
        assert ("," in changed) == ("," in text) or len(changed) < len(text)
        assert ("." in changed) == ("." in text)


def test_a_weekday_or_a_day_of_the_month_is_changed():
    assert changed_day("last Tuesday", random.Random(1)) != "last Tuesday"
    assert changed_day("March 27", random.Random(1)).startswith("March ")
    assert changed_day("in spring", random.Random(1)) is None
    assert changed_day("March 22nd", random.Random(1)) is None
    assert changed_figure("two-thirds", random.Random(1)) is None


def test_labelled_pairs_give_conflicts_of_agreements_only():
    agreement = LabelledPair("c", COUNTED, "agreement", "number", natural=True)
    trap = LabelledPair("c", DATED, "trap", "other-event", natural=True)
    made = counterfactual_pairs([agreement, trap], 4, random.Random(1))
    assert {one.relation for one in made} == {"conflict"}
    assert {one.type for one in made} == {"number"}
    assert len({(one.pair.a.text, one.pair.b.text) for one in made}) == len(made) > 1
    assert not any(one.natural for one in made)
    assert not counterfactual_pairs([agreement], 0, random.Random(1))


def test_some_unlisted_pairs_are_changed_and_stay_unlisted():
    far = pair_of("The strike cost $12 million.", "The drivers went back to work.")
    unlisted = [LabelledPair("c", far, "none", "", natural=True)] * 100
    made = counterfactual_pairs(unlisted, 1, random.Random(1))
    assert {one.relation for one in made} == {"none"}
    assert {one.pair.a.text for one in made} & {one.pair.b.text for one in made} == set()
    assert len(made) > 1

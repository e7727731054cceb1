"""Measures are arithmetic that can be done on paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from crosscheck.evaluation.bootstrap import estimate
from crosscheck.evaluation.figures import macro_f1, ratio
from crosscheck.evaluation.measures import F1, AveragePrecision, CalibrationError, PrecisionAt, Ratio


def ranking(scores, hits, members=None, groups=("quake",)):
    return {"groups": groups, "members": members or (0,) * len(scores), "scores": scores, "hits": hits}


def value(measure):
    return estimate(measure).value


def test_average_precision_of_a_known_ranking():
    # hits on places 1 and 3: (1/1 + 2/3) / 2
    measure = AveragePrecision(**ranking((0.9, 0.8, 0.7, 0.1), (1, 0, 1, 0)))
    assert value(measure) == pytest.approx((1 + 2 / 3) / 2)


def test_alarms_with_one_score_cannot_be_ordered_in_our_favour():
    lucky = AveragePrecision(**ranking((0.5, 0.5), (1, 0)))
    unlucky = AveragePrecision(**ranking((0.5, 0.5), (0, 1)))
    assert value(lucky) == value(unlucky) == pytest.approx(0.5)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=30))
def test_average_precision_is_that_of_scikit_learn(items):
    scores, hits = (tuple(column) for column in zip(*items, strict=True))
    if any(hits):
        ours = value(AveragePrecision(**ranking(tuple(map(float, scores)), tuple(map(int, hits)))))
        assert ours == pytest.approx(average_precision_score(hits, scores))


def test_a_cluster_drawn_twice_counts_twice():
    measure = AveragePrecision(**ranking((0.9, 0.8, 0.7), (1, 0, 1), (0, 1, 0), ("quake", "strike")))
    repeated = AveragePrecision(**ranking((0.9, 0.9, 0.8, 0.7, 0.7), (1, 1, 0, 1, 1)))
    assert measure.evaluate(np.array([[2.0, 1.0]]))[0] == pytest.approx(value(repeated))


def test_precision_among_the_first_two():
    measure = PrecisionAt(**ranking((0.9, 0.8, 0.7), (1, 0, 1)), first=2)
    assert value(measure) == pytest.approx(0.5)


def test_precision_among_the_first_ten_of_three_alarms_is_that_of_the_three():
    measure = PrecisionAt(**ranking((0.9, 0.8, 0.7), (1, 0, 1)), first=10)
    assert value(measure) == pytest.approx(2 / 3)


def test_precision_without_an_alarm_is_undefined_and_not_perfect():
    assert value(Ratio(groups=("quake",), counts=((0, 0),))) is None
    assert value(AveragePrecision(**ranking((), ()))) is None


def test_f1_without_an_alarm_is_nil_where_there_was_a_conflict_to_find():
    assert value(F1(groups=("quake",), counts=((0, 0, 0, 4),))) == 0


def test_f1_is_the_harmonic_mean_of_precision_and_recall():
    # 3 of 4 alarms right; 2 of 8 conflicts found, one of them by two alarms
    assert value(F1(groups=("quake",), counts=((3, 4, 2, 8),))) == pytest.approx(
        2 * 0.75 * 0.25 / (0.75 + 0.25)
    )


def test_alarms_per_thousand_sentences():
    measure = ratio(("quiet",), {"quiet": 3}, {"quiet": 600}, scale=1000)
    assert value(measure) == pytest.approx(5)


def test_macro_f1_weighs_a_rare_class_like_a_common_one():
    labelled = [("t", "update", "conflict")] + [("t", "conflict", "conflict")] * 9
    assert value(macro_f1(("update", "conflict"), labelled)) == pytest.approx((0 + 18 / 19) / 2)


def test_calibration_error_of_a_model_that_is_always_sure_and_right_half_the_time():
    measure = CalibrationError(groups=("t",), counts=(((0, 0, 0), (10, 10, 5)),))
    assert value(measure) == pytest.approx(0.5)

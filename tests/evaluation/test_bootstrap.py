"""Intervals say how far a figure may be from the truth."""

import numpy as np
import pytest

from crosscheck.evaluation.bootstrap import difference, estimate
from crosscheck.evaluation.measures import Ratio


def rates(generator, clusters, truth, size=20):
    right = generator.binomial(size, truth, clusters)
    return Ratio(
        groups=tuple(f"c{number:02}" for number in range(clusters)),
        counts=tuple((float(count), float(size)) for count in right),
    )


def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty():
    generator = np.random.default_rng(1)
    held = 0
    for _ in range(300):
        found = estimate(rates(generator, 30, 0.6))
        held += found.low <= 0.6 <= found.high
    assert 0.90 <= held / 300 <= 0.98


def test_the_interval_holds_the_value():
    found = estimate(rates(np.random.default_rng(2), 12, 0.3))
    assert found.low < found.value < found.high


def test_the_same_run_gives_the_same_interval():
    measure = rates(np.random.default_rng(3), 12, 0.5)
    assert estimate(measure) == estimate(measure.model_copy())


def test_a_system_does_not_differ_from_itself():
    measure = rates(np.random.default_rng(4), 12, 0.5)
    assert difference(measure, measure) == (0.0, 0.0, 0.0)


def test_a_gain_on_every_cluster_is_certain_though_clusters_vary():
    # paired: each cluster gains 0.05, while the clusters lie between 0.1 and 0.9
    groups = tuple(f"c{number}" for number in range(9))
    before = Ratio(groups=groups, counts=tuple((10.0 * n + 10, 100.0) for n in range(9)))
    after = Ratio(groups=groups, counts=tuple((10.0 * n + 15, 100.0) for n in range(9)))
    change = difference(before, after)
    assert change.low == pytest.approx(0.05)
    assert change.high == pytest.approx(0.05)
    assert estimate(after).low < estimate(before).value  # unpaired, nobody could tell


def test_two_runs_are_compared_on_the_clusters_that_both_have():
    before = Ratio(groups=("quake", "strike"), counts=((1.0, 2.0), (9.0, 10.0)))
    after = Ratio(groups=("quake", "vote"), counts=((2.0, 2.0), (0.0, 10.0)))
    assert difference(before, after).value == pytest.approx(0.5)


def test_without_a_common_cluster_there_is_no_difference_to_tell():
    before = Ratio(groups=("quake",), counts=((1.0, 2.0),))
    after = Ratio(groups=("vote",), counts=((2.0, 2.0),))
    assert difference(before, after).value is None

"""Both directions of every pair, and nothing scored twice."""

import numpy as np
import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.nli.scoring import score_both_directions
from crosscheck.testing import FakeNli
from crosscheck.types import Pair


class CountingNli(FakeNli):
    """Remembers what it was asked."""

    def __init__(self, confidence):
        super().__init__(confidence=confidence)
        self.asked = []

    def predict(self, pairs, progress=lambda *_: None):
        self.asked += pairs
        return super().predict(pairs, progress)


def pair(a, b):
    return Pair(a=sentence_claim(a, document="a"), b=sentence_claim(b, document="b"), similarity=0.5)


def test_equal_text_pairs_are_scored_once_a_direction():
    model = CountingNli(0.4)
    forward, backward = score_both_directions(model, [pair("x went up", "x went down")] * 3)
    assert sorted(model.asked) == [("x went down", "x went up"), ("x went up", "x went down")]
    assert forward.shape == backward.shape == (3, 3)


def test_each_direction_keeps_its_own_probabilities():
    class OneWay(FakeNli):
        def predict(self, pairs, progress=lambda *_: None):
            return np.array([[0.9, 0.1, 0] if p[0] < p[1] else [0.1, 0.9, 0] for p in pairs], np.float32)

    forward, backward = score_both_directions(OneWay(), [pair("aaa", "bbb")])
    assert forward[0] == pytest.approx([0.9, 0.1, 0])
    assert backward[0] == pytest.approx([0.1, 0.9, 0])


def test_a_pair_that_is_surely_neutral_is_not_asked_the_other_way_round():
    model = CountingNli(0.99)
    forward, backward = score_both_directions(model, [pair("x went up", "y sang"), pair("y sang", "z fell")])
    assert len(model.asked) == 2
    assert np.array_equal(forward, backward)


def test_which_claim_is_a_changes_no_score():
    class Entails(FakeNli):
        def predict(self, pairs, progress=lambda *_: None):
            return np.array([[0.9, 0.1, 0] if len(p) > len(h) else [0, 1, 0] for p, h in pairs], np.float32)

    long, short = "The bridge was closed on Monday after a crash.", "The bridge was closed."
    forward, backward = score_both_directions(Entails(), [pair(long, short)])
    turned = score_both_directions(Entails(), [pair(short, long)])
    assert np.array_equal(forward, turned[1])
    assert np.array_equal(backward, turned[0])
    assert forward[0] == pytest.approx([0.9, 0.1, 0])


def test_no_pairs_need_no_model():
    forward, backward = score_both_directions(CountingNli(0.5), [])
    assert forward.shape == backward.shape == (0, 3)

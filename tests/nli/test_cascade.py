"""A careful model is asked only where a small one is not sure, and its word then holds."""

import numpy as np

from crosscheck.nli.cascade import Cascade
from crosscheck.nli.context import in_context


class Scripted:
    def __init__(self, name, rows):
        self.name = name
        self.rows = rows
        self.asked = []

    def predict(self, pairs, progress=lambda *_: None):
        self.asked += pairs
        return np.array([self.rows[a] for a, _ in pairs], dtype=np.float32).reshape(-1, 3)


PLAIN, OPEN = ("weather", "football"), ("twelve died", "ten died")


def cascade():
    screen = Scripted("small@1", {"weather": [0.02, 0.95, 0.03], "twelve died": [0.4, 0.4, 0.2]})
    careful = Scripted("large@1", {"twelve died": [0.01, 0.02, 0.97], "weather": [1, 0, 0]})
    return Cascade(screen, careful, 0.9), careful


def test_the_careful_model_sees_only_what_the_screen_leaves_open():
    both, careful = cascade()
    scores = both.predict([PLAIN, OPEN])
    assert careful.asked == [OPEN]
    assert np.allclose(scores, [[0.02, 0.95, 0.03], [0.01, 0.02, 0.97]])


def test_the_careful_model_is_not_asked_for_nothing():
    both, careful = cascade()
    both.predict([PLAIN])
    assert not careful.asked
    assert both.predict([]).shape == (0, 3)


def test_the_screen_reads_the_claims_alone_and_the_careful_model_within_their_articles():
    both, careful = cascade()
    within = in_context("twelve died", "Mill fire"), in_context("ten died", "Ferry sinks")
    careful.rows[within[0]] = [0.1, 0.8, 0.1]
    assert np.allclose(both.predict([within]), [[0.1, 0.8, 0.1]])
    assert careful.asked == [within]
    again = in_context("twelve died", "Another headline")
    assert both.predict([(within[0], again)]).tolist() == [[1, 0, 0]]  # the same claim in two articles


def test_the_name_tells_both_models():
    assert cascade()[0].name == "small@1+large@1"


def test_a_text_entails_itself_and_no_model_is_asked():
    both, careful = cascade()
    scores = both.predict([("twelve died", "twelve died"), PLAIN])
    assert scores[0].tolist() == [1, 0, 0]
    assert both.predict([("unscripted", "unscripted")]).tolist() == [[1, 0, 0]]
    assert not careful.asked

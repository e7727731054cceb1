"""The words two claims differ in: read off the states of words, marked as phrases."""

import numpy as np
import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.differences import find_difference
from crosscheck.judging.judge import Judge
from crosscheck.judging.points import FLAGS, MOST_RUNS, Words, content_spans, telling_runs, words_of
from crosscheck.judging.probes import Readings, load_probes, words_of_pairs
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledCascade
from crosscheck.nli.scoring import score_both_directions
from crosscheck.protocols import Tokens
from crosscheck.settings import JudgingSettings
from crosscheck.types import DifferenceType, Pair, Verdict

TEXT = "The driver was pulled out alive from the crushed cab, and the guard was unhurt."


def texts(spans, text=TEXT):
    return [text[start:end] for start, end in spans]


def marked(shared=(), **likely):
    """What is marked where some words are likely and some stand in the other claim too."""
    spans = content_spans(TEXT)
    words = [word.lower() for word in texts(spans)]
    alone = np.array([[word not in shared, 0, 0] for word in words], dtype=np.float32)
    chances = np.array([likely.get(word, 0.01) for word in words], dtype=np.float32)
    return texts(telling_runs(TEXT, Words(tuple(spans), alone), chances))


def test_neighbouring_words_make_a_phrase_with_the_stop_words_between_them():
    assert marked(pulled=0.6, alive=0.9) == ["pulled out alive"]
    assert marked(alive=0.9, crushed=0.7, cab=0.5) == ["alive from the crushed cab"]


def test_an_initialism_keeps_its_last_full_stop():
    text = "The only U.S. read-out cost 4.5 million."
    assert texts(content_spans(text), text)[:2] == ["U.S.", "read-out"]


def test_few_phrases_are_marked_the_most_telling_ones_in_the_order_of_the_text():
    assert marked(unhurt=0.9, driver=0.8, crushed=0.7) == ["driver", "unhurt"]
    assert MOST_RUNS == 2


def test_a_word_that_both_claims_have_counts_half():
    assert marked(shared=["driver"], unhurt=0.9, driver=0.8, crushed=0.7) == ["crushed", "unhurt"]
    assert marked(shared=["driver"], driver=0.8) == ["driver"]


def test_the_likeliest_word_is_marked_however_unlikely_it_is():
    assert marked(guard=0.05) == ["guard"]
    nothing = Words((), np.empty((0, len(FLAGS)), dtype=np.float32))
    assert telling_runs("And so it was.", nothing, np.empty(0, dtype=np.float32)) == ()


def test_words_are_read_with_the_mean_of_their_tokens_and_what_is_seen_of_them():
    tokens = Tokens(
        starts=np.array([0, 4, 6]),
        ends=np.array([3, 6, 8]),
        states=np.array([[1, 1], [2, 0], [4, 0]], np.float32),
    )
    words = words_of("The 1200 fled to Bern.", "They fled.", tokens)  # the tokens end after the figure
    assert words.spans == ((4, 8),)
    assert words.features.tolist() == [[3, 0, 1, 1, 0]]
    assert words.features.shape == (1, 2 + len(FLAGS))


@pytest.fixture(scope="module")
def nli() -> BundledCascade:
    return BundledCascade()


def pair(a: str, b: str) -> Pair:
    first, second = (
        sentence_claim(a, "2025-04-16", document="a"),
        sentence_claim(b, "2025-04-17", document="b"),
    )
    return Pair(a=first, b=second, similarity=0.7, story=0.9)


SACKED = pair(
    "Dinamo sacked coach Ivo Maric on Sunday, hours after the defeat by Rijeka, and named his assistant as caretaker.",
    "Maric, 52, stepped down of his own accord on Sunday night, telling the players in the dressing room that he "
    "could no longer reach them.",
).model_copy(update={"similarity": 0.34})  # as the encoder has it


def test_tokens_lie_where_their_text_says(nli):
    one, other = "Déjà vu: 1,200 fled 🔥 fires.", "Nobody fled."
    ((first, second),) = nli.tokens([(one, other)])
    for text, tokens in ((one, first), (other, second)):
        pieces = [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
        assert "".join(pieces) == text.replace(" ", "")
        assert tokens.states.shape == (len(pieces), nli.states([(one, other)]).shape[1])


def test_the_words_are_the_same_from_either_side(nli):
    turned = SACKED.model_copy(update={"a": SACKED.b, "b": SACKED.a})
    ((a, b),), ((b_again, a_again),) = words_of_pairs([SACKED], nli), words_of_pairs([turned], nli)
    assert a.spans == a_again.spans
    assert np.array_equal(a.features, a_again.features)
    assert np.array_equal(b.features, b_again.features)


def test_a_claim_of_stop_words_alone_has_no_words_to_mark(nli):
    wordless = pair("The board sacked the coach after the defeat.", "It was so.")
    ((spans_a, spans_b),) = load_probes(FOLDER / "probes.npz").points([wordless], nli)
    assert spans_a
    assert spans_b == ()


def test_words_for_an_outcome_in_both_claims_do_not_keep_the_probe_from_marking(nli):
    voted = pair(
        "In June, the agency's advisory committee voted nine to two that the benefits of Hemvora outweigh its risks.",
        "The approval of Hemvora had been expected since the agency's advisers endorsed the drug unanimously in June.",
    )
    difference = find_difference(voted.a, voted.b, DifferenceType.OUTCOME)
    assert (difference.type, difference.is_named) == (DifferenceType.OUTCOME, False)
    ((spans_a, spans_b),) = load_probes(FOLDER / "probes.npz").points([voted], nli)
    assert "nine" in " ".join(texts(spans_a, voted.a.text))
    assert "unanimously" in " ".join(texts(spans_b, voted.b.text))


def test_where_no_detector_names_a_difference_the_probe_marks_the_words(nli):
    judge = Judge.bundled(JudgingSettings())
    forward, backward = score_both_directions(nli, [SACKED])
    readings = judge.read([SACKED], forward, backward, nli)
    (judgement,) = judge.judge_all([SACKED], forward, backward, readings)
    assert judgement.verdict is Verdict.CONFLICT
    assert "sacked" in " ".join(texts(judgement.spans_a, SACKED.a.text))
    assert "stepped down" in " ".join(texts(judgement.spans_b, SACKED.b.text))
    assert "sacked" in judgement.reason
    assert "stepped down" in judgement.reason


def test_without_a_model_to_read_the_words_of_one_claim_alone_are_marked():
    assert Readings.of_nothing(2).point([SACKED, SACKED]) == [((), ()), ((), ())]
    assert load_probes(FOLDER / "probes.npz").point.weights.shape[1] == 2

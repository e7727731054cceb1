"""The bundled models give a text the same score whatever else is in the batch."""

import numpy as np
import pytest

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.nli.bundled import BundledNli, CarefulNli
from crosscheck.runtime.session import ROWS, batches_by_width, padded_width
from crosscheck.settings import RuntimeSettings

LONG = (
    "The ministry said twelve people had been killed and forty wounded when the roof of the market hall "
    "in the old town came down shortly after noon, and that the search for survivors would go on through the night."
)
SENTENCES = [
    "The call lasted about 50 minutes.",
    "Neither side issued a joint statement after the talks in Jerusalem on Tuesday, officials said.",
    "Twelve people were killed.",
    LONG,
    "It did.",
    "The bridge will open to freight at night from July 1, the transport ministry announced in Bogota.",
]
PAIRS = [(a, b) for a in SENTENCES for b in SENTENCES if a != b]


@pytest.fixture(scope="module")
def nli() -> BundledNli:
    return BundledNli()


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


def test_a_pair_scores_the_same_alone_and_in_a_batch(nli):
    together = nli.predict(PAIRS)
    for number, pair in enumerate(PAIRS):
        assert np.array_equal(nli.predict([pair])[0], together[number])


def test_a_pair_scores_the_same_in_any_order(nli):
    order = np.random.default_rng(0).permutation(len(PAIRS))
    shuffled = nli.predict([PAIRS[i] for i in order])
    assert np.array_equal(shuffled, nli.predict(PAIRS)[order])


def test_a_pair_scores_the_same_on_one_thread_and_on_two():
    one, two = (BundledNli(RuntimeSettings(threads=threads)) for threads in (1, 2))
    assert np.array_equal(one.predict(PAIRS), two.predict(PAIRS))


def test_full_precision_does_not_depend_on_the_batch_either():
    exact = BundledNli(RuntimeSettings(full_precision=True))
    together = exact.predict(PAIRS)
    for number in range(0, len(PAIRS), 7):
        assert np.array_equal(exact.predict([PAIRS[number]])[0], together[number])


def test_a_sentence_has_the_same_vector_alone_and_in_a_batch(encoder):
    together = encoder.encode(SENTENCES)
    for number, sentence in enumerate(SENTENCES):
        assert np.array_equal(encoder.encode([sentence])[0], together[number])


def test_vectors_have_unit_length(encoder):
    assert np.linalg.norm(encoder.encode(SENTENCES), axis=1) == pytest.approx(1, abs=1e-5)


def test_probabilities_sum_to_one(nli):
    assert nli.predict(PAIRS).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_an_empty_array(encoder, nli):
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert nli.predict([]).shape == (0, 3)


def test_a_text_longer_than_the_model_is_cut_and_not_refused(encoder):
    assert encoder.encode(["very " * 5000 + "long"]).shape == (1, encoder.dimension)


def test_progress_ends_at_the_total(nli):
    seen = []
    nli.predict(PAIRS, lambda stage, done, total: seen.append((stage, done, total)))
    assert seen[-1] == ("infer", len(PAIRS), len(PAIRS))


def test_batches_hold_one_width_and_no_more_than_their_rows():
    widths = [padded_width(n) for n in (3, 8, 9, *[100] * 20, 5)]
    batches = list(batches_by_width(widths))
    assert sorted(i for batch in batches for i in batch) == list(range(len(widths)))
    for batch in batches:
        assert len({widths[i] for i in batch}) == 1
        assert len(batch) <= ROWS


def test_states_of_a_pair_are_the_same_alone_in_a_batch_and_in_any_order(monkeypatch):
    monkeypatch.setattr("crosscheck.nli.bundled.MOST_STATES", 0)
    careful = CarefulNli()
    together = careful.states(PAIRS)
    for number in range(0, len(PAIRS), 4):
        assert np.array_equal(careful.states([PAIRS[number]])[0], together[number])
    order = np.random.default_rng(0).permutation(len(PAIRS))
    shuffled = [PAIRS[i] for i in order]
    assert np.array_equal(careful.states(shuffled), together[order])
    assert careful.states([]).shape == (0, together.shape[1])


def test_states_of_pairs_that_were_inferred_are_there_already():
    careful, alone = (CarefulNli() for _ in range(2))
    careful.predict(PAIRS)
    read = []
    states = careful.states([*PAIRS, ("Rain fell.", "It was dry.")], lambda *step: read.append(step))
    assert read[-1] == ("read", 1, 1)
    assert np.array_equal(states[:-1], alone.states(PAIRS))


def test_only_the_latest_states_are_kept(monkeypatch):
    monkeypatch.setattr("crosscheck.nli.bundled.MOST_STATES", 3)
    careful = CarefulNli()
    together = careful.states(PAIRS)
    read = []
    assert np.array_equal(careful.states(PAIRS[-3:], lambda *step: read.append(step)), together[-3:])
    assert not read
    assert np.array_equal(careful.states(PAIRS[:4], lambda *step: read.append(step)), together[:4])
    assert read[-1] == ("read", 4, 4)

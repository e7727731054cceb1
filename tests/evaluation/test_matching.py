"""Findings are held against the labels by document and overlapping span."""

from desk import CONFLICT, DOCUMENTS, NINE, NOBODY, POOL, TRAP, TWELVE, TWELVE_COPIED, book, sentence, voices
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.evaluation.labels import GoldPair, Place
from crosscheck.evaluation.matching import matches, overlap


def test_a_labelled_conflict_is_found_in_either_order():
    assert book().look_up(TWELVE, NINE) == book().look_up(NINE, TWELVE) == CONFLICT


def test_sentences_that_nobody_paired_are_not_listed():
    assert book().look_up(TWELVE, NOBODY) is None
    assert book().look_up(TWELVE, POOL) is None


def test_a_claim_that_lost_its_first_words_is_still_the_labelled_sentence():
    assert book().look_up(sentence("mill/wire", "workers were taken to hospital."), NINE) == CONFLICT


def test_a_claim_that_shares_less_than_half_of_the_shorter_is_another_sentence():
    ends = Place(document=TWELVE.document, start=TWELVE.end - 10, end=TWELVE.end + 15)
    assert book().look_up(ends, NINE) is None


def test_a_finding_on_a_wire_copy_counts_for_its_original():
    assert voices().original(TWELVE_COPIED) == TWELVE
    assert book().look_up(TWELVE_COPIED, NINE) == CONFLICT


def test_a_conflict_labelled_for_the_original_and_its_copy_is_one_conflict():
    copied = GoldPair(a=TWELVE_COPIED, b=NINE, relation="conflict", type="number")
    assert len(book(CONFLICT, copied).conflicts) == 1


def test_a_sentence_that_only_the_copy_has_stays_its_own():
    edited = Place(document="mill/echo", start=3, end=20)
    assert voices().original(edited) == edited


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(
    lambda span: Place(document="mill/wire", start=span[0], end=span[0] + span[1])
)


@given(spans, spans)
def test_matching_is_symmetric(first, second):
    assert matches(first, second) == matches(second, first)
    assert 0 <= overlap(first, second) == overlap(second, first) <= 1
    assert matches(first, first)


def test_every_labelled_pair_finds_itself():
    for pair in (CONFLICT, TRAP):
        assert book().look_up(pair.a, pair.b) == pair
    assert set(DOCUMENTS) >= {CONFLICT.a.document, CONFLICT.b.document}

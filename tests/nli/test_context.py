"""A claim within its article: what a model is given of it, and what is left when it is taken out again."""

import numpy as np
import pytest

from crosscheck import Document
from crosscheck.claims.extract import extract, sentence_claim
from crosscheck.nli.bundled import BundledCascade, CarefulNli
from crosscheck.nli.context import MARK, alone, in_article, in_context, shown
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import ReadsContext
from crosscheck.testing import FakeNli

CHARTER = Document(
    source="Meridian Wire",
    title="Gas charter signed in Agadir",
    text="Thirteen countries lie along the pipeline. Twelve of them put their names to it on Friday.",
)


@pytest.fixture(scope="module")
def careful():
    return CarefulNli()


def test_a_claim_is_followed_by_its_headline_and_the_sentence_before():
    first, second = extract(CHARTER).claims
    assert in_article(second) == MARK.join([second.text, CHARTER.title, first.text])
    assert in_article(first) == MARK.join([first.text, CHARTER.title])  # the headline is what stands before
    assert shown(in_article(first)) == f"{first.text} | {CHARTER.title}"
    assert alone(in_article(second)) == second.text


@pytest.mark.parametrize("surroundings", [(), ("",), ("", "It rained."), ("It rained.",)])
def test_nothing_is_added_where_nothing_new_surrounds_a_claim(surroundings):
    assert in_context("It rained.", *surroundings) == "It rained."


def test_a_mark_within_a_text_parts_nothing(careful):
    odd = f"Twelve{MARK}people were killed."
    passage = in_context(odd, f"Mill{MARK}fire")
    assert passage == MARK.join(["Twelve people were killed.", "Mill fire"])
    assert len(alone(passage)) == len(odd)
    assert as_read(careful, sentence_claim(odd)) == "Twelve people were killed."


def test_a_sentence_without_an_article_and_a_model_without_eyes_for_it_stay_alone(careful):
    claim = sentence_claim("Twelve countries signed.")
    assert as_read(careful, claim) == claim.text
    first, _ = extract(CHARTER).claims
    assert not isinstance(FakeNli(), ReadsContext)
    assert as_read(FakeNli(), first) == first.text
    assert as_read(careful, first) == as_read(BundledCascade(), first) == in_article(first)


def test_the_careful_model_heeds_the_article_and_gives_tokens_of_the_claims_only(careful):
    toll = "At least twelve people were killed."
    same, other = (
        in_context("Nineteen people were killed.", title) for title in ("Halden mill fire", "Ferry sinks")
    )
    within = in_context(toll, "Fire at Halden paper mill")
    scores = careful.predict([(within, same), (within, other), (toll, alone(same))])
    assert scores[0, 2] > scores[1, 2]  # of two events it sees less contradiction
    assert not np.array_equal(scores[0], scores[2])
    ((first, second),) = careful.tokens([(within, same)])
    assert first.ends.max() == len(toll)
    assert second.ends.max() == len(alone(same))
    assert len(first.states) == len(first.starts) > 6

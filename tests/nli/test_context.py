"""A claim within its article: what a model is given of it, and what is left when it is taken out again."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from crosscheck import Document
from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.nli.bundled import BundledCascade, CarefulNli
from crosscheck.nli.context import MARK, alone, in_article, in_context, publication_time, shown
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import ReadsContext
from crosscheck.testing import FakeNli
from crosscheck.types import Claim

CHARTER = Document(
    source="Meridian Wire",
    title="Gas charter signed in Agadir",
    published="2026-11-20T16:30:00+01:00",
    text="Thirteen countries lie along the pipeline. Twelve of them put their names to it on Friday. "
    "Mauritania did not send anybody.",
)
WHEN = "Friday 20 November 2026, 15:30"  # UTC


@pytest.fixture(scope="module")
def careful():
    return CarefulNli()


def test_a_claim_is_followed_by_its_date_its_headline_and_the_claim_before():
    first, second, third = extract(CHARTER).claims
    assert in_article(third) == MARK.join([third.text, WHEN, CHARTER.title, second.text])
    assert in_article(second) == MARK.join([second.text, WHEN, CHARTER.title, first.text])
    assert in_article(first) == MARK.join([first.text, WHEN, CHARTER.title])  # the headline stands before it
    assert shown(in_article(first)) == f"{first.text} | {WHEN} | {CHARTER.title}"
    assert alone(in_article(second)) == second.text


def test_a_claim_reads_the_same_out_of_an_archive():
    for claim in extract(CHARTER).claims:
        assert in_article(Claim.model_validate_json(claim.model_dump_json())) == in_article(claim)


def test_a_date_is_said_as_articles_say_it():
    assert publication_time(date(2024, 2, 29)) == "Thursday 29 February 2024"
    assert publication_time(datetime(2024, 12, 1, 9, 5, tzinfo=UTC)) == "Sunday 1 December 2024, 09:05"
    assert publication_time(None) == ""


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
    for published in (None, date(2026, 11, 20)):
        claim = sentence_claim("Twelve countries signed.", published)
        assert as_read(careful, claim) == claim.text
    first, *_ = extract(CHARTER).claims
    assert not isinstance(FakeNli(), ReadsContext)
    assert as_read(FakeNli(), first) == first.text
    assert as_read(careful, first) == as_read(BundledCascade(), first) == in_article(first)


def test_the_careful_model_heeds_the_article_and_gives_tokens_of_the_claims_only(careful):
    toll = "Twelve people were killed in the fire."
    same, other = (
        in_context("Nineteen people died.", WHEN, title, before)
        for title, before in (
            ("Halden mill fire", "Flames swept through the paper mill in Halden."),
            ("Ferry sinks", "A ferry with ninety people on board sank in the Sulu Sea."),
        )
    )
    within = in_context(toll, WHEN, "Fire at Halden paper mill", "It broke out in the drying hall.")
    scores = careful.predict([(within, same), (within, other), (toll, alone(same))])
    assert scores[0, 2] > scores[1, 2]  # of two events it sees less contradiction
    assert not np.array_equal(scores[0], scores[2])
    ((first, second),) = careful.tokens([(within, same)])
    assert first.ends.max() == len(toll)
    assert second.ends.max() == len(alone(same))
    assert len(first.states) == len(first.starts) > 6

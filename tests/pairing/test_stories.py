"""Which articles can tell the same story depends on the two alone."""

import numpy as np

from crosscheck.claims.by_rules import extract
from crosscheck.index.faiss import FaissIndex
from crosscheck.pairing.stories import ARTICLE_FLOOR, Article, shared_story, story_pairs
from crosscheck.testing import FakeEncoder, FakeIndex
from crosscheck.types import Document

FLOOR = 0.35


def article(source, text):
    document = Document(source=source, text=text)
    claims = extract(document).claims
    return Article(document, claims, FakeEncoder(256).encode([claim.text for claim in claims]))


FIRE = article("Meridian Wire", "The fire at the Halden paper mill killed 12 people on Monday night.")
SAME_FIRE = article(
    "Coast Weekly", "In Halden 15 people were killed by the fire at the paper mill on Monday."
)
ELECTION = article("Ridge Radio", "Voters rejected a second tram line, election officials announced.")


def test_two_reports_of_one_fire_tell_one_story():
    assert story_pairs([FIRE, SAME_FIRE, ELECTION], FLOOR, FakeIndex) == [
        (0, 1, shared_story(FIRE, SAME_FIRE, FLOOR))
    ]


def test_two_articles_of_one_outlet_are_not_compared():
    again = Article(FIRE.document, SAME_FIRE.claims, SAME_FIRE.vectors)
    assert story_pairs([FIRE, again], FLOOR, FakeIndex) == []


def test_articles_whose_vectors_are_far_apart_get_no_score():
    assert float(np.dot(FIRE.vector, ELECTION.vector)) < ARTICLE_FLOOR
    assert shared_story(FIRE, ELECTION, -1.0) is None


def test_a_pair_is_found_however_many_other_articles_lie_nearer():
    between = [article(f"Outlet {number}", SAME_FIRE.document.text) for number in range(150)]
    alone = story_pairs([FIRE, SAME_FIRE], FLOOR, FaissIndex)
    crowded = story_pairs([FIRE, SAME_FIRE, *between], FLOOR, FaissIndex)
    assert alone[0] in crowded
    assert len(crowded) == len([*between, FIRE, SAME_FIRE]) * 151 // 2


def test_no_articles_no_pairs():
    assert story_pairs([], FLOOR, FakeIndex) == []

"""The invented world is the same every time, and its events are many."""

from collections import Counter

from crosscheck.claims.sentences import split_sentences
from crosscheck.evaluation.generated import generated_articles, generated_draft
from crosscheck.pairing.copies import find_copies

ARTICLES = generated_articles(400)


def test_the_same_seed_gives_the_same_articles_and_fewer_are_the_first_of_more():
    assert generated_articles(60) == ARTICLES[:60]
    assert generated_articles(60, seed=2) != ARTICLES[:60]


def test_events_are_told_by_several_outlets_and_differ_from_one_another():
    events = Counter(article.url.rpartition("/")[2] for article in ARTICLES)
    assert all(3 <= count <= 6 for count in list(events.values())[:-1])
    assert len({article.text for article in ARTICLES}) == len(ARTICLES)
    assert len(find_copies(ARTICLES, 0.7)) < 0.02 * len(ARTICLES)


def test_a_newsroom_with_more_events_a_day_has_the_same_articles_in_fewer_days():
    dense = generated_articles(400, events_a_day=15)
    assert [article.url for article in dense] == [article.url for article in ARTICLES]
    days = [len({article.published_on for article in articles}) for articles in (dense, ARTICLES)]
    assert days[0] * 5 < days[1]


def test_no_placeholder_is_left_in_a_text():
    assert not any("{" in article.text + article.title for article in ARTICLES)


def test_a_draft_tells_of_an_event_of_the_archive():
    draft = generated_draft(ARTICLES)
    assert ARTICLES[200].text in draft.text
    assert draft.id not in {article.id for article in ARTICLES}


def test_a_draft_has_as_many_sentences_as_are_asked_for():
    assert [len(list(split_sentences(generated_draft(ARTICLES, n).text))) for n in (8, 40, 41)] == [8, 40, 41]

"""Claims are aligned article by article, without a floor on the cosine."""

import numpy as np
import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.index.faiss import FaissIndex
from crosscheck.pairing.candidates import align, align_within, pair_of
from crosscheck.pairing.stories import Article, story_pairs
from crosscheck.types import Document


def article(name, rows, source=None):
    vectors = np.array(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    claims = tuple(sentence_claim(f"claim {name}{i}", document=name) for i in range(len(rows)))
    return Article(Document(id=name, text="-", source=source or name), claims, vectors)


def texts(pairs):
    return {(pair.a.text, pair.b.text) for pair in pairs}


def test_a_claim_meets_its_nearest_of_the_other_article_however_far_it_is():
    a = article("a", [[1, 0, 0], [0, 1, 0]])
    b = article("b", [[0.1, 0, 1], [0, 0.9, 0.1], [0, 0, 1]])
    assert texts(align(a, b, 1, 0.5)) == {
        ("claim a0", "claim b0"),
        ("claim a1", "claim b1"),
        ("claim a0", "claim b2"),
    }


def test_more_neighbours_only_add_pairs():
    a, b = (article(name, np.random.default_rng(i).normal(size=(6, 8))) for i, name in enumerate("ab"))
    fewer, more = (texts(align(a, b, k, 0.5)) for k in (1, 3))
    assert fewer < more
    assert len(texts(align(a, b, 6, 0.5))) == 36


def test_the_rank_is_the_better_one_of_the_two_sides():
    a = article("a", [[1, 0], [0.9, 0.1]])
    b = article("b", [[1, 0], [0, 1]])
    ranks = {(p.a.text, p.b.text): p.rank for p in align(a, b, 2, 0.5)}
    assert ranks["claim a1", "claim b0"] == 1
    assert ranks["claim a1", "claim b1"] == 1
    assert ranks["claim a0", "claim b1"] == 2


def test_within_an_article_no_claim_meets_itself_and_no_pair_comes_twice():
    one = article("a", np.random.default_rng(3).normal(size=(5, 8)))
    pairs = [(p.a.text, p.b.text) for p in align_within(one, 4)]
    assert len(pairs) == len(set(pairs)) == 10
    assert all(a < b for a, b in pairs)


def test_articles_of_one_source_are_not_paired():
    same = [article("a", [[1, 0]], "Wire"), article("b", [[1, 0]], "Wire"), article("c", [[1, 0]], "Courier")]
    found = story_pairs(same, 0.5, FaissIndex)
    assert [(i, j) for i, j, _ in found] == [(0, 2), (1, 2)]
    assert [score for _, _, score in found] == pytest.approx([1, 1])


def test_articles_on_other_matters_are_not_paired():
    assert story_pairs([article("a", [[1, 0]]), article("b", [[0, 1]])], 0.5, FaissIndex) == []


def test_the_lead_is_over_the_nearest_rival_of_either_side():
    a = article("a", [[1, 0, 0], [0, 1, 0]])
    b = article("b", [[1, 0, 0], [0.8, 0.6, 0]])
    leads = {(p.a.text, p.b.text): p.lead for p in align(a, b, 2, 0.5)}
    assert leads["claim a0", "claim b0"] == pytest.approx(1 - 0.8)
    assert leads["claim a1", "claim b1"] == pytest.approx(0.6 - 0.8)


def test_without_a_rival_the_lead_is_as_if_the_rival_were_opposite():
    (pair,) = align(article("a", [[1, 0]]), article("b", [[1, 0]]), 1, 0.5)
    assert pair.lead == pytest.approx(2)


def test_a_single_pair_is_measured_as_in_the_alignment():
    a, b = (article(name, np.random.default_rng(i).normal(size=(5, 8))) for i, name in enumerate("ab"))
    aligned = {(p.a.text, p.b.text): p for p in align(a, b, 5, 0.5)}
    for i in range(5):
        for j in range(5):
            alone, together = pair_of(a, i, b, j, 0.5), aligned[f"claim a{i}", f"claim b{j}"]
            assert (alone.rank, alone.lead) == (together.rank, pytest.approx(together.lead))

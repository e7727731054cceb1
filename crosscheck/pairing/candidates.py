"""Alignment of the claims of two articles: each claim with its nearest of the other article.

There is no floor on the cosine. On newsbench/dev a floor of 0.5 keeps 24 % of the labelled conflicts, while
79 % stand first among the claims of the other article and 94 % among the first three (PRODUCT.md section 4).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from crosscheck.claims.offices import office_clash, offices
from crosscheck.pairing.occasions import shared_occasions
from crosscheck.pairing.stories import Article
from crosscheck.protocols import FloatArray, IntArray
from crosscheck.types import Pair

ONE_ARTICLE = 1.0  # story score of an article with itself, as of two articles that tell one story closely


def _ranks(cosines: FloatArray) -> IntArray:
    """Rank of each column within its row, from 1; equal cosines keep the order of the claims."""
    order = np.argsort(-cosines, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, cosines.shape[1] + 1)[None, :], axis=1)
    return ranks


def _leads(cosines: FloatArray) -> FloatArray:
    """Each cosine minus the best other one of its row or column, -1 where there is no other."""
    rivals = np.maximum(_best_other(cosines), _best_other(cosines.T).T)
    leads: FloatArray = cosines - rivals
    return leads


def _best_other(cosines: FloatArray) -> FloatArray:
    """The best of each row without the element itself."""
    if cosines.shape[1] == 1:
        return np.full_like(cosines, -1)
    best_two = np.partition(cosines, -2, axis=1)[:, -2:]
    return np.where(cosines == best_two[:, 1:], best_two[:, :1], best_two[:, 1:])


def pair_of(a: Article, i: int, b: Article, j: int, story: float) -> Pair:
    """The pair of claim number i of article a and claim number j of article b, nearest or not."""
    cosines = a.vectors @ b.vectors.T
    rank = min(int((cosines[i] > cosines[i, j]).sum()), int((cosines[:, j] > cosines[i, j]).sum())) + 1
    return Pair(
        a=a.claims[i],
        b=b.claims[j],
        similarity=float(cosines[i, j]),
        rank=rank,
        lead=float(_leads(cosines)[i, j]),
        story=story,
    )


def align(a: Article, b: Article, neighbours: int, story: float) -> Iterator[Pair]:
    """Pairs of claims of two articles that may share an occasion, one among the other's nearest.

    Args:
        a: The article that is first in canonical order, so that the result does not depend on input order.
        b: The other one.
        neighbours: How many nearest claims of the other article count.
        story: Story score of the two articles.
    """
    shared = shared_occasions(a.days, b.days)
    if not shared.any():
        return
    cosines = a.vectors @ b.vectors.T
    ranks = np.minimum(_ranks(cosines), _ranks(cosines.T).T)
    wanted = np.argwhere((ranks <= neighbours) & shared)
    yield from _pairs((a, b), wanted, cosines, ranks, story)


def _pairs(
    articles: tuple[Article, Article], wanted: IntArray, cosines: FloatArray, ranks: IntArray, story: float
) -> Iterator[Pair]:
    """The pairs at some places, shape (k, 2), of two articles' table of cosines and ranks, shape (n, m)."""
    a, b = articles
    leads = _leads(cosines)
    for i, j in wanted:
        yield Pair(
            a=a.claims[i],
            b=b.claims[j],
            similarity=float(cosines[i, j]),
            rank=int(ranks[i, j]),
            lead=float(leads[i, j]),
            story=story,
        )


def _office_clashes(article: Article) -> NDArray[np.bool_]:
    """Which two claims say of one person that he holds and that he held an office, shape (n, n)."""
    clashes = np.zeros((len(article.claims),) * 2, dtype=np.bool_)
    officers = [i for i, claim in enumerate(article.claims) if offices(claim.text)]
    for i in officers:
        for j in officers:
            clashes[i, j] = office_clash(article.claims[i], article.claims[j]) is not None
    return clashes


def align_within(article: Article, neighbours: int) -> Iterator[Pair]:
    """Pairs of claims of one article: neighbours, and those that differ on who holds an office."""
    cosines = article.vectors @ article.vectors.T
    np.fill_diagonal(cosines, -1)
    ranks = _ranks(cosines)
    ranks = np.minimum(ranks, ranks.T)
    wanted = np.argwhere(np.triu((ranks <= neighbours) | _office_clashes(article), k=1))
    yield from _pairs((article, article), wanted, cosines, ranks, ONE_ARTICLE)

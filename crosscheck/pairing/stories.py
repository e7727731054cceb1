"""Which articles can tell the same story.

The story score of two articles is the mean cosine of their three best matching claims plus the overlap of the
names in them (overlap coefficient, Szymkiewicz 1934). At the floor of the settings, 0.35, it keeps 98.9 % of
the pairs of articles of one story of newsbench/dev, and 10.9 % of those of two (`python eval/stories.py`);
the judge can still turn a pair down.

Whether two articles are looked at depends on the two alone, never on what else is there: adding articles in
batches pairs the same claims as adding them at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from crosscheck.pairing.copies import words
from crosscheck.pairing.occasions import ClaimDays
from crosscheck.protocols import FloatArray, Index
from crosscheck.types import Claim, Document

BEST_CLAIMS = 3
ARTICLE_FLOOR = 0.2
"""Least cosine of two articles' mean vectors for a story score to be taken. On newsbench/dev it keeps every
pair of articles of one story and spares half of the others; 0.25 would lose 2.3 % of the former."""

FLOAT_ERROR = 1e-4
"""By how much cosines of one pair can differ between two ways of multiplying."""

FIRST_SEARCH = 64


@dataclass(frozen=True)
class Article:
    """A document with its claims and their vectors.

    Attributes:
        document: What was read.
        claims: Its claims, in order.
        vectors: Of the claims, unit length, shape (len(claims), dimension).
    """

    document: Document
    claims: tuple[Claim, ...]
    vectors: FloatArray

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the names in its claims."""
        return frozenset(
            word for claim in self.claims for mention in claim.mentions for word in words(mention.text)
        )

    @cached_property
    def days(self) -> ClaimDays:
        """The days of its claims."""
        return ClaimDays.of(self.claims)

    @cached_property
    def vector(self) -> FloatArray:
        """Mean of the claim vectors, unit length, shape (dimension,)."""
        mean = self.vectors.mean(axis=0)
        unit: FloatArray = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return unit


def name_overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the smaller set that the larger has too; 0 where one is empty."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def story_score(a: Article, b: Article) -> float:
    """How much two articles seem to tell the same story, from about 0 to 2."""
    cosines = a.vectors @ b.vectors.T
    best = np.sort(cosines.max(axis=1))[-BEST_CLAIMS:]
    return float(best.mean()) + name_overlap(a.names, b.names)


def shared_story(a: Article, b: Article, floor: float) -> float | None:
    """The story score of two articles, None where they cannot tell the same story.

    Args:
        a: The article that is first in canonical order (`copies.publication_order`).
        b: The other one.
        floor: Least story score.
    """
    if float(np.dot(a.vector, b.vector)) < ARTICLE_FLOOR:
        return None
    score = story_score(a, b)
    return score if score >= floor else None


def story_pairs(
    articles: Sequence[Article], floor: float, new_index: Callable[[int], Index]
) -> list[tuple[int, int, float]]:
    """Pairs of articles of different sources that can tell the same story.

    Args:
        articles: In canonical order (`copies.publication_order`), each with at least one claim.
        floor: Least story score.
        new_index: Makes an empty index for vectors of a length.

    Returns:
        Numbers of the two articles, lower first, and their story score; ordered.
    """
    if not articles:
        return []
    vectors = np.stack([article.vector for article in articles])
    index = new_index(vectors.shape[1])
    index.add(vectors)
    near = {
        (min(number, other), max(number, other))
        for number, row in enumerate(_all_within(index, vectors))
        for other in row
        if other != number
    }
    return [
        (first, second, score)
        for first, second in sorted(near)
        if articles[first].document.source != articles[second].document.source
        and (score := shared_story(articles[first], articles[second], floor)) is not None
    ]


def _all_within(index: Index, vectors: FloatArray) -> list[list[int]]:
    """For each of these vectors, which are all of the index, the numbers of those within `ARTICLE_FLOOR`."""
    k = min(FIRST_SEARCH, len(vectors))
    while True:
        cosines, numbers = index.search(vectors, k)
        if k == len(vectors) or float(cosines[:, -1].max()) < ARTICLE_FLOOR - FLOAT_ERROR:
            break
        k = min(2 * k, len(vectors))
    return [
        [int(number) for number in row[near]]
        for row, near in zip(numbers, (cosines >= ARTICLE_FLOOR - FLOAT_ERROR) & (numbers >= 0), strict=True)
    ]

"""Texts against one another; the archive is not touched."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import NewsroomOf
from crosscheck.types import Document, Judgement, Published, Report, Tier, Value

router = APIRouter(tags=["compare"])

MOST_DOCUMENTS = 500
LONGEST_SENTENCE = 10_000


class Comparison(Value):
    """Documents to compare.

    Attributes:
        documents: In any order; the order changes nothing.
        tier: Lowest tier to report.
    """

    documents: tuple[Document, ...] = Field(min_length=1, max_length=MOST_DOCUMENTS)
    tier: Tier = Tier.SUGGESTED


class SentencePair(Value):
    """Two sentences, each taken as a claim of its own source.

    Attributes:
        a: The first.
        b: The second.
        published_a: When the first was published.
        published_b: When the second was published.
    """

    a: str = Field(min_length=1, max_length=LONGEST_SENTENCE)
    b: str = Field(min_length=1, max_length=LONGEST_SENTENCE)
    published_a: Published = None
    published_b: Published = None


@router.post("/compare", summary="Compare documents")
async def compare(newsroom: NewsroomOf, asked: Comparison) -> Report:
    """Compare documents of different sources with one another: `crosscheck.report/1`."""
    job = newsroom.worker.submit(
        Job("compare"), lambda job: newsroom.checker.compare(asked.documents, progress=job.progress)
    )
    report: Report = await job.finished()
    return report.at_least(asked.tier)


@router.post("/pair", summary="Judge two sentences")
async def pair(newsroom: NewsroomOf, asked: SentencePair) -> Judgement:
    """One verdict on two sentences, and why; `verdict` is null where there is nothing to report."""
    job = newsroom.worker.submit(
        Job("pair"),
        lambda _job: newsroom.checker.pair(
            asked.a, asked.b, published_a=asked.published_a, published_b=asked.published_b
        ),
    )
    judgement: Judgement = await job.finished()
    return judgement

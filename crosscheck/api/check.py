"""A draft against the archive, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from crosscheck.api.checking import submit_check
from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.api.streams import stream
from crosscheck.archive import DraftCheck
from crosscheck.archive.scope import Scope
from crosscheck.types import Document, Value

router = APIRouter(prefix="/check", tags=["check"])


class Draft(Value):
    """A draft, and which documents of the archive have a say.

    Attributes:
        draft: What is about to be published; it appears today where it has no date.
        since: Documents published before this day, or without a date, have no say.
        sources: Only these outlets have a say; all where empty.
        exclude_sources: These outlets have no say.
    """

    draft: Document
    since: date | None = None
    sources: tuple[str, ...] = Field(default=(), max_length=100)
    exclude_sources: tuple[str, ...] = Field(default=(), max_length=100)


@router.post("", summary="Check a draft")
async def check(newsroom: NewsroomOf, asked: Draft) -> DraftCheck:
    """Say of each sentence whether the archive supports it, disputes it, or has newer reports.

    Nothing is stored. Findings that an editor has dismissed are left out.
    """
    result: DraftCheck = await _submit(newsroom, asked).finished()
    return result


@router.post("/stream", summary="Check a draft, as results come", response_class=EventSourceResponse)
async def stream_check(newsroom: NewsroomOf, asked: Draft) -> AsyncIterator[ServerSentEvent]:
    """The same: `sentence` for each in order, `advance`, then `done` with all of it, or `problem`."""
    async for event in stream(_submit(newsroom, asked)):
        yield event


def _submit(newsroom: Newsroom, asked: Draft) -> Job:
    scope = Scope(asked.since, asked.sources, asked.exclude_sources)
    return submit_check(newsroom, asked.draft, scope)

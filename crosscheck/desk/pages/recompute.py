"""An archive computed with other models or settings: how long it takes to do so anew, and how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import RedirectResponse, Response

from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.api.recomputing import ESTIMATE, RECOMPUTE, submit_estimate, submit_recomputation
from crosscheck.archive import Addition, Staleness
from crosscheck.desk import wording
from crosscheck.desk.csrf import csrf_checked
from crosscheck.desk.rendering import page, render
from crosscheck.desk.watching import advance_piece, failure, job_of

router = APIRouter(prefix="/recompute")

NOTICE_SECONDS = 300.0
"""That a page waits for the models to be loaded, to know whether the archive is theirs."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an estimate or a recomputation came to; all empty while it is under way.

    Attributes:
        staleness: What is to be computed anew.
        addition: What changed when it was.
        summary: Either in a line.
        failure: Why there is neither.
    """

    staleness: Staleness | None = None
    addition: Addition | None = None
    summary: str = ""
    failure: str = ""


@router.get("")
def estimate(newsroom: NewsroomOf) -> Response:
    """Begin to time the models on a few claims, or go on to what is under way."""
    return _to(newsroom.worker.unfinished(RECOMPUTE) or submit_estimate(newsroom))


@router.post("", dependencies=[csrf_checked])
def recompute(newsroom: NewsroomOf) -> Response:
    """Begin to compute the archive anew, or go on to where that is under way."""
    return _to(submit_recomputation(newsroom))


@router.get("/notice")
async def show_notice(request: Request, newsroom: NewsroomOf) -> Response:
    """That the archive is to be computed anew, as a piece of a page; empty where it is not."""
    try:
        await asyncio.wait_for(newsroom.warm_up().finished(), NOTICE_SECONDS)
    except TimeoutError:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return page(request, "stale", is_stale=newsroom.is_stale)


@router.get("/{job_id}")
def show_recomputation(request: Request, newsroom: NewsroomOf, job_id: str) -> Response:
    """How long it will take, how far it is, or what it came to."""
    job = _job(newsroom, job_id)
    following = not job.is_done  # read before the outcome: what comes while the page is made is followed
    return page(request, "recompute", job=job, following=following, outcome=_outcome(job))


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def stream_recomputation(
    request: Request,
    newsroom: NewsroomOf,
    job_id: str,
    last_event_id: Annotated[int, Header(ge=0)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """How far it is, then what it came to."""
    job = _job(newsroom, job_id)
    async for event in job.follow(last_event_id):
        yield ServerSentEvent(event="piece", raw_data=advance_piece(request, event), id=str(event.number))
    outcome = _outcome(job)
    yield ServerSentEvent(event="piece", raw_data=render(request, "recomputation", job=job, outcome=outcome))
    yield ServerSentEvent(event="done", raw_data=outcome.failure or outcome.summary)


def _job(newsroom: Newsroom, job_id: str) -> Job:
    return job_of(newsroom, job_id, ESTIMATE, RECOMPUTE)


def _to(job: Job) -> Response:
    return RedirectResponse(f"/recompute/{job.id}", status_code=HTTPStatus.SEE_OTHER)


def _outcome(job: Job) -> Outcome:
    if not job.is_done or job.error is not None:
        return Outcome(failure=failure(job))
    if job.kind == RECOMPUTE:
        return Outcome(addition=job.result, summary=wording.recomputed(job.result))
    return Outcome(staleness=job.result, summary=wording.to_recompute(job.result))

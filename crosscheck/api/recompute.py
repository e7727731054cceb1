"""Computing an archive of other models or settings anew, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.sse import EventSourceResponse, ServerSentEvent

from crosscheck.api.jobs import TooBusy
from crosscheck.api.newsroom import NewsroomOf
from crosscheck.api.recomputing import RECOMPUTE, submit_estimate, submit_recomputation
from crosscheck.api.streams import stream
from crosscheck.archive import Addition, Staleness

router = APIRouter(prefix="/recompute", tags=["recompute"])


@router.get("", summary="What is to be computed anew")
async def estimate(newsroom: NewsroomOf) -> Staleness | None:
    """What changed models or settings mean for the archive, timed on a few claims; null where nothing.

    While the archive is being computed anew, `503` says so.
    """
    if newsroom.worker.unfinished(RECOMPUTE):
        raise TooBusy(
            "the archive is being computed anew; `POST /api/v1/recompute/stream` tells how far that is"
        )
    staleness: Staleness | None = await submit_estimate(newsroom).finished()
    return staleness


@router.post("", summary="Compute anew")
async def recompute(newsroom: NewsroomOf) -> Addition:
    """Compute anew what depends on models and settings that have changed, and nothing else; reviews stay.

    Answers which findings are new and which no longer hold; until then the archive holds what it held. Who
    asks while it is under way waits for the same work, which goes on when a connection is closed. An answer
    that does not stream ends after ten minutes: for a large archive take the stream.
    """
    addition: Addition = await submit_recomputation(newsroom).finished()
    return addition


@router.post("/stream", summary="Compute anew, with progress", response_class=EventSourceResponse)
async def stream_recomputation(newsroom: NewsroomOf) -> AsyncIterator[ServerSentEvent]:
    """The same, telling how far it has come: `advance` …, then `done` with what changed, or `problem`.

    Closing the connection does not stop it; asking again tells from the beginning how far it is.
    """
    async for event in stream(submit_recomputation(newsroom), cancels=False):
        yield event

"""Jobs as server-sent events for programs: JSON values under the names that they have in Python."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi.sse import ServerSentEvent
from pydantic import TypeAdapter

from crosscheck.api.jobs import Job
from crosscheck.api.problems import problem_of

_anything: TypeAdapter[object] = TypeAdapter(object)


async def stream(job: Job, *, cancels: bool = True) -> AsyncIterator[ServerSentEvent]:
    """Everything that a job says, then `done` with its result or `problem` with the reason why not.

    Args:
        job: Which.
        cancels: Whether who stops listening no longer wants the work; the job is then cancelled.
    """
    try:
        async for event in job.follow():
            yield _event(event.name, event.value, str(event.number))
        if job.error is not None:
            yield ServerSentEvent(event="problem", raw_data=bytes(problem_of(job.error).body).decode())
        else:
            yield _event("done", job.result)
    finally:
        if cancels:
            job.cancel()


def _event(name: str, value: object, number: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=_anything.dump_json(value, by_alias=True).decode(), id=number)

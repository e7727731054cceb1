"""Adding articles: files that are dropped, addresses that are pasted, and how far it is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Header, HTTPException, Request, UploadFile
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import RedirectResponse, Response

from crosscheck.api.jobs import Advance, Job
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.archive import Addition
from crosscheck.desk import wording
from crosscheck.desk.csrf import csrf_checked
from crosscheck.desk.rendering import page, render
from crosscheck.desk.uploads import Upload, name_of, read_uploads
from crosscheck.desk.watching import advance_piece, failure, job_of, needs_recompute

router = APIRouter(prefix="/add")

MOST_ADDRESSES = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it; all empty while it is under way.

    Attributes:
        addition: What was added and found.
        summary: The same in a line.
        failure: Why nothing was.
    """

    addition: Addition | None
    summary: str
    failure: str


@router.get("")
def show_form(request: Request, newsroom: NewsroomOf) -> Response:
    """Where files are dropped and addresses pasted."""
    newsroom.warm_up()
    return page(request, "add_form")


@router.post("", dependencies=[csrf_checked])
def add(
    newsroom: NewsroomOf,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - FastAPI copies it
    addresses: Annotated[str, Form(max_length=100_000)] = "",
) -> Response:
    """Begin to add articles."""
    uploads = [(name_of(file), file.file.read()) for file in files if file.filename]
    urls = addresses.split()
    if not uploads and not urls:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "choose files, or paste addresses")
    if len(urls) > MOST_ADDRESSES:
        raise HTTPException(
            HTTPStatus.UNPROCESSABLE_ENTITY, f"{len(urls)} addresses are too many; {MOST_ADDRESSES} at a time"
        )
    job = _submit(newsroom, uploads, urls)
    return RedirectResponse(f"/add/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/{job_id}")
def show_addition(request: Request, newsroom: NewsroomOf, job_id: str) -> Response:
    """What became of it, or how far it is."""
    job = job_of(newsroom, job_id, "upload")
    following = not job.is_done  # read before the outcome: what comes while the page is made is followed
    return page(request, "add", job=job, following=following, **_shown(job))


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def stream_addition(
    request: Request,
    newsroom: NewsroomOf,
    job_id: str,
    last_event_id: Annotated[int, Header(ge=0)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """How far it is, then the outcome."""
    job = job_of(newsroom, job_id, "upload")
    async for event in job.follow(last_event_id):
        yield ServerSentEvent(event="piece", raw_data=advance_piece(request, event), id=str(event.number))
    outcome = _outcome(job)
    yield ServerSentEvent(event="piece", raw_data=render(request, "addition", **_shown(job)))
    yield ServerSentEvent(event="done", raw_data=outcome.failure or outcome.summary)


def _submit(newsroom: Newsroom, uploads: list[Upload], urls: list[str]) -> Job:
    def work(job: Job) -> Addition:
        job.say("advance", Advance("read", 0, len(uploads) + len(urls)))
        documents, problems = read_uploads(newsroom.checker, uploads, urls)
        return newsroom.archive.add(documents, problems=problems, progress=job.progress)

    return newsroom.worker.submit(Job("upload", len(uploads) + len(urls)), work)


def _shown(job: Job) -> dict[str, Any]:
    return {"outcome": _outcome(job), "needs_recompute": needs_recompute(job)}


def _outcome(job: Job) -> Outcome:
    addition: Addition | None = job.result
    return Outcome(addition, wording.added(addition) if addition else "", failure(job))

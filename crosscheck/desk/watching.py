"""Jobs as pages show them: how far they are, and why they failed."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import HTTPException, Request

from crosscheck.api.jobs import Event, Job
from crosscheck.api.newsroom import Newsroom
from crosscheck.desk.rendering import render
from crosscheck.errors import ArchiveStale, CrosscheckError
from crosscheck.report.wording import sentence_case


def job_of(newsroom: Newsroom, job_id: str, *kinds: str) -> Job:
    """The job of that id, where it is of one of these kinds.

    Raises:
        HTTPException: 404, it is of another kind or forgotten.
    """
    job = newsroom.worker.job(job_id)
    if job is None or job.kind not in kinds:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, "what was asked here is no longer kept; nothing is lost, ask once more"
        )
    return job


def advance_piece(request: Request, event: Event) -> str:
    """How far a stage has come, as a piece of a page."""
    return render(request, "advance", advance=event.value)


def failure(job: Job) -> str:
    """Why a job failed, for people; empty where it did not."""
    if job.error is None:
        return ""
    if needs_recompute(job):
        return "The archive was computed with other models or settings than this desk has."
    if isinstance(job.error, CrosscheckError):
        return sentence_case(str(job.error))
    return "Something went wrong in crosscheck itself; the server's log has the details."


def needs_recompute(job: Job) -> bool:
    """Whether a job failed because the archive must first be computed anew."""
    return isinstance(job.error, ArchiveStale)

"""A draft with marks in the margin, sentence by sentence as results arrive."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, HTTPException, Request, UploadFile
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import RedirectResponse, Response

from crosscheck.api.checking import SENTENCE, submit_check
from crosscheck.api.export import as_download
from crosscheck.api.exports import DraftExportForm, export_draft
from crosscheck.api.jobs import Event, Job
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.archive import DraftCheck, DraftSentence, Standing
from crosscheck.archive.scope import Scope
from crosscheck.archive.surroundings import find_source_names
from crosscheck.claims.sentences import split_sentences
from crosscheck.desk import wording as words
from crosscheck.desk.csrf import csrf_checked
from crosscheck.desk.marks import paragraphs
from crosscheck.desk.rendering import page, render
from crosscheck.desk.uploads import read_upload
from crosscheck.desk.watching import advance_piece, failure, job_of, needs_recompute
from crosscheck.report import draft_wording
from crosscheck.types import Document

router = APIRouter(prefix="/draft")

LONGEST_DRAFT = 200_000
"""Characters of a pasted draft; a book is no draft."""

MOST_OUTLETS = 100


class DraftForm(BaseModel):
    """What an editor gives: text or a file, what is known of it, and which articles have a say."""

    model_config = ConfigDict(str_strip_whitespace=True)

    text: str = Field(default="", max_length=LONGEST_DRAFT)
    title: str = Field(default="", max_length=500)
    source: str = Field(default="", max_length=200)
    published: date | None = None
    file: UploadFile | None = None
    since: date | None = None
    only: list[str] = Field(default=[], max_length=MOST_OUTLETS)
    without: list[str] = Field(default=[], max_length=MOST_OUTLETS)

    @property
    def scope(self) -> Scope:
        """Which articles have a say."""
        return Scope(self.since, tuple(self.only), tuple(self.without))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a check was asked: a draft, and which articles have a say."""

    draft: Document
    scope: Scope


@router.get("")
def show_form(request: Request, newsroom: NewsroomOf) -> Response:
    """Where a draft is pasted or uploaded."""
    newsroom.warm_up()
    with newsroom.store.reading() as connection:
        return page(request, "draft_form", outlets=find_source_names(connection))


@router.post("", dependencies=[csrf_checked])
def check(newsroom: NewsroomOf, form: Annotated[DraftForm, Form()]) -> Response:
    """Begin to check a draft."""
    draft = _draft(newsroom, form)
    job = submit_check(newsroom, draft, form.scope, Inquiry(draft, form.scope))
    return RedirectResponse(f"/draft/{job.id}", status_code=HTTPStatus.SEE_OTHER)


@router.get("/{job_id}")
def show_draft(request: Request, newsroom: NewsroomOf, job_id: str) -> Response:
    """The draft with what is known of it by now."""
    job = job_of(newsroom, job_id, "check")
    draft: Document = job.subject.draft
    following = not job.is_done  # read before the events: what is said while the page is made is followed
    known = {event.value.start: event.value for event in job.events if event.name == SENTENCE}
    return page(
        request,
        "draft",
        job=job,
        following=following,
        draft=draft,
        paragraphs=list(paragraphs(draft.text, split_sentences(draft.text))),
        known=known,
        **_tally(job, known.values()),
    )


@router.get("/{job_id}/events", response_class=EventSourceResponse)
async def stream_draft(
    request: Request,
    newsroom: NewsroomOf,
    job_id: str,
    last_event_id: Annotated[int, Header(ge=0)] = 0,
) -> AsyncIterator[ServerSentEvent]:
    """Pieces of the page as they come: a sentence and its note, how far it is, and the count at the end."""
    job = job_of(newsroom, job_id, "check")
    numbers = {start: n for n, (start, _) in enumerate(split_sentences(job.subject.draft.text), start=1)}
    async for event in job.follow(last_event_id):
        markup = _piece(request, event, numbers)
        yield ServerSentEvent(event="piece", raw_data=markup, id=str(event.number))
    sentences = [event.value for event in job.events if event.name == SENTENCE]
    tally = render(request, "draft_tally", job=job, **_tally(job, sentences))
    yield ServerSentEvent(event="piece", raw_data=tally)
    yield ServerSentEvent(event="done", raw_data=failure(job) or _summary(job))


@router.get("/{job_id}/export/{form}")
def export(newsroom: NewsroomOf, job_id: str, form: DraftExportForm) -> Response:
    """The finished check as a file."""
    job = job_of(newsroom, job_id, "check")
    if not isinstance(job.result, DraftCheck):
        raise HTTPException(HTTPStatus.CONFLICT, "the check is not finished; wait for its last sentence")
    return as_download(export_draft(form, job.result), "crosscheck-draft")


def _draft(newsroom: Newsroom, form: DraftForm) -> Document:
    """The document to check.

    Raises:
        HTTPException: There is no text in it.
    """
    if form.file is not None and form.file.filename:
        document = read_upload(newsroom.checker, form.file)
    elif form.text:
        document = Document(text=form.text.replace("\r\n", "\n"), source="Draft")
    else:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "paste a draft, or choose a file")
    given = {"title": form.title, "source": form.source, "published": form.published}
    return document.model_copy(update={name: value for name, value in given.items() if value})


def _piece(request: Request, event: Event, numbers: dict[int, int]) -> str:
    if event.name != SENTENCE:
        return advance_piece(request, event)
    sentence: DraftSentence = event.value
    return render(
        request, "draft_piece", sentence=sentence, number=numbers.get(sentence.start, 0), drafts=draft_wording
    )


def _tally(job: Job, sentences: Iterable[DraftSentence]) -> dict[str, Any]:
    return {
        "drafts": draft_wording,
        "scope": words.scope(job.subject.scope),
        "looked_at": _looked_at(job),
        "counts": _counts(sentences),
        "failure": failure(job),
        "needs_recompute": needs_recompute(job),
    }


def _counts(sentences: Iterable[DraftSentence]) -> dict[Standing, int]:
    counted = Counter(sentence.standing for sentence in sentences)
    return {
        standing: counted[standing]
        for standing in draft_wording.STANDINGS
        if counted[standing] and standing is not Standing.NO_CLAIM
    }


def _summary(job: Job) -> str:
    return f"{draft_wording.summary(job.result)}. {draft_wording.scope(job.result)}"


def _looked_at(job: Job) -> str:
    """What the sentences were compared with, once it is known."""
    if not isinstance(job.result, DraftCheck):
        return "Checking the draft against the archive"
    has_claims = bool(draft_wording.standing_counts(job.result))
    return draft_wording.scope(job.result) if has_claims else f"{draft_wording.summary(job.result)}."

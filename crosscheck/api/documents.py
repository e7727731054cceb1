"""What the archive holds, and adding to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field

from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.api.streams import stream
from crosscheck.archive import Addition, DocumentRecord
from crosscheck.types import Document, Value

router = APIRouter(prefix="/documents", tags=["documents"])

MOST_AT_ONCE = 1000

DocumentId = Annotated[str, Path(description="Id of a document.", max_length=500)]


class NewDocuments(Value):
    """Documents to add.

    Attributes:
        documents: In any order.
    """

    documents: tuple[Document, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class DocumentFilter(Value):
    """Which documents are wanted.

    Attributes:
        source: Of this outlet.
        since: Published on or after this day.
        until: Published on or before this day.
        text: These words stand in the text or the title, case ignored.
        history: Whether earlier versions are listed too.
        limit: At most so many.
        offset: Leave out so many first.
    """

    source: str | None = None
    since: date | None = None
    until: date | None = None
    text: Annotated[str | None, Field(max_length=500)] = None
    history: bool = False
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0


@router.get("", summary="List documents")
def list_documents(newsroom: NewsroomOf, wanted: Annotated[DocumentFilter, Query()]) -> list[DocumentRecord]:
    """Documents that fit the filters, latest publication first."""
    return newsroom.archive.documents(**dict(wanted))


@router.post("", summary="Add documents")
async def add_documents(newsroom: NewsroomOf, new: NewDocuments) -> Addition:
    """Store documents and compare them with the archive and one another; all of it or nothing is kept.

    A document of an id or address that the archive has is a new version if its text is another one, and
    changes nothing if not. Answers what was found.
    """
    result: Addition = await _add(newsroom, new).finished()
    return result


@router.post("/stream", summary="Add documents, with progress", response_class=EventSourceResponse)
async def stream_addition(newsroom: NewsroomOf, new: NewDocuments) -> AsyncIterator[ServerSentEvent]:
    """The same, telling how far it has come: `advance` …, then `done` with the addition, or `problem`."""
    async for event in stream(_add(newsroom, new)):
        yield event


@router.get("/{document_id:path}/record", summary="What is known of a document")
def get_record(newsroom: NewsroomOf, document_id: DocumentId) -> DocumentRecord:
    """Its outlet, time and version, how many claims it makes, and of which document it is a copy."""
    return newsroom.archive.record(document_id)


@router.get("/{document_id:path}", summary="One document")
def get_document(
    newsroom: NewsroomOf,
    document_id: DocumentId,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Document:
    """A document as it was given, the present version where none is named."""
    return newsroom.archive.document(document_id, version)


@router.delete("/{document_id:path}", summary="Remove a document")
async def remove_document(newsroom: NewsroomOf, document_id: DocumentId) -> Addition:
    """Remove a document, all its versions, its claims and findings; reviews of its texts stay."""
    job = Job("remove")
    newsroom.worker.submit(job, lambda job: newsroom.archive.remove(document_id, progress=job.progress))
    result: Addition = await job.finished()
    return result


def _add(newsroom: Newsroom, new: NewDocuments) -> Job:
    job = Job("add")
    return newsroom.worker.submit(job, lambda job: newsroom.archive.add(new.documents, progress=job.progress))

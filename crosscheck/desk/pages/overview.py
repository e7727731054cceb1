"""Stories as tables, the timeline of one fact, and how often each source stands where."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from crosscheck.api.newsroom import NewsroomOf
from crosscheck.archive.stories import find_stories, find_story, find_story_findings
from crosscheck.archive.surroundings import find_coverage
from crosscheck.desk.matrix import facts_of
from crosscheck.desk.rendering import page
from crosscheck.desk.timeline import steps_of
from crosscheck.report import wording

router = APIRouter()

PAGE_SIZE = 25


@router.get("/stories")
def list_stories(
    request: Request, newsroom: NewsroomOf, number: Annotated[int, Query(ge=1, le=100_000)] = 1
) -> Response:
    """Stories that several outlets tell, the one with the latest article first."""
    with newsroom.store.reading() as connection:
        total, stories = find_stories(connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
        coverage = None if stories else find_coverage(connection)
    pages = max(1, -(-total // PAGE_SIZE))
    return page(
        request, "stories", stories=stories, total=total, number=number, pages=pages, coverage=coverage
    )


@router.get("/stories/{document_id:path}")
def show_story(request: Request, newsroom: NewsroomOf, document_id: str) -> Response:
    """The story that a document tells: its facts down, its outlets across."""
    with newsroom.store.reading() as connection:
        story = find_story(connection, document_id)
        facts = facts_of(find_story_findings(connection, story))
    sources = list(dict.fromkeys(wording.source(document) for document in story.documents))
    return page(request, "story", story=story, facts=facts, sources=sources)


@router.get("/timeline/{finding_id}")
def show_timeline(request: Request, newsroom: NewsroomOf, finding_id: str) -> Response:
    """The reports of a finding's fact in order of publication."""
    finding = newsroom.archive.finding(finding_id)
    steps = list(steps_of(finding, newsroom.archive.timeline(finding_id)))
    return page(request, "timeline", finding=finding, steps=steps)


@router.get("/sources")
def list_sources(request: Request, newsroom: NewsroomOf) -> Response:
    """How often each source is alone, agreed with, contradicted, superseded and corrected."""
    return page(request, "sources", sources=newsroom.archive.sources())

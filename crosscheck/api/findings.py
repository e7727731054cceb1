"""Findings and what editors say of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, model_validator
from starlette.responses import Response

from crosscheck.api.newsroom import NewsroomOf
from crosscheck.api.selection import PagedSelectionQuery
from crosscheck.archive import ArchivedFinding, Decision, Review, TimelineEntry
from crosscheck.types import Value

findings = APIRouter(prefix="/findings", tags=["findings"])
reviews = APIRouter(tags=["reviews"])

FindingId = Annotated[str, Path(description="Id of a finding.", max_length=100)]


class FindingList(Value):
    """Part of the list of findings.

    Attributes:
        total: How many fit the filters.
        findings: Those of this part, conflicts first, confirmed before suggested, best score first.
    """

    total: int
    findings: tuple[ArchivedFinding, ...]


class NewReview(Value):
    """What to say of a finding: a decision, a note, or both.

    Attributes:
        decision: What it is worth; null for a note alone.
        reason: Why, in words.
        note: For colleagues.
        reviewer: Who says it.
    """

    decision: Decision | None = None
    reason: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=5000)
    reviewer: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _says_something(self) -> NewReview:
        if self.decision is None and not self.note.strip():
            raise ValueError("say what the finding is worth, or write a note")
        return self


@findings.get("", summary="List findings")
def list_findings(newsroom: NewsroomOf, selection: PagedSelectionQuery) -> FindingList:
    """Findings that fit the filters; by default those that are open or accepted.

    `since` is the day on or after which a finding was found. `published_since` and `published_until` are the
    first and the last day of a range in which one of its two sides was published; a side without a date is
    never in it.
    """
    found = selection.findings(newsroom.archive, limit=selection.limit, offset=selection.offset)
    return FindingList(total=selection.count(newsroom.archive), findings=tuple(found))


@findings.get("/{finding_id}", summary="One finding")
def get_finding(newsroom: NewsroomOf, finding_id: FindingId) -> ArchivedFinding:
    """A finding, whatever its status."""
    return newsroom.archive.finding(finding_id)


@findings.get("/{finding_id}/timeline", summary="The reports of one fact")
def get_timeline(newsroom: NewsroomOf, finding_id: FindingId) -> list[TimelineEntry]:
    """The reports of the finding's fact in order of publication."""
    return newsroom.archive.timeline(finding_id)


@reviews.post("/findings/{finding_id}/reviews", status_code=201, summary="Review a finding")
def add_review(newsroom: NewsroomOf, finding_id: FindingId, review: NewReview) -> Review:
    """Say what a finding is worth; it holds for its two texts wherever they stand, now and later."""
    return newsroom.archive.review(
        finding_id, review.decision, reason=review.reason, note=review.note, reviewer=review.reviewer
    )


@reviews.delete(
    "/findings/{finding_id}/reviews/last",
    summary="Take back the last review",
    responses={204: {"description": "There was none to take back."}},
    response_model=Review,
)
def undo_review(newsroom: NewsroomOf, finding_id: FindingId) -> Review | Response:
    """Take back what was said last of a finding; answers what that was."""
    undone = newsroom.archive.undo(finding_id)
    return Response(status_code=204) if undone is None else undone


@reviews.get("/reviews", summary="List reviews")
def list_reviews(newsroom: NewsroomOf) -> list[Review]:
    """All reviews that were not taken back, latest first."""
    return newsroom.archive.reviews()

"""The queue: findings to decide on, conflicts first; and what is decided on them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from crosscheck.api.newsroom import NewsroomOf
from crosscheck.api.selection import FormQuery, Selection
from crosscheck.archive import Decision, Status
from crosscheck.archive.surroundings import count_published, find_coverage, find_source_names
from crosscheck.desk import wording
from crosscheck.desk.cards import cards_by_question, make_cards
from crosscheck.desk.csrf import csrf_checked
from crosscheck.desk.rendering import page, wants_piece
from crosscheck.types import DifferenceType, Tier, Verdict

router = APIRouter()

PAGE_SIZE = 20
LONGEST_REASON = 500
LONGEST_NOTE = 5000

PageNumber = Annotated[int, Query(ge=1, le=100_000)]


class Said(BaseModel):
    """What an editor says of a finding."""

    model_config = ConfigDict(str_strip_whitespace=True)

    decision: Decision | None = None
    reason: str = Field(default="", max_length=LONGEST_REASON)
    note: str = Field(default="", max_length=LONGEST_NOTE)


@router.get("/")
def show_queue(
    request: Request, newsroom: NewsroomOf, selection: FormQuery, number: PageNumber = 1
) -> Response:
    """A page of findings that fit the filters."""
    total = selection.count(newsroom.archive)
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(number, pages)
    findings = selection.findings(newsroom.archive, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    with newsroom.store.reading() as connection:
        return page(
            request,
            "queue",
            cards=cards_by_question(connection, findings),
            total=total,
            number=number,
            pages=pages,
            selection=selection,
            is_stale=newsroom.is_stale,
            query=query_of(selection),
            chosen=_chosen(selection),
            choices={
                "verdict": list(Verdict),
                "type": list(DifferenceType),
                "tier": list(Tier),
                "status": list(Status),
                "source": find_source_names(connection),
            },
            **({} if findings else _looked_at(connection, selection)),
        )


@router.get("/findings/{finding_id}")
def show_finding(request: Request, newsroom: NewsroomOf, finding_id: str) -> Response:
    """One finding, whatever its status."""
    return _card(request, newsroom, finding_id)


@router.post("/findings/{finding_id}/review", dependencies=[csrf_checked])
def review(
    request: Request, newsroom: NewsroomOf, finding_id: str, said: Annotated[Said, Form()]
) -> Response:
    """Decide on a finding or leave a note; what is shown then says so, and how to take it back."""
    if said.decision is None and not said.note:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "say what the finding is worth, or write a note")
    kept = newsroom.archive.review(finding_id, said.decision, reason=said.reason, note=said.note)
    return _card(request, newsroom, finding_id, announced=wording.decided(kept) or "Note kept")


@router.post("/findings/{finding_id}/undo", dependencies=[csrf_checked])
def undo(request: Request, newsroom: NewsroomOf, finding_id: str) -> Response:
    """Take back what was said last on a finding."""
    newsroom.archive.undo(finding_id)
    return _card(request, newsroom, finding_id, announced="Taken back")


def query_of(selection: Selection, **more: str) -> str:
    """A selection as the query of an address."""
    said = selection.model_dump(mode="json", exclude_defaults=True) | more
    return urlencode(said, doseq=True)


def _looked_at(connection: Connection, selection: Selection) -> dict[str, Any]:
    """What there was to find, where nothing was found."""
    coverage = find_coverage(connection)
    days = selection.published_since, selection.published_until
    is_asked = coverage.documents and any(days)
    in_range = wording.in_range(count_published(connection, *days), *days) if is_asked else ""
    return {"coverage": coverage, "in_range": in_range}


def _chosen(selection: Selection) -> dict[str, list[str]]:
    """What is chosen in each of the lists of the filter."""
    tiers = [selection.tier] if selection.tier else []
    return {
        "verdict": list(selection.verdict),
        "type": list(selection.type),
        "tier": list(tiers),
        "source": selection.source,
        "status": list(selection.status),
    }


def _card(request: Request, newsroom: NewsroomOf, finding_id: str, announced: str = "") -> Response:
    """The card, saying what was done, as a piece for htmx; as a page of its own for everybody else."""
    if not wants_piece(request) and request.method == "POST":
        return RedirectResponse(f"/findings/{finding_id}", status_code=HTTPStatus.SEE_OTHER)
    finding = newsroom.archive.finding(finding_id)
    with newsroom.store.reading() as connection:
        (card,) = make_cards(connection, [finding])
    return page(request, "piece" if wants_piece(request) else "finding", card=card, announced=announced)

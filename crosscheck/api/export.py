"""Findings as files, over HTTP."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from crosscheck.api.exports import KINDS, Exported, ExportForm, export_findings
from crosscheck.api.newsroom import Newsroom, NewsroomOf
from crosscheck.api.selection import Selection, SelectionQuery
from crosscheck.archive.basis import stored_basis
from crosscheck.archive.surroundings import find_coverage
from crosscheck.types import Models

router = APIRouter(tags=["findings"])

MOST = 10_000
"""Findings in one file; more is for the command line."""

_CONTENT = {
    kind.media_type: {"schema": {"type": "object" if "json" in kind.media_type else "string"}}
    for kind in KINDS.values()
}


@router.get(
    "/export/{form}",
    summary="Findings as a file",
    response_class=Response,
    responses={200: {"description": "The file.", "content": _CONTENT}},
)
def export(newsroom: NewsroomOf, form: ExportForm, selection: SelectionQuery) -> Response:
    """At most 10,000 findings that fit the filters: CSV, JSON, Markdown, a page to print, or ClaimReview.

    The filters are those of the list of findings. JSON is the `crosscheck.report/1` of the command line.
    ClaimReview (schema.org, JSON-LD) holds the findings that an editor has accepted, and no others.
    """
    return as_download(export_selection(newsroom, form, selection), "crosscheck-findings")


def export_selection(newsroom: Newsroom, form: ExportForm, selection: Selection) -> Exported:
    """The findings that fit the filters, as a file."""
    findings = selection.findings(newsroom.archive, limit=MOST)
    with newsroom.store.reading() as connection:
        coverage = find_coverage(connection)
        basis = stored_basis(connection)
    models = Models(encoder=basis["encoder"], nli=basis["nli"]) if basis else Models(encoder="", nli="")
    return export_findings(form, findings, coverage, models)


def as_download(file: Exported, name: str) -> Response:
    """A file that a browser saves and does not show: what it holds is not ours."""
    return Response(
        file.content,
        media_type=file.kind.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}.{file.kind.ending}"'},
    )

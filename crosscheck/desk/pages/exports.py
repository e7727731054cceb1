"""The findings of the queue as files."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from crosscheck.api.export import as_download, export_selection
from crosscheck.api.exports import ExportForm
from crosscheck.api.newsroom import NewsroomOf
from crosscheck.api.selection import SelectionQuery

router = APIRouter()


@router.get("/export/{form}")
def export(newsroom: NewsroomOf, form: ExportForm, selection: SelectionQuery) -> Response:
    """The findings that fit the filters, as a file."""
    return as_download(export_selection(newsroom, form, selection), "crosscheck-findings")

"""The HTTP API under /api/v1: the Python API for programs that are written in something else.

One module for each part of it; `newsroom` and `jobs` are what they work with, `problems` and `streams` how
they answer, `exports` what findings are written as. `crosscheck.client` calls all of it
but `GET /documents/{id}/record` and `POST /documents/stream`.
"""

from fastapi import APIRouter

from crosscheck.api import check, comparing, documents, export, findings, recompute
from crosscheck.api.problems import PROBLEM_RESPONSES

router = APIRouter(prefix="/api/v1", responses=PROBLEM_RESPONSES)
router.include_router(comparing.router)
router.include_router(documents.router)
router.include_router(check.router)
router.include_router(findings.findings)
router.include_router(findings.reviews)
router.include_router(export.router)
router.include_router(recompute.router)

__all__ = ["router"]

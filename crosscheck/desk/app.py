"""The application: pages and API over one archive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from crosscheck.api import router as api
from crosscheck.api.description import describe
from crosscheck.api.newsroom import Newsroom
from crosscheck.api.problems import HANDLED, ProblemDetails, answer_with_problem
from crosscheck.checker import Crosscheck
from crosscheck.desk.csrf import new_proof
from crosscheck.desk.gate import Gate
from crosscheck.desk.headers import SafeHeaders
from crosscheck.desk.limits import Limits
from crosscheck.desk.pages import PAGES
from crosscheck.desk.rendering import page
from crosscheck.desk.settings import DeskSettings

STATIC = Path(__file__).parent / "static"

SETTINGS = DeskSettings()


def create_app(
    archive_file: str | Path, checker: Crosscheck | None = None, settings: DeskSettings = SETTINGS
) -> FastAPI:
    """The review desk and the API over an archive, for any ASGI server.

    Args:
        archive_file: The SQLite file; made where it does not exist.
        checker: Whose models and settings are used; the bundled ones by default.
        settings: Where it listens, who may use it, and its limits.

    Raises:
        ArchiveError: The archive cannot be opened (see `crosscheck.errors`).
    """
    newsroom = Newsroom(Path(archive_file), checker or Crosscheck())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        newsroom.close()

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,  # both pages fetch scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.newsroom = newsroom
    app.state.desk = settings
    app.state.csrf_proof = new_proof()
    app.include_router(api)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (*HANDLED, HTTPException):
        app.add_exception_handler(kind, _answer)
    describe(app)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(SafeHeaders)
    return app


async def _answer(request: Request, error: Exception) -> Response:
    """Problem details for programs and for htmx, a page for people."""
    problem = await answer_with_problem(request, error)
    if request.url.path.startswith("/api/") or request.method not in ("GET", "POST"):
        return problem
    details = ProblemDetails.model_validate_json(bytes(problem.body))
    return page(request, "problem", status=problem.status_code, problem=details)

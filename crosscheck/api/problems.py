"""Errors as problem details (RFC 9457): what went wrong, and what to do about it, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.responses import JSONResponse, Response

from crosscheck.api.jobs import TooBusy
from crosscheck.errors import (
    ArchiveBusy,
    ArchiveStale,
    ArchiveUnwritable,
    CrosscheckError,
    InputError,
    MissingExtra,
    NotInArchive,
)

MEDIA_TYPE = "application/problem+json"

_STATUS: Mapping[type[CrosscheckError], HTTPStatus] = {
    NotInArchive: HTTPStatus.NOT_FOUND,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    MissingExtra: HTTPStatus.NOT_IMPLEMENTED,
    TooBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    ArchiveBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    ArchiveUnwritable: HTTPStatus.INSUFFICIENT_STORAGE,
}

STALE = (
    "the archive was computed with other models or settings than this server has: "
    "`GET /api/v1/recompute` says how long it takes to compute it anew, `POST /api/v1/recompute` does it"
)
"""What to do about an `ArchiveStale`; its own words are for the command line."""

_log = logging.getLogger(__name__)


class Fault(BaseModel):
    """One thing that is wrong with what was sent.

    Attributes:
        where: Path to it: `body.documents.0.published`.
        message: What is wrong.
    """

    where: str
    message: str


class ProblemDetails(BaseModel):
    """An error, as RFC 9457 has it.

    Attributes:
        title: The status in words.
        status: The HTTP status.
        detail: What went wrong here and what to do about it.
        faults: What is wrong with what was sent, piece by piece.
    """

    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    faults: list[Fault] = []


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "It did not work; the problem details say why and what to do.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
    }
}
"""What every operation of the API can answer besides its result."""


def problem_response(
    status: int, detail: str, *, faults: list[Fault] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer that says what went wrong."""
    problem = ProblemDetails(
        title=HTTPStatus(status).phrase, status=status, detail=detail, faults=faults or []
    )
    return JSONResponse(jsonable_encoder(problem), status_code=status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Response:
    """The answer for an error that a handler raised."""
    match error:
        case RequestValidationError():
            faults = [_fault(found) for found in error.errors()]
            return problem_response(
                422, "what was sent does not fit; see faults for what to change", faults=faults
            )
        case AnyHTTPException():
            return problem_response(error.status_code, str(error.detail), headers=error.headers)
        case ArchiveStale():
            return problem_response(HTTPStatus.CONFLICT, STALE)
        case CrosscheckError():
            status = next(
                (status for kind, status in _STATUS.items() if isinstance(error, kind)),
                HTTPStatus.INTERNAL_SERVER_ERROR,
            )
            waits = {"Retry-After": "5"} if status is HTTPStatus.SERVICE_UNAVAILABLE else None
            return problem_response(status, str(error), headers=waits)
        case _:
            return problem_response(500, "an error of crosscheck itself; the server's log has the details")


async def answer_with_problem(request: Request, error: Exception) -> Response:
    """An exception handler of the application."""
    answer = problem_of(error)
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and not isinstance(error, CrosscheckError):
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer


HANDLED: tuple[type[Exception], ...] = (RequestValidationError, HTTPException, CrosscheckError, Exception)


def _fault(found: Mapping[str, Any]) -> Fault:
    return Fault(where=".".join(str(part) for part in found["loc"]), message=str(found["msg"]))

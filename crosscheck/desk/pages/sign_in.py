"""Signing in with the token, where there is one."""

from __future__ import annotations

import asyncio
import hmac
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from crosscheck.desk.gate import COOKIE, SIGN_IN, session_value
from crosscheck.desk.rendering import page

router = APIRouter()

GUESS_SECONDS = 1.0
"""Before a wrong token is answered: guessing one is then hopeless."""


@router.get(SIGN_IN)
def show_sign_in(request: Request) -> Response:
    """The form."""
    return page(request, "sign_in", is_wrong=False)


@router.post(SIGN_IN)
async def sign_in(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Check the token and remember that it was known.

    No other proof is asked for: who sends a right token from elsewhere knows it already.
    """
    wanted = request.app.state.desk.token
    if wanted is not None and not hmac.compare_digest(token.strip().encode(), wanted.encode()):
        await asyncio.sleep(GUESS_SECONDS)
        return page(request, "sign_in", status=HTTPStatus.FORBIDDEN, is_wrong=True)
    answer = RedirectResponse("/", status_code=HTTPStatus.SEE_OTHER)
    if wanted is not None:
        answer.set_cookie(COOKIE, session_value(wanted), httponly=True, samesite="strict")
    return answer

"""Who may come in: nobody by another name of this machine, no page of another site, nobody without the token.

Three checks, for pages and API alike, before anything of a request is read:

- the Host header names this machine (DNS rebinding: a stranger's name that leads to 127.0.0.1);
- a request that changes something does not come from another site's page;
- where there is a token, the request carries it: as `Authorization: Bearer …`, or as the cookie of
  `/sign-in`.

Forms of the desk carry a second proof, see `csrf`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from crosscheck.api.problems import problem_response
from crosscheck.desk.settings import LOOPBACK_NAMES, DeskSettings

COOKIE = "crosscheck_desk"
SIGN_IN = "/sign-in"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_OPEN_TO_ALL = (SIGN_IN, "/static/")
_SAME_SITE = frozenset({"same-origin", "none"})


class Gate:
    """ASGI middleware that turns away who may not come in.

    Args:
        app: What lies behind it.
        settings: Where the desk listens, and its token.
    """

    def __init__(self, app: ASGIApp, settings: DeskSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
        if scope["type"] == "http":
            request = Request(scope)
            refusal = next(self._refusals(request), None)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusals(self, request: Request) -> Iterator[Response]:
        if self._settings.token is None and _host_name(request) not in LOOPBACK_NAMES:
            yield problem_response(
                421,
                "the desk answers on this machine only, under localhost or 127.0.0.1; to open it to others, "
                "start it with --host and --token",
            )
        if request.method not in SAFE_METHODS and not _is_same_site(request):
            yield problem_response(403, "the request comes from a page of another site")
        token = self._settings.token
        if token is not None and not request.url.path.startswith(_OPEN_TO_ALL) and not _knows(request, token):
            if request.method in SAFE_METHODS and not request.url.path.startswith("/api/"):
                yield RedirectResponse(SIGN_IN, status_code=303)
            yield problem_response(
                401,
                "a token is needed: send it as `Authorization: Bearer …`",
                headers={"WWW-Authenticate": "Bearer"},
            )


def session_value(token: str) -> str:
    """What the cookie holds: proof that the token was known, not the token."""
    return hmac.new(token.encode(), b"crosscheck desk session", hashlib.sha256).hexdigest()


def _knows(request: Request, token: str) -> bool:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return hmac.compare_digest(bearer.strip().encode(), token.encode())
    cookie = request.cookies.get(COOKIE, "")
    return hmac.compare_digest(cookie.encode(), session_value(token).encode())


def _host_name(request: Request) -> str:
    host = request.headers.get("host", "")
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _is_same_site(request: Request) -> bool:
    """Whether a browser says that our own page sent it; a program that is no browser says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in _SAME_SITE
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")

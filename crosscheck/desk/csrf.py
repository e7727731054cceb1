"""Proof that a form was filled in on a page of this desk: a value that only such a page could read."""

from __future__ import annotations

import hmac
import secrets

from fastapi import Depends, HTTPException, Request

FIELD = "csrf"
HEADER = "X-CSRF-Token"


def new_proof() -> str:
    """A value for the life of the server."""
    return secrets.token_urlsafe(32)


async def _check(request: Request) -> None:
    """Turn away a form without the proof.

    Raises:
        HTTPException: 403, it has none or another.
    """
    given = request.headers.get(HEADER)
    if given is None:
        field = (await request.form()).get(FIELD, "")
        given = field if isinstance(field, str) else ""
    if not hmac.compare_digest(given.encode(), request.app.state.csrf_proof.encode()):
        raise HTTPException(403, "the form is out of date; load the page again and send it once more")


csrf_checked = Depends(_check)
"""For the `dependencies` of a route that changes something."""

"""How much a request may bring, and how long it and its answer may take."""

from __future__ import annotations

import asyncio
import time

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosscheck.api.problems import problem_response
from crosscheck.desk.settings import DeskSettings
from crosscheck.settings import MEBIBYTE


class Limits:
    """ASGI middleware that refuses bodies that are too large or too slow, and answers that do not come.

    Args:
        app: What lies behind it.
        settings: The limits.
    """

    def __init__(self, app: ASGIApp, settings: DeskSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted and timed, until the answer begins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _announced_size(scope) > self._settings.max_body:
            await problem_response(413, self._too_large())(scope, receive, send)
            return
        has_begun = False
        try:
            async with asyncio.timeout(self._settings.answer_seconds) as limit:

                async def begin_and_send(message: Message) -> None:
                    nonlocal has_begun
                    has_begun = True
                    limit.reschedule(None)  # a stream may last, once it has begun
                    await send(message)

                await self._app(scope, self._counted(receive), begin_and_send)
        except TimeoutError:
            if has_begun:
                raise
            answer = problem_response(
                503,
                f"no answer came within {self._settings.answer_seconds:g} seconds; send less at a time, "
                "or follow the work as a stream where there is one",
            )
            await answer(scope, receive, send)

    def _counted(self, receive: Receive) -> Receive:
        size = 0
        is_complete = False
        deadline = time.monotonic() + self._settings.body_seconds

        async def counted() -> Message:
            nonlocal size, is_complete
            if is_complete:
                return await receive()  # waits for the disconnect, however long the answer takes
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, "the request did not arrive in time; try again") from error
            size += len(message.get("body", b""))
            is_complete = not message.get("more_body", False)
            if size > self._settings.max_body:
                raise HTTPException(413, self._too_large())
            return message

        return counted

    def _too_large(self) -> str:
        return f"the request is larger than {self._settings.max_body / MEBIBYTE:g} MiB; send less at a time"


def _announced_size(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0

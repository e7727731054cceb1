"""Fetching pages and feeds over HTTP."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import NamedTuple, Self

import httpx

from crosscheck import __version__
from crosscheck.errors import FetchFailed, OversizedInput
from crosscheck.reading.article import Origin
from crosscheck.settings import MEBIBYTE, ReadingSettings

USER_AGENT = f"crosscheck/{__version__} (newsroom claim checker)"

_ASKED_TO_WAIT = (429, 503)
_STATUS_REMEDIES = {
    401: "the page needs a login; save the article's text as a file",
    402: "the page is for subscribers; save the article's text as a file",
    403: "the site refuses programs; save the article's text as a file",
    404: "there is no such page; check the address",
    410: "the page was taken down",
    429: "the site was asked too often; try again later",
}


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (
        httpx.TimeoutException,
        "no complete answer within {timeout:g} seconds; try again or raise reading.timeout",
    ),
    (httpx.TooManyRedirects, "it redirects in a circle; open it in a browser and copy the final address"),
    (
        httpx.UnsupportedProtocol,
        "it redirects to something that is no web page ({detail}); check the address",
    ),
    (httpx.ConnectError, "the server cannot be reached ({detail}); check the address"),
    (httpx.HTTPError, "the connection broke off ({detail}); try again"),
    (Exception, "not a valid web address ({detail}); check it"),
)
"""The first kind that an error is of counts."""


class AskedToWait(FetchFailed):
    """The server asks for patience.

    Attributes:
        seconds: For how long, None where it does not say.
    """

    def __init__(self, message: str, seconds: float | None, *, path: str) -> None:
        self.seconds = seconds
        super().__init__(message, path=path)


class Answer(NamedTuple):
    """What a server sent.

    Attributes:
        content_type: Such as "text/html", lower-case; empty where the server names none.
    """

    data: bytes
    content_type: str
    origin: Origin


class Fetcher:
    """Fetches addresses within the limits of the settings; a context manager that keeps connections open."""

    def __init__(self, settings: ReadingSettings) -> None:
        self._settings = settings
        self._client = httpx.Client(
            follow_redirects=True, timeout=settings.timeout, headers={"User-Agent": USER_AGENT}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, url: str) -> Answer:
        """Fetch what stands at a URL, following redirects.

        Raises:
            FetchFailed: The server is not found, does not answer in time, or answers with an error.
            OversizedInput: The answer is larger than `max_bytes`; the rest of it is not read.
        """
        try:
            with self._client.stream("GET", url) as response:
                return self._read(response, url)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise FetchFailed(_reason(error, self._settings.timeout), path=url) from error

    def _read(self, response: httpx.Response, url: str) -> Answer:
        if not response.is_success:
            remedy = _STATUS_REMEDIES.get(
                response.status_code, "try again later or save the article as a file"
            )
            message = f"the server answered with status {response.status_code}: {remedy}"
            refuse_to_hurry(response, message, url)
            raise FetchFailed(message, path=url)
        header = Message()
        header["Content-Type"] = response.headers.get("Content-Type", "")
        return Answer(
            data=read_body(response, self._settings, url),
            content_type=header.get_content_type() if header["Content-Type"] else "",
            origin=Origin(path=url, url=str(response.url), charset=header.get_content_charset()),
        )


def timely_chunks(response: httpx.Response, timeout: float) -> Iterator[bytes]:
    """The body of an answer as it comes, unpacked.

    Raises:
        httpx.HTTPError: It broke off, or `timeout` seconds have passed, which count for all of it: a server
            that drips would hold up the run.
    """
    deadline = time.monotonic() + timeout
    for chunk in response.iter_bytes():
        yield chunk
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout(f"no complete answer within {timeout:g} seconds")


def read_body(response: httpx.Response, settings: ReadingSettings, url: str) -> bytes:
    """The body of an answer, unpacked, within the limits of the settings.

    Raises:
        OversizedInput: It is larger than `max_bytes`; the rest of it is not read.
        httpx.HTTPError: As for `timely_chunks`.
    """
    body = bytearray()
    for chunk in timely_chunks(response, settings.timeout):
        body += chunk
        if len(body) > settings.max_bytes:
            limit = f"{settings.max_bytes / MEBIBYTE:.4g} MiB"
            raise OversizedInput(f"the answer is larger than {limit} (setting reading.max_bytes)", path=url)
    return bytes(body)


def refuse_to_hurry(response: httpx.Response, message: str, url: str) -> None:
    """Do nothing unless the server asks to come back later.

    Raises:
        AskedToWait: It does.
    """
    if response.status_code in _ASKED_TO_WAIT:
        raise AskedToWait(message, _retry_after(response.headers.get("Retry-After")), path=url)


def _retry_after(header: str | None) -> float | None:
    """Seconds to wait: given as such, or as a date (RFC 9110, section 10.2.3)."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _reason(error: Exception, timeout: float) -> str:
    """What went wrong, in words for an editor."""
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "no such server; check the address and the network connection"
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection ({cause.reason or cause}); check the address"
    return next(text for kind, text in _REASONS if isinstance(error, kind)).format(
        detail=str(error) or type(error).__name__, timeout=timeout
    )


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain

"""One look at a feed: a conditional request, and the pages of entries that hold no text of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx

from crosscheck.errors import EmptyInput, FetchFailed, OversizedInput, UnsupportedInput
from crosscheck.reading import feeds
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.formats import Format, format_of_answer, read_article
from crosscheck.reading.web import USER_AGENT, Fetcher
from crosscheck.settings import MEBIBYTE, ReadingSettings, WatchSettings
from crosscheck.types import Document, Problem
from crosscheck.watching.robots import Robots
from crosscheck.watching.state import Validators

NOT_MODIFIED = 304
ASKED_TO_WAIT = (429, 503)
MOST_PAGES_KEPT = 5_000


class AskedToWait(FetchFailed):
    """The server asks for patience.

    Attributes:
        seconds: For how long, None where it does not say.
    """

    def __init__(self, status: int, seconds: float | None, *, path: str) -> None:
        self.seconds = seconds
        super().__init__(f"the server answered with status {status} and asks for patience", path=path)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a feed brought.

    Attributes:
        items: Documents and problems; None where nothing has changed.
        validators: For the next request.
    """

    items: list[Document | Problem] | None
    validators: Validators


class FeedReader:
    """Looks at feeds politely; a context manager that keeps connections open.

    Args:
        reading: Limits of size and time.
        watch: How often pages are fetched.
        wait: Waits so many seconds.
    """

    def __init__(
        self, reading: ReadingSettings, watch: WatchSettings, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._reading = reading
        self._watch = watch
        self._client = httpx.Client(
            follow_redirects=True, timeout=reading.timeout, headers={"User-Agent": USER_AGENT}
        )
        self._pages = Fetcher(reading)
        self._robots = Robots(self._client, watch.page_delay, wait)
        self._articles: dict[str, tuple[float, Article]] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()
        self._pages.__exit__(None, None, None)

    def look(self, url: str, validators: Validators) -> Look:
        """Fetch a feed unless it is unchanged, and what its entries link to.

        Raises:
            AskedToWait: The server is busy.
            FetchFailed: It does not answer, or its robots.txt forbids to ask.
            InputError: What it sends is no feed, empty, or too large.
        """
        self._robots.permit(url)
        try:
            with self._client.stream("GET", url, headers=validators.headers()) as response:
                if response.status_code == NOT_MODIFIED:
                    return Look(None, validators)
                _refuse_failure(response, url)
                data = self._body(response, url)
                origin = Origin(path=url, url=str(response.url))
                fresh = Validators(
                    etag=response.headers.get("ETag"), modified=response.headers.get("Last-Modified")
                )
        except httpx.HTTPError as error:
            detail = str(error) or type(error).__name__
            raise FetchFailed(f"the feed cannot be reached ({detail})", path=url) from error
        if not data.strip():
            raise EmptyInput("is empty", path=url)
        return Look(list(feeds.read(data, origin, self._article_at)), fresh)

    def _body(self, response: httpx.Response, url: str) -> bytes:
        deadline = time.monotonic() + self._reading.timeout
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._reading.max_bytes:
                limit = f"{self._reading.max_bytes / MEBIBYTE:.4g} MiB"
                raise OversizedInput(f"is larger than {limit} (setting reading.max_bytes)", path=url)
            if time.monotonic() > deadline:
                raise FetchFailed(f"no complete answer within {self._reading.timeout:g} seconds", path=url)
        return bytes(body)

    def _article_at(self, url: str) -> Article:
        """The article of a page, from memory while it is fresh: a feed repeats its entries at every look."""
        kept = self._articles.get(url)
        if kept is not None and time.monotonic() - kept[0] < self._watch.page_age:
            return kept[1]
        self._robots.permit(url)
        answer = self._pages.fetch(url)
        kind = format_of_answer(answer.data, answer.content_type)
        if kind not in (Format.HTML, Format.PDF, Format.TEXT):
            raise UnsupportedInput(f"the entry links to {kind}, not to a page", path=url)
        article = read_article(kind, answer.data, answer.origin)
        while len(self._articles) >= MOST_PAGES_KEPT:
            self._articles.pop(next(iter(self._articles)))
        self._articles[url] = (time.monotonic(), article)
        return article


def _refuse_failure(response: httpx.Response, url: str) -> None:
    if response.status_code in ASKED_TO_WAIT:
        raise AskedToWait(response.status_code, _retry_after(response.headers.get("Retry-After")), path=url)
    if not response.is_success:
        raise FetchFailed(f"the server answered with status {response.status_code}", path=url)


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

"""One look at a feed: a conditional request, and the pages of entries that hold no text of their own."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from crosscheck.errors import EmptyInput, FetchFailed, InputError, UnsupportedInput
from crosscheck.reading import feeds
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.formats import Format, format_of_answer, read_article
from crosscheck.reading.web import USER_AGENT, AskedToWait, Fetcher, read_body, refuse_to_hurry
from crosscheck.settings import ReadingSettings, WatchSettings
from crosscheck.types import Document, Problem
from crosscheck.watching.robots import Forbidden, Robots
from crosscheck.watching.state import Validators

NOT_MODIFIED = 304
MOST_PAGES_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a feed brought.

    Attributes:
        items: Documents and problems; None where nothing has changed.
        validators: For the next request; none where a linked page is to be asked for again.
        missed: Addresses of pages that could not be read; of their articles there is a summary at most.
    """

    items: list[Document | Problem] | None
    validators: Validators
    missed: frozenset[str] = frozenset()


@dataclass
class _Visit:
    """The linked pages of one look at a feed.

    Attributes:
        missed: Addresses of those that could not be read.
        is_complete: Whether none of these may be there the next time.
        oldest: When (Unix time) the one that was read longest ago was read; infinite where none was.
    """

    missed: set[str] = field(default_factory=set)
    is_complete: bool = True
    oldest: float = math.inf


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
        self._robots = Robots(self._client, reading.timeout, watch.page_delay, wait)
        self._articles: dict[str, tuple[float, Article]] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()
        self._pages.__exit__(None, None, None)

    def look(self, url: str, validators: Validators) -> Look:
        """Fetch a feed unless it is unchanged and no linked page is due, and what its entries link to.

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
                data = read_body(response, self._reading, url)
                origin = Origin(path=url, url=str(response.url))
                fresh = Validators(
                    etag=response.headers.get("ETag"), modified=response.headers.get("Last-Modified")
                )
        except httpx.HTTPError as error:
            detail = str(error) or type(error).__name__
            raise FetchFailed(f"the feed cannot be reached ({detail})", path=url) from error
        if not data.strip():
            raise EmptyInput("is empty", path=url)
        visit = _Visit()
        items = list(feeds.read(data, origin, lambda page: self._visited(page, visit)))
        if not visit.is_complete:
            fresh = Validators()
        elif math.isfinite(visit.oldest):
            fresh.pages_due = visit.oldest + self._watch.page_age
        return Look(items, fresh, frozenset(visit.missed))

    def _visited(self, url: str, visit: _Visit) -> Article:
        try:
            read_at, article = self._article_at(url)
        except InputError as error:
            visit.missed.add(url)
            visit.is_complete &= isinstance(error, Forbidden) or not isinstance(error, FetchFailed)
            raise
        visit.oldest = min(visit.oldest, read_at)
        return article

    def _article_at(self, url: str) -> tuple[float, Article]:
        """When a page was read, and its article: from memory while fresh, as feeds repeat their entries."""
        kept = self._articles.get(url)
        if kept is not None and time.time() - kept[0] < self._watch.page_age:
            return kept
        self._robots.permit(url)
        try:
            answer = self._pages.fetch(url)
        except AskedToWait as error:
            self._robots.postpone(url, error.seconds)
            raise
        kind = format_of_answer(answer.data, answer.content_type)
        if kind not in (Format.HTML, Format.PDF, Format.TEXT):
            raise UnsupportedInput(f"the entry links to {kind}, not to a page", path=url)
        article = read_article(kind, answer.data, answer.origin)
        while len(self._articles) >= MOST_PAGES_KEPT:
            self._articles.pop(next(iter(self._articles)))
        self._articles[url] = (time.time(), article)
        return self._articles[url]


def _refuse_failure(response: httpx.Response, url: str) -> None:
    if not response.is_success:
        message = f"the server answered with status {response.status_code}"
        refuse_to_hurry(response, message, url)
        raise FetchFailed(message, path=url)

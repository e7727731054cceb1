"""RSS and Atom feeds: one document an entry."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser

from crosscheck.addresses import web_address
from crosscheck.errors import InputError, UnreadableInput
from crosscheck.reading.article import Article, Origin, as_problem, keep
from crosscheck.reading.markup import paragraphs_of
from crosscheck.reading.published import iso_or_none, rfc_822_or_none
from crosscheck.types import Document, Problem

FetchArticle = Callable[[str], Article]
"""The article of the page at a URL; raises an `InputError` where there is none."""

_CUT_OFF = re.compile(r"\[(?:…|\.{3})\](?:\s*(?:continue reading|read more|read on)\b.*)?$", re.IGNORECASE)
_ADVERTISEMENT = re.compile(r"The post .+ appeared first on .+")
"""What WordPress adds to each entry of a feed."""


def read(data: bytes, origin: Origin, fetch_article: FetchArticle) -> Iterator[Document | Problem]:
    """Yield the document of each entry of a feed.

    Where an entry holds a summary only, or a text that is cut off with "[…]", the page that it links to is
    fetched; where that fails, what the feed holds is kept and the failure is a problem.

    Raises:
        UnreadableInput: It is no feed.
    """
    parsed = feedparser.parse(
        io.BytesIO(data)
    )  # a stream: feedparser takes a string for an address or a file
    if not parsed.entries and not parsed.version:
        raise UnreadableInput("is no RSS or Atom feed; give the address of the feed itself or of a page")
    base = _joined(origin.url, parsed.feed.get("link")) or origin.url
    for entry in parsed.entries:
        place = origin
        try:
            article = _article(entry, base, outlet=_text(parsed.feed, "title"))
            place = Origin(path=article.url or origin.path, url=article.url)
            if article.url and (not article.text or _is_cut_off(article.text)):
                summary = article.text or _html_text(entry.get("summary", ""))
                yield from _from_page(article, summary, place, fetch_article)
            else:
                yield from keep(article, place)
        except InputError as error:
            yield as_problem(error, place)


def _article(entry: Any, base: str | None, outlet: str | None) -> Article:  # noqa: ANN401 - feedparser is not typed
    """What the feed itself holds of an article; its full text is often missing."""
    url = web_address(_joined(base, entry.get("link")))
    full_text = _html_text("\n".join(part.value for part in entry.get("content", ())))
    return Article(
        text=full_text or ("" if url else _html_text(entry.get("summary", ""))),
        title=_text(entry, "title"),
        source=_text(entry.get("source", {}), "title") or outlet,
        published=_published(entry),
        url=url,
        author=_text(entry, "author"),
    )


def _joined(base: str | None, link: str | None) -> str | None:
    """The address that a link, which may be relative, leads to; None where there is none."""
    if not link:
        return None
    try:
        return urljoin(base or "", link)
    except ValueError:  # such as "http://[": no address
        return None


def _is_cut_off(text: str) -> bool:
    paragraphs = text.split("\n")
    while paragraphs and _ADVERTISEMENT.match(paragraphs[-1]):
        paragraphs.pop()
    return bool(paragraphs and _CUT_OFF.search(paragraphs[-1]))


def _from_page(
    entry: Article, summary: str, place: Origin, fetch_article: FetchArticle
) -> Iterator[Document | Problem]:
    """Yield the article of the page that an entry links to, or else the summary and what was lost."""
    try:
        article = _complete(entry, fetch_article(place.path))
    except InputError as error:
        if not summary:
            raise
        loss = f"only the feed's summary was read, because the page could not be: {error.message}"
        article = replace(entry, text=summary, losses=(loss,))
    yield from keep(article, place)


def _complete(entry: Article, page: Article) -> Article:
    """The page's article with what the feed knows of it, but under its own headline, which it repeats."""
    return replace(
        page,
        title=page.title or entry.title,
        source=entry.source or page.source,
        published=entry.published or page.published,
        author=entry.author or page.author,
        url=entry.url or page.url,
    )


def _published(entry: Any) -> datetime | date | None:  # noqa: ANN401
    """Time of publication, else of the last change, as feedparser reads it where it is in no usual form."""
    for name in ("published", "updated"):
        if name in entry:
            moment = iso_or_none(entry[name]) or rfc_822_or_none(entry[name])
            parsed = entry.get(f"{name}_parsed")
            return moment or (datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None)
    return None


def _text(item: Any, name: str) -> str | None:  # noqa: ANN401
    """A field as plain text; titles may hold markup."""
    value = item.get(name)
    if not value:
        return None
    is_html = "html" in item.get(f"{name}_detail", {}).get("type", "")
    return " ".join(paragraphs_of(value)) if is_html else str(value)


def _html_text(html: str) -> str:
    return "\n".join(paragraphs_of(html))

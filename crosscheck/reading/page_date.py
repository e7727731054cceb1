"""When a web page says that its article was published, to the minute where it says so.

trafilatura gives the day only; an update an hour later has to stand after the report that it corrects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crosscheck.reading.published import iso_or_none

META_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
)
"""Meta elements (property, name or itemprop, lower-case) that hold a publication time, most telling first."""

_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
_PAGE_TYPE = "WebPage"
_LIVE_TYPE = "LiveBlogPosting"

_NUMERIC_DATE = re.compile(r"\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4})\b(.*)", re.DOTALL)
"""Not "10.09.2024": with dots the day always stands first."""

_AMERICAN_TIME = re.compile(r"\b[ECMP][SD]?T\b")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_LOCALE = re.compile(r"([a-z]{2,3})[-_](?:[a-z]{4}[-_])?([a-z]{2})", re.IGNORECASE)
_HEAD_BYTES = 2048


class Page(NamedTuple):
    """What is known of a page, by which it is told from others that it names.

    Attributes:
        url: Its canonical address.
        title: Its headline.
    """

    url: str | None = None
    title: str | None = None


def publication_time(tree: HtmlElement, page: Page, day: str | None = None) -> datetime | date | None:
    """The publication time of a page; of a live blog the time of its last entry.

    Args:
        tree: The parsed page.
        page: Its address and title.
        day: ISO day that trafilatura found, taken where the page's own fields say nothing.

    Returns:
        The first that the page names, in JSON-LD, then in meta elements, then `day`. Where that is a bare
        day, a time on the same day that another field or a `<time>` element gives.
    """
    stated = [moment for text in (*_json_ld(tree, page), *_meta(tree), day) if (moment := iso_or_none(text))]
    if not stated or isinstance(stated[0], datetime):
        return stated[0] if stated else None
    shown = (iso_or_none(text) for text in tree.xpath("//time/@datetime"))
    for moment in (*stated, *shown):
        if isinstance(moment, datetime) and moment.date() == stated[0]:
            return moment
    return stated[0]


def settle_numeric_dates(tree: HtmlElement) -> None:
    """Write the dates of meta elements that can be read two ways ("10/09/2024") the one way that is meant.

    The month stands first on a page in American English, and where a page that names no other region writes
    an American zone ("6:30 PM EST"). Any other such date is taken out of the page: it would be guessed.
    """
    locale = _locale(tree)
    for element in tree.iter("meta"):
        written = _NUMERIC_DATE.fullmatch(element.get("content") or "")
        if written is None:
            continue
        first, second, year = int(written[1]), int(written[3]), int(written[4])
        if first == second or max(first, second) > 12:  # noqa: PLR2004 - months
            continue
        is_american = locale == "en-us" or (not locale and _AMERICAN_TIME.search(written[5]))
        element.set("content", f"{year:04}-{first:02}-{second:02}" if is_american else "")


def _locale(tree: HtmlElement) -> str:
    """Language and region that a page says it is in, such as "en-us"; empty where it names no region."""
    named = (*tree.xpath("//html/@lang"), *tree.xpath("//meta[@property='og:locale']/@content"))
    found = (_LOCALE.fullmatch(text.strip()) for text in named)
    return next((f"{locale[1]}-{locale[2]}".lower() for locale in found if locale), "")


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its head."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    return declared[1].decode("ascii") if declared else None


def _meta(tree: HtmlElement) -> Iterator[str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), element.get("content") or "")
    for name in META_NAMES:
        if name in found:
            yield found[name]


def _json_ld(tree: HtmlElement, page: Page) -> list[str]:
    """The times of the articles in JSON-LD: of what is said to be this page first, of web pages last."""
    items = [
        item
        for script in tree.xpath('//script[@type="application/ld+json"]/text()')
        for item in _objects(_parsed(script))
        if _is_article(item) or _PAGE_TYPE in _types(item)
    ]
    items.sort(key=lambda item: (not _is_of(item, page), not _is_article(item)))
    return [moment for item in items if (moment := _moment(item))]


def _parsed(script: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of JSON-LD that stand for a page: one, a list, an `@graph`, or the main one of another."""
    if isinstance(data, list):
        for item in data:
            yield from _objects(item)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))
        yield from _objects(data.get("mainEntity"))


def _moment(item: dict[str, Any]) -> str | None:
    """When an object says that it was published; a live blog grows until it was last modified."""
    published = item.get("datePublished")
    moment = (item.get("dateModified") or published) if _LIVE_TYPE in _types(item) else published
    moment = moment[0] if isinstance(moment, list) and moment else moment
    return moment if isinstance(moment, str) else None


def _is_of(item: dict[str, Any], page: Page) -> bool:
    """Whether an object names the address or the headline of the page."""
    entity = item.get("mainEntityOfPage")
    entities = [entity.get("@id"), entity.get("url")] if isinstance(entity, dict) else [entity]
    addresses = [_address(url, page) for url in (item.get("url"), *entities) if isinstance(url, str)]
    headline = item.get("headline")
    has_title = isinstance(headline, str) and page.title and _folded(headline) == _folded(page.title)
    return bool((page.url and _address(page.url, page) in addresses) or has_title)


def _address(url: str, page: Page) -> tuple[str, str, str] | None:
    """Host, path and query of an address, however it is written."""
    try:
        parts = urlsplit(urljoin(page.url or "", url))
    except ValueError:  # such as "http://[": no address
        return None
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


def _folded(title: str) -> str:
    return " ".join(unescape(title).casefold().split())


def _types(item: dict[str, Any]) -> list[str]:
    types = item.get("@type")
    return [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]


def _is_article(item: dict[str, Any]) -> bool:
    return any(_ARTICLE_TYPE.search(name) for name in _types(item))

"""When a web page says that its article was published, to the minute where it says so.

trafilatura gives the day only; an update an hour later has to stand after the report that it corrects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

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

_ARTICLE_TYPE = re.compile(r"(Article|Posting|Report|LiveBlogPosting|WebPage)$")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)
_HEAD_BYTES = 2048


def publication_time(page: HtmlElement, day: str | None = None) -> datetime | date | None:
    """The publication time of a page.

    Args:
        page: The parsed page.
        day: ISO day that trafilatura found, taken where the page's own fields say nothing.

    Returns:
        The first that the page names, in JSON-LD, then in meta elements, then `day`. Where that is a bare
        day, a time on the same day that another field or a `<time>` element gives.
    """
    stated = [moment for text in (*_json_ld(page), *_meta(page), day) if (moment := iso_or_none(text))]
    if not stated or isinstance(stated[0], datetime):
        return stated[0] if stated else None
    shown = (iso_or_none(text) for text in page.xpath("//time/@datetime"))
    for moment in (*stated, *shown):
        if isinstance(moment, datetime) and moment.date() == stated[0]:
            return moment
    return stated[0]


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page names in its head."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    return declared[1].decode("ascii") if declared else None


def _meta(page: HtmlElement) -> Iterator[str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), element.get("content") or "")
    for name in META_NAMES:
        if name in found:
            yield found[name]


def _json_ld(page: HtmlElement) -> Iterator[str]:
    for script in page.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            published = item.get("datePublished")
            if isinstance(published, str) and _is_article(item):
                yield published


def _objects(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The top-level objects of JSON-LD: one, a list, or an `@graph`."""
    if isinstance(data, list):
        for item in data:
            yield from _objects(item)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))


def _is_article(item: dict[str, Any]) -> bool:
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names)

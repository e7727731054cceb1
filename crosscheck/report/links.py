"""Which addresses of documents may become links, and what to call them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\\"'<>`\u202a-\u202e\u2066-\u2069]")
"""Characters that no valid URL holds; a browser would drop or reinterpret some of them."""


class Link(NamedTuple):
    """An address and the host that it leads to."""

    url: str
    host: str


def web_link(url: str | None) -> Link | None:
    """The link for a document's address, or None where it must not be one.

    Only http and https addresses with a host are links: `javascript:` and `data:` run as code, `file:`
    reaches into the reader's machine. The host is given because it, and not what stands before an "@", is
    where the link leads.
    """
    if url is None or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a malformed IPv6 host
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return Link(url, parts.hostname)

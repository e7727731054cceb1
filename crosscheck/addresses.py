"""Web addresses: whose they are, and which of them may be linked to."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str | None) -> str | None:
    """Host of a web address without "www.", or None where it has none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # an address such as "http://[half/"
        return None
    return host.removeprefix("www.") if host else None


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web, else None: reports link to it, and `javascript:` is no source."""
    stripped = (url or "").strip()
    is_web = stripped.lower().startswith(("http://", "https://")) and host_of(stripped)
    return stripped if is_web else None

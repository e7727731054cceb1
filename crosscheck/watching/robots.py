"""What a host allows programs to fetch, and how often: robots.txt (RFC 9309)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from protego import Protego

from crosscheck.errors import FetchFailed
from crosscheck.reading.web import AskedToWait, timely_chunks

NAME = "crosscheck"  # that a robots.txt may address us by
KEPT = 86400.0  # seconds that a robots.txt is believed, as RFC 9309 asks
FAILURE_KEPT = 60.0  # seconds after which a host that failed is asked again
MOST_PATIENCE = 86400.0  # seconds, whatever a host asks for
MOST_BYTES = 512 * 1024  # that are read of one, as RFC 9309 asks
MOST_DELAY = 30.0  # seconds between two fetches: one slow host must not hold up the others
_CLIENT_ERROR, _SERVER_ERROR = 400, 500


class Forbidden(FetchFailed):
    """The host does not allow programs to fetch it."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host said, or why it could not say.

    Attributes:
        rules: As parsed, None where they could not be read.
        failure: Why not.
        expires: Until when that is believed, by the monotonic clock.
    """

    rules: Protego | None
    failure: str
    expires: float


class Robots:
    """Keeps the rules of hosts, and the time of the last fetch from each.

    Args:
        client: Fetches robots.txt.
        timeout: Seconds to wait for all of one.
        delay: Least seconds between two fetches from one host.
        wait: Waits so many seconds.
    """

    def __init__(
        self,
        client: httpx.Client,
        timeout: float,
        delay: float,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._timeout = timeout
        self._wait = wait
        self._delay = delay
        self._rules: dict[str, _Rules] = {}
        self._last: dict[str, float] = {}
        self._postponed: dict[str, float] = {}

    def permit(self, url: str) -> None:
        """Wait until the address may be fetched.

        Raises:
            Forbidden: The host does not allow it.
            AskedToWait: The host asked for patience a while ago.
            FetchFailed: The host cannot say at present.
        """
        host = _host_of(url)
        remaining = self._postponed.get(host, 0.0) - time.monotonic()
        if remaining > 0:
            raise AskedToWait("the server has asked for patience", remaining, path=url)
        rules = self._rules_of(host)
        if not rules.can_fetch(url, NAME):
            raise Forbidden("the site's robots.txt does not allow programs to fetch it", path=url)
        pause = max(self._delay, min(rules.crawl_delay(NAME) or 0.0, MOST_DELAY))
        due = self._last[host] + pause if host in self._last else 0.0
        self._wait(max(0.0, due - time.monotonic()))
        self._last[host] = time.monotonic()

    def postpone(self, url: str, seconds: float | None) -> None:
        """Permit nothing of a host for so long, a minute where it is not known, and at most a day."""
        wait = FAILURE_KEPT if seconds is None else min(seconds, MOST_PATIENCE)
        self._postponed[_host_of(url)] = time.monotonic() + wait

    def _rules_of(self, host: str) -> Protego:
        known = self._rules.get(host)
        if known is None or time.monotonic() > known.expires:
            known = self._rules[host] = self._read(host)
        if known.rules is None:
            raise FetchFailed(known.failure, path=f"{host}/robots.txt")
        return known.rules

    def _read(self, host: str) -> _Rules:
        """The host's rules; where it has none everything is allowed, where it fails nothing is for now."""
        url = f"{host}/robots.txt"
        failure, text = "", ""
        try:
            with self._client.stream("GET", url) as response:
                if response.status_code >= _SERVER_ERROR:
                    failure = f"robots.txt was answered with {response.status_code}"
                elif response.status_code < _CLIENT_ERROR:
                    text = _first_bytes(response, self._timeout)
        except httpx.HTTPError as error:
            failure = f"robots.txt cannot be read ({error or type(error).__name__})"
        if failure:
            return _Rules(None, failure, time.monotonic() + FAILURE_KEPT)
        return _Rules(Protego.parse(text), "", time.monotonic() + KEPT)


def _host_of(url: str) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def _first_bytes(response: httpx.Response, timeout: float) -> str:
    body = bytearray()
    for chunk in timely_chunks(response, timeout):
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body[:MOST_BYTES]).decode(errors="replace")

"""What a host allows programs to fetch, and how often: robots.txt (RFC 9309)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpx

from crosscheck.errors import FetchFailed

NAME = "crosscheck"  # that a robots.txt may address us by
KEPT = 86400.0  # seconds that a robots.txt is believed, as RFC 9309 asks
MOST_BYTES = 512 * 1024  # that are read of one, as RFC 9309 asks
MOST_DELAY = 30.0  # seconds between two fetches: one slow host must not hold up the others
_CLIENT_ERROR, _SERVER_ERROR = 400, 500


@dataclass(frozen=True, slots=True)
class _Rules:
    parser: RobotFileParser
    read_at: float


class Robots:
    """Keeps the rules of hosts, and the time of the last fetch from each.

    Args:
        client: Fetches robots.txt.
        delay: Least seconds between two fetches from one host.
        wait: Waits so many seconds.
    """

    def __init__(
        self, client: httpx.Client, delay: float, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._wait = wait
        self._delay = delay
        self._rules: dict[str, _Rules] = {}
        self._last: dict[str, float] = {}

    def permit(self, url: str) -> None:
        """Wait until the address may be fetched.

        Raises:
            FetchFailed: The host does not allow it, or cannot say at present.
        """
        host = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        parser = self._rules_of(host)
        if not parser.can_fetch(NAME, url):
            raise FetchFailed("the site's robots.txt does not allow programs to fetch it", path=url)
        asked = parser.crawl_delay(NAME)
        pause = max(self._delay, min(float(asked or 0), MOST_DELAY))
        due = self._last[host] + pause if host in self._last else 0.0
        self._wait(max(0.0, due - time.monotonic()))
        self._last[host] = time.monotonic()

    def _rules_of(self, host: str) -> RobotFileParser:
        known = self._rules.get(host)
        if known is None or time.monotonic() - known.read_at > KEPT:
            known = _Rules(self._read(host), time.monotonic())
            self._rules[host] = known
        return known.parser

    def _read(self, host: str) -> RobotFileParser:
        """The host's rules; where it has none everything is allowed, where it fails nothing is for now."""
        url = f"{host}/robots.txt"
        try:
            with self._client.stream("GET", url) as response:
                if response.status_code >= _SERVER_ERROR:
                    raise FetchFailed(f"robots.txt was answered with {response.status_code}", path=url)
                lines = _first_bytes(response) if response.status_code < _CLIENT_ERROR else ""
        except httpx.HTTPError as error:
            raise FetchFailed(
                f"robots.txt cannot be read ({error or type(error).__name__})", path=url
            ) from error
        parser = RobotFileParser(url)
        parser.parse(lines.splitlines())
        return parser


def _first_bytes(response: httpx.Response) -> str:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            break
    return bytes(body[:MOST_BYTES]).decode(errors="replace")

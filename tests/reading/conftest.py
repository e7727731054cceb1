"""A newsroom's inbox (a folder) and a web site on the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crosscheck.reading import DocumentReader
from crosscheck.settings import ReadingSettings
from crosscheck.types import Document, Problem

Inbox = Callable[..., tuple[list[Document], list[Problem]]]


def read(location: object, **settings: object) -> tuple[list[Document], list[Problem]]:
    """Documents and problems at one location."""
    items = list(DocumentReader(ReadingSettings(**settings)).read(str(location)))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [item for item in items if isinstance(item, Problem)]


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """Save a file and read it."""

    def save_and_read(name: str, content: str | bytes, **settings: object):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, **settings)

    return save_and_read


@dataclass
class Reply:
    body: bytes | Iterator[bytes] = b""
    content_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web site: its pages, and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        self.user_agents: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.user_agents.append(self.headers["User-Agent"])
                reply = site.pages.get(self.path, Reply(b"not here", status=404))
                self.send_response(reply.status)
                if reply.content_type:
                    self.send_header("Content-Type", reply.content_type)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for chunk in [reply.body] if isinstance(reply.body, bytes) else reply.body:
                        self.wfile.write(chunk)
                        self.wfile.flush()
                except ConnectionError:
                    pass  # the reader hung up, as it should on an answer without end

            def log_message(self, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    site = Site()
    yield site
    site.close()

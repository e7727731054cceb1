"""A site on the loopback interface, and an archive without trained models."""

import contextlib
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "archive"))

from newsroom import newsroom


class Site:
    """Serves what it is told to, and remembers what it was asked.

    Attributes:
        pages: From a path to status, headers and body, or to a function of the request's headers that gives them;
            a body that is no bytes is sent piece by piece as it comes.
        asked: Method, path, headers and body of each request, in order.
    """

    def __init__(self):
        self.pages = {}
        self.asked = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                site.asked.append((self.command, self.path, dict(self.headers), body))
                answer = site.pages.get(self.path, (404, {}, b""))
                status, headers, body = answer(self.headers) if callable(answer) else answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if isinstance(body, bytes):
                    self.send_header("Content-Length", str(len(body)))
                    pieces = [body]
                else:
                    self.send_header("Connection", "close")
                    pieces = body
                self.end_headers()
                with contextlib.suppress(ConnectionError):  # who asked has gone
                    for piece in pieces:
                        self.wfile.write(piece)

            def do_POST(self):
                self.do_GET()

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def paths(self):
        return [path for _, path, _, _ in self.asked]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def site():
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def checker():
    return newsroom(watch={"interval": 0.02, "longest_interval": 0.2, "page_delay": 0})


@pytest.fixture
def archive(checker, tmp_path):
    with checker.archive(tmp_path / "newsroom.db") as opened:
        yield opened

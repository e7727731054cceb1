import gzip
import json
import socket
import threading

import pytest

from .conftest import Reply, read
from .pages import TEXT, page


def failure(url: str, **settings: object) -> str:
    documents, (problem,) = read(url, **settings)
    assert documents == []
    assert problem.path == url
    return problem.message


def test_a_page_is_fetched_and_read(site):
    site.pages["/a"] = Reply(page(head="<title>Harbour closed after spill</title>").encode())
    (document,), problems = read(site.url("/a"))
    assert problems == []
    assert document.text == TEXT
    assert document.url == site.url("/a")
    assert document.path == site.url("/a")
    assert document.source == "127.0.0.1"
    assert site.user_agents[0].startswith("crosscheck/")


def test_redirects_are_followed_and_the_final_address_is_kept(site):
    site.pages["/old"] = Reply(status=301, headers={"Location": "/new"})
    site.pages["/new"] = Reply(page(head="").encode())
    (document,), _ = read(site.url("/old"))
    assert document.url == site.url("/new")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", None])
def test_records_may_come_from_an_address(site, content_type):
    records = {"documents": [{"text": TEXT, "source": "Meridian Wire"}]}
    site.pages["/api"] = Reply(json.dumps(records).encode(), content_type)
    (document,), problems = read(site.url("/api"))
    assert problems == []
    assert document.source == "Meridian Wire"


def test_the_charset_that_the_server_names_is_followed(site):
    text = "Gdańsk zamknięto, said the harbour master."
    site.pages["/a.txt"] = Reply(text.encode("iso-8859-2"), "text/plain; charset=iso-8859-2")
    (document,), _ = read(site.url("/a.txt"))
    assert document.text == text


@pytest.mark.parametrize(
    ("status", "words"), [(404, "check the address"), (403, "refuses"), (503, "try again later")]
)
def test_an_error_status_is_named_with_what_to_do(site, status, words):
    site.pages["/a"] = Reply(status=status)
    message = failure(site.url("/a"))
    assert f"status {status}" in message
    assert words in message


def test_a_circle_of_redirects_is_reported(site):
    site.pages["/a"] = Reply(status=302, headers={"Location": "/a"})
    assert "redirects in a circle" in failure(site.url("/a"))


def test_an_answer_that_never_ends_is_cut_off_by_the_timeout(site):
    stop = threading.Event()

    def drip():
        while not stop.wait(0.02):
            yield b"."

    site.pages["/a"] = Reply(drip())
    message = failure(site.url("/a"), timeout=0.3)
    stop.set()
    assert "no complete answer within 0.3 seconds" in message


def test_a_server_that_says_nothing_is_given_up_on(site):
    stop = threading.Event()

    def silence():
        stop.wait(5)
        yield b""

    site.pages["/a"] = Reply(silence())
    assert "within 0.2 seconds" in failure(site.url("/a"), timeout=0.2)
    stop.set()


def test_an_oversized_answer_is_refused_while_it_comes(site):
    def endless():
        for _ in range(10_000):
            yield bytes(10_000)

    site.pages["/a"] = Reply(endless(), "text/plain")
    assert "larger than" in failure(site.url("/a"), max_bytes=50_000)


def test_a_small_packed_answer_counts_by_what_it_unpacks_to(site):
    packed = gzip.compress(bytes(5_000_000))
    site.pages["/a"] = Reply(packed, "text/plain", headers={"Content-Encoding": "gzip"})
    assert len(packed) < 50_000
    assert "larger than" in failure(site.url("/a"), max_bytes=50_000)


def test_a_connection_that_breaks_off_is_reported(site):
    site.pages["/a"] = Reply(b"short", headers={"Content-Length": "5000"})
    assert "broke off" in failure(site.url("/a"))


def test_a_port_where_nobody_listens_is_reported(site):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        assert "cannot be reached" in failure(url)


def test_a_host_that_does_not_exist_is_reported(site):
    assert "no such server" in failure("http://kelmouth.invalid/")


def test_an_insecure_connection_is_reported(site):
    assert "no secure connection" in failure(f"https://127.0.0.1:{site.port}/")


@pytest.mark.parametrize(
    "url", ["http://", "http://[half/", "http://a b/", "https://" + "a" * 70 + ".example"]
)
def test_what_is_no_address_is_reported(site, url):
    assert failure(url)


def test_other_schemes_are_not_read():
    assert "use http:// or https://" in failure("ftp://meridian-wire.example/a.txt")
    assert "use http:// or https://" in failure("file:///etc/passwd")

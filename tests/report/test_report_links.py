"""Which addresses become links."""

import pytest

from crosscheck.report.links import web_link


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://meridian-wire.example/2024/call?page=1#top", "meridian-wire.example"),
        ("HTTP://Example.org/", "example.org"),
        ("https://bbc.example@evil.example/", "evil.example"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
    ],
)
def test_web_addresses_are_links_named_by_where_they_lead(url, host):
    link = web_link(url)
    assert link is not None
    assert link == (url, host)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "javascript://ok.example/%0aalert(1)",
        "file://server/share",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "//evil.example/",
        "/relative",
        "https:///no-host",
        "https://[broken",
        "https://evil.example\\@bbc.example/",
        'https://ok.example/" onmouseover="alert(1)',
        "https://ok.example/\x1b[31m",
    ],
)
def test_no_other_address_is_a_link(url):
    assert web_link(url) is None

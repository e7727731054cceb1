from datetime import UTC, date, datetime

import pytest

from .conftest import Reply, read
from .pages import ARTICLE, TEXT, page

HTML = "".join(f"<p>{paragraph}</p>" for paragraph in ARTICLE)


def rss(*items: str) -> bytes:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Meridian Wire</title><link>https://meridian-wire.example/</link>{"".join(items)}</channel></rss>""".encode()


def item(
    content: str = "", link: str = "https://meridian-wire.example/harbour", summary: str = "In short."
) -> str:
    full = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return f"""<item><title>Harbour closed &amp;amp; ferries late</title><link>{link}</link>
<description>{summary}</description>{full}<dc:creator>Hanna Corvin</dc:creator>
<pubDate>Tue, 22 Oct 2024 18:40:00 +0200</pubDate></item>"""


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kelmouth Post</title>
<entry><title>Harbour closed</title><link href="https://post.example/1"/><published>2024-10-22</published>
<author><name>P. Osei</name></author><content type="html"><![CDATA[{HTML}]]></content></entry>
<entry><title>Ferries late</title><link href="https://post.example/2"/><updated>2024-10-23T06:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ferry to Oland is late.</p></div></content>
</entry></feed>""".encode()


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", None])
def test_an_entry_with_its_full_text_is_an_article(site, content_type):
    site.pages["/feed"] = Reply(rss(item(content=HTML)), content_type)
    (document,), problems = read(site.url("/feed"))
    assert problems == []
    assert document.text == TEXT
    assert document.title == "Harbour closed & ferries late"
    assert document.source == "Meridian Wire"
    assert document.author == "Hanna Corvin"
    assert document.url == "https://meridian-wire.example/harbour"
    assert document.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)
    assert document.local_day == date(2024, 10, 22)


def test_an_atom_feed_saved_as_a_file_is_read(inbox):
    (first, second), problems = inbox("feed.atom", ATOM)
    assert problems == []
    assert (first.text, first.source, first.author) == (TEXT, "Kelmouth Post", "P. Osei")
    assert first.published == date(2024, 10, 22)
    assert second.published == datetime(2024, 10, 23, 6, tzinfo=UTC)
    assert second.text == "The ferry to Oland is late."


def test_of_an_entry_with_a_summary_only_the_page_is_fetched(site):
    site.pages["/harbour"] = Reply(page().encode())
    site.pages["/feed"] = Reply(rss(item(link=site.url("/harbour"))), "application/rss+xml")
    (document,), problems = read(site.url("/feed"))
    assert problems == []
    assert document.text == TEXT
    assert document.url == site.url("/harbour")
    assert document.title == "Harbour closed after spill"
    assert document.source == "Meridian Wire"


def test_where_the_page_is_gone_the_summary_is_kept_and_the_loss_reported(site):
    feed = rss(item(link=site.url("/gone"), summary="The harbour was closed."), item(content=HTML))
    site.pages["/feed"] = Reply(feed, "application/rss+xml")
    documents, (problem,) = read(site.url("/feed"))
    assert [document.text for document in documents] == ["The harbour was closed.", TEXT]
    assert problem.path == site.url("/gone")
    assert "only the feed's summary was read" in problem.message
    assert "404" in problem.message


def test_an_entry_without_any_text_is_named_by_its_link_and_the_others_are_read(site):
    feed = rss(item(link=site.url("/gone"), summary=""), item(content=HTML))
    site.pages["/feed"] = Reply(feed, "application/rss+xml")
    documents, (problem,) = read(site.url("/feed"))
    assert [document.text for document in documents] == [TEXT]
    assert problem.path == site.url("/gone")


def test_xml_that_is_no_feed_is_reported(inbox):
    documents, (problem,) = inbox("sitemap.xml", "<?xml version='1.0'?><urlset><url/></urlset>")
    assert documents == []
    assert "no RSS or Atom feed" in problem.message


def test_a_relative_link_leads_on_from_that_of_the_feed_or_from_its_address(site, inbox):
    (document,), _ = inbox("feed.xml", rss(item(content=HTML, link="/2024/harbour")))
    assert document.url == "https://meridian-wire.example/2024/harbour"
    feed = rss(item(content=HTML, link="2024/harbour"))
    site.pages["/news/feed"] = Reply(
        feed.replace(b"<link>https://meridian-wire.example/</link>", b""), "text/xml"
    )
    (document,), _ = read(site.url("/news/feed"))
    assert document.url == site.url("/news/2024/harbour")


def test_an_entry_without_a_link_has_no_address(inbox):
    (document,), problems = inbox("feed.xml", rss(item(content=HTML).replace("<link>", "<x>")))
    assert (document.text, document.url, problems) == (TEXT, None, [])


CUT = "The harbour of Kelmouth was closed on Tuesday after the tanker Annika spilled [&#8230;]"


@pytest.mark.parametrize(
    "content",
    [
        f"<p>{CUT}</p>",
        "<p>The harbour was closed on Tuesday [...]</p>",
        f"<p>{CUT} <a href='x'>Continue reading &#8594;</a></p>",
        f"<p>{CUT}</p><p>The post <a href='x'>Harbour closed</a> appeared first on <a href='y'>Wire</a>.</p>",
    ],
)
def test_content_that_is_cut_off_is_a_summary(site, content):
    site.pages["/harbour"] = Reply(page().encode())
    site.pages["/feed"] = Reply(rss(item(content=content, link=site.url("/harbour"))), "text/xml")
    (document,), problems = read(site.url("/feed"))
    assert (document.text, problems) == (TEXT, [])


def test_content_that_is_cut_off_is_kept_where_the_page_is_gone(site):
    site.pages["/feed"] = Reply(rss(item(content=CUT, link=site.url("/gone"))), "text/xml")
    (document,), (problem,) = read(site.url("/feed"))
    assert document.text.startswith("The harbour of Kelmouth was closed")
    assert "only the feed's summary was read" in problem.message


def test_words_left_out_of_a_quotation_do_not_make_content_a_summary(inbox):
    content = HTML + "<p>“The valve […] was open,” Calloway said.</p>"
    (document,), problems = inbox("feed.xml", rss(item(content=content)))
    assert document.text.endswith("“The valve […] was open,” Calloway said.")
    assert problems == []


def test_struck_text_in_a_feed_is_not_what_it_says(inbox):
    (document,), _ = inbox("feed.xml", rss(item(content="<p>It killed <del>12</del> 15<sup>1</sup>.</p>")))
    assert document.text == "It killed 15."

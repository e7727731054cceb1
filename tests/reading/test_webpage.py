from datetime import UTC, date, datetime

import pytest

from .pages import HEAD, PUBLISHED_TIME, TEXT, page


def json_ld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def test_of_a_page_the_article_is_kept_and_nothing_else(inbox):
    (document,), problems = inbox("saved.html", page())
    assert document.text == TEXT
    assert problems == []


def test_a_page_names_its_title_outlet_author_and_address(inbox):
    (document,), _ = inbox("saved.html", page())
    assert document.title == "Harbour closed after spill"
    assert document.source == "Meridian Wire"
    assert document.author == "Hanna Corvin"
    assert document.url == "https://www.meridian-wire.example/2024/10/22/harbour-closed"


def test_a_page_that_names_no_outlet_is_of_its_host_or_else_of_its_file(inbox):
    (document,), _ = inbox("saved.htm", page(head='<link rel="canonical" href="https://www.post.example/a">'))
    assert document.source == "post.example"
    (document,), _ = inbox("kelmouth-post.htm", page(head=""))
    assert document.source == "kelmouth-post"


SIX_FORTY = datetime(2024, 10, 22, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (PUBLISHED_TIME, SIX_FORTY),
        ('<meta itemprop="datePublished" content="2024-10-22T16:40:00Z">', SIX_FORTY),
        (json_ld('{"@type": "NewsArticle", "datePublished": "2024-10-22T18:40:00+0200"}'), SIX_FORTY),
        (
            json_ld(
                '{"@graph": [{"@type": ["ReportageNewsArticle"], "datePublished": "2024-10-22T16:40Z"}]}'
            ),
            SIX_FORTY,
        ),
        (
            json_ld('[{"@type": "BreadcrumbList"}, {"@type": "Article", "datePublished": "2024-10-22"}]'),
            date(2024, 10, 22),
        ),
        (json_ld('{"@type": "NewsArticle", "datePublished": "2024-10-22"}') + PUBLISHED_TIME, SIX_FORTY),
        (json_ld("{broken") + PUBLISHED_TIME, SIX_FORTY),
        (
            json_ld('{"@type": "VideoObject", "datePublished": "2019-01-01T00:00:00Z"}') + PUBLISHED_TIME,
            SIX_FORTY,
        ),
        (
            '<meta property="article:modified_time" content="2024-11-30T10:00:00Z">' + PUBLISHED_TIME,
            SIX_FORTY,
        ),
        ('<meta property="article:published_time" content="0001-01-01T00:00:00+05:00">', None),
        ("", None),
    ],
)
def test_the_time_of_publication_is_read_to_the_minute_where_the_page_states_it(inbox, head, published):
    bare_head = "<title>Harbour closed after spill</title>"
    (document,), _ = inbox("saved.html", page(head=bare_head + head))
    assert document.published == published


def test_a_time_element_refines_a_day(inbox):
    head = HEAD + '<meta property="article:published_time" content="2024-10-22">'
    shown = ['<time datetime="2024-10-22T16:40:00Z">6.40 p.m.</time> ' + TEXT]
    (document,), _ = inbox("saved.html", page(head=head, article=shown))
    assert document.published == SIX_FORTY


def test_the_encoding_that_a_page_names_is_followed(inbox):
    html = page(article=[TEXT, "Łódź i Gdańsk są dziś zamknięte, said José."]).replace("utf-8", "iso-8859-2")
    (document,), problems = inbox(
        "saved.html", html.replace("“", '"').replace("”", '"').encode("iso-8859-2", "ignore")
    )
    assert "Łódź i Gdańsk są dziś zamknięte" in document.text
    assert problems == []


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><head><title>Kelmouth Post</title></head><body></body></html>"]
)
def test_a_page_without_an_article_is_a_problem_that_says_what_to_do(inbox, html):
    documents, (problem,) = inbox("saved.html", html)
    assert documents == []
    assert "no article was found in the page" in problem.message
    assert "save the text as a file" in problem.message


def test_a_link_that_runs_code_is_no_address(inbox):
    head = '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="javascript:alert(1)">'
    (document,), _ = inbox("saved.html", page(head=head))
    assert document.url is None

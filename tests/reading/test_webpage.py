from datetime import UTC, date, datetime

import pytest

from .pages import ARTICLE, HEAD, PUBLISHED_TIME, TEXT, page


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


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("The fire killed <del>12</del> 15 people.", "The fire killed 15 people."),
        ("It began at <s>21:30</s> <strike>21:45</strike> 22:15.", "It began at 22:15."),
        ('It killed <span style="text-decoration: line-through">12</span> 15.', "It killed 15."),
        ('Nine died.<span style="Display : none"> Forty died.</span>', "Nine died."),
        ("It killed 98<sup><a href='#1'>1</a></sup> people.", "It killed 98 people."),
        ("It killed 98<sup>1</sup> people<sup>2, 3</sup>.<sup>[4]</sup> Why?", "It killed 98 people. Why?"),
        ("It killed <b>98</b><a href='#1'><sup>1</sup></a> people.", "It killed 98 people."),
        ("It burnt 35 km<sup>2</sup> of wood.", "It burnt 35 km² of wood."),
        ("It spilled 40 m<sup>3</sup> of oil.", "It spilled 40 m³ of oil."),
        ("It has 10<sup>5</sup> cells.", "It has 10⁵ cells."),
        ("It came on the 22<sup>nd</sup>, not the 21<sup>st</sup>.", "It came on the 22nd, not the 21st."),
        ("They found <sup>137</sup>Cs in it.", "They found 137Cs in it."),
        ("It is 3<sup>1</sup>/<sub>2</sub> miles long.", "It is 3 1/2 miles long."),
        ('It cost <span style="display: inline">9</span> million.', "It cost 9 million."),
        ("The <ins>second</ins> <u>boat</u> sank.", "The second boat sank."),
    ],
)
def test_struck_and_hidden_text_and_footnote_marks_are_not_what_a_page_says(inbox, markup, words):
    (document,), _ = inbox("saved.html", page(article=[*ARTICLE, markup]))
    assert document.text == f"{TEXT}\n\n{words}"
    (document,), _ = inbox("a.md", f"---\ntitle: T\n---\n{markup}")
    assert document.text == words


def test_a_page_that_a_script_unhides_is_read(inbox):
    (document,), _ = inbox("saved.html", page().replace("<body>", '<body style="display:none">'))
    assert document.text == TEXT


CANONICAL = "https://www.meridian-wire.example/2024/10/22/harbour-closed"
OLDER = '{"@type": "NewsArticle", "headline": "Older spill", "datePublished": "2023-02-06T05:00:00Z"}'
OF_2019 = '"datePublished": "2019-03-01T00:00:00+00:00"'
THIS = '"datePublished": "2024-10-22T16:40:00Z"'


@pytest.mark.parametrize(
    "objects",
    [
        f'{OLDER}, {{"@type": "NewsArticle", "headline": "Harbour closed after spill", {THIS}}}',
        f'{OLDER}, {{"@type": "BlogPosting", "url": "{CANONICAL}/", {THIS}}}',
        f'{OLDER}, {{"@type": "NewsArticle", "mainEntityOfPage": {{"@id": "{CANONICAL}"}}, {THIS}}}',
        f'{OLDER}, {{"@type": "WebPage", "url": "{CANONICAL}", {THIS}}}',
        f'{{"@type": "WebPage", {OF_2019}}}, {{"@type": "ReportageNewsArticle", {THIS}}}',
        f'{{"@type": "WebPage", "mainEntity": {{"@type": "NewsArticle", {THIS}}}}}',
        f'{{"@type": "NewsArticle", "url": "http://[", {THIS}}}, {OLDER}',
        f'{{"@type": "LiveBlogPosting", {OF_2019}, "dateModified": "2024-10-22T16:40:00Z"}}',
        f'{{"@type": "NewsArticle", {THIS}, "dateModified": "2024-10-25T08:00:00Z"}}',
    ],
)
def test_of_several_objects_the_one_that_is_the_page_gives_the_time(inbox, objects):
    (document,), _ = inbox("saved.html", page(head=HEAD + json_ld(f"[{objects}]")))
    assert document.published == SIX_FORTY


@pytest.mark.parametrize(
    ("language", "written", "published"),
    [
        ("en", "10/09/2024", None),
        ("en-GB", "10/09/2024 6:30 PM", None),
        ("en-US", "10/09/2024", date(2024, 10, 9)),
        ("es-US", "10/09/2024", None),
        ("en", "10/09/2024 6:30 PM", None),
        ("en", "10-09-2024 18:30 EST", date(2024, 10, 9)),
        ("en", "22/10/2024", date(2024, 10, 22)),
        ("en", "09/09/2024", date(2024, 9, 9)),
        ("de", "10.09.2024", date(2024, 9, 10)),
        ("en", "2024/09/10", date(2024, 9, 10)),
    ],
)
def test_a_numeric_date_that_can_be_read_two_ways_is_not_guessed(inbox, language, written, published):
    head = f'<title>Harbour closed after spill</title><meta name="date" content="{written}">'
    html = page(head=head).replace('lang="en"', f'lang="{language}"')
    (document,), _ = inbox("saved.html", html)
    assert document.published == published


@pytest.mark.parametrize("mark", ["<sup>1<sup>2</sup></sup>", "<sup>1</sup>&#1;", "<sup>&#1;</sup>"])
def test_odd_marks_lose_no_article(inbox, mark):
    html = page().replace("spilled about 40 tonnes", f"spilled{mark} about 40 tonnes")
    (document,), _ = inbox("saved.html", html)
    assert "about 40 tonnes" in document.text

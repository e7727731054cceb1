from datetime import UTC, date, datetime

import pytest

from .pages import TEXT

FRONT_MATTER = """---
source: Meridian Wire
title: "Harbour closed: forty tonnes spilled"
published: 2024-10-22T18:40:00+02:00
url: https://meridian-wire.example/2024/10/22/harbour
author: [Hanna Corvin, P. Osei]
id: mw-1
section: world
---
"""


def test_front_matter_names_the_article(inbox):
    (document,), problems = inbox("a.md", FRONT_MATTER + TEXT)
    assert problems == []
    assert document.source == "Meridian Wire"
    assert document.title == "Harbour closed: forty tonnes spilled"
    assert document.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)
    assert document.url == "https://meridian-wire.example/2024/10/22/harbour"
    assert document.author == "Hanna Corvin, P. Osei"
    assert document.id == "mw-1"
    assert document.text == TEXT


def test_front_matter_is_optional_and_a_heading_is_the_title(inbox):
    (document,), _ = inbox("kelmouth-post.md", "# Harbour *closed*\n\n" + TEXT)
    assert (document.source, document.title, document.text) == ("kelmouth-post", "Harbour closed", TEXT)


def test_a_heading_that_repeats_the_title_is_not_part_of_the_text(inbox):
    (document,), _ = inbox("a.md", "---\ntitle: Harbour closed\n---\n# Harbour closed\n\n" + TEXT)
    assert document.text == TEXT


def test_a_bare_day_stays_a_day(inbox):
    (document,), _ = inbox("a.md", "---\npublished: 2024-10-22\n---\n" + TEXT)
    assert document.published == date(2024, 10, 22)
    assert not isinstance(document.published, datetime)


def test_a_date_that_is_none_is_reported_and_the_article_kept(inbox):
    (document,), (problem,) = inbox("a.md", "---\npublished: last Tuesday\n---\n" + TEXT)
    assert document.published is None
    assert "`published`" in problem.message
    assert "2024-10-22T18:40:00Z" in problem.message


def test_front_matter_that_is_no_yaml_is_reported_with_its_line_and_the_remedy(inbox):
    documents, (problem,) = inbox("a.md", "---\nsource: Post\ntitle: He's back: Blinken lands\n---\n" + TEXT)
    assert documents == []
    assert problem.line == 3
    assert "in quotes" in problem.message


def test_values_that_yaml_takes_for_something_else_stay_as_written(inbox):
    (document,), _ = inbox("a.md", "---\ntitle: No\nsource: 1843\n---\n" + TEXT)
    assert (document.title, document.source) == ("No", "1843")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (
            "He *never* said **that**, [the ministry](https://x.example/y) said.",
            "He never said that, the ministry said.",
        ),
        ("- Twelve people died.\n- Four are missing.", "Twelve people died.\n\nFour are missing."),
        ("> It was open, Calloway said.", "It was open, Calloway said."),
        ("2024. That was the year of the spill.", "2024. That was the year of the spill."),
        ("| Dead | Missing |\n|---|---|\n| 12 | 4 |", "Dead | Missing\n\n12 | 4"),
        ("The valve\nwas open.", "The valve was open."),
        ("It cost 5 &amp; 7 million.", "It cost 5 & 7 million."),
        ("<p>The valve was <b>open</b>.</p>", "The valve was open."),
        ("It killed ~~12~~ 15 people.", "It killed 15 people."),
        ("The <b>12</b> <i>people</i> died.", "The 12 people died."),
        ("It is ~12 km long.", "It is ~12 km long."),
        (
            "It killed 98[^1] people.[^b]\n\n[^1]: The ministry, on Monday.",
            "It killed 98 people.\n\nThe ministry, on Monday.",
        ),
        ("It killed 98 [people] [sic].", "It killed 98 [people] [sic]."),
        ("![A caption of the picture](spill.jpg)\n\nThe valve was open.", "The valve was open."),
    ],
)
def test_markup_is_reduced_to_its_words(inbox, markup, words):
    (document,), _ = inbox("a.md", "---\ntitle: T\n---\n" + markup)
    assert document.text == words

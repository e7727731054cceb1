import codecs

import pytest

from .pages import ARTICLE, TEXT


def test_a_text_file_is_one_article_of_an_outlet_named_like_the_file(inbox):
    documents, problems = inbox("kelmouth-post.txt", TEXT)
    assert [document.text for document in documents] == [TEXT]
    assert documents[0].source == "kelmouth-post"
    assert documents[0].published is None
    assert problems == []


def test_each_line_is_a_paragraph_where_no_empty_lines_are(inbox):
    documents, _ = inbox("a.txt", "\n".join(ARTICLE))
    assert documents[0].text == TEXT


def test_a_headline_above_the_text_is_the_title_and_not_part_of_the_text(inbox):
    documents, _ = inbox("a.txt", "Harbour of Kelmouth closed after diesel spill\n\n" + TEXT)
    assert documents[0].title == "Harbour of Kelmouth closed after diesel spill"
    assert documents[0].text == TEXT


def test_a_section_label_above_the_headline_goes_with_it(inbox):
    documents, _ = inbox(
        "a.txt", "Viral News\n\nA Close Call: How the Annika Lost 40 Tonnes\n\nPublished\n\non\n\n" + TEXT
    )
    assert documents[0].title == "A Close Call: How the Annika Lost 40 Tonnes"
    assert documents[0].text == TEXT


@pytest.mark.parametrize(
    "first",
    [
        "The harbour was closed on Tuesday.",
        "Kelmouth, Tuesday, October 22, 2024",
        "In its statement the port authority listed three reasons:",
        "By Hanna Corvin in Kelmouth",
    ],
)
def test_a_first_line_that_is_no_headline_is_not_taken_for_one(inbox, first):
    documents, _ = inbox("a.txt", first + "\n\n" + TEXT)
    assert documents[0].title is None
    assert ARTICLE[0] in documents[0].text


def test_a_headline_without_an_empty_line_after_it_stays_in_the_text(inbox):
    documents, _ = inbox("a.txt", "Harbour of Kelmouth closed after diesel spill\n" + TEXT)
    assert documents[0].title is None
    assert documents[0].text.startswith("Harbour of Kelmouth closed")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "cp1252"),
    ],
)
def test_text_is_read_whatever_encoding_it_was_saved_in(inbox, mark, encoding):
    text = TEXT + "\n\nJosé Núñez’s café in Zürich – “closed” – is the author’s own."
    documents, problems = inbox("a.txt", mark + text.encode(encoding))
    assert documents[0].text == text
    assert problems == []


def test_a_text_that_was_cut_within_a_character_is_kept_and_the_loss_reported(inbox):
    documents, problems = inbox("a.txt", (TEXT + " José Núñez’s").encode()[:-3] + b"\x99s")
    assert "José Núñez\ufffd" in documents[0].text
    assert "1 character was not readable as UTF-8" in problems[0].message


def test_binary_data_named_txt_is_refused(inbox):
    for junk in (bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(1000), bytes(10_000)):
        documents, problems = inbox("a.txt", junk)
        assert documents == []
        assert "not text" in problems[0].message


@pytest.mark.parametrize("content", ["\u00a0\n \n\ufeff\n", "Advertisement\n\nLeave a comment\n"])
def test_a_file_without_any_text_of_an_article_is_a_problem(inbox, content):
    documents, problems = inbox("a.txt", content)
    assert documents == []
    assert "has no text" in problems[0].message


def test_hard_wrapped_wire_copy_becomes_paragraphs(inbox):
    wire = (
        "The harbour of Kelmouth was closed on Tuesday after a tanker\n"
        "spilled about 40 tonnes of diesel near the breakwater, the port\n"
        "authority said.\n"
        "\n"
        "Fishing boats will not be allowed to leave before Thursday, and\n"
        "the ferry to Oland is cancelled.\n"
    )
    documents, _ = inbox("a.txt", wire)
    assert documents[0].text == (
        "The harbour of Kelmouth was closed on Tuesday after a tanker spilled about 40 tonnes of diesel near the "
        "breakwater, the port authority said.\n\nFishing boats will not be allowed to leave before Thursday, and "
        "the ferry to Oland is cancelled."
    )

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from .pages import ARTICLE, TEXT


def typed(title_style: str | None = None) -> "docx.document.Document":
    document = docx.Document()
    if title_style:
        document.add_paragraph("Harbour closed after spill", style=title_style)
    for paragraph in ARTICLE:
        document.add_paragraph(paragraph)
    document.core_properties.modified = datetime(2024, 10, 22, 16, 40)
    return document


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_paragraphs_and_core_properties_are_read(inbox):
    document = typed()
    document.core_properties.title = "Harbour closed after spill"
    document.core_properties.author = "Hanna Corvin"
    (read,), problems = inbox("kelmouth-port.docx", saved(document))
    assert problems == []
    assert read.text == TEXT
    assert (read.title, read.author, read.source) == (
        "Harbour closed after spill",
        "Hanna Corvin",
        "kelmouth-port",
    )
    assert read.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize("style", ["Title", "Heading 1"])
def test_a_first_paragraph_in_the_style_of_a_title_is_the_title_and_not_text(inbox, style):
    (read,), _ = inbox("a.docx", saved(typed(title_style=style)))
    assert read.title == "Harbour closed after spill"
    assert read.text == TEXT


def test_table_rows_stand_where_the_table_stands(inbox):
    document = typed()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Dead", "12"
    document.add_paragraph("The table is from Tuesday.")
    (read,), _ = inbox("a.docx", saved(document))
    assert read.text == TEXT + "\n\nDead | 12\n\nThe table is from Tuesday."


def test_insertions_that_nobody_accepted_yet_are_reported_as_not_read(inbox):
    document = typed()
    insertion = document.paragraphs[0]._p._new_r().makeelement(qn("w:ins"))
    insertion.append(document.paragraphs[1].runs[0]._r)
    document.paragraphs[0]._p.append(insertion)
    (read,), (problem,) = inbox("a.docx", saved(document))
    assert ARTICLE[1] not in read.text
    assert "accept all changes" in problem.message


def test_an_empty_document_is_a_problem(inbox):
    _, (problem,) = inbox("a.docx", saved(docx.Document()))
    assert "has no text" in problem.message


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "junk", [b"PK\x03\x04 cut", saved(typed())[:2000], archive(sheet=b"<x/>"), b"%PDF-1.7"]
)
def test_damaged_files_are_reported_as_such(inbox, junk):
    documents, (problem,) = inbox("a.docx", junk)
    assert documents == []
    assert "damaged or no Word file" in problem.message


def test_a_file_with_a_password_or_of_old_word_is_reported_as_such(inbox):
    _, (problem,) = inbox("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert "password" in problem.message


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked(inbox):
    bomb = archive(document=bytes(300 * 1024 * 1024))
    assert len(bomb) < 400_000
    documents, (problem,) = inbox("a.docx", bomb)
    assert documents == []
    assert "unpacks to 300 MiB" in problem.message

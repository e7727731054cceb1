import io
import re
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

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


def within(paragraph: "docx.text.paragraph.Paragraph", xml: str) -> None:
    """Add to a paragraph what Word writes and python-docx has no call for."""
    paragraph._p.append(parse_xml(xml.replace(" ", f" {nsdecls('w')} ", 1)))


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (f"<w:sdt ><w:sdtContent>{RUN.format('12')}</w:sdtContent></w:sdt>", "12"),
        (f'<w:smartTag w:element="x">{RUN.format("12")}</w:smartTag>', "12"),
        (f'<w:ins w:id="1" w:author="a">{RUN.format("12")}</w:ins>', "12"),
        (f'<w:ins w:id="1" w:author="a"><w:smartTag>{RUN.format("12")}</w:smartTag></w:ins>', "12"),
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>12</w:delText></w:r></w:del>', ""),
        (f'<w:moveFrom w:id="1" w:author="a">{RUN.format("12")}</w:moveFrom>', ""),
        ("<w:r ><w:rPr><w:strike/></w:rPr><w:t>12</w:t></w:r>", ""),
        ('<w:r ><w:rPr><w:strike w:val="0"/></w:rPr><w:t>12</w:t></w:r>', "12"),
        ("<w:r ><w:rPr><w:dstrike/></w:rPr><w:t>12</w:t></w:r>", ""),
        ("<w:r ><w:rPr><w:vanish/></w:rPr><w:t>12</w:t></w:r>", ""),
    ],
)
def test_a_paragraph_reads_as_if_its_changes_were_accepted(inbox, xml, words):
    document = typed()
    paragraph = document.add_paragraph("Police held ")
    within(paragraph, xml)
    paragraph.add_run(" men.")
    (read,), problems = inbox("a.docx", saved(document))
    assert problems == []
    assert read.text == TEXT + "\n\n" + " ".join(f"Police held {words} men.".split())


def test_a_raised_footnote_mark_does_not_run_into_a_figure(inbox):
    document = typed()
    paragraph = document.add_paragraph("It killed 98")
    paragraph.add_run("1").font.superscript = True
    paragraph.add_run(" people in 35 km")
    paragraph.add_run("2").font.superscript = True
    (read,), _ = inbox("a.docx", saved(document))
    assert read.text == TEXT + "\n\nIt killed 98 people in 35 km²"


def test_paragraphs_in_the_fields_of_a_form_are_read(inbox):
    document = typed()
    held = document.add_paragraph("The minister resigned.")._p
    form = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    held.addprevious(form)
    form[0].append(held)
    (read,), _ = inbox("a.docx", saved(document))
    assert read.text == TEXT + "\n\nThe minister resigned."


def test_a_merged_cell_is_read_once(inbox):
    document = typed()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Dead"
    table.cell(1, 0).text, table.cell(1, 1).text = "2023", "12"
    (read,), _ = inbox("a.docx", saved(document))
    assert read.text == TEXT + "\n\nDead\n\n2023 | 12"


def without_properties(data: bytes) -> bytes:
    """A Word file as Google Docs writes it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as copy:
        for name in source.namelist():
            if not name.startswith("docProps"):
                part = re.sub(rb"<(Relationship|Override) [^>]*docProps[^>]*/>", b"", source.read(name))
                copy.writestr(name, part)
    return file.getvalue()


def test_date_title_and_author_that_no_person_gave_are_unknown(inbox):
    defaults = docx.Document()
    defaults.add_paragraph(TEXT)
    titled = docx.Document()
    titled.add_paragraph(TEXT)
    titled.core_properties.title = "Word Document"
    for data in (saved(defaults), saved(titled), without_properties(saved(typed()))):
        (read,), problems = inbox("a.docx", data)
        assert (read.published, read.title, read.author, problems) == (None, None, None, [])


def test_a_null_date_is_unknown_and_the_text_kept(inbox):
    document = typed()
    document.core_properties.modified = datetime(1, 1, 1)
    document.core_properties.created = datetime(2024, 10, 22, 16, 40)
    (read,), _ = inbox("a.docx", saved(document))
    assert read.text == TEXT
    assert read.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)


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

import io
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

from .pages import ARTICLE, TEXT


def typeset(
    paragraphs: list[str], footer: str = "", spacing: int = 6, indent: int = 0, **metadata: str
) -> bytes:
    """A PDF as a press office makes it: title in large type, text set in lines, a footer on each page."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], spaceBefore=spacing, firstLineIndent=indent)
    story: list[Flowable] = [Paragraph("Harbour closed after spill", styles["Title"])]
    story += [Paragraph(paragraph, body) for paragraph in paragraphs]

    def draw_footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(72, 40, footer.format(page=document.page))

    file = io.BytesIO()
    SimpleDocTemplate(file, **metadata).build(story, onFirstPage=draw_footer, onLaterPages=draw_footer)
    return file.getvalue()


def typewritten(draw: Callable[[Canvas], None]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def changed(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def scan() -> bytes:
    picture = ImageReader(Image.new("L", (200, 280), color=200))
    return typewritten(lambda canvas: canvas.drawImage(picture, 0, 0, *A4))


@pytest.mark.parametrize(("spacing", "indent"), [(6, 0), (0, 14)])
def test_lines_of_the_layout_become_the_paragraphs_they_were(inbox, spacing, indent):
    (document,), problems = inbox("a.pdf", typeset(ARTICLE, spacing=spacing, indent=indent))
    assert document.text == TEXT
    assert problems == []


def test_title_author_and_time_come_from_the_file(inbox):
    def date(writer: PdfWriter) -> None:
        writer.add_metadata({"/CreationDate": "D:20241022184000+02'00'"})

    pdf = changed(typeset(ARTICLE, title="Harbour closed after spill", author="Hanna Corvin"), date)
    (document,), _ = inbox("kelmouth-port.pdf", pdf)
    assert document.title == "Harbour closed after spill"
    assert document.author == "Hanna Corvin"
    assert document.source == "kelmouth-port"
    assert document.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)


def test_the_headline_is_the_title_where_a_program_named_the_file(inbox):
    (document,), _ = inbox(
        "a.pdf", typeset(ARTICLE, title="Microsoft Word - release_final2.docx", author="anonymous")
    )
    assert document.title == "Harbour closed after spill"
    assert document.author is None
    assert document.text == TEXT


def test_a_page_printed_by_a_browser_does_not_say_when_it_was_published(inbox):
    def print_it(writer: PdfWriter) -> None:
        writer.add_metadata(
            {"/Creator": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0", "/Producer": "Skia/PDF m130"}
        )

    (document,), _ = inbox("a.pdf", changed(typeset(ARTICLE), print_it))
    assert document.published is None


def test_footers_and_page_numbers_do_not_cut_a_sentence_in_two(inbox):
    witnesses = ["".join(name) for name in product("BDKMR", "aeiou", ("ndal", "rlow", "stin"))]
    paragraphs = [
        f"{ARTICLE[0]} {witness} saw the valve, and so did the mate of {witness}." for witness in witnesses
    ]
    pdf = typeset(paragraphs, footer="Kelmouth Port Authority, page {page}")
    (document,), _ = inbox("a.pdf", pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 2
    assert document.text == "\n\n".join(paragraphs)


def test_a_word_that_is_broken_at_a_line_end_is_put_together(inbox):
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(
            ["The harbour of Kelmouth was closed on Tues-", "day after a spill of diesel."]
        ):
            canvas.drawString(72, 700 - 14 * number, line)

    (document,), _ = inbox("a.pdf", typewritten(draw))
    assert document.text == "The harbour of Kelmouth was closed on Tuesday after a spill of diesel."


def test_columns_are_read_one_after_the_other(inbox):
    left = ["The harbour was closed on Tuesday", "after a spill."]
    right = ["Fishing boats will not be allowed", "to leave before Thursday."]

    def draw(canvas: Canvas) -> None:
        for x, column in ((72, left), (320, right)):
            for number, line in enumerate(column):
                canvas.drawString(x, 700 - 14 * number, line)

    (document,), _ = inbox("a.pdf", typewritten(draw))
    assert document.text.replace("\n\n", " ") == " ".join(left + right)


def test_a_scan_is_reported_as_one_that_needs_text_recognition(inbox):
    documents, (problem,) = inbox("a.pdf", scan())
    assert documents == []
    assert "no text" in problem.message
    assert "OCR" in problem.message


def test_a_file_that_only_its_owner_may_change_is_read(inbox):
    pdf = changed(
        typeset(ARTICLE), lambda writer: writer.encrypt("", owner_password="x", algorithm="RC4-128")
    )
    (document,), _ = inbox("a.pdf", pdf)
    assert document.text == TEXT


def test_a_file_with_a_password_is_reported_as_such(inbox):
    pdf = changed(typeset(ARTICLE), lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    documents, (problem,) = inbox("a.pdf", pdf)
    assert documents == []
    assert "password" in problem.message


@pytest.mark.parametrize(
    "damage",
    [
        lambda pdf: pdf[: len(pdf) // 3],
        lambda pdf: b"%PDF-1.7\n" + bytes(500),
        lambda pdf: b"<html>no pdf</html>",
        lambda pdf: b"",
    ],
)
def test_damaged_files_are_problems_and_never_exceptions(inbox, damage):
    documents, problems = inbox("a.pdf", damage(typeset(ARTICLE)))
    assert documents == []
    assert len(problems) == 1
    assert problems[0].message

from datetime import UTC, datetime
from email.message import EmailMessage

from .pages import ARTICLE, TEXT


def mail(plain: str | None = None, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Kelmouth Port Authority <press@www.kelmouth-port.example>"
    message["To"] = "desk@meridian-wire.example"
    message["Subject"] = "Harbour closed after spill – José"
    message["Date"] = "Tue, 22 Oct 2024 18:40:00 +0200"
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        if plain is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    return message


def test_subject_sender_and_date_describe_a_press_release(inbox):
    (document,), problems = inbox("a.eml", mail(plain=TEXT).as_bytes())
    assert problems == []
    assert document.title == "Harbour closed after spill – José"
    assert document.author == "Kelmouth Port Authority"
    assert document.source == "kelmouth-port.example"
    assert document.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)
    assert document.text == TEXT


def test_the_html_part_is_read_where_there_is_one(inbox):
    html = "<html><head><title>x</title><style>p{}</style></head><body>" + "".join(
        f"<p>{p}</p>" for p in ARTICLE
    )
    for plain in (None, "Your program does not show HTML."):
        (document,), _ = inbox("a.eml", mail(plain, html).as_bytes())
        assert document.text == TEXT


def test_hard_wrapped_lines_are_joined_and_signature_and_quoted_mail_left_out(inbox):
    plain = (
        "The harbour of Kelmouth was closed on Tuesday after a tanker spilled\n"
        "about 40 tonnes of diesel near the breakwater.\n"
        "\n"
        "> Has the harbour been closed?\n"
        "\n"
        "-- \n"
        "Press office, Kelmouth Port Authority\n"
    )
    (document,), _ = inbox("a.eml", mail(plain).as_bytes())
    assert document.text == (
        "The harbour of Kelmouth was closed on Tuesday after a tanker spilled about 40 tonnes of diesel near the "
        "breakwater."
    )


def test_a_mail_that_names_a_charset_that_does_not_exist_is_read(inbox):
    raw = mail(plain=TEXT.replace("“", "").replace("”", "")).as_bytes()
    (document,), _ = inbox("a.eml", raw.replace(b'charset="utf-8"', b'charset="x-no-such"'))
    assert ARTICLE[0] in document.text


def test_headers_may_be_missing_or_wrong(inbox):
    (document,), _ = inbox("post.eml", b"Date: yesterday\nX-A: b\n\n" + TEXT.encode())
    assert (document.source, document.title, document.author, document.published) == (
        "post",
        None,
        None,
        None,
    )


def test_a_mail_of_attachments_only_is_a_problem(inbox):
    message = mail()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="release.pdf")
    documents, (problem,) = inbox("a.eml", message.as_bytes())
    assert documents == []
    assert "attachments" in problem.message

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

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


GMAIL = """
---------- Forwarded message ---------
From: Port Authority <press@kelmouth-port.example>
Date: Mon, 21 Oct 2024 at 10:12
Subject: Valve of the Annika
To: <desk@meridian-wire.example>,
 <news@meridian-wire.example>

The valve was open.
"""
APPLE = """
Begin forwarded message:

> From: Port Authority <press@kelmouth-port.example>
> Subject: Valve of the Annika
> Date: 21 October 2024 at 10:12:00 CEST
> To: desk@meridian-wire.example
>
> The valve was open.
"""
OUTLOOK = """
-----Original Message-----
From: Port Authority [mailto:press@kelmouth-port.example]
Sent: Monday, October 21, 2024 10:12 AM
To: desk@meridian-wire.example
Subject: Valve of the Annika

The valve was open.
"""


def of_html(plain: str) -> str:
    head, _, body = plain.strip().replace("<", "&lt;").partition("\n\n")
    return f"<div>{head.replace(chr(10), '<br>')}</div><p>{body}</p>"


@pytest.mark.parametrize(
    ("subject", "contents"),
    [
        ("Fwd: Valve", {"plain": "FYI\n" + GMAIL}),
        ("Fwd: Valve", {"html": "<div>FYI</div>" + of_html(GMAIL)}),
        ("Fwd: Valve", {"plain": "See below." + APPLE}),
        ("FW: Valve", {"plain": "See below." + OUTLOOK}),
        ("FW: Valve", {"plain": GMAIL.replace("The valve was open.", OUTLOOK)}),
        ("Valve", {"plain": OUTLOOK}),
    ],
)
def test_a_message_that_is_forwarded_is_the_article_with_its_own_headers(inbox, subject, contents):
    message = mail(**contents)
    message.replace_header("Subject", subject)
    message.replace_header("From", "Hanna Corvin <corvin@meridian-wire.example>")
    (document,), problems = inbox("a.eml", message.as_bytes())
    assert problems == []
    assert document.text == "The valve was open."
    assert document.title == "Valve of the Annika"
    assert (document.author, document.source) == ("Port Authority", "kelmouth-port.example")
    assert document.published == datetime(2024, 10, 21, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize("date", ["10/09/2024 10:12", "last Monday", ""])
def test_a_date_of_a_forwarded_message_that_is_in_no_known_form_is_unknown(inbox, date):
    plain = GMAIL.replace("Mon, 21 Oct 2024 at 10:12", date)
    (document,), _ = inbox("a.eml", mail(plain).as_bytes())
    assert document.published is None


def test_an_afternoon_is_told_from_a_morning(inbox):
    (document,), _ = inbox("a.eml", mail(OUTLOOK.replace("10:12 AM", "1:12 PM")).as_bytes())
    assert document.published == datetime(2024, 10, 21, 11, 12, tzinfo=UTC)


def test_a_long_text_before_a_forwarded_message_is_reported_as_not_read(inbox):
    (document,), (problem,) = inbox("a.eml", mail(TEXT + "\n" + GMAIL).as_bytes())
    assert document.text == "The valve was open."
    assert "before the forwarded message was not read" in problem.message


def test_an_attached_message_is_the_article_with_its_own_headers(inbox):
    inner = mail("The valve was open.")
    outer = mail("FYI")
    outer.replace_header("From", "Hanna Corvin <corvin@meridian-wire.example>")
    outer.replace_header("Subject", "FW: statement")
    outer.replace_header("Date", "Thu, 24 Oct 2024 09:00:00 +0200")
    outer.add_attachment(inner)
    (document,), problems = inbox("a.eml", outer.as_bytes())
    assert problems == []
    assert document.text == "The valve was open."
    assert (document.author, document.source) == ("Kelmouth Port Authority", "kelmouth-port.example")
    assert document.published == datetime(2024, 10, 22, 16, 40, tzinfo=UTC)
    outer.add_attachment(inner)
    _, (problem,) = inbox("a.eml", outer.as_bytes())
    assert "several forwarded messages" in problem.message


@pytest.mark.parametrize("content", [{"plain": TEXT}, {"html": f"<p>{TEXT}</p>"}])
def test_a_long_text_before_an_attached_message_is_reported_as_not_read(inbox, content):
    outer = mail(**content)
    outer.make_mixed()
    outer.add_attachment(mail("The valve was open."))
    (document,), (problem,) = inbox("a.eml", outer.as_bytes())
    assert document.text == "The valve was open."
    assert "before the forwarded message was not read" in problem.message


@pytest.mark.parametrize(
    ("sender", "author", "source"),
    [
        ("Port Authority", "Port Authority", "a"),
        ("Bos, Eva; x", "Bos, Eva; x", "a"),
        ("press@", "press@", "a"),
        ("<>", None, "a"),
        ("", None, "a"),
        ("press@kelmouth-port.example", "press@kelmouth-port.example", "kelmouth-port.example"),
        ('"Port Authority" <press@www.kelmouth-port.example>', "Port Authority", "kelmouth-port.example"),
    ],
)
def test_the_sender_of_a_forwarded_message_may_be_written_in_any_way(inbox, sender, author, source):
    plain = GMAIL.replace("Port Authority <press@kelmouth-port.example>", sender)
    (document,), problems = inbox("a.eml", mail(plain).as_bytes())
    assert (document.text, problems) == ("The valve was open.", [])
    assert (document.author, document.source) == (author, source)


def test_of_a_reply_only_the_answer_is_read(inbox):
    answer = "The valve was closed on Sunday."
    asked = "On Mon, 21 Oct 2024 at 09:00, Hanna Corvin <c@wire.example> wrote:\n\n> Was the valve open?\n"
    message = mail(f"{answer}\n\n{asked}{OUTLOOK}")
    (document,), problems = inbox("a.eml", message.as_bytes())
    assert problems == []
    assert document.text == answer
    assert document.author == "Kelmouth Port Authority"
    (document,), _ = inbox("a.eml", mail(html=f"<p>{answer}</p>{of_html(OUTLOOK)}").as_bytes())
    assert document.text == answer


def test_talk_of_forwarding_is_text(inbox):
    plain = "The forwarded message named no ship.\n\nFrom: Kelmouth to: Oland, the ferry is late."
    (document,), _ = inbox("a.eml", mail(plain).as_bytes())
    assert document.text == plain
    assert document.author == "Kelmouth Port Authority"


def test_what_a_mail_hides_is_not_read(inbox):
    html = '<div style="display:none;max-height:0">Forty died.</div><p style="color:red">Nine died.</p>'
    (document,), _ = inbox("a.eml", mail(html=html).as_bytes())
    assert document.text == "Nine died."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Date", "Mon, 1 Jan 1500 10:00:00 +0000"),
        ("Date", "Tue, 22 Oct 2024 10:00:00 +99999999999999"),
        ("From", "a@"),
    ],
)
def test_a_broken_header_loses_no_mail(inbox, name, value):
    data = mail(plain=TEXT).as_bytes()
    line = next(line for line in data.splitlines() if line.startswith(name.encode() + b":"))
    (document,), _ = inbox("a.eml", data.replace(line, f"{name}: {value}".encode()))
    assert document.text == TEXT


def test_forwards_within_forwards_end(inbox):
    marker = "---------- Forwarded message ----------\nFrom: x <a@b.example>\n\n"
    (document,), _ = inbox("a.eml", mail(plain=marker * 1500 + TEXT).as_bytes())
    assert document.source == "b.example"

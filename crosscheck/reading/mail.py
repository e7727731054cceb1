"""E-mails (.eml): press releases and newsletters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from crosscheck.errors import EmptyInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.decoding import decode
from crosscheck.reading.markup import paragraphs_of
from crosscheck.reading.published import zoned
from crosscheck.reading.reflow import blocks

_SIGNATURE = "-- "


def read(data: bytes, origin: Origin) -> Article:  # noqa: ARG001 - all formats are called alike
    """The body of an e-mail: its subject is the title, the sender the author, the sender's domain the source.

    The HTML part is taken where there is one, because it has whole paragraphs; else the plain part, with its
    lines joined and without signature and quoted mail.

    Raises:
        EmptyInput: The mail has no text part.
    """
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(preferencelist=("html", "plain"))
    if body is None:
        raise EmptyInput("the mail has no text; open it and save its attachments as files")
    text, loss = _content(body)
    is_html = body.get_content_type() == "text/html"
    name, domain = _sender(message)
    return Article(
        text="\n".join(paragraphs_of(text) if is_html else blocks("\n".join(_own_lines(text)))),
        title=str(message["Subject"]) if message["Subject"] else None,
        source=domain,
        published=_sent(message),
        author=name,
        losses=(loss,) if loss else (),
    )


def _content(body: MIMEPart) -> tuple[str, str | None]:
    """The text of a part; `get_content` would fail on a charset that does not exist or does not fit."""
    payload = body.get_payload(decode=True)
    return decode(payload if isinstance(payload, bytes) else b"", body.get_content_charset())


def _own_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line == _SIGNATURE:
            return
        if not line.startswith(">"):
            yield line


def _sender(message: EmailMessage) -> tuple[str | None, str | None]:
    """Name (or else address) and domain of the sender."""
    addresses = getattr(message["From"], "addresses", ())
    if not addresses:
        return None, None
    sender = addresses[0]
    return sender.display_name or sender.addr_spec, sender.domain.removeprefix("www.") or None


def _sent(message: EmailMessage) -> datetime | None:
    """When the mail was sent, None where its date is missing or no date."""
    sent = getattr(message["Date"], "datetime", None)
    return zoned(sent) if sent else None

"""E-mails (.eml): press releases and newsletters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from crosscheck.errors import EmptyInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.decoding import decode
from crosscheck.reading.markup import paragraphs_of
from crosscheck.reading.published import zoned
from crosscheck.reading.reflow import blocks

LONGEST_COVERING_NOTE = 40
"""Words. A longer text before a forwarded message is one of its own, whose loss is reported."""

_SIGNATURE = "-- "
_FORWARDED_TYPE = "message/rfc822"
_FORWARDED = re.compile(
    r"[>\s]*(?:-{3,}\s*Forwarded message\s*-{3,}|Begin forwarded message:)", re.IGNORECASE
)
_ORIGINAL = re.compile(r"[>\s]*-{3,}\s*Original Message\s*-{3,}", re.IGNORECASE)
"""Outlook writes it above what is forwarded and above what is answered."""

_FORWARD_SUBJECT = re.compile(r"\s*fwd?:", re.IGNORECASE)
_FIELD = re.compile(r"\*{0,2}\b(From|Date|Sent|Subject|To|Cc|Bcc|Reply-To):\*{0,2}(?=\s|$)")
_ADDRESS = re.compile(r"(?:mailto:)?([^\s<>\[\]:@]+@([^\s<>\[\]:@]+\.[^\s<>\[\]:@]+))")
_ANSWERED = re.compile(r"^On [^\n]{10,120}\n?[^\n]{0,80}wrote:\n(?=\s*>)", re.MULTILINE)
_HALF_DAY = re.compile(r"\b(\d{1,2})((?::\d\d){1,2})\s*([ap])\.?m\b\.?", re.IGNORECASE)

_COVER_LOST = "the text before the forwarded message was not read; save it as a file of its own"
_FURTHER_LOST = "holds several forwarded messages, of which the first was read; save each as .eml"


class _Headers(NamedTuple):
    """What the headers of a message say of it; None what they do not."""

    subject: str | None
    author: str | None
    domain: str | None
    sent: datetime | None


class _Letter(NamedTuple):
    """A mail without what it forwards or answers.

    Attributes:
        headers: Those that count: of the mail itself, or of the message that it forwards.
        lines: Its text, in lines as they were written, or in paragraphs where it is HTML.
        losses: As of an `Article`.
    """

    headers: _Headers
    lines: list[str]
    losses: tuple[str, ...] = ()


def read(data: bytes, origin: Origin) -> Article:  # noqa: ARG001 - all formats are called alike
    """The body of an e-mail: its subject is the title, the sender the author, the sender's domain the source.

    The HTML part is taken where there is one, because it has whole paragraphs; else the plain part, with its
    lines joined and without signature and quoted mail. Of a mail that forwards another, attached or quoted,
    the other is the article, with its own subject, sender and date.

    Raises:
        EmptyInput: The mail has no text part.
    """
    message = message_from_bytes(data, policy=policy.default)
    losses: list[str] = []
    while attached := list(_attached(message)):
        note = message.get_body(preferencelist=("plain", "html"))
        losses += [_COVER_LOST] if note and _is_long(paragraphs_of(_content(note)[0])) else []
        losses += [_FURTHER_LOST] if len(attached) > 1 else []
        message = attached[0]
    body = message.get_body(preferencelist=("html", "plain"))
    if body is None:
        raise EmptyInput("the mail has no text; open it and save its attachments as files")
    text, loss = _content(body)
    is_html = body.get_content_type() == "text/html"
    letter = _letter(_headers_of(message), paragraphs_of(text) if is_html else text.splitlines())
    return Article(
        text="\n".join(letter.lines if is_html else blocks(_own_text(letter.lines))),
        title=letter.headers.subject,
        source=letter.headers.domain,
        published=letter.headers.sent,
        author=letter.headers.author,
        losses=(*losses, *letter.losses, *filter(None, (loss,))),
    )


def _attached(part: MIMEPart) -> Iterator[EmailMessage]:
    """The messages attached to a mail, but not those attached to them."""
    for inner in part.iter_parts():
        if inner.get_content_type() == _FORWARDED_TYPE:
            yield from (message for message in inner.iter_parts() if isinstance(message, EmailMessage))
        else:
            yield from _attached(inner)


def _content(body: MIMEPart) -> tuple[str, str | None]:
    """The text of a part; `get_content` would fail on a charset that does not exist or does not fit."""
    payload = body.get_payload(decode=True)
    return decode(payload if isinstance(payload, bytes) else b"", body.get_content_charset())


def _letter(headers: _Headers, lines: list[str]) -> _Letter:
    """The message that a mail quotes as forwarded, or else the mail itself without what it answers."""
    losses: tuple[str, ...] | None = None
    while (quoted := _quoted(headers, lines)) is not None:
        before, fields, rest = quoted
        if fields is None:
            return _Letter(headers, before, losses or ())
        if losses is None or _is_long(before):
            losses = (_COVER_LOST,) if _is_long(before) else ()
        headers, lines = _quoted_headers(fields, headers), rest
    return _Letter(headers, lines, losses or ())


def _quoted(headers: _Headers, lines: list[str]) -> tuple[list[str], dict[str, str] | None, list[str]] | None:
    """What stands before the first quoted message, its header fields, and its lines; None if there is none.

    Of an answer, whose quoted message is left out, there are no fields.
    """
    for number, line in enumerate(lines):
        original = _ORIGINAL.match(line)
        marker = original or _FORWARDED.match(line)
        if marker is None:
            continue
        before = lines[:number]
        is_reply = not _FORWARD_SUBJECT.match(headers.subject or "")
        if original and is_reply and any(map(str.strip, before)):
            return before, None, []
        fields, rest = _fields(_unquoted([line[marker.end() :], *lines[number + 1 :]]))
        if fields:
            return before, fields, rest
    return None


def _is_long(note: Sequence[str]) -> bool:
    return sum(len(line.split()) for line in note) > LONGEST_COVERING_NOTE


def _unquoted(lines: list[str]) -> list[str]:
    """Lines without the ">" that Apple Mail puts before those of a forwarded message."""
    first = next((line for line in lines if line.strip()), "")
    return [re.sub(r"^> ?", "", line) for line in lines] if first.startswith(">") else lines


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The header fields at the start, several of which may share a line, and the lines after them."""
    fields: dict[str, str] = {}
    wrapped = False
    for number, line in enumerate(lines):
        if _FIELD.match(line.strip()):
            _, *pieces = _FIELD.split(line.strip())
            for name, value in zip(pieces[::2], pieces[1::2], strict=True):
                fields.setdefault(name, value.replace("*", "").strip())
        elif not wrapped and (fields or line.strip()):
            return fields, lines[number:]
        wrapped = line.rstrip().endswith(",")
    return fields, []


def _quoted_headers(fields: dict[str, str], forwarding: _Headers) -> _Headers:
    """The headers of a quoted message; its time is in the zone of who forwards it, where it names none."""
    sender = fields.get("From", "")
    address = _ADDRESS.search(sender)
    name = (sender[: address.start()] if address else sender).strip(" <>[\"'")
    return _Headers(
        subject=fields.get("Subject") or None,
        author=name or (address[1] if address else None),
        domain=address[2].removeprefix("www.") if address else None,
        sent=_moment(
            fields.get("Date") or fields.get("Sent") or "",
            forwarding.sent.tzinfo if forwarding.sent else None,
        ),
    )


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    """The time of a quoted header ("Tue, 22 Oct 2024 at 10:12"), None where it is in no known form."""
    spaced = " ".join(re.sub(r"\bat\b", " ", text).split())
    try:
        moment = parsedate_to_datetime(_HALF_DAY.sub(_of_24_hours, spaced))
        return zoned(moment if moment.tzinfo else moment.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _of_24_hours(written: re.Match[str]) -> str:
    hour = int(written[1]) % 12 + (12 if written[3].lower() == "p" else 0)
    return f"{hour}{written[2]}"


def _own_text(lines: list[str]) -> str:
    return "\n".join(_own_lines(_ANSWERED.sub("", "\n".join(lines))))


def _own_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line == _SIGNATURE:
            return
        if not line.startswith(">"):
            yield line


def _headers_of(message: EmailMessage) -> _Headers:
    """Those of a mail: its author is the name of the sender or else the address."""
    addresses = getattr(_header(message, "From"), "addresses", ())
    sender = addresses[0] if addresses else None
    sent = getattr(_header(message, "Date"), "datetime", None)
    subject = _header(message, "Subject")
    return _Headers(
        subject=str(subject) if subject else None,
        author=(sender.display_name or sender.addr_spec) if sender else None,
        domain=(sender.domain.removeprefix("www.") or None) if sender else None,
        sent=_zoned_or_none(sent),
    )


def _zoned_or_none(sent: datetime | None) -> datetime | None:
    try:
        return zoned(sent) if sent else None
    except ValueError:  # a null date
        return None


def _header(message: EmailMessage, name: str) -> object:
    """A header, None where it is so broken that the standard library gives up."""
    try:
        return message[name]
    except (ValueError, IndexError, OverflowError, AttributeError):
        return None

"""Bytes to text, whatever encoding they were saved in."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from crosscheck.errors import UnreadableInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_REPLACEMENT = "\ufffd"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

MOST_CONTROL = 0.01
"""Share of control characters from which bytes count as binary. Text has none, random bytes have a tenth."""

MOST_REPLACED = 0.1
"""Share of undecodable characters from which nothing of the text is trusted."""


class Decoded(NamedTuple):
    """Text, and what was lost on the way (None where nothing was)."""

    text: str
    loss: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes: by their byte order mark, as UTF-8, as declared, or else by what they look like.

    Args:
        data: The bytes of a text file or page.
        declared: Encoding that the page or the server names; not trusted where UTF-8 fits, because pages that
            are UTF-8 and say otherwise are common and the reverse does not pass as UTF-8.

    Raises:
        UnreadableInput: The bytes are no text.
    """
    decoded = _decode(data, declared)
    if len(_CONTROL.findall(decoded.text)) > MOST_CONTROL * len(decoded.text):
        raise UnreadableInput(
            "is binary data, not text; give the article in one of the formats that crosscheck reads"
        )
    return decoded


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_damaged(data, encoding)
    for expected in ("utf-8", declared):
        text = _strictly(data, expected)
        if text is not None:
            return Decoded(text)
    if _is_damaged_utf8(data):
        return _decode_damaged(data, "utf-8")
    guessed = _guess(data)
    return Decoded(guessed) if guessed is not None else _decode_damaged(data, "utf-8")


def _strictly(data: bytes, encoding: str | None) -> str | None:
    """The text, or None where the bytes do not fit the encoding or Python does not know it."""
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is valid UTF-8: a file cut in two, or with a stray byte."""
    text = data.decode("utf-8", errors="replace")
    damaged = text.count(_REPLACEMENT)
    valid = sum(character > "\x7f" for character in text) - damaged
    return valid > damaged


def _guess(data: bytes) -> str | None:
    """Windows-1252 where it fits as well as the best guess: English in it reads as its sisters too."""
    best = from_bytes(data).best()
    if best is None:
        return None
    western = from_bytes(data, cp_isolation=["cp1252"]).best()
    return str(western if western is not None and western.chaos <= best.chaos else best)


def _decode_damaged(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    damaged = text.count(_REPLACEMENT)
    if damaged > MOST_REPLACED * len(text):
        raise UnreadableInput("is not text in any known encoding; save it as UTF-8")
    if not damaged:
        return Decoded(text)
    characters = "1 character was" if damaged == 1 else f"{damaged} characters were"
    return Decoded(
        text, f"{characters} not readable as {encoding.upper()} and replaced; save the file as UTF-8"
    )

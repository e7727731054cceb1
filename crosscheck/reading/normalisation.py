"""Bring text to the form in which it is kept; every offset of a run counts in that form.

Unicode NFC; one paragraph a block, blocks separated by an empty line; single ordinary spaces; ordinary
hyphens; no control characters and no invisible ones. Two reports that differ only in how their publishing
systems write a space must not look different to an editor.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad"  # soft hyphen: only a hint where a word may be broken
    "\u200b\u2060\ufeff"  # zero-width space, word joiner, byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks: can make a quote look like another
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]"  # control characters
)
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TYPOGRAPHY = {0x2010: "-", 0x2011: "-"}  # hyphen and no-break hyphen
_TYPOGRAPHY |= dict(
    zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)  # of PDFs


def normalise(text: str) -> str:
    """The kept form of a text. Normalising it again changes nothing.

    Args:
        text: Any text. Each non-empty line of it is one paragraph; lines that a page layout broke have to be
            joined before (`reflow`).

    Returns:
        The paragraphs, separated by an empty line; an empty string where there is no text.
    """
    return "\n\n".join(paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The non-empty paragraphs of `normalise(text)`."""
    lines = (normalise_line(line) for line in _LINE_BREAK.split(text))
    return [line for line in lines if line]


def normalise_line(line: str) -> str:
    """The kept form of a text without line breaks: a paragraph, a headline, a name."""
    visible = _INVISIBLE.sub("", _LINE_BREAK.sub(" ", encodable(line))).translate(_TYPOGRAPHY)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", visible).strip(" "))


def encodable(text: str) -> str:
    r"""The text with each lone surrogate, which JSON can smuggle in as `\ud800`, replaced by U+FFFD.

    The length stays the same, so offsets of the caller's text still hold.
    """
    return _SURROGATES.sub("\ufffd", text)

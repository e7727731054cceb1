"""Plain text files."""

from __future__ import annotations

from crosscheck.reading.article import Article, Origin
from crosscheck.reading.decoding import decode
from crosscheck.reading.headline import split_headline
from crosscheck.reading.reflow import blocks


def read(data: bytes, origin: Origin) -> Article:
    """The article in a text file; a headline above it, set off by an empty line, becomes its title.

    Raises:
        UnreadableInput: The bytes are no text.
    """
    text, loss = decode(data, origin.charset)
    title, rest = split_headline(blocks(text.replace("\r\n", "\n").replace("\r", "\n")))
    return Article(text="\n".join(rest), title=title, losses=(loss,) if loss else ())

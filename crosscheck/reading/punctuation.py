"""How a line ends, which tells sentences from headlines and whole paragraphs from broken ones."""

from __future__ import annotations

_CLOSING = "\"'\u201d\u2019)] "  # quotation marks and brackets may stand after the full stop


def ends_with(line: str, marks: str) -> bool:
    """Whether a line ends with one of the punctuation marks, closing quotation marks and brackets aside."""
    return line.rstrip(_CLOSING).endswith(tuple(marks))


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return ends_with(line, ".!?")

"""Lines that a page layout or an e-mail program broke, back to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscheck.reading.punctuation import ends_with

WIDEST_WRAPPED = 100
"""Characters. Hard-wrapped text (e-mail, wire copy) keeps to 66 to 80; longer lines are whole paragraphs."""

NARROWEST_WRAPPED = 40
"""Characters. Shorter lines are a list, a poem or a table; joined they would make no sentence."""

_EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010\u00ad]$")
_WORD_START = re.compile(r"[^\W\d_]+")


def blocks(text: str) -> list[str]:
    """The pieces of a text that empty lines set apart; hard-wrapped ones are joined to one line.

    A piece that is not hard-wrapped keeps its lines, each a paragraph of its own.
    """
    pieces = _EMPTY_LINES.split(text.strip())
    broken = [[line.strip() for line in piece.split("\n") if line.strip()] for piece in pieces]
    vocabulary = Vocabulary(text)
    return [
        join_lines(lines, vocabulary) if _is_wrapped(lines) else "\n".join(lines) for lines in broken if lines
    ]


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the lines are one paragraph: of even, limited width, and most end within a sentence."""
    broken = lines[:-1]
    if not broken or max(map(len, lines)) > WIDEST_WRAPPED:
        return False
    within = sum(not ends_with(line, ".!?:;") for line in broken)
    return min(map(len, broken)) >= NARROWEST_WRAPPED and within * 2 > len(broken)


class Vocabulary:
    """The words of a text, to tell a hyphen that breaks a word from one that belongs to it."""

    def __init__(self, text: str) -> None:
        self._words = {word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)}

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._words


def join_lines(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """The lines as one, with words put together again that were broken at a line's end.

    A hyphen before a capital or a figure stays ("Netanyahu-Trump"), and so does one of several
    ("state-of-the-art") and one that the text has elsewhere within a line ("long-term").
    """
    text = lines[0]
    for line in lines[1:]:
        text = _join(text, line, vocabulary)
    return text


def _join(text: str, line: str, vocabulary: Vocabulary) -> str:
    first = _BROKEN_WORD.search(text)
    second = _WORD_START.match(line)
    if first is None or second is None:
        separator = "" if re.search(r"\w-$", text) else " "
        return f"{text}{separator}{line}"
    is_compound = "-" in first[1] or (
        f"{first[1]}-{second[0]}" in vocabulary and first[1] + second[0] not in vocabulary
    )
    belongs = is_compound or not second[0][0].islower()
    return f"{text[:-1]}{'-' if belongs else ''}{line}"

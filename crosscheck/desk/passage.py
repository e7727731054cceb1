"""A quote in its place: the sentence before it and the one after it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from crosscheck.claims.sentences import split_sentences
from crosscheck.types import Side, Span

MOST_CONTEXT = 280
"""Characters of a neighbouring sentence that are shown."""

_ELLIPSIS = "…"


class Passage(NamedTuple):
    """What stands before and after a quote; empty at the ends of a text."""

    before: str
    after: str


def passage(text: str, side: Side) -> Passage:
    """The sentences next to a quote, cut at a word where they are very long.

    Args:
        text: The text of the version of the document that the quote stands in.
        side: The quote.
    """
    spans = _sentences(text)
    first = max(bisect_right(spans, (side.start, len(text) + 1)) - 1, 0)
    last = max(bisect_right(spans, (max(side.end - 1, side.start), len(text) + 1)) - 1, 0)
    before = text[slice(*spans[first - 1])] if first > 0 else ""
    after = text[slice(*spans[last + 1])] if last + 1 < len(spans) else ""
    return Passage(_tail(before), _head(after))


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(split_sentences(text))


def _head(sentence: str) -> str:
    if len(sentence) <= MOST_CONTEXT:
        return sentence
    return f"{sentence[:MOST_CONTEXT].rsplit(' ', 1)[0]} {_ELLIPSIS}"


def _tail(sentence: str) -> str:
    if len(sentence) <= MOST_CONTEXT:
        return sentence
    return f"{_ELLIPSIS} {sentence[-MOST_CONTEXT:].split(' ', 1)[-1]}"

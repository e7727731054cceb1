"""A text in paragraphs and numbered sentences, for marks in it and notes beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.types import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its number from 1, or what stands between two (number 0)."""

    text: str
    start: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, in pieces that together are its text."""

    pieces: tuple[Piece, ...]

    @property
    def sentences(self) -> tuple[Piece, ...]:
        """The numbered pieces."""
        return tuple(piece for piece in self.pieces if piece.number)


def paragraphs(text: str, spans: Sequence[Span]) -> Iterator[Paragraph]:
    """Cut a text into its lines, which are its paragraphs; blank ones are left out.

    Args:
        text: Kept text of a document.
        spans: Of the sentences to number, in order, none overlapping; none crosses a line.
    """
    numbered = deque(enumerate(spans, start=1))
    position = line_end = 0
    for line in text.splitlines(keepends=True):
        line_end += len(line)
        inside = []
        while numbered and numbered[0][1][0] < line_end:
            inside.append(numbered.popleft())
        end = max([line_end, *(span[1] for _, span in inside)])
        if text[position:end].strip():
            yield Paragraph(tuple(_pieces(text, (position, end), inside)))
        position = end


def _pieces(text: str, whole: Span, inside: Sequence[tuple[int, Span]]) -> Iterator[Piece]:
    position, end = whole
    for number, (first, last) in inside:
        if first > position:
            yield Piece(text[position:first], position)
        yield Piece(text[first:last], first, number)
        position = last
    if position < end:
        yield Piece(text[position:end], position)

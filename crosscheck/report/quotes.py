"""Quotes cut at their differing words, free of characters that a terminal or a browser would act on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.types import Side, Span

ELLIPSIS = "…"

_LINE_SPACE = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 and C1 control characters: terminals obey them
    "\u202a-\u202e\u2066-\u2069]"  # bidirectional embeddings, overrides, isolates: they can show 12 as 21
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a quote, and whether it is what the two sides differ on."""

    text: str
    differs: bool = False


def printable(text: str) -> str:
    """The text on one line, without control characters and without overrides of the writing direction."""
    return _CONTROLS.sub("", _LINE_SPACE.sub(" ", text))


def segments(side: Side) -> tuple[Segment, ...]:
    """The quote of a side, in order, cut at the spans that differ and made printable."""
    pieces = []
    position = 0
    for start, end in _differing(side):
        pieces += [Segment(side.text[position:start]), Segment(side.text[start:end], differs=True)]
        position = end
    pieces.append(Segment(side.text[position:]))
    cleaned = (Segment(printable(piece.text), piece.differs) for piece in pieces)
    return tuple(piece for piece in cleaned if piece.text)


def excerpt(pieces: Sequence[Segment], length: int) -> tuple[Segment, ...]:
    """A quote cut down to what stands around its differing words, with an ellipsis for what is left out.

    Args:
        pieces: The segments of a quote.
        length: Characters to aim at; a quote no longer than that is returned whole. At least 24 characters of
            each segment are kept, so a quote with very many spans can come out longer.
    """
    if sum(len(piece.text) for piece in pieces) <= length:
        return tuple(pieces)
    share = max(length // len(pieces), 24)
    last = len(pieces) - 1
    return tuple(
        Segment(
            _shortened(piece.text, share, at_start=number == 0 < last, at_end=number == last), piece.differs
        )
        for number, piece in enumerate(pieces)
    )


def _differing(side: Side) -> list[Span]:
    """The side's spans as offsets in its text, cut to it, in order, touching ones joined."""
    joined: list[Span] = []
    for first, last in sorted(side.spans):
        start, end = max(first - side.start, 0), min(last - side.start, len(side.text))
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _shortened(text: str, length: int, *, at_start: bool, at_end: bool) -> str:
    """The text without its start, its end, or (where neither is asked for) its middle."""
    if len(text) <= length:
        return text
    if at_start:
        return f"{ELLIPSIS} {_tail(text, length)}"
    if at_end:
        return f"{_head(text, length)} {ELLIPSIS}"
    return f"{_head(text, length // 2)} {ELLIPSIS} {_tail(text, length // 2)}"


def _head(text: str, length: int) -> str:
    """The first characters, up to the last word boundary among them."""
    cut = text[:length]
    return cut.rsplit(" ", 1)[0] if " " in cut.strip() else cut


def _tail(text: str, length: int) -> str:
    """The last characters, from the first word boundary among them."""
    cut = text[-length:]
    return cut.split(" ", 1)[1] if " " in cut.strip() else cut

"""The lines of a PDF's pages, and the paragraphs that they make.

A PDF knows where its words stand, not which of them belong together. A paragraph ends where the gap to the
next line is wider than usual, where the type changes its size, or where a line ends a sentence and the next
starts further in, or stops short of the margin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from pypdf import PageObject

from crosscheck.reading.punctuation import ends_with
from crosscheck.reading.reflow import Vocabulary, join_lines

WIDE_GAP = 1.3
"""Times the usual distance of lines; leading varies by a few per cent, paragraph spacing adds half a line."""

COMMON_GAP = 0.1
"""Least share of all gaps that is the distance of two lines of one paragraph."""

SHORT_LINE = 0.8
"""Share of the usual length of a line; ragged-right lines of a paragraph are rarely shorter."""

FEWEST_REPEATS = 3
"""Pages that share a line before it counts as a running head."""

_NUMBER = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of a page; lengths in points, y upwards."""

    text: str
    x: float
    y: float
    size: float


def lines_of(page: PageObject) -> list[Line]:
    """The non-empty lines of a page, in the order in which the file has them (column after column)."""
    lines: list[Line] = []
    pieces: list[str] = []
    start: tuple[float, float, float] | None = None

    def end_line() -> None:
        nonlocal start
        text = " ".join("".join(pieces).split())
        if text and start is not None:
            lines.append(Line(text, *start))
        pieces.clear()
        start = None

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:  # noqa: ANN401, ARG001
        nonlocal start
        for index, piece in enumerate(text.split("\n")):
            if index:
                end_line()
            if piece.strip() and start is None:
                x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                start = (x, y, abs(size * tm[3] * cm[3]))
            pieces.append(piece)

    page.extract_text(visitor_text=visit)
    end_line()
    return lines


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The paragraphs of all pages, without page numbers and running heads; one may run over two pages."""
    lines = [line for page in _without_running_lines(pages) for line in page]
    if not lines:
        return []
    layout = _Layout(lines)
    vocabulary = Vocabulary("\n".join(line.text for line in lines))
    groups = [[lines[0]]]
    for previous, line in pairwise(lines):
        if layout.is_new_paragraph(previous, line):
            groups.append([])
        groups[-1].append(line)
    return [join_lines([line.text for line in group], vocabulary) for group in groups]


class _Layout:
    """What is usual in a document: how far apart lines are, and how long."""

    def __init__(self, lines: Sequence[Line]) -> None:
        gaps = Counter(round(a.y - b.y, 1) for a, b in pairwise(lines) if a.y > b.y)
        common = [gap for gap, count in gaps.items() if count >= COMMON_GAP * gaps.total()]
        self._gap = min(common, default=0.0)
        self._length = median(sorted(len(line.text) for line in lines)[len(lines) // 2 :])

    def is_new_paragraph(self, previous: Line, line: Line) -> bool:
        gap = previous.y - line.y
        if abs(previous.size - line.size) > 0.1 * line.size:
            return True
        if gap > self._gap * WIDE_GAP:
            return True
        is_indented = gap > 0 and line.x > previous.x + line.size / 2
        is_short = len(previous.text) < self._length * SHORT_LINE
        return ends_with(previous.text, ".!?:;") and (is_indented or is_short)


def _without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that most pages share but for a number, and page numbers."""
    counts = Counter(key for page in pages for key in {_place(page[index]) for index in _edges(page)})
    running = {key for key, count in counts.items() if count >= FEWEST_REPEATS and count * 2 > len(pages)}

    def is_running(line: Line) -> bool:
        return _place(line) in running or _without_numbers(line.text) == "#"

    return [
        [line for index, line in enumerate(page) if index not in _edges(page) or not is_running(line)]
        for page in pages
    ]


def _place(line: Line) -> tuple[str, int]:
    """What a line says but for numbers, and how high it stands."""
    return _without_numbers(line.text), round(line.y)


def _edges(page: Sequence[Line]) -> set[int]:
    """Indices of the first and the last line; a file may hold a page's foot before its text."""
    return {0, len(page) - 1} if page else set()


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("#", text)

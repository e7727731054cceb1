"""The check of a draft as one HTML page: the draft as it reads, with marks and evidence in the margin.

The walls are those of `html`: all values are escaped, only web addresses become links, and the page's content
security policy forbids scripts, requests and any other style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from crosscheck.archive.records import DraftCheck, DraftSentence, Standing
from crosscheck.report import draft_wording
from crosscheck.report.html import content_policy, environment, style_sheet


class Piece(NamedTuple):
    """A stretch of the draft: a sentence with its number, or what stands between two."""

    text: str
    sentence: DraftSentence | None = None
    number: int = 0


class Paragraph(NamedTuple):
    """A paragraph in pieces, and the numbered sentences in it that have a mark."""

    pieces: tuple[Piece, ...]
    marked: tuple[Piece, ...]


def render_draft_html(check: DraftCheck) -> str:
    """The check as a self-contained page without scripts."""
    style = style_sheet("report.css") + style_sheet("draft.css")
    return (
        environment()
        .get_template("draft.html.j2")
        .render(
            check=check,
            paragraphs=list(paragraphs(check)),
            words=draft_wording,
            counts=draft_wording.standing_counts(check),
            style=Markup(style),  # noqa: S704 - our own style sheet, not escaped so that its hash fits
            policy=content_policy(style),
        )
    )


def paragraphs(check: DraftCheck) -> Iterator[Paragraph]:
    """The draft's text, all of it, cut into paragraphs and sentences; sentences are numbered on from 1."""
    numbered = list(enumerate(check.sentences, start=1))
    start = 0
    for block in check.text.split("\n\n"):
        end = start + len(block)
        inside = [(number, s) for number, s in numbered if start <= s.start < end]
        pieces = tuple(_pieces(check.text, start, max([end, *(s.end for _, s in inside)]), inside))
        marked = tuple(p for p in pieces if p.sentence and p.sentence.standing is not Standing.NO_CLAIM)
        if block.strip():
            yield Paragraph(pieces, marked)
        start = end + 2


def _pieces(text: str, start: int, end: int, sentences: list[tuple[int, DraftSentence]]) -> Iterator[Piece]:
    position = start
    for number, sentence in sentences:
        if sentence.start > position:
            yield Piece(text[position : sentence.start])
        yield Piece(sentence.text, sentence, number)
        position = sentence.end
    if position < end:
        yield Piece(text[position:end])

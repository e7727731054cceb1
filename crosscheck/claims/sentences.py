"""Sentence segmentation of news text: sentencex, with corrections for what it gets wrong on news.

sentencex (MIT, by Wikimedia, several releases a year, wheels for every platform) is linear and knows many
abbreviations. Around it: no sentence crosses a line or a dateline; quotation marks are hidden from it, so
that sentences inside a quotation are told apart; and the word classes of `data/segmentation.toml` confirm,
refuse or add cuts. `python eval/segmentation.py` compares pysbd, syntok, sentencex, blingfire and the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]

from crosscheck.claims.datelines import dateline_end
from crosscheck.claims.wordlists import (
    APOSTROPHES,
    CLOSING_QUOTES,
    DASHES,
    OPENING_QUOTES,
    UPPER,
    any_of,
    load_words,
    whole_words,
)
from crosscheck.types import Span

_BEFORE, _AFTER = 24, 80
"""Characters looked at before and after a possible cut; they keep the work per cut constant."""

_WRAP_WIDTHS = range(50, 101)
"""Lengths of the longest line of a paragraph whose lines may have been wrapped to a fixed width."""

_ENUMERATOR = r"\(?(?:\d{1,3}|[A-Za-z])[.)]"
_LIST_ITEM = re.compile(rf"(?:[*\u2022\u00b7\u25aa{DASHES}]|{_ENUMERATOR})\s")
_ORDINAL = re.compile(rf"{_ENUMERATOR}\Z")
_NEVER_FIRST = frozenset(".,;:!?\u2026)]}%\u201d\u00bb")
_SINGLE_QUOTE = "['\u2018\u2019]"
_QUOTATION_MARK = re.compile(
    rf"[\"\u201c\u201d\u201e\u00ab\u00bb]|(?<!\w){_SINGLE_QUOTE}|{_SINGLE_QUOTE}(?!\w)"
)
_NOT_FOR_LIBRARY = re.compile(r"\s|[\ud800-\udfff]")  # lone surrogates have no UTF-8 form
_CLOSERS_AND_SPACE = re.compile("(?:[)\\]\u201d\u2019\u00bb]|[\"'](?!\\w))*\\s*")
_POSSIBLE_END = re.compile(rf"[.!?\u2026][)\]{CLOSING_QUOTES}]*\s+(?=[(\[{OPENING_QUOTES}]*[{UPPER}\d])")

_WORDS = load_words("segmentation")
_STARTER = rf"{any_of(_WORDS['starters'])}\s"

# what stands before a possible cut
_TITLE_OR_INNER = re.compile(
    rf"(?<!\w){any_of(_WORDS['titles'] + _WORDS['inner'])}\.\Z"
    rf"|\((?i:{any_of(_WORDS['title_qualifiers'])})\.\)\Z"
)
_BEFORE_NUMBER = re.compile(rf"(?<!\w){any_of(_WORDS['before_number'])}\.\Z", re.IGNORECASE)
_CLOCK = re.compile(r"\b[ap]\.m\.\Z", re.IGNORECASE)
_EITHER_WAY = re.compile(rf"(?<!\w)(?:{any_of(_WORDS['either'])}|(?:[A-Za-z]\.)+[A-Za-z])\.\Z")
_INITIAL = re.compile(rf"(?<![\w/])[{UPPER}]\.\Z")
_FULL_WORD = re.compile(rf"(?<!\w){any_of(_WORDS['words'])}\.\Z")
_SHORT_WORD = re.compile(r"(?:(?<!\w)\w{1,3}|\d\w*|\.\w+)\.\Z")
_ELLIPSIS = re.compile(rf"(?:\u2026|\.\.\.)[{CLOSING_QUOTES}]?\Z")
_CLOSED_BRACKET = re.compile(rf"[.!?][{CLOSING_QUOTES}]?[)\]]\Z")
_EXCLAIMED = re.compile(rf"[!?][{CLOSING_QUOTES}]\Z")
_SMALL_LETTER_STOP = re.compile(rf"[^\W{UPPER}][.!?][)\]{CLOSING_QUOTES}]*\Z")
# what stands after it
_SMALL_WORD = re.compile(r"[a-z\u00df-\u00f6\u00f8-\u00ff]+\b")
_NEW_SENTENCE = re.compile(_STARTER)
_OPENING_QUOTE = re.compile(rf"[{OPENING_QUOTES}]\w")
_NEW_WORD = re.compile(rf"[(\[{OPENING_QUOTES}]*[{UPPER}](?:[^\W{UPPER}]|\s)")
_AFTER_CLOCK = re.compile(whole_words(_WORDS["weekdays"] + _WORDS["months"] + _WORDS["after_clock"]))
_SPEAKER = re.compile(
    rf"(?!{_STARTER})(?:[{UPPER}][\w.{APOSTROPHES}-]*\s+){{1,5}}{whole_words(_WORDS['speech_verbs'])}"
)


def split_sentences(text: str) -> list[Span]:
    """Split a text into sentences, headings, list items and datelines.

    Args:
        text: Kept text of a document; any Unicode string will do.

    Returns:
        Spans in order, without surrounding white space and without overlap; every character that is not white
        space lies in exactly one. A dateline is a span of its own. Takes time linear in the text.
    """
    return [span for start, end in _blocks(text) for span in _split_block(text, start, end)]


def _blocks(text: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: lines, joined where a line was only wrapped."""
    for paragraph in _paragraphs(text):
        width = max(end - start for start, end in paragraph)
        block_start = paragraph[0][0]
        for (start, end), (next_start, next_end) in pairwise(paragraph):
            if not _is_wrapped(text[start:end], text[next_start:next_end], width):
                yield block_start, end
                block_start = next_start
        yield block_start, paragraph[-1][1]


def _paragraphs(text: str) -> Iterator[list[Span]]:
    """Runs of lines that are not blank, each line as a stripped span."""
    paragraph: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        span = _strip(text, position, position + len(line))
        position += len(line)
        if span:
            paragraph.append(span)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a sentence may go on in the line that follows: with a small letter, or as the line was full."""
    if _LIST_ITEM.match(following):
        return False
    if following[0].islower() and line[-1] not in ".!?:;":
        return True
    next_word = following[:_AFTER].split(maxsplit=1)[0]
    return width in _WRAP_WIDTHS and len(line) + 1 + len(next_word) > width


def _split_block(text: str, start: int, end: int) -> Iterator[Span]:
    """The dateline of a block, if it has one, and its sentences."""
    body = start + dateline_end(text[start:end])
    if dateline := _strip(text, start, body):
        yield dateline
    if piece := _strip(text, body, end):
        begins = [piece[0], *(piece[0] + cut for cut in _cuts(text[slice(*piece)])), piece[1]]
        yield from filter(None, (_strip(text, *between) for between in pairwise(begins)))


def _strip(text: str, start: int, end: int) -> Span | None:
    """The span without the white space around it, None where nothing is left."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return (begin, start + len(piece.rstrip())) if piece.strip() else None


def _cuts(block: str) -> list[int]:
    """Offsets in a block at which a sentence begins, in order, without 0."""
    by_library = _library_cuts(block)
    possible = by_library | {match.end() for match in _POSSIBLE_END.finditer(block)}
    cuts = [0]
    for cut in sorted(possible):
        left = block[max(cuts[-1], cut - _BEFORE) : cut]
        decided = _ends_sentence(left, block[cut : cut + _AFTER])
        if cut in by_library if decided is None else decided:
            cuts.append(cut)
    return cuts[1:]


def _library_cuts(block: str) -> set[int]:
    """Where sentencex begins a sentence; marks that close a quotation or bracket stay with the one before."""
    masked = _NOT_FOR_LIBRARY.sub(" ", _QUOTATION_MARK.sub(" ", block))
    ends = (
        sentence["start_index"] + len(sentence["text"].rstrip())
        for sentence in sentencex.get_sentence_boundaries("en", masked)
    )
    cuts = {match.end() for end in ends if (match := _CLOSERS_AND_SPACE.match(block, end))}
    return cuts - {0, len(block)}


def _ends_sentence(left: str, right: str) -> bool | None:  # noqa: PLR0911 - rules, in order
    """Whether a sentence ends between two pieces of text, None where the library is to decide.

    Args:
        left: What stands before, from the sentence's beginning or `_BEFORE` characters back, space included.
        right: What stands after, at most `_AFTER` characters.
    """
    before = left.rstrip()
    if not before or right[0] in _NEVER_FIRST or _ORDINAL.match(before):
        return False
    if before == left and not (_SMALL_LETTER_STOP.search(left) and _NEW_WORD.match(right)):
        return False  # no space between: a name such as "ASP.NET"
    if _SMALL_WORD.match(right):
        return False if before[-1] != "." or _SHORT_WORD.search(before) else None
    if _TITLE_OR_INNER.search(before) or (right[0].isdigit() and _BEFORE_NUMBER.search(before)):
        return False
    if _CLOCK.search(before):
        return not _AFTER_CLOCK.match(right)
    if _EITHER_WAY.search(before):
        return bool(_NEW_SENTENCE.match(right) or _OPENING_QUOTE.match(right))
    if _INITIAL.search(before):
        return bool(_NEW_SENTENCE.match(right))
    if _EXCLAIMED.search(before) and _SPEAKER.match(right):
        return False
    if _FULL_WORD.search(before) or _CLOSED_BRACKET.search(before):
        return True
    return True if _ELLIPSIS.search(before) and _NEW_SENTENCE.match(right) else None

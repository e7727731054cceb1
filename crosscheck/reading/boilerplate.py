"""Which lines of a text belong to the page it stood on rather than to the report.

The patterns are data: `boilerplate.toml`, beside this file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from crosscheck.reading.normalisation import normalise_line
from crosscheck.reading.punctuation import ends_with

LONGEST_LINE = 600
"""Characters; a longer line is never boilerplate. Bounds the work on a text without line breaks."""

HEADLINE_WORDS = 20
"""Most words of a line that can be a headline in a list of links."""


class _Patterns(NamedTuple):
    line: re.Pattern[str]
    headline_list: re.Pattern[str]
    reader_comments: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    text = files("crosscheck.reading").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return _Patterns(
        line=_any_of(chain.from_iterable(data["lines"].values())),
        headline_list=_any_of(data["headline_lists"]["labels"]),
        reader_comments=_any_of(data["reader_comments"]["labels"]),
    )


def _any_of(patterns: chain[str] | list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a whole line, paragraph or sentence is boilerplate by its own words.

    Args:
        line: Text without line breaks: "Advertisement", "Photo: the bank in Prague. (Archive)".

    Returns:
        False for a sentence that only mentions such a word ("The advertisement, which is still up, ...").
    """
    if len(line) > LONGEST_LINE:
        return False
    words = normalise_line(line)
    return any(pattern.fullmatch(words) for pattern in _patterns())


def without_boilerplate(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs that belong to the report, in order and unchanged.

    Beside the lines that `is_boilerplate` knows, the headlines under a label such as "Next Article" go, and
    what readers wrote under "12 comments".
    """
    patterns = _patterns()
    kept: list[str] = []
    in_headline_list = False
    for paragraph in paragraphs[: _start_of_comments(paragraphs)]:
        if patterns.headline_list.fullmatch(paragraph):
            in_headline_list = True
        elif is_boilerplate(paragraph):
            continue
        elif not (in_headline_list and is_headline_like(paragraph)):
            in_headline_list = False
            kept.append(paragraph)
    return kept


def is_headline_like(line: str) -> bool:
    """Whether a line is short and does not end as a sentence does."""
    return len(line.split()) <= HEADLINE_WORDS and not ends_with(line, ".!;:,")


def _start_of_comments(paragraphs: Sequence[str]) -> int:
    """Where the readers' comments start; a label in the first half is a link at the top of the page."""
    length = sum(map(len, paragraphs))
    before = 0
    for index, paragraph in enumerate(paragraphs):
        if before * 2 >= length and _patterns().reader_comments.fullmatch(paragraph):
            return index
        before += len(paragraph)
    return len(paragraphs)

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
from crosscheck.reading.punctuation import ends_sentence, ends_with

LONGEST_LINE = 600
"""Characters; a longer line is never boilerplate. Bounds the work on a text without line breaks."""

HEADLINE_WORDS = 20
"""Most words of a line that can be a headline in a list of links."""

_RELATIVE_CLAUSE = re.compile(r",? \b(?:who|whose|which|that)\b[^,;]*", re.IGNORECASE)


class _Patterns(NamedTuple):
    line: re.Pattern[str]
    line_unless_sentence: re.Pattern[str]
    verb: re.Pattern[str]
    headline_list: re.Pattern[str]
    reader_comments: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    text = files("crosscheck.reading").joinpath("boilerplate.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return _Patterns(
        line=_any_of(chain.from_iterable(data["lines"].values())),
        line_unless_sentence=_any_of(data["unless_sentences"]["leads"]),
        verb=_verb(data["sentences"]["verbs"], data["sentences"]["credit_verbs"]),
        headline_list=_any_of(data["headline_lists"]["labels"]),
        reader_comments=_any_of(data["reader_comments"]["labels"]),
    )


def _any_of(patterns: chain[str] | list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _verb(words: list[str], credit_verbs: list[str]) -> re.Pattern[str]:
    in_ed = rf"(?!(?:{'|'.join(credit_verbs)})\b)\w{{3,}}ed"
    in_s = r"[a-z]{2,}s(?= (?:\d|an? |the |no |that ))"
    return re.compile(rf"\b(?:{'|'.join(words)}|{in_ed}|{in_s})\b", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Whether a whole line, paragraph or sentence is boilerplate by its own words.

    Args:
        line: Text without line breaks: "Advertisement", "Photo: the bank in Prague. (Archive)".

    Returns:
        False for a sentence that only mentions such a word ("The advertisement, which is still up, ...") or
        begins as a credit does ("Produced by Farma SA, the vaccine was withdrawn.").
    """
    if len(line) > LONGEST_LINE:
        return False
    words = normalise_line(line)
    patterns = _patterns()
    whole_line = (patterns.line, patterns.headline_list, patterns.reader_comments)
    if any(pattern.fullmatch(words) for pattern in whole_line):
        return True
    return bool(patterns.line_unless_sentence.fullmatch(words)) and not makes_statement(words)


def makes_statement(line: str) -> bool:
    """Whether a line that begins as a credit does is a sentence: it ends as one, its main clause has a verb.

    A clause on the person named makes no sentence: "Written by Eva Bos, who is our science editor."
    """
    _, _, behind_lead = _RELATIVE_CLAUSE.sub("", line).partition(" ")
    return ends_sentence(line) and bool(_patterns().verb.search(behind_lead))


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

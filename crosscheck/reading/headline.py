"""Telling the headline from the text where a format does not mark it (plain text, PDF)."""

from __future__ import annotations

import re

from crosscheck.reading.boilerplate import is_boilerplate
from crosscheck.reading.punctuation import ends_sentence, ends_with

MOST_WORDS = 25
FEWEST_WORDS = 4
"""A shorter line above a headline is the label of a section ("Viral News") or of a column."""

_DATELINE = re.compile(
    r"\b\d{1,2}(st|nd|rd|th)?,? (of )?[A-Z][a-z]+,? \d{4}\b|\b[A-Z][a-z]+\.? \d{1,2},? \d{4}\b"
)


def split_headline(blocks: list[str]) -> tuple[str | None, list[str]]:
    """Take the headline off a text whose first block is one.

    Args:
        blocks: The blocks of the text that empty lines (or a page layout) set apart.

    Returns:
        The headline and the rest, or None and all blocks. A section label above the headline is dropped with
        it. A first block that could be a sentence of the report is never taken for a headline.
    """
    if blocks and is_headline(blocks, at=0):
        return blocks[0], blocks[1:]
    if len(blocks) > 1 and _is_section_label(blocks[0]) and is_headline(blocks, at=1):
        return blocks[1], blocks[2:]
    return None, blocks


def is_headline(blocks: list[str], at: int) -> bool:
    """Whether the block is a headline: one line without full stop, above text that has sentences."""
    block = blocks[at]
    words = len(block.split())
    return (
        FEWEST_WORDS <= words <= MOST_WORDS
        and "\n" not in block.strip()
        and not ends_with(block, ".:;,")
        and not _DATELINE.search(block)
        and not is_boilerplate(block)
        and any(ends_sentence(later) for later in blocks[at + 1 :])
    )


def _is_section_label(block: str) -> bool:
    return len(block.split()) < FEWEST_WORDS and "\n" not in block.strip() and not ends_sentence(block)

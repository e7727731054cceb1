"""A claim within its article, as one text that an NLI model reads.

"Twelve countries put their names to it" says little by itself: a model has to see the headline of its article
and the claim before. Both follow the claim, so that what is too long is cut from them first. Nothing here but
types comes from the chain: the trainer takes such texts on a machine that has no more than torch. A model has
learnt from texts of this form, so whoever changes it trains anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscheck.types import Claim

MARK = "\x1f"  # between a claim and what surrounds it
SHOWN = " | "  # what a model's tokenizer sees in its place


def in_context(text: str, *surroundings: str) -> str:
    """A text with its surroundings behind it, but for empty ones and the text itself."""
    parts = (part.replace(MARK, " ") for part in (text, *surroundings))
    claim, *around = dict.fromkeys(parts)
    return MARK.join((claim, *filter(None, around)))


def in_article(claim: Claim) -> str:
    """A claim with the headline of its article and the claim before it."""
    return in_context(claim.text, claim.title, claim.context)


def alone(passage: str) -> str:
    """The text without its surroundings."""
    return passage.partition(MARK)[0]


def shown(passage: str) -> str:
    """The text and its surroundings as a tokenizer sees them; the text's offsets stay as they are."""
    return passage.replace(MARK, SHOWN)

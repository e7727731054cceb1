"""A claim within its article, as one text that an NLI model reads.

"Twelve countries put their names to it" says little by itself: a model has to see when that was written,
the headline of its article and the claim before. They follow the claim in the order of what they tell, so
that of what is too long the least is cut first. Nothing here but types comes from the chain: the trainer
takes such texts on a machine that has no more than torch. A model has learnt from texts of this form, so
whoever changes it trains anew.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscheck.types import Claim

MARK = "\x1f"  # between a claim and what surrounds it
SHOWN = " | "  # what a model's tokenizer sees in its place
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_context(text: str, *surroundings: str) -> str:
    """A text with its surroundings behind it, but for empty ones and the text itself."""
    parts = (part.replace(MARK, " ") for part in (text, *surroundings))
    claim, *around = dict.fromkeys(parts)
    return MARK.join((claim, *filter(None, around)))


def in_article(claim: Claim) -> str:
    """A claim with its surroundings."""
    return in_context(claim.text, *surroundings(claim))


def surroundings(claim: Claim) -> tuple[str, ...]:
    """When a claim was published, its headline and the claim before it; nothing where no article is known."""
    if not claim.title and not claim.context:
        return ()
    return publication_time(claim.published), claim.title, claim.context


def publication_time(published: date | datetime | None) -> str:
    """A publication time (UTC) in words and figures that claims use too ("Tuesday 10 December 2024, 14:20").

    Empty where it is unknown; without the hour for a bare date. Not by `strftime`, which follows the locale.
    """
    if published is None:
        return ""
    if isinstance(published, datetime):
        published = published.astimezone(UTC) if published.tzinfo else published
    day = f"{_WEEKDAYS[published.weekday()]} {published.day} {_MONTHS[published.month - 1]} {published.year}"
    return f"{day}, {published:%H:%M}" if isinstance(published, datetime) else day


def alone(passage: str) -> str:
    """The text without its surroundings."""
    return passage.partition(MARK)[0]


def shown(passage: str) -> str:
    """The text and its surroundings as a tokenizer sees them; the text's offsets stay as they are."""
    return passage.replace(MARK, SHOWN)

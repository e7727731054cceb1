"""Who is said to hold an office, and who is said to have held it.

"President Obama said" is a courtesy that former holders keep, so an office counts as held only where the text
says so in full: "U.S. President Jane Roe", "the sitting mayor"; the bare title with a name says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from crosscheck.claims.same_name import same_name
from crosscheck.claims.wordlists import UPPER, any_of, load_words
from crosscheck.types import Claim

OLD_DAYS = timedelta(days=120)
"""A claim on days so long before its publication tells of who held an office then; a term is not so short."""

_WORDS = load_words("offices")
_NAME = rf"[{UPPER}][\w’'-]+(?:\s+(?:(?:al|bin|van|von|de|da|del|la)\s+)?[{UPPER}][\w’'-]+)+"
_COUNTRY = rf"(?:U\.S\.|U\.K\.|US|UK|EU|[{UPPER}]\w+(?:an|ian|ish|ese|ch|i|ek|er))"
_OFFICE = re.compile(
    rf"(?:(?P<past>(?i:{any_of(_WORDS['past'])}))[\s-]+|(?P<present>(?i:{any_of(_WORDS['present'])}))\s+)?"
    rf"(?P<country>{_COUNTRY}\s+)?(?P<title>{any_of(_WORDS['titles'])})\s+(?P<name>{_NAME})"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A person with an office in a text.

    Attributes:
        person: The full name, as written.
        title: The office, as written.
        is_past: Whether the person no longer holds it.
        start: Where the word stands that says so: "former", "sitting", else the title.
        end: Its end-exclusive offset.
    """

    person: str
    title: str
    is_past: bool
    start: int
    end: int


@lru_cache(maxsize=4096)
def offices(text: str) -> tuple[Office, ...]:
    """The offices in a text of which it says that somebody holds or held them, in order."""
    return tuple(
        Office(match["name"], match["title"], bool(match["past"]), *match.span(telling))
        for match in _OFFICE.finditer(text)
        if (telling := _telling(match)) is not None
    )


def _telling(match: re.Match[str]) -> str | None:
    """The group that says whether the office is held, None where nothing does."""
    return next(
        (group for group in ("past", "present") if match[group]), "title" if match["country"] else None
    )


def office_clash(a: Claim, b: Claim) -> tuple[Office, Office] | None:
    """One person's one office, held by one claim and formerly held by the other; None where there is none."""
    if _tells_of_old_days(a) or _tells_of_old_days(b):
        return None
    for first in offices(a.text):
        for second in offices(b.text):
            same = first.title == second.title and same_name(first.person, second.person)
            if same and first.is_past != second.is_past:
                return first, second
    return None


def _tells_of_old_days(claim: Claim) -> bool:
    published = claim.published_on
    return published is not None and any(time.latest < published - OLD_DAYS for time in claim.times)

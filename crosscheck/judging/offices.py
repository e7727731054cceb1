"""Two claims on whether a person holds an office."""

from __future__ import annotations

from datetime import timedelta

from crosscheck.claims.names import same_name
from crosscheck.claims.offices import Office, offices
from crosscheck.types import Claim

OLD_DAYS = timedelta(days=120)
"""A claim on days so long before its publication tells of who held an office then."""


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

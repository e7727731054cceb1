"""Can two claims speak of the same days?"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import Claim, TimeReference

PRECISE_DAYS = 10  # a reference to a longer stretch ("in October") overlaps with nearly everything
_HOUR = re.compile(
    rf"\b(?:{any_of(load_words('evidence')['hours'])})\b|\b\d{{1,2}}[.:h]\d\d\b", re.IGNORECASE
)


class TimeComparison(StrEnum):
    """What the dates of two claims say together."""

    NONE = "none"
    MATCH = "match"
    CLASH = "clash"


def compare_times(a: Claim, b: Claim) -> TimeComparison:
    """Whether both claims give days, and whether any of them can be the same."""
    days_a, days_b = precise_times(a), precise_times(b)
    if not days_a or not days_b:
        return TimeComparison.NONE
    overlap = any(
        first.earliest <= second.latest and second.earliest <= first.latest
        for first in days_a
        for second in days_b
    )
    return TimeComparison.MATCH if overlap else TimeComparison.CLASH


def precise_times(claim: Claim) -> list[TimeReference]:
    """The references of a claim to a stretch of a few days at most."""
    return [time for time in claim.times if (time.latest - time.earliest).days < PRECISE_DAYS]


def single_days(claim: Claim) -> frozenset[date]:
    """The days that a claim names, each by itself; empty where it names a stretch too."""
    if any(time.earliest != time.latest for time in claim.times):
        return frozenset()
    return frozenset(time.earliest for time in claim.times)


def tells_hour(claim: Claim) -> bool:
    """Whether a claim tells a time of day ("7.08 a.m.", "at dawn", "a little after two in the morning").

    What is read as a quantity ("3.75 per cent", "a quarter of a point") is none.
    """
    return any(
        not any(each.start < found.end() and found.start() < each.end for each in claim.quantities)
        for found in _HOUR.finditer(claim.text)
    )

"""Can two claims speak of the same occasion?

The same people meet in January and in October. Articles that appear within a few days of one another may
always speak of the same occasion; of articles further apart, only claims whose days can overlap do: the days
that a claim names, else the days before its publication. What names more than a month ("this year", "since
the spring") dates no occasion for a claim that names no day: else an archive would compare it with all that
was written in that time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from crosscheck.protocols import IntArray
from crosscheck.types import Claim

DISTANT_DAYS = 14  # on newsbench/train, 97.5 % of the labelled conflicts stand in articles less far apart
NEWS_DAYS = 7  # what a report without a date tells happened in the days before it
SLACK_DAYS = 3  # time zones, "on the eve of", a date that one outlet has wrong
WIDE_DAYS = 31
"""More days than these date no occasion for a claim without any. Of the pairs of claims in distant articles
of one story of newsbench/train, this gives up 30 %: 1 of 15 labelled conflicts, 10 of 37 traps."""

ANY_DAY = (0, 4_000_000)  # ordinals before the first and after the last date
UNKNOWN_DAY = -1


def event_days(claim: Claim) -> tuple[date, date] | None:
    """The first and last day that a claim may speak of, None where nothing is known."""
    if claim.times:
        return min(time.earliest for time in claim.times), max(time.latest for time in claim.times)
    published = claim.published_on
    if published is None:
        return None
    return published - timedelta(days=NEWS_DAYS), published


def day_span(claim: Claim) -> tuple[int, int]:
    """`event_days` as ordinals; any day where nothing is known."""
    days = event_days(claim)
    return (days[0].toordinal(), days[1].toordinal()) if days else ANY_DAY


def day_number(day: date | None) -> int:
    """A day as its ordinal, `UNKNOWN_DAY` for none."""
    return UNKNOWN_DAY if day is None else day.toordinal()


def days_apart(a: Claim, b: Claim) -> int | None:
    """Days between the publications, None where one is unknown."""
    if a.published_on is None or b.published_on is None:
        return None
    return abs((a.published_on - b.published_on).days)


@dataclass(frozen=True)
class ClaimDays:
    """The days of some claims as ordinals.

    Attributes:
        published: Of publication, `UNKNOWN_DAY` where unknown, shape (n,).
        first: The first that each claim may speak of, shape (n,).
        last: The last one, shape (n,).
    """

    published: IntArray
    first: IntArray
    last: IntArray

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> ClaimDays:
        """The days of claims, in their order."""
        days = [(day_number(claim.published_on), *day_span(claim)) for claim in claims]
        published, first, last = np.array(days, dtype=np.int64).reshape(-1, 3).T
        return cls(published, first, last)

    def distinct(self) -> ClaimDays:
        """Each combination of days once."""
        published, first, last = np.unique([self.published, self.first, self.last], axis=1)
        return ClaimDays(published, first, last)

    @property
    def is_wide(self) -> NDArray[np.bool_]:
        """Which claims speak of more than a month."""
        wide: NDArray[np.bool_] = self.last - self.first > WIDE_DAYS
        return wide

    @property
    def is_of_its_week(self) -> NDArray[np.bool_]:
        """Which claims speak of the days before their publication, as those do that name none."""
        own: NDArray[np.bool_] = (self.first == self.published - NEWS_DAYS) & (self.last == self.published)
        return own


def shared_occasions(a: ClaimDays, b: ClaimDays) -> NDArray[np.bool_]:
    """Which of some claims and which of others can speak of the same occasion; unknown days can be any.

    Args:
        a: Of n claims.
        b: Of m claims.

    Returns:
        Shape (n, m).
    """
    published, first, last = (days[:, None] for days in (a.published, a.first, a.last))
    unknown = (published == UNKNOWN_DAY) | (b.published == UNKNOWN_DAY)
    near = np.abs(published - b.published) <= DISTANT_DAYS
    overlap = (first <= b.last + SLACK_DAYS) & (b.first <= last + SLACK_DAYS)
    undated = (a.is_wide[:, None] & b.is_of_its_week) | (a.is_of_its_week[:, None] & b.is_wide)
    shared: NDArray[np.bool_] = unknown | near | (overlap & ~undated)
    return shared


def may_share_occasion(a: Claim, b: Claim) -> bool:
    """Whether two claims can speak of the same occasion; unknown days can be any."""
    return bool(shared_occasions(ClaimDays.of([a]), ClaimDays.of([b])).item())

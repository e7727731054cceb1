"""Can two claims speak of the same occasion?

The same people meet in January and in October. Articles that appear within a few days of one another may
always speak of the same occasion; of articles further apart, only claims whose days can overlap do: the days
that a claim names, else the days before its publication.
"""

from __future__ import annotations

from datetime import date, timedelta

from crosscheck.types import Claim

DISTANT_DAYS = 14  # on newsbench/train, 97.5 % of the labelled conflicts stand in articles less far apart
NEWS_DAYS = 7  # what a report without a date tells happened in the days before it
SLACK_DAYS = 3  # time zones, "on the eve of", a date that one outlet has wrong


def event_days(claim: Claim) -> tuple[date, date] | None:
    """The first and last day that a claim may speak of, None where nothing is known."""
    if claim.times:
        return min(time.earliest for time in claim.times), max(time.latest for time in claim.times)
    published = claim.published_on
    if published is None:
        return None
    return published - timedelta(days=NEWS_DAYS), published


def days_apart(a: Claim, b: Claim) -> int | None:
    """Days between the publications, None where one is unknown."""
    if a.published_on is None or b.published_on is None:
        return None
    return abs((a.published_on - b.published_on).days)


def may_share_occasion(a: Claim, b: Claim) -> bool:
    """Whether two claims can speak of the same occasion; unknown days can be any."""
    apart = days_apart(a, b)
    if apart is None or apart <= DISTANT_DAYS:
        return True
    days_a, days_b = event_days(a), event_days(b)
    if days_a is None or days_b is None:
        return True
    slack = timedelta(days=SLACK_DAYS)
    return days_a[0] <= days_b[1] + slack and days_b[0] <= days_a[1] + slack

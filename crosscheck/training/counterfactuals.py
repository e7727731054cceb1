"""Counterfactual pairs: an agreement becomes a conflict where a figure or date that both give is changed.

Writers of stories think of disputes about a state or a cause sooner than of a plain figure worded
differently, so that a model sees too few of the latter. Changing what two agreeing claims share makes as
many as one wants, in real prose (counterfactual augmentation, Kaushik et al. 2020). So that a changed
figure alone teaches nothing, claims that have nothing to do with one another are changed as well, and stay
unrelated. A sentence with another figure or day is read again, and dropped where its reader does not find it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from crosscheck.judging.quantities import QuantityComparison, can_agree, comparable, compare_quantities
from crosscheck.judging.times import TimeComparison, compare_times
from crosscheck.training.stories import LabelledPair, reworded
from crosscheck.types import Claim, DifferenceType, Pair, Span

UNRELATED_SHARE = 0.12
"""Of the pairs that no gold lists, changed too. This and the numbers below are the first tried."""

SMALL = 12  # figures up to here change by a few, larger ones by a share
STEPS = (-3, -2, -1, 1, 2, 3)
SHARES = (0.55, 0.65, 0.75, 0.85, 1.2, 1.35, 1.5, 1.7)
HOURS = 12  # on a clock face
FARTHEST = timedelta(days=40)  # that a changed date may lie from what it was

_FIGURE = re.compile(r"\d+(?:[,\u00a0\u202f]\d{3})*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\b\d{1,2}\b(?!:)")  # no ordinals: their endings would have to change with them
_CLOCK = re.compile(r"(?<![\d:.,])(?P<hour>\d{1,2})(?=:\d\d\b|(?:\.\d\d)? ?[ap]\.?m\b)")
_SHARES = re.compile(r"\b(?:thirds|quarters|fifths|halves)\b", re.IGNORECASE)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALIKE = (
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
    ("third", "quarter", "fifth"),
)
_LAST_DAY = 28  # that every month has


def counterfactual_pairs(
    labelled: Sequence[LabelledPair], times: int, draw: random.Random
) -> list[LabelledPair]:
    """Conflicts made of agreements, and unrelated pairs that were changed likewise.

    Args:
        labelled: Of the training clusters.
        times: How often each agreement is changed; what comes out twice counts once.
        draw: What is changed, and to what.
    """
    changed: dict[tuple[str, str], LabelledPair] = {}
    for one in labelled if times else ():
        if one.relation == "agreement":
            for kind, pair in (made for _ in range(times) for made in contradictions(one.pair, draw)):
                changed[pair.a.text, pair.b.text] = LabelledPair(
                    one.cluster, pair, "conflict", kind.value, natural=False
                )
        chosen = one.relation == "none" and draw.random() < UNRELATED_SHARE
        if chosen and (other := still_unrelated(one.pair, draw)) is not None:
            changed[other.a.text, other.b.text] = replace(one, pair=other, natural=False)
    return list(changed.values())


def contradictions(pair: Pair, draw: random.Random) -> Iterator[tuple[DifferenceType, Pair]]:
    """Conflicts made of an agreement, with their type: one for every figure, day and hour that both give.

    Args:
        pair: Two claims that agree.
        draw: Which side is changed, and to what.
    """
    a, b = draw.sample((pair.a, pair.b), 2)
    for kind, changed in (
        *((DifferenceType.NUMBER, one) for one in _other_figures(a, b, draw)),
        *((DifferenceType.DATE, one) for one in _other_days(a, b, draw)),
        *((DifferenceType.DATE, one) for one in _other_hours(a, b, draw)),
    ):
        yield kind, Pair(a=changed, b=b, similarity=pair.similarity)


def still_unrelated(pair: Pair, draw: random.Random) -> Pair | None:
    """An unrelated pair with one figure or day of one claim changed, None where neither gives any.

    Args:
        pair: Two claims that no gold relates.
        draw: What is changed, and to what.
    """
    agrees = compare_quantities(pair.a, pair.b).comparison is QuantityComparison.MATCH
    if agrees or compare_times(pair.a, pair.b) is TimeComparison.MATCH:  # perhaps about one thing after all
        return None
    for a, b in draw.sample(((pair.a, pair.b), (pair.b, pair.a)), 2):
        changes = [
            *(((q.start, q.end), changed_figure(q.text, draw)) for q in a.quantities),
            *(((t.start, t.end), changed_day(t.text, draw)) for t in a.times),
        ]
        possible = [(span, text) for span, text in changes if text is not None]
        if not possible:
            continue
        changed = _with(a, *draw.choice(possible))
        if compare_quantities(changed, b).comparison is not QuantityComparison.MATCH:
            return Pair(a=changed, b=b, similarity=pair.similarity)
    return None


def changed_figure(text: str, draw: random.Random) -> str | None:
    """A quantity with another figure, written as it was; None where it has none that can be changed."""
    if found := _FIGURE.search(text):
        return text[: found.start()] + _other_number(found[0], draw) + text[found.end() :]
    for word in _WORD.finditer(text) if not _SHARES.search(text) else ():
        for alike in _ALIKE:
            if word[0].lower() in alike:
                other = draw.choice([one for one in alike if one != word[0].lower()])
                other = other.capitalize() if word[0][0].isupper() else other
                return text[: word.start()] + other + text[word.end() :]
    return None


def changed_day(text: str, draw: random.Random) -> str | None:
    """A date with another weekday or day of the month; None where it names neither."""
    for weekday in _WEEKDAYS:
        if weekday in text:
            return text.replace(weekday, draw.choice([one for one in _WEEKDAYS if one != weekday]))
    if found := _DAY.search(text):
        days = [day for day in range(1, _LAST_DAY + 1) if day != int(found[0])]
        return text[: found.start()] + str(draw.choice(days)) + text[found.end() :]
    return None


def _other_number(written: str, draw: random.Random) -> str:
    whole, point, decimals = re.sub(r"[,\u00a0\u202f]", "", written).partition(".")
    if not point and int(whole) <= SMALL:
        return str(draw.choice([int(whole) + step for step in STEPS if int(whole) + step > 0]))
    value = float(f"{whole}.{decimals or 0}") * draw.choice(SHARES)
    if point:
        other = f"{value:,.{len(decimals)}f}"
        return other if other != written else f"{value + 1:,.{len(decimals)}f}"
    unit = 10 ** (len(whole) - len(whole.rstrip("0")))
    other = max(unit, round(value / unit) * unit)
    other = other + unit if other == int(whole) else other
    return f"{other:,}" if len(whole) < len(written) else str(other)


def _with(claim: Claim, span: Span, text: str) -> Claim:
    """A claim with a part of its text changed."""
    start, end = span
    return reworded(claim, claim.text[:start] + text + claim.text[end:])


def _other_figures(a: Claim, b: Claim, draw: random.Random) -> Iterator[Claim]:
    for first, second in comparable(a, b):
        if not can_agree(first, second) or (text := changed_figure(first.text, draw)) is None:
            continue
        changed = _with(a, (first.start, first.end), text)
        if compare_quantities(changed, b).comparison is QuantityComparison.CLASH:
            yield changed


def _other_days(a: Claim, b: Claim, draw: random.Random) -> Iterator[Claim]:
    days = {time.earliest for time in b.times if time.earliest == time.latest}
    for time in a.times:
        if time.earliest != time.latest or time.earliest not in days:
            continue
        if (text := changed_day(time.text, draw)) is None:
            continue
        changed = _with(a, (time.start, time.end), text)
        near = any(
            one.start == time.start
            and one.earliest == one.latest
            and abs(one.earliest - time.earliest) <= FARTHEST
            for one in changed.times
        )
        if near and not days.intersection(one.earliest for one in changed.times):
            yield changed


def _other_hours(a: Claim, b: Claim, draw: random.Random) -> Iterator[Claim]:
    hours = {int(found["hour"]) % HOURS for found in _CLOCK.finditer(b.text)}
    for found in _CLOCK.finditer(a.text):
        if (hour := int(found["hour"])) % HOURS not in hours:
            continue
        latest = HOURS if hour <= HOURS else 2 * HOURS - 1
        others = [hour + step for step in STEPS if 0 < hour + step <= latest]
        others = [one for one in others if one % HOURS not in hours]
        if others:
            yield _with(a, (found.start("hour"), found.end("hour")), str(draw.choice(others)))

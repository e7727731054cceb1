"""Days that are told from a day named before: "the same evening", "two days later".

They are counted from the last single day named before them, in the sentence or in those before it. "The day
before" counts only where nothing follows that it could be the day before of ("the night before the test").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from crosscheck.claims.discourse import SAID
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import TimeReference

SENTENCES_OF_DAYS = 2
"""Sentences before in which the day is looked for from which one is told.

By `python eval/references.py` 27 of 30 days are right on both halves; with three sentences six more are
found, two of them wrong, with one eight less, two of them wrong (measured once)."""

_WORDS = load_words("references")
_PART = any_of(_WORDS["parts"])
_NUMBERS = {"a": 1, "one": 1, **{word: count for count, word in enumerate(_WORDS["numbers"], start=2)}}
_CLOSED = r"(?=\s*(?:[,.;:!?)”\"—–]|\Z))"
_FOLLOWED = rf"(?={_CLOSED}|['’]s\b|\s+(?:{any_of(_WORDS['behind_day'])}\b|[\w'’]+ly\b|(?-i:[A-Z])|\d))"
_WITHOUT_NOUN = rf"(?:{_CLOSED}|(?=\s+(?:for|by|at|in|with|and|but)\b))"
_COUNT = any_of(_NUMBERS)

_SAME = re.compile(rf"\b(?:the\s+same|that\s+same|that)\s+{_PART}\b{_FOLLOWED}", re.IGNORECASE)
_NEXT = re.compile(
    rf"\b(?:the\s+(?:next|following)\s+{_PART}\b{_FOLLOWED}"
    rf"|(?<!\bof )the\s+{_PART}\s+after\b{_WITHOUT_NOUN})",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    rf"\b(?:the\s+previous\s+{_PART}\b{_FOLLOWED}|(?<!\bof )the\s+{_PART}\s+before\b{_WITHOUT_NOUN})",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?<!than )\b(?P<count>{_COUNT}|\d{{1,2}})\s+(?P<unit>day|week)s?\s+(?P<way>later|earlier)\b{_CLOSED}",
    re.IGNORECASE,
)

_ONE_DAY = timedelta(days=1)


def _counted(match: re.Match[str]) -> timedelta:
    count = match["count"].lower()
    steps = int(count) if count.isdecimal() else _NUMBERS[count]
    days = steps * (7 if match["unit"].lower() == "week" else 1)
    return timedelta(days=days if match["way"].lower() == "later" else -days)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], timedelta]], ...] = (
    (_SAME, lambda _: timedelta()),
    (_NEXT, lambda _: _ONE_DAY),
    (_PREVIOUS, lambda _: -_ONE_DAY),
    (_COUNTED, _counted),
)


def find_told_days(
    text: str, times: Sequence[TimeReference], before: Sequence[TimeReference], published: date | None
) -> tuple[TimeReference, ...]:
    """The days of a sentence that are told from a day named before.

    Args:
        text: The sentence.
        times: The dates that it names itself, in order.
        before: Those of the sentences before it, in order.
        published: Day of publication: "that day" does not lie behind it.

    Returns:
        Only those of which the day is known, with offsets that count in the sentence.
    """
    found: list[TimeReference] = []
    matches = ((match, step(match)) for pattern, step in _PATTERNS for match in pattern.finditer(text))
    for match, step in sorted(matches, key=lambda one: one[0].start()):
        if any(time.start < match.end() and match.start() < time.end for time in times):
            continue
        here = sorted([*times, *found], key=lambda time: time.start)
        if step > timedelta() and published is not None:  # not two days after somebody said so
            here = [
                time
                for time in here
                if time.earliest + step <= published or not SAID.search(text, 0, time.start)
            ]
        earlier = () if step < timedelta() and "before" in match.group().lower() else before
        anchor = _last_day(earlier, [time for time in here if time.end <= match.start()])
        ahead = anchor is not None and published is not None and anchor.earliest > published
        if anchor is not None and not (ahead and match.group().lower().startswith("that")):
            day = anchor.earliest + step
            found.append(
                TimeReference(
                    start=match.start(),
                    end=match.end(),
                    text=match.group(),
                    earliest=day,
                    latest=day,
                    relative=anchor.relative,
                )
            )
    return tuple(found)


def _last_day(before: Sequence[TimeReference], here: Sequence[TimeReference]) -> TimeReference | None:
    """The last single day; none where the sentence itself names a longer time last ("in March 2022")."""
    if here:
        return here[-1] if here[-1].earliest == here[-1].latest else None
    return next((time for time in reversed(before) if time.earliest == time.latest), None)

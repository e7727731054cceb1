"""What the readers of dates share: the words of dates as pattern fragments, and where a date stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from crosscheck.claims.days import Days, Tense, nearest
from crosscheck.claims.tense import Tenses
from crosscheck.claims.tokens import load_lexicon
from crosscheck.claims.wordlists import any_of

LEXICON = load_lexicon("times")
MONTHS: dict[str, int] = LEXICON["months"]
WEEKDAYS: dict[str, int] = LEXICON["weekdays"]
SEASONS: dict[str, int] = LEXICON["seasons"]
ORDINALS: dict[str, int] = LEXICON["ordinals"]
STEPS: dict[str, int] = LEXICON["steps"]


def _capitalised(words: dict[str, int]) -> str:
    return any_of(word.capitalize() for word in words)


MONTH = rf"(?P<month>{_capitalised(MONTHS)})\b(?:\.(?=\s*\d))?"
WEEKDAY = rf"(?P<weekday>{_capitalised(WEEKDAYS)})\b"
SEASON = rf"(?P<season>{any_of(SEASONS)})\b"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\w)"
STEP = rf"(?P<step>{any_of({*STEPS, *(word.capitalize() for word in STEPS)})})"
THE = r"(?:[Tt]he\s+)?"
NOT_COUNTED = rf"(?!\s*{any_of(LEXICON['not_years']['after'])}(?!\w))"
"""Behind a number that would count the word after it: "2000 people"."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a date stands.

    Attributes:
        text: The sentence.
        published: Day of publication, None where unknown.
        tenses: Of the sentence.
    """

    text: str
    published: date | None
    tenses: Tenses

    def tense(self, match: re.Match[str]) -> Tense:
        """The tense around a match; "since" looks back, "for Thursday" ahead."""
        lead = self.word_before(match)
        if lead == "since":
            return Tense.PAST
        return Tense.FUTURE if lead == "for" else self.tenses.at(match.start(), match.end())

    def word_before(self, match: re.Match[str]) -> str:
        """The lower-cased word before a match without opening quotation marks; empty at the start."""
        words = self.text[max(0, match.start() - 20) : match.start()].split()
        return words[-1].lower().lstrip("(“\"'‘") if words else ""

    def yearly(self, match: re.Match[str], in_year: Callable[[int], Days | None]) -> Days | None:
        """Of something that recurs yearly: that of the year written, else the one meant by the tense."""
        if match["year"]:
            return in_year(int(match["year"]))
        if self.published is None:
            return None
        return nearest(self.published, self.tense(match), in_year)


Reader = Callable[[re.Match[str], Context], Days | None]
Pattern = tuple[re.Pattern[str], Reader]

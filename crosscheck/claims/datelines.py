"""Datelines: place, date and agency before the first sentence of a report, the hour before a live entry."""

from __future__ import annotations

import re

from crosscheck.claims.wordlists import APOSTROPHES, DASHES, OPENING_QUOTES, UPPER, any_of, load_words

_LONGEST = 120
"""Characters; no dateline is longer."""

_WORDS = load_words("segmentation")
_MONTH = rf"{any_of(_WORDS['months'])}\.?"
_WEEKDAY = any_of(_WORDS["weekdays"])
_DAY = rf"(?:\d{{1,2}} {_MONTH}|{_MONTH}(?: \d{{1,2}})?)(?:,? \d{{4}})?(?:, \d\d[:.]\d\d)?"
_DATE = rf"(?:(?:{_WEEKDAY},? )?{_DAY}|{_WEEKDAY})"

_CAPITALS = rf"[{UPPER}][{UPPER}.{APOSTROPHES}-]+(?:[ /][{UPPER}][{UPPER}.{APOSTROPHES}-]+){{0,3}}"
_PLACE = rf"[{UPPER}][\w.{APOSTROPHES}-]+(?:[ /][{UPPER}][\w.{APOSTROPHES}-]+){{0,3}}"
_IN_REGION = rf", [{UPPER}][\w.{APOSTROPHES}-]*(?: [{UPPER}][\w.{APOSTROPHES}-]*){{0,2}}"
_REGION = rf"(?:{_IN_REGION})?"
_STATE = rf"(?: [\[(][{UPPER}][\w .{APOSTROPHES}-]{{1,30}}[\])])?"
_AGENCY = rf"\([{UPPER}][\w .&/-]{{1,30}}\)"
_KNOWN_AGENCY = rf"\({any_of(_WORDS['agencies'])}\)"
_SLASHED_AGENCY = rf"/[{UPPER}][\w .&-]{{1,30}}/"

_DASH = rf" ?(?:--|[{DASHES}])"
_REPORT = rf"(?=\s+[{OPENING_QUOTES}(]*[{UPPER}\d]|\s*\Z)"
_ALONE = r"\.?\s*\Z"

_DATELINE = re.compile(
    "|".join(
        (
            rf"{_PLACE}{_STATE}{_REGION}, {_DATE},? {_AGENCY}:?{_REPORT}",
            rf"{_PLACE}{_STATE}{_REGION},? {_KNOWN_AGENCY}:{_REPORT}",
            rf"(?:{_CAPITALS}|{_PLACE}{_IN_REGION}),? {_KNOWN_AGENCY}{_REPORT}",
            rf"{_PLACE}{_REGION}, {_DATE}\.? {_SLASHED_AGENCY}\.?(?:{_DASH})?{_REPORT}",
            rf"{_CAPITALS}{_REGION}(?:, {_DATE})?(?: {_AGENCY})?{_DASH}{_REPORT}",
            rf"{_CAPITALS}{_REGION}, {_DATE}\.{_REPORT}",
            rf"(?!{any_of(_WORDS['pointers'])}\b){_CAPITALS}:{_REPORT}",
            rf"{_PLACE}{_REGION}(?:, {_DATE}(?: {_AGENCY})?| {_AGENCY})(?:{_DASH}{_REPORT}|{_ALONE})",
            rf"\d{{1,2}}[:.]\d\d ?[ap]\.?m\.?(?:{_DASH})?{_REPORT}",
            rf"\d{{1,2}}(?::\d\d(?:{_DASH})?|\.\d\d{_DASH}){_REPORT}",
        )
    )
)
"""In this order: any place with a date and an agency in brackets, with a well-known agency alone, or with a
date and an agency between slashes; capitals before a dash; capitals and a date before a full stop; capitals
before a colon; any place with a date or an agency, before a dash or alone on its line; an hour of twelve or
of twenty-four."""


def dateline_end(line: str) -> int:
    """Length of the dateline that a line begins with, 0 where it has none.

    Args:
        line: A line of a report: "ATHENS, Oct 13 (HWS) - Greek farmers ..." gives 22, the dash included.
    """
    match = _DATELINE.match(line[:_LONGEST])
    return match.end() if match else 0

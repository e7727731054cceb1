"""Libraries that read quantities or dates, brought to the form in which eval/claims.py measures.

Each is imported when first used, and left out where it is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from importlib.util import find_spec
from typing import Any

from claim_readings import Reader, Reading, Row, labelled_quantities, published

from crosscheck.claims.tokens import tokenise
from crosscheck.claims.units import COUNT, read_unit


def _canonical(start: int, end: int, value: float, unit: str) -> Reading:
    """A value with the unit's name as the library gives it, in crosscheck's canonical unit."""
    tokens = tokenise(unit)
    known = read_unit(tokens, 0, scale=10**6) if tokens else None
    found = known[0] if known else COUNT
    return Reading(start, end, value * found.low, value * found.high, found.canonical)


def read_quantulum(row: Row) -> list[Reading]:
    """quantulum3, without its classifier of ambiguous units: a pickle that scikit-learn no longer loads."""
    from quantulum3 import classifier, parser  # noqa: PLC0415

    classifier.USE_CLF = False
    return [
        _canonical(*found.span, found.value, "" if found.unit.name == "dimensionless" else found.unit.name)
        for found in parser.parse(row["text"])
    ]


def read_recognizers_number(row: Row) -> list[Reading]:
    """Microsoft's Recognizers-Text, numbers only."""
    from recognizers_number import Culture, recognize_number  # noqa: PLC0415

    found = recognize_number(row["text"], Culture.English)
    return [
        Reading(
            one.start, one.end + 1, float(one.resolution["value"]), float(one.resolution["value"]), "count"
        )
        for one in found
        if one.resolution and one.resolution["value"] is not None
    ]


def _day(value: date) -> float:
    return date(value.year, value.month, value.day).toordinal()


def read_dateparser(row: Row) -> list[Reading]:
    """dateparser.search, told to look back as news does."""
    from dateparser.search import search_dates  # noqa: PLC0415

    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
    day = published(row)
    if day:
        settings["RELATIVE_BASE"] = datetime.combine(day, time(12))
    readings, behind = [], 0
    for text, moment in search_dates(row["text"], languages=["en"], settings=settings) or ():
        start = row["text"].find(text, behind)
        if start >= 0:
            behind = start + len(text)
            readings.append(Reading(start, behind, _day(moment), _day(moment)))
    return readings


def read_parsedatetime(row: Row) -> list[Reading]:
    """parsedatetime.Calendar.nlp."""
    from parsedatetime import Calendar  # noqa: PLC0415

    day = published(row) or date(2000, 1, 1)
    found = Calendar().nlp(row["text"], sourceTime=datetime.combine(day, time(12))) or ()
    return [Reading(start, end, _day(moment), _day(moment)) for moment, _, start, end, _ in found]


def read_recognizers_date(row: Row) -> list[Reading]:
    """Microsoft's Recognizers-Text, dates; the last of several readings is taken where it looks ahead."""
    from recognizers_date_time import Culture, recognize_datetime  # noqa: PLC0415

    day = published(row) or date(2000, 1, 1)
    readings = []
    for found in recognize_datetime(row["text"], Culture.English, reference=datetime.combine(day, time(12))):
        values = (found.resolution or {}).get("values") or []
        for value in values[:1]:
            begin, stop = value.get("start") or value.get("value"), value.get("end") or value.get("value")
            try:
                low, high = date.fromisoformat(begin[:10]), date.fromisoformat(stop[:10])
            except (TypeError, ValueError):
                continue
            exclusive = 1 if "end" in value and high > low else 0
            readings.append(
                Reading(found.start, found.end + 1, low.toordinal(), high.toordinal() - exclusive)
            )
    return readings


QUANTITY_READERS: dict[str, tuple[str, Reader]] = {
    "quantulum3": ("quantulum3", read_quantulum),
    "recognizers-text-number": ("recognizers_number", read_recognizers_number),
}
TIME_READERS: dict[str, tuple[str, Reader]] = {
    "dateparser": ("dateparser", read_dateparser),
    "parsedatetime": ("parsedatetime", read_parsedatetime),
    "recognizers-text-date-time": ("recognizers_date_time", read_recognizers_date),
}


def installed(readers: dict[str, tuple[str, Reader]]) -> Iterator[tuple[str, Reader]]:
    """Those readers whose library can be imported."""
    for name, (module, read) in readers.items():
        if find_spec(module):
            yield name, read
        else:
            print(f"{name:<24}not installed")


def _word2number(text: str) -> float:
    from word2number import w2n  # noqa: PLC0415

    return float(w2n.word_to_num(text))


def _text2num(text: str) -> float:
    from text_to_num import text2num  # noqa: PLC0415

    return float(text2num(text.lower(), "en"))


NUMERAL_READERS: dict[str, tuple[str, Callable[[str], float]]] = {
    "word2number": ("word2number", _word2number),
    "text2num": ("text_to_num", _text2num),
}


def numerals_read(rows: Iterable[Row]) -> Iterator[tuple[str, int, int]]:
    """For libraries that read a number but find none: how many labelled counts in words they read rightly."""
    counts = [
        (label.low, label.high, row["text"][label.start : label.end])
        for row in rows
        for label in labelled_quantities(row)
        if label.unit == "count"
        and not any(sign.isdecimal() for sign in row["text"][label.start : label.end])
    ]
    for name, (module, read) in NUMERAL_READERS.items():
        if not find_spec(module):
            print(f"{name:<24}not installed")
            continue
        right = 0
        for low, high, text in counts:
            try:
                right += low <= read(text) <= high
            except ValueError:
                continue
        yield name, right, len(counts)

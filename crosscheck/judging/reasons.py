"""One line in plain words: what is compared and how it differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from crosscheck.claims.counted import plural, singular
from crosscheck.claims.names import find_names
from crosscheck.claims.same_name import same_name
from crosscheck.claims.wordlists import load_words
from crosscheck.judging.differences import Difference, span_texts
from crosscheck.judging.evidence import NO_TOPIC, WORD, content_words, kinds_of_event, names_missing
from crosscheck.judging.quantities import QuantityComparison, compare_quantities
from crosscheck.judging.times import TimeComparison, compare_times, precise_times
from crosscheck.types import Claim, DifferenceType, Quantity, Span, Verdict, day_of

MOST_NAMES = 2
MOST_WORDS = 3
MINUTES_AN_HOUR = 60
HOURS_COUNTED = 48  # from two days on, people count days

_MONTHS = tuple(load_words("segmentation")["months"])
"""`strftime("%B")` follows the machine's locale."""
_TOPIC = {
    DifferenceType.NUMBER: "figure",
    DifferenceType.DATE: "date",
    DifferenceType.PLACE: "place",
    DifferenceType.PERSON: "who",
    DifferenceType.ATTRIBUTION: "whose doing or words",
    DifferenceType.OUTCOME: "outcome",
    DifferenceType.NEGATION: "whether it happened",
    DifferenceType.CAUSE: "cause",
    DifferenceType.STATUS: "",  # "state of things" tells less than the quotes
}
_DIMENSION = {
    "minute": "duration",
    "metre": "length",
    "square metre": "area",
    "litre": "volume",
    "kilogram": "weight",
    "kilometre per hour": "speed",
    "watt": "power",
    "kilowatt hour": "energy",
    "byte": "size",
    "degree celsius": "temperature",
    "degree fahrenheit": "temperature",
    "percent": "share",
    "percentage point": "change",
    "krone": "amount",
    "peso": "amount",
}


def subject(a: Claim, b: Claim) -> str:
    """What both claims speak of: kind of event and names that they share, else words; and their day.

    Where they share none of these, what stands around both is named, in their headlines or the claims before.
    """
    event = _shared_event(a, b)
    topic = ", ".join(filter(None, (f"same {event}" if event else "", _shared_names(a, b))))
    parts = (topic or _shared_words(a, b) or _names_around(a, b), _shared_day(a, b))
    return ", ".join(filter(None, parts)) or "same matter"


def _shared_names(a: Claim, b: Claim) -> str:
    missing = set(names_missing(a, b))
    return _enumerated(m.text for m in a.mentions if m.text not in missing)


def _names_around(a: Claim, b: Claim) -> str:
    """The names that stand in both articles at or near the claims."""
    near_a, near_b = (
        [name.text for text in (claim.text, claim.context, claim.title) if text for name in find_names(text)]
        for claim in (a, b)
    )
    return _enumerated(name for name in near_a if any(same_name(name, other) for other in near_b))


def _enumerated(names: Iterable[str]) -> str:
    told: list[str] = []
    for name in names:
        if not any(same_name(name, other) for other in told):
            told.append(name)
    return " and ".join(told[:MOST_NAMES])


def _shared_event(a: Claim, b: Claim) -> str:
    shared = kinds_of_event(content_words(a.text)) & kinds_of_event(content_words(b.text))
    return min(shared, default="")


def _shared_day(a: Claim, b: Claim) -> str:
    for first in precise_times(a):
        for second in precise_times(b):
            if first.earliest == first.latest == second.earliest == second.latest:
                return f"{first.earliest.day} {_MONTHS[first.earliest.month - 1]}"
    return ""


def _shared_words(a: Claim, b: Claim) -> str:
    """The longest words in common that name a topic, as claim a writes them.

    Parts of a figure or a date are left out, for those may be what differs.
    """
    figures = [quantity.text for claim in (a, b) for quantity in claim.quantities]
    dates = [time.text for claim in (a, b) for time in claim.times]
    left_out = content_words(" ".join((*figures, *dates))) | NO_TOPIC
    of_a, of_b = ({singular(word) for word in content_words(claim.text) - left_out} for claim in (a, b))
    shared = {word for word in of_a & of_b if len(word) > 1 and not word.isdigit()}  # "S$" is no word
    longest = sorted(shared, key=lambda word: (-len(word), word))[:MOST_WORDS]
    written: dict[str, str] = {}
    for word in WORD.findall(a.text):
        if singular(word.lower()) in longest:
            written.setdefault(singular(word.lower()), word)
    return ", ".join(written.values())


def _question(a: Claim, b: Claim, difference: Difference) -> str:
    """What both claims speak of, and on what they differ where that is sure."""
    heading, topic = subject(a, b), _topic(a, b, difference)
    named = {singular(word.lower()) for word in WORD.findall(heading)}
    if difference.type is DifferenceType.NUMBER:
        topic = " ".join(word for word in topic.split() if singular(word) not in named)
    return f"{heading}; {topic}" if topic else heading


def _topic(a: Claim, b: Claim, difference: Difference) -> str:
    """What the claims differ on, in a word or two; empty where that is not sure."""
    if not difference.is_sure:
        return ""
    if difference.type is DifferenceType.DATE and not (
        _is_dated(a, difference.spans_a) or _is_dated(b, difference.spans_b)
    ):
        return "time"
    if difference.type is not DifferenceType.NUMBER:
        return _TOPIC[difference.type]
    told = (_figure_at(claim, spans) for claim, spans in ((a, difference.spans_a), (b, difference.spans_b)))
    figures = [figure for figure in told if figure is not None]
    measures = {_measure(figure) for figure in figures}
    return measures.pop() if len(measures) == 1 else _TOPIC[DifferenceType.NUMBER]


def _is_dated(claim: Claim, spans: Sequence[Span]) -> bool:
    """Whether a date stands in the spans, and not only an hour."""
    return any(time.start < end and start < time.end for start, end in spans for time in claim.times)


def _figure_at(claim: Claim, spans: Sequence[Span]) -> Quantity | None:
    """The figure in the first span that has one."""
    inside = (q for start, end in spans for q in claim.quantities if q.start < end and start < q.end)
    return next(inside, None)


def _measure(figure: Quantity) -> str:
    """What a figure tells: a dimension, or what it counts."""
    if figure.unit in _DIMENSION:
        return _DIMENSION[figure.unit]
    if figure.counted:
        return plural(figure.counted)
    if figure.unit == "count":
        return _TOPIC[DifferenceType.NUMBER]
    return "amount" if figure.unit.isupper() else figure.unit


def conflict_reason(a: Claim, b: Claim, difference: Difference) -> str:
    """Why two claims cannot both be true."""
    return f"{_question(a, b, difference)}: {_against(a, b, difference)}"


def competing_reason(a: Claim, b: Claim, difference: Difference) -> str:
    """Why two claims are accounts of parties who contradict one another."""
    against = _against(a, b, difference)
    topic = _topic(a, b, difference)
    differ = f"differ on {topic}" if topic else "differ"
    return f"{subject(a, b)}; {a.voice} and {b.voice} {differ}: {against}"


def update_reason(earlier: Claim, newer: Claim, difference: Difference) -> str:
    """What the later report supersedes."""
    told = _against(earlier, newer, difference, "then")
    return f"{_question(earlier, newer, difference)}: {told}, {_gap(earlier, newer)} later"


def agreement_reason(a: Claim, b: Claim) -> str:
    """What both report."""
    figures = compare_quantities(a, b)
    if figures.comparison is QuantityComparison.MATCH and figures.a is not None and figures.b is not None:
        first, second = figures.a, figures.b
        if (first.low, first.high) == (second.low, second.high):
            return f"{subject(a, b)}; both give {first.text}"
        return f"{subject(a, b)}; “{first.text}” and “{second.text}” agree"
    return f"{subject(a, b)}; both report the same"


def silence_reason(a: Claim, b: Claim, likeliest: Verdict | None, probability: float) -> str:
    """Why there is nothing to report."""
    if likeliest is not None:
        return f"too unsure to report: {likeliest.value.replace('_', ' ')} at {probability:.2f}"
    if compare_times(a, b) is TimeComparison.CLASH:
        days = " against ".join(_first_text(claim) for claim in (a, b))
        return f"not comparable: other days ({days})"
    if a.mentions and b.mentions and len(names_missing(a, b)) == len(a.mentions):
        return f"not comparable: no name in common ({a.mentions[0].text}; {b.mentions[0].text})"
    if not content_words(a.text) & content_words(b.text):
        return "not comparable: nothing in common"
    return "neither the same fact nor a contradiction: both can be true"


def _first_text(claim: Claim) -> str:
    return precise_times(claim)[0].text


def _against(a: Claim, b: Claim, difference: Difference, word: str = "against") -> str:
    first, second = span_texts(a.text, difference.spans_a), span_texts(b.text, difference.spans_b)
    return f"{_quoted(first)} {word} {_quoted(second)}"


def _quoted(pieces: Sequence[str]) -> str:
    return " … ".join(f"“{piece}”" for piece in pieces) if pieces else "nothing of the kind"


def _gap(earlier: Claim, newer: Claim) -> str:
    """How much later a claim came: in days where an hour is unknown, else as people count."""
    first, second = earlier.published, newer.published
    if isinstance(first, datetime) and isinstance(second, datetime):
        minutes = round((second - first).total_seconds() / 60)
        if minutes < MINUTES_AN_HOUR:
            return _counted(max(1, minutes), "minute")
        hours = round(minutes / MINUTES_AN_HOUR)
        return _counted(hours, "hour") if hours < HOURS_COUNTED else _counted(round(hours / 24), "day")
    days = day_of(first), day_of(second)
    assert days[0] is not None and days[1] is not None  # noqa: PT018 - updates need both times
    return _counted((days[1] - days[0]).days, "day")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number != 1 else ''}"

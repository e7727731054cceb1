"""One line in plain words: what is compared and how it differs."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.judging.differences import Difference, span_texts
from crosscheck.judging.evidence import NO_TOPIC, WORD, content_words, kinds_of_event, moment, names_missing
from crosscheck.judging.quantities import QuantityComparison, compare_quantities
from crosscheck.judging.times import TimeComparison, compare_times, precise_times
from crosscheck.types import Claim, DifferenceType, Verdict

MOST_NAMES = 2
MOST_WORDS = 3

_TOPIC = {
    DifferenceType.NUMBER: "figure",
    DifferenceType.DATE: "date",
    DifferenceType.PLACE: "place",
    DifferenceType.PERSON: "who",
    DifferenceType.ATTRIBUTION: "whose doing or words",
    DifferenceType.OUTCOME: "outcome",
    DifferenceType.NEGATION: "whether it happened",
    DifferenceType.CAUSE: "cause",
    DifferenceType.STATUS: "state of things",
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
    """What both claims speak of: kind of event, names and day that they share, else words."""
    names = " and ".join(_shared_names(a, b))
    event = _shared_event(a, b)
    parts = [f"same {event}" if event else "", names, _shared_day(a, b)]
    return ", ".join(part for part in parts if part) or _shared_words(a, b)


def _shared_names(a: Claim, b: Claim) -> list[str]:
    missing = set(names_missing(a, b))
    return list(dict.fromkeys(m.text for m in a.mentions if m.text not in missing))[:MOST_NAMES]


def _shared_event(a: Claim, b: Claim) -> str:
    shared = kinds_of_event(content_words(a.text)) & kinds_of_event(content_words(b.text))
    return min(shared, default="")


def _shared_day(a: Claim, b: Claim) -> str:
    for first in precise_times(a):
        for second in precise_times(b):
            if first.earliest == first.latest == second.earliest == second.latest:
                return f"{first.earliest.day} {first.earliest:%B}"
    return ""


def _shared_words(a: Claim, b: Claim) -> str:
    """The longest words in common that name a topic, as claim a writes them.

    Parts of a figure or a date are left out, for those may be what differs.
    """
    figures = [quantity.text for claim in (a, b) for quantity in claim.quantities]
    dates = [time.text for claim in (a, b) for time in claim.times]
    measured = content_words(" ".join((*figures, *dates)))
    common = content_words(a.text) & content_words(b.text) - measured - NO_TOPIC
    shared = {word for word in common if len(word) > 1 and not word.isdigit()}  # "S$" is no word
    longest = sorted(shared, key=lambda word: (-len(word), word))[:MOST_WORDS]
    written: dict[str, str] = {}
    for word in WORD.findall(a.text):
        if word.lower() in longest:
            written.setdefault(word.lower(), word)
    return ", ".join(written.values()) or "same matter"


def _question(a: Claim, b: Claim, difference: Difference) -> str:
    """What both claims speak of, and on what they differ where that is sure."""
    topic = f"; {_topic(a, b, difference)}" if difference.is_sure else ""
    return subject(a, b) + topic


def _topic(a: Claim, b: Claim, difference: Difference) -> str:
    if difference.type is not DifferenceType.NUMBER:
        return _TOPIC[difference.type]
    figure = compare_quantities(a, b).a
    if figure is None:
        return _TOPIC[difference.type]
    return (
        _DIMENSION.get(figure.unit) or figure.counted or ("amount" if figure.unit.isupper() else figure.unit)
    )


def conflict_reason(a: Claim, b: Claim, difference: Difference) -> str:
    """Why two claims cannot both be true."""
    return f"{_question(a, b, difference)}: {_against(a, b, difference)}"


def competing_reason(a: Claim, b: Claim, difference: Difference) -> str:
    """Why two claims are accounts of parties who contradict one another."""
    against = _against(a, b, difference)
    topic = f" on {_topic(a, b, difference)}" if difference.is_sure else ""
    return f"{subject(a, b)}; {a.speaker} and {b.speaker} differ{topic}: {against}"


def update_reason(earlier: Claim, newer: Claim, difference: Difference) -> str:
    """What the later report supersedes."""
    told = _against(earlier, newer, difference, "then")
    return f"{_question(earlier, newer, difference)}: {told}, {_gap(earlier, newer)} later"


def agreement_reason(a: Claim, b: Claim) -> str:
    """What both report."""
    figures = compare_quantities(a, b)
    if figures.comparison is QuantityComparison.MATCH and figures.a is not None and figures.b is not None:
        texts = list(dict.fromkeys((figures.a.text, figures.b.text)))
        return f"{subject(a, b)}; both give {' and '.join(texts)}"
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
    first, second = moment(earlier.published), moment(newer.published)
    assert first is not None and second is not None  # noqa: PT018 - updates need both times
    hours = (second - first).total_seconds() / 3600
    if hours < 48:  # noqa: PLR2004 - up to two days, people count hours
        count = max(1, round(hours))
        return f"{count} hour{'s' if count != 1 else ''}"
    return f"{round(hours / 24)} days"

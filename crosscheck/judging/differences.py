"""What two claims differ on: the type of the difference and the words that make it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crosscheck.claims.offices import office_clash
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.judging.evidence import (
    STOP_WORDS,
    WORD,
    common_words,
    content_words,
    is_negated,
    kinds_of_event,
    names_missing,
)
from crosscheck.judging.quantities import QuantityComparison, can_agree, comparable, compare_quantities
from crosscheck.judging.times import TimeComparison, compare_times, precise_times
from crosscheck.types import Claim, DifferenceType, Span

MOST_SPANS = 3
CLAUSE_TAIL = 30  # characters behind the marked words in which a condition still belongs to the negation
MOST_LEAD, MOST_BETWEEN = 3, 3
"""Words before a mark that may lead it in, and words between two marks of one phrase.

On the judge's stories and dev, notes name 48 % of the words of phrases with 3 between, and 49 % with up to 2,
47 % with 6; 93 % of the sides are hit either way (`python eval/marks.py`, the others measured once)."""
DENIABLE = frozenset({DifferenceType.OUTCOME, DifferenceType.STATUS})
"""Differences of these types lie in the words of a negation where there is one."""
LEAST_COMMON = 2  # words besides names, from which two claims without a common kind of event tell the same

_CUES = load_words("differences")
_NEGATED = re.compile(
    rf"\b(?:{any_of(load_words('evidence')['negations'])}|\w+n['’]t)\b(?:\s+[\w’'-]+){{0,6}}", re.IGNORECASE
)
_CONDITION = re.compile(rf"\b{any_of(load_words('evidence')['conditions'])}\b", re.IGNORECASE)
_LEADS = frozenset((*load_words("evidence")["negations"], *_CUES["leads"]))
_TOKEN = re.compile(r"[^\W_]+(?:[.,:'’&/-][^\W_]+)*%?")
_PAUSE = re.compile(r"[.;:!?—–\"“”]")
_PLACE = re.compile(rf"\b{any_of(_CUES['place_prepositions'])}\s+(?:the\s+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """The differing pieces of two claims.

    Attributes:
        type: What they differ on.
        spans_a: Offsets in the text of claim a.
        spans_b: Offsets in the text of claim b.
        is_named: Whether a figure, date, name or negation makes it; otherwise words just differ.
        is_sure: Whether the type is; otherwise reasons leave it out.
    """

    type: DifferenceType
    spans_a: tuple[Span, ...]
    spans_b: tuple[Span, ...]
    is_named: bool = True
    is_sure: bool = True


def find_difference(a: Claim, b: Claim, expected: DifferenceType | None = None) -> Difference:
    """The most telling difference of two claims.

    Args:
        a: One claim.
        b: The other.
        expected: What they differ on, where that is known already (`judging.probes`); then only the words
            that make it are looked for. Otherwise figures come first, then dates, negation, names, cue words.
    """
    for detect in (*_DETECTORS, *_GUESSES):
        difference = detect(a, b)
        if difference is None:
            continue
        if expected in (None, difference.type) or detect is _by_office:
            return difference
        if detect is _by_negation and expected in DENIABLE:
            return replace(difference, type=expected)
    kind = expected or DifferenceType.STATUS
    spans = _all_of_kind(a, b, kind) or (own_words(a, b), own_words(b, a))
    return Difference(kind, *spans, is_named=False)


def _all_of_kind(
    a: Claim, b: Claim, kind: DifferenceType
) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """All figures or all dates of two claims that both have some, where they are known to differ on them."""
    if kind is DifferenceType.NUMBER:
        first, second = (tuple((q.start, q.end) for q in claim.quantities) for claim in (a, b))
    elif kind is DifferenceType.DATE:
        first, second = (tuple((time.start, time.end) for time in claim.times) for claim in (a, b))
    else:
        return None
    return (first[:MOST_SPANS], second[:MOST_SPANS]) if first and second else None


def _by_quantity(a: Claim, b: Claim) -> Difference | None:
    compared = compare_quantities(a, b)
    if compared.comparison is not QuantityComparison.CLASH or compared.a is None or compared.b is None:
        return None
    return Difference(
        DifferenceType.NUMBER,
        ((compared.a.start, compared.a.end),),
        ((compared.b.start, compared.b.end),),
    )


def _by_time(a: Claim, b: Claim) -> Difference | None:
    if compare_times(a, b) is not TimeComparison.CLASH:
        return None
    spans_a = tuple((time.start, time.end) for time in precise_times(a))
    spans_b = tuple((time.start, time.end) for time in precise_times(b))
    return Difference(DifferenceType.DATE, spans_a, spans_b)


def _by_negation(a: Claim, b: Claim) -> Difference | None:
    """One claim negates something, by another word than a name, that the other one speaks of."""
    common = common_words(a, b)
    if len(common) < LEAST_COMMON:
        return None
    negated_a, negated_b = _negated(a.text, common), _negated(b.text, common)
    if bool(negated_a) == bool(negated_b):
        return None
    if negated_a:
        return Difference(DifferenceType.NEGATION, negated_a, _spans_of(a.text, negated_a, b.text))
    return Difference(DifferenceType.NEGATION, _spans_of(b.text, negated_b, a.text), negated_b)


def _negated(text: str, common: frozenset[str]) -> tuple[Span, ...]:
    """Words of negation with up to six words behind them, where those hold one of the common words."""
    found = [
        _without_tail(match)
        for match in _NEGATED.finditer(text)
        if content_words(match.group()) & common
        and not _CONDITION.search(text, match.start(), match.end() + CLAUSE_TAIL)
    ]
    return tuple(found[:MOST_SPANS])


def _without_tail(match: re.Match[str]) -> Span:
    """The span of a match without the stop words at its end."""
    ends = [word.end() for word in WORD.finditer(match.group()) if word.group().lower() not in STOP_WORDS]
    return match.start(), match.start() + ends[-1]


def _spans_of(text: str, spans: Sequence[Span], other: str) -> tuple[Span, ...]:
    """Where the content words of some pieces of a text stand in another text, neighbours as one run."""
    wanted = frozenset().union(*(content_words(piece) for piece in span_texts(text, spans)))
    return _runs(other, lambda word: word in wanted)[:MOST_SPANS]


def _by_name(a: Claim, b: Claim) -> Difference | None:
    """Each claim names something of one sort that the other does not, and they tell the same about it."""
    same_event = bool(kinds_of_event(content_words(a.text)) & kinds_of_event(content_words(b.text)))
    places_a, others_a = _missing_spans(a, b)
    places_b, others_b = _missing_spans(b, a)
    if not same_event and len(common_words(a, b)) < LEAST_COMMON:
        return None
    if _has_cue(a, b, "attribution") and others_a and others_b:
        return Difference(DifferenceType.ATTRIBUTION, others_a, others_b)
    if places_a and places_b and same_event:
        return Difference(DifferenceType.PLACE, places_a, places_b)
    return None


def _by_cue(a: Claim, b: Claim) -> Difference | None:
    """Both claims hold a word for a cause, or for an outcome."""
    for kind in (DifferenceType.CAUSE, DifferenceType.OUTCOME):
        if _has_cue(a, b, kind.value):
            return Difference(kind, own_words(a, b), own_words(b, a), is_named=False)
    return None


def _by_office(a: Claim, b: Claim) -> Difference | None:
    """One claim calls a person the holder of an office, the other one the former holder."""
    clash = office_clash(a, b)
    if clash is None or a.document != b.document:
        return None
    span_a, span_b = ((office.start, office.end) for office in clash)
    return Difference(DifferenceType.STATUS, (span_a,), (span_b,))


_DETECTORS: tuple[Callable[[Claim, Claim], Difference | None], ...] = (
    _by_office,
    _by_quantity,
    _by_time,
    _by_negation,
    _by_name,
    _by_cue,
)


def _guess_quantity(a: Claim, b: Claim) -> Difference | None:
    """Two figures of one unit that cannot be the same, whatever they count.

    Figures that the other claim gives too are passed over; those of the same thing come first.
    """
    agreeing = [both for both in comparable(a, b) if can_agree(*both)]
    apart = [
        (first, second)
        for first in a.quantities
        for second in b.quantities
        if first.unit == second.unit
        and not can_agree(first, second)
        and not any(first is one or second is other for one, other in agreeing)
    ]
    if not apart:
        return None
    first, second = min(apart, key=lambda both: both[0].counted != both[1].counted)
    spans = ((first.start, first.end),), ((second.start, second.end),)
    return Difference(DifferenceType.NUMBER, *spans, is_named=False)


def _guess_place(a: Claim, b: Claim) -> Difference | None:
    """Each claim names a place that the other does not."""
    places_a, places_b = _missing_spans(a, b)[0], _missing_spans(b, a)[0]
    if not places_a or not places_b:
        return None
    return Difference(DifferenceType.PLACE, places_a, places_b, is_named=False)


def _guess_cue(kind: DifferenceType) -> Callable[[Claim, Claim], Difference | None]:
    """One claim holds a word for a cause, an outcome or whose doing it was."""
    words = frozenset(_CUES[kind.value])

    def guess(a: Claim, b: Claim) -> Difference | None:
        if not (content_words(a.text) | content_words(b.text)) & words:
            return None
        return Difference(kind, own_words(a, b), own_words(b, a), is_named=False)

    return guess


def _guess_negation(a: Claim, b: Claim) -> Difference | None:
    """One claim negates something and the other does not."""
    if is_negated(a.text) == is_negated(b.text):
        return None
    return Difference(DifferenceType.NEGATION, own_words(a, b), own_words(b, a), is_named=False)


def _guess_person(a: Claim, b: Claim) -> Difference | None:
    """Each claim names somebody or something that the other does not."""
    others_a, others_b = _missing_spans(a, b)[1], _missing_spans(b, a)[1]
    if not others_a or not others_b:
        return None
    return Difference(DifferenceType.PERSON, others_a, others_b, is_named=False)


_GUESSES: tuple[Callable[[Claim, Claim], Difference | None], ...] = (
    _guess_quantity,
    _guess_place,
    _guess_cue(DifferenceType.CAUSE),
    _guess_negation,
    _guess_cue(DifferenceType.ATTRIBUTION),
    _guess_cue(DifferenceType.OUTCOME),
    _guess_person,
)


def _has_cue(a: Claim, b: Claim, cue: str) -> bool:
    words = frozenset(_CUES[cue])
    return bool(content_words(a.text) & words) and bool(content_words(b.text) & words)


def _missing_spans(a: Claim, b: Claim) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The names of claim a that claim b does not have: those that stand like places, and the others."""
    missing = set(names_missing(a, b))
    spans = [(mention.start, mention.end) for mention in a.mentions if mention.text in missing]
    places = tuple(span for span in spans if _PLACE.search(a.text[: span[0]]))
    others = tuple(span for span in spans if span not in places)
    return places[:MOST_SPANS], others[:MOST_SPANS]


def named_apart(a: Claim, b: Claim) -> bool:
    """Whether claim a names something that claim b does not, and that does not stand like a place."""
    return bool(_missing_spans(a, b)[1])


def own_words(a: Claim, b: Claim) -> tuple[Span, ...]:
    """The longest runs of content words of claim a that claim b does not have, at most `MOST_SPANS`."""
    known = content_words(b.text)
    runs = _runs(a.text, lambda word: word not in known and word not in STOP_WORDS)
    longest = sorted(runs, key=lambda run: (run[0] - run[1], run[0]))[:MOST_SPANS]
    return tuple(sorted(longest))


def _runs(text: str, wanted: Callable[[str], bool]) -> tuple[Span, ...]:
    """Stretches of neighbouring words of a text that are wanted, in order."""
    runs: list[Span] = []
    for match in WORD.finditer(text):
        if not wanted(match.group().lower()):
            continue
        if runs and not WORD.search(text, runs[-1][1], match.start()):
            runs[-1] = (runs[-1][0], match.end())
        else:
            runs.append(match.span())
    return tuple(runs)


def as_phrases(claim: Claim, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that read as phrases, for marks that were found word by word.

    A mark that touches a name, a figure or a date takes all of it, and one within a word the whole word.
    Words right before it that turn its sense ("not", "will be", "each") belong to it, and so does what stands
    between two marks that nearly meet.

    Args:
        claim: Whose text is marked.
        spans: In any order.
    """
    whole = [_led_in(claim.text, _snapped(claim, span)) for span in spans]
    joined: list[Span] = []
    for start, end in sorted(whole):
        if joined and _nearly_meet(claim.text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def _snapped(claim: Claim, span: Span) -> Span:
    """A span with all of the names, figures, dates and words that it touches."""
    start, end = span
    known = [
        *((mention.start, mention.end) for mention in claim.mentions),
        *((quantity.start, quantity.end) for quantity in claim.quantities),
        *((time.start, time.end) for time in claim.times),
        *(match.span() for match in _TOKEN.finditer(claim.text)),
    ]
    while True:
        touched = [own for own in known if own[0] < end and start < own[1]]
        wider = min([start, *(own[0] for own in touched)]), max([end, *(own[1] for own in touched)])
        if wider == (start, end):
            return wider
        start, end = wider


def _led_in(text: str, span: Span) -> Span:
    """A span with the words right before it that turn its sense."""
    start = span[0]
    for match in reversed(list(_TOKEN.finditer(text, 0, start))[-MOST_LEAD:]):
        word = match.group().lower()
        if text[match.end() : start].strip() or not (word in _LEADS or word.endswith(("n't", "n’t"))):
            break
        start = match.start()
    return start, span[1]


def _nearly_meet(text: str, end: int, start: int) -> bool:
    between = text[end:start] if start > end else ""
    return len(WORD.findall(between)) <= MOST_BETWEEN and not _PAUSE.search(between)


def span_texts(text: str, spans: Sequence[Span]) -> list[str]:
    """The pieces of a text at some spans."""
    return [text[start:end] for start, end in spans]

"""What is measured of a pair of claims before it is judged: named numbers, each with one meaning.

The names are the features of the judge's weights (`crosscheck/models/judge.json`). Everything is symmetric in
the two claims: which is a and which is b changes nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time

import numpy as np

from crosscheck.claims.same_name import same_name
from crosscheck.claims.wordlists import load_words
from crosscheck.judging.quantities import QuantityComparison, compare_quantities, differ_in_figure_alone
from crosscheck.judging.times import TimeComparison, compare_times
from crosscheck.protocols import FloatArray
from crosscheck.types import AssertionKind, Claim, DifferenceType, Pair, precedes

LOGIT_LIMIT = 6.0  # probabilities beyond 0.9975 say nothing more
BRIEF, LONG = 10, 40  # words
UNKNOWN_STORY = 0.8  # two bare sentences: as likely of one story as two articles of one cluster are at median

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CUES = load_words("evidence")
STOP_WORDS = frozenset(_CUES["stop_words"])
NO_TOPIC = frozenset(_CUES["no_topic"])
_NEGATIONS = frozenset(_CUES["negations"])
_SUPERSEDING = frozenset(_CUES["superseding"])
_EXACT = (DifferenceType.NUMBER, DifferenceType.DATE)
_EVENTS = {event: frozenset(words) for event, words in load_words("events").items()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Measurements of one pair.

    Attributes:
        conflict_least: Log-odds of contradiction in the direction that says it less.
        conflict_most: The same in the direction that says it more.
        agreement_least: Log-odds of entailment in the direction that says it less.
        agreement_most: The same in the direction that says it more.
        conflict_brief: `conflict_most` times the brevity of the claims; of short ones the model knows more.
        agreement_brief: `agreement_most` times the same.
        similarity: Cosine of the claims' vectors.
        nearest: 1 where one claim is the other's nearest in its article, falling with the rank.
        lead: How much closer the two claims are than either is to another claim of the other article.
        story: Story score of the two articles.
        words_shared: Content words in common, as a share of all content words of both.
        names_shared: Names in common, as a share of the claim with fewer names; 0.5 where one has none.
        names_swapped: 1 where both name something that the other does not.
        event_shared: 1 where both name the same kind of event.
        event_differs: 1 where both name kinds of event, and none is the same.
        quantity_clash: 1 where they count the same thing and no reading lets both be true.
        quantity_match: 1 where they count the same thing and agree.
        figure_alone: 1 where a figure alone tells them apart: the same words with another figure. Of bare
            sentences it says much; two articles hardly ever put a thing so alike.
        time_clash: 1 where both give dates and none can be the same.
        time_match: 1 where both give dates and some can be the same.
        negation_differs: 1 where one negates and the other does not.
        forecast_differs: 1 where one speaks of what is planned or expected and the other does not.
        both_attributed: 1 where both are said by somebody else than the outlet.
        superseding: 1 where the later claim says that it brings something newer ("has risen", "so far").
        days_between: Logarithm of 1 + days between the publications, 0 where unknown.
        length: Logarithm of the longer claim's number of words.
        length_differs: Logarithm of the ratio of the numbers of words.
        reads_trap: Log-odds of a look-alike against an unrelated pair by the probe of relations
            (`judging.probes`), 0 where the pair was not read.
        reads_agreement: The same of an agreement.
        reads_conflict: The same of a conflict.
        reads_update: The same of an update.
        on_number: `conflict_most` times the probability, by the probe of types, that the claims differ on a
            number, should they differ: the NLI model is not as often right about dates as about persons. 0
            for a pair that was not read.
        on_date: The same of a date.
        on_place: The same of a place.
        on_person: The same of a person.
        on_attribution: The same of whose doing or words it was.
        on_outcome: The same of an outcome.
        on_negation: The same of whether it happened.
        on_cause: The same of a cause.
        on_status: The same of a state of things.
        exact_trap: `reads_trap` times the probability, by the probe of types, that the claims differ on a
            number or a date, should they differ: two figures are of two things as easily as of one. Negative
            where an unrelated pair is likelier, 0 for a pair that was not read.
        exact_agreement: `reads_agreement` times the same: what agrees but for a figure is of one thing.
    """

    conflict_least: float
    conflict_most: float
    agreement_least: float
    agreement_most: float
    conflict_brief: float
    agreement_brief: float
    similarity: float
    nearest: float
    lead: float
    story: float
    words_shared: float
    names_shared: float
    names_swapped: float
    event_shared: float
    event_differs: float
    quantity_clash: float
    quantity_match: float
    figure_alone: float
    time_clash: float
    time_match: float
    negation_differs: float
    forecast_differs: float
    both_attributed: float
    superseding: float
    days_between: float
    length: float
    length_differs: float
    reads_trap: float
    reads_agreement: float
    reads_conflict: float
    reads_update: float
    on_number: float
    on_date: float
    on_place: float
    on_person: float
    on_attribution: float
    on_outcome: float
    on_negation: float
    on_cause: float
    on_status: float
    exact_trap: float
    exact_agreement: float

    def vector(self) -> FloatArray:
        """The measurements in the order of their names, shape (len(NAMES),)."""
        return np.array(list(asdict(self).values()), dtype=np.float32)


NAMES = tuple(field.name for field in fields(Evidence))
PROBED_RELATIONS = ("trap", "agreement", "conflict", "update")
"""What the probe of relations tells from an unrelated pair."""
NOT_READ = np.zeros(len(PROBED_RELATIONS), dtype=np.float32)
NO_TYPES = np.zeros(len(DifferenceType), dtype=np.float32)


def log_odds(probability: float) -> float:
    """Logarithm of the odds, within ±`LOGIT_LIMIT`."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return min(max(math.log(bounded / (1 - bounded)), -LOGIT_LIMIT), LOGIT_LIMIT)


def gather(
    pair: Pair,
    forward: FloatArray,
    backward: FloatArray,
    relations: FloatArray = NOT_READ,
    types: FloatArray = NO_TYPES,
) -> Evidence:
    """Measure a pair.

    Args:
        pair: Two claims.
        forward: Entailment, neutral, contradiction with claim a as premise, shape (3,).
        backward: The same with claim b as premise.
        relations: Log-odds of `PROBED_RELATIONS` as a probe reads them, shape (len(PROBED_RELATIONS),).
        types: Probabilities of the types of difference as a probe reads them, shape (len(DifferenceType),).
    """
    trap, agrees, conflicts, updates = map(float, relations)
    exact = sum(float(p) for kind, p in zip(DifferenceType, types, strict=True) if kind in _EXACT)
    agreement = sorted(log_odds(float(direction[0])) for direction in (forward, backward))
    conflict = sorted(log_odds(float(direction[2])) for direction in (forward, backward))
    a, b = pair.a, pair.b
    words_a, words_b = content_words(a.text), content_words(b.text)
    events_a, events_b = kinds_of_event(words_a), kinds_of_event(words_b)
    quantities = compare_quantities(a, b)
    times = compare_times(a, b)
    lengths = sorted(max(1, len(WORD.findall(claim.text))) for claim in (a, b))
    return Evidence(
        conflict_least=conflict[0],
        conflict_most=conflict[1],
        agreement_least=agreement[0],
        agreement_most=agreement[1],
        conflict_brief=conflict[1] * _brevity(lengths[1]),
        agreement_brief=agreement[1] * _brevity(lengths[1]),
        similarity=pair.similarity,
        nearest=1 / pair.rank,
        lead=pair.lead,
        story=UNKNOWN_STORY if pair.story is None else pair.story,
        words_shared=len(words_a & words_b) / max(1, len(words_a | words_b)),
        names_shared=_names_shared(a, b),
        names_swapped=float(bool(names_missing(a, b)) and bool(names_missing(b, a))),
        event_shared=float(bool(events_a & events_b)),
        event_differs=float(bool(events_a) and bool(events_b) and not events_a & events_b),
        quantity_clash=float(quantities.comparison is QuantityComparison.CLASH),
        quantity_match=float(quantities.comparison is QuantityComparison.MATCH),
        figure_alone=float(differ_in_figure_alone(a, b)),
        time_clash=float(times is TimeComparison.CLASH),
        time_match=float(times is TimeComparison.MATCH),
        negation_differs=float(is_negated(a.text) != is_negated(b.text)),
        forecast_differs=float(
            (a.assertion is AssertionKind.FORECAST) != (b.assertion is AssertionKind.FORECAST)
        ),
        both_attributed=float(a.speaker is not None and b.speaker is not None),
        superseding=float(_supersedes(a, b)),
        days_between=math.log1p(_days_between(a, b)),
        length=math.log(lengths[1]),
        length_differs=math.log(lengths[1] / lengths[0]),
        reads_trap=trap,
        reads_agreement=agrees,
        reads_conflict=conflicts,
        reads_update=updates,
        **{f"on_{kind}": conflict[1] * float(p) for kind, p in zip(DifferenceType, types, strict=True)},
        exact_trap=exact * trap,
        exact_agreement=exact * agrees,
    )


def gather_all(
    pairs: Sequence[Pair], forward: FloatArray, backward: FloatArray, relations: FloatArray, types: FloatArray
) -> FloatArray:
    """The evidence of pairs, shape (len(pairs), len(NAMES)).

    Args:
        pairs: Claims to compare.
        forward: NLI probabilities with claim a as premise, shape (len(pairs), 3).
        backward: The same with claim b as premise.
        relations: As in `gather`, shape (len(pairs), len(PROBED_RELATIONS)).
        types: As in `gather`, shape (len(pairs), len(DifferenceType)).
    """
    rows = zip(pairs, forward, backward, relations, types, strict=True)
    evidence: FloatArray = np.array([gather(*row).vector() for row in rows], dtype=np.float32)
    return evidence.reshape(len(pairs), len(NAMES))


def _brevity(words: int) -> float:
    """1 for a claim of `BRIEF` words or fewer, falling with their logarithm to 0 at `LONG` words."""
    return min(1.0, max(0.0, math.log(LONG / words) / math.log(LONG / BRIEF)))


def content_words(text: str) -> frozenset[str]:
    """The lower-cased words that are no stop words."""
    return frozenset(word for word in WORD.findall(text.lower()) if word not in STOP_WORDS)


def common_words(a: Claim, b: Claim) -> frozenset[str]:
    """The content words that two claims share, names left out."""
    names = content_words(" ".join(mention.text for claim in (a, b) for mention in claim.mentions))
    return content_words(a.text) & content_words(b.text) - names


def kinds_of_event(words: frozenset[str]) -> frozenset[str]:
    """The kinds of event that some of the words name ("call", "vote", "explosion")."""
    return frozenset(event for event, names in _EVENTS.items() if words & names)


def is_negated(text: str) -> bool:
    """Whether a sentence holds a word of negation."""
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in WORD.findall(text.lower()))


def names_missing(a: Claim, b: Claim) -> list[str]:
    """The names of claim a that claim b does not have, in their order."""
    return [
        mention.text
        for mention in a.mentions
        if not any(same_name(mention.text, other.text) for other in b.mentions)
    ]


def _names_shared(a: Claim, b: Claim) -> float:
    fewer, more = sorted((a, b), key=lambda claim: len(claim.mentions))
    if not fewer.mentions:
        return 0.5
    return 1 - len(names_missing(fewer, more)) / len(fewer.mentions)


def moment(published: datetime | date | None) -> datetime | None:
    """A publication time as a point in time, noon UTC for a bare date."""
    if published is None or isinstance(published, datetime):
        return published
    return datetime.combine(published, time(12), tzinfo=UTC)


def later(a: Claim, b: Claim) -> Claim | None:
    """The claim that was published later, None where that is unknown or both at once."""
    if precedes(b.published, a.published):
        return a
    return b if precedes(a.published, b.published) else None


def _supersedes(a: Claim, b: Claim) -> bool:
    newest = later(a, b)
    if newest is None:
        return False
    words = WORD.findall(newest.text.lower())
    return any(word in _SUPERSEDING for word in words)


def _days_between(a: Claim, b: Claim) -> float:
    first, second = moment(a.published), moment(b.published)
    if first is None or second is None:
        return 0.0
    return abs((first - second).total_seconds()) / 86400

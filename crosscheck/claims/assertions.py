"""How a claim is put in its own words: as a forecast, a condition, a denial, an allegation, an opinion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscheck.claims.phrases import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    Chunk,
    Token,
    is_adjunct,
)
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import AssertionKind

_WORDS = load_words("saying")
_BE = frozenset({"is", "are", "was", "were", "been", "be"})
_FUTURE = frozenset(_WORDS["future"])
_PAST = frozenset(_WORDS["irregular_past"])
_NEEDS_TO = frozenset({"about", "going", "set"})
_NOT_AHEAD = frozenset({"blame"})
"""After "is to" these do not look ahead: "the wind was to blame"."""

_PASSIVE = {
    word: kind
    for kind in (AssertionKind.ALLEGATION, AssertionKind.OPINION, AssertionKind.FORECAST)
    for word in _WORDS[f"passive_{kind}"]
}
_PHRASES = {
    kind: re.compile(rf"\b{any_of(_WORDS[f'phrase_{kind}'])}\b")
    for kind in (
        AssertionKind.DENIAL,
        AssertionKind.ALLEGATION,
        AssertionKind.CONDITION,
        AssertionKind.OPINION,
    )
}
_IF = re.compile(rf"(?:\b(?P<other>{any_of(_WORDS['no_condition_before_if'])}) )?\bif\b")
_PLANS = frozenset(tuple(phrase.split()) for phrase in _WORDS["plans"])


def holds_phrase(text: str, kind: AssertionKind) -> bool:
    """Whether a phrase of that kind stands in a text that is lower-case and without quotations."""
    if _PHRASES[kind].search(text):
        return True
    if kind is AssertionKind.CONDITION:
        return any(match["other"] is None for match in _IF.finditer(text))
    return False


def kind_of_main_verb(chunks: Sequence[Chunk], *, reported: bool) -> AssertionKind | None:
    """What the main verb of a claim makes of it.

    Args:
        chunks: The words of the claim, without who says it.
        reported: Whether somebody is said to say it: "would" then is the future of a past tense.

    Returns:
        Forecast, allegation or opinion; None where the verb states a fact or no verb is found.
    """
    for chunk in chunks:
        if chunk.opening and is_adjunct(chunk) and chunk is not chunks[0]:
            continue
        position = _main_verb(chunk.tokens)
        if position is not None:
            return _kind_of_verb(chunk.tokens, position, reported=reported)
    return None


def _main_verb(tokens: Sequence[Token]) -> int | None:
    """Position of the first finite verb that stands in no clause within the chunk."""
    clauses = 0
    for position, token in enumerate(tokens):
        word = token.lower
        if position and (word in RELATIVES or word in SUBORDINATORS):
            clauses += 1
        elif (
            _is_plan(tokens, position)
            or word in FINITE
            or (_is_past(tokens, position) and not _is_participle(tokens, position))
        ):
            if not clauses:
                return position
            clauses -= 1
    return None


def _is_past(tokens: Sequence[Token], position: int) -> bool:
    word = tokens[position].lower
    if position == 0 or not (word in _PAST or (word.endswith("ed") and len(word) > 4)):  # noqa: PLR2004 - "need"
        return False
    before = tokens[position - 1].lower
    return before not in DETERMINERS and not before.endswith(("ly", "'s")) and before not in _BE


def _is_participle(tokens: Sequence[Token], position: int) -> bool:
    """Whether a past form only describes the noun before it: the verb of the clause is still to come."""
    for token in tokens[position + 1 :]:
        word = token.lower
        if word in FINITE:
            return True
        if word in RELATIVES or word in SUBORDINATORS or word in CONJUNCTIONS or word in PRONOUNS:
            return False
    return False


def _is_plan(tokens: Sequence[Token], position: int) -> bool:
    return any(
        tuple(token.lower for token in tokens[position : position + length]) in _PLANS for length in (2, 5)
    )


def _kind_of_verb(tokens: Sequence[Token], position: int, *, reported: bool) -> AssertionKind | None:
    word = tokens[position].lower
    rest = [token.lower for token in tokens[position + 1 :]]
    while rest and (rest[0] in ADVERBS or rest[0] in {"not", "widely", "been"} or rest[0].endswith("ly")):
        rest = rest[1:]
    following, after = (*rest[:2], "", "")[:2]
    if word in _FUTURE or _is_plan(tokens, position):
        return AssertionKind.FORECAST
    if word == "would":
        negated = tokens[position + 1 : position + 2] and tokens[position + 1].lower == "not"
        ahead = following not in {"have", "like"} and (reported or not negated)
        return AssertionKind.FORECAST if ahead else None
    if word in _BE and following == "to":
        return None if after in _NOT_AHEAD else AssertionKind.FORECAST
    if word in _BE or word in {"has", "have", "had"}:
        return _PASSIVE.get(following) if following not in _NEEDS_TO or after == "to" else None
    return None

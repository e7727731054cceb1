"""How a claim is put in its own words: as a forecast, a condition, a denial, an allegation, an opinion."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, takewhile

from crosscheck.claims.phrases import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    LONGEST_INNER_ADJUNCT,
    PAST,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    Chunk,
    Token,
    is_adjunct,
    is_past,
)
from crosscheck.claims.saying import sayings, takes
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import AssertionKind, TimeReference

_WORDS = load_words("saying")
_FUTURE = frozenset(_WORDS["future"])
_NEEDS_TO = frozenset(_WORDS["needs_to"])
_FEELINGS = frozenset(_WORDS["feelings"])
_WISHES = frozenset(_WORDS["wishes"])
_READER = "you"
"""It begins an aside: "the vote, you will recall, went the other way"."""
_CONTRACTED = "'ll"
_NEGATIVE = frozenset({*_WORDS["nobody"], "not"})
_ALLEGED = frozenset(_WORDS["passive_allegation"])
_BELIEFS = frozenset(_WORDS["beliefs"])
_LOOKS = frozenset({"looks", "looked", "look"})
"""Before "like" verbs of a judgement: "had looked like the start of something"."""
_OPEN_SUBJECTS = frozenset({"who", "whoever", "what", "whatever", "why", "how", "whether"})
"""They begin a clause that is the subject: "Who began it will never be settled"."""
_NOT_AHEAD = frozenset({"blame", "have"})
"""After "is to" these do not look ahead: "the wind was to blame", "it was to have been shut"."""

_REMINDING = frozenset({("remember",), ("recall",), ("note",), ("be", "remembered"), ("be", "recalled")})
"""After "will" these turn back: "readers will remember that"."""
_BEFORE_WILL = frozenset({"own", "free", "good", "ill", "last"})
"""Before "will" they make it a noun: "of his own free will"."""

_SET_FOR = re.compile(r"\b(?:for (?:the )?|to be held .*|called for .*|had\b[^,;]*|was to have\b[^,;]*)\Z")
_SECOND_CLAUSE = re.compile(r"; |, (?:and|but) | and will ")
DAYS_OF_A_YEAR = 364
"""A time that is at least as long is a year."""

_PASSIVE = {
    word: kind
    for kind in (
        AssertionKind.ATTRIBUTED,
        AssertionKind.ALLEGATION,
        AssertionKind.OPINION,
        AssertionKind.FORECAST,
    )
    for word in _WORDS[f"passive_{kind}"]
}
_PHRASES: defaultdict[str, list[tuple[AssertionKind, list[str]]]] = defaultdict(list)
for _kind in AssertionKind:
    for _phrase in _WORDS.get(f"phrase_{_kind}", []):
        _PHRASES[_phrase.split()[0]].append((_kind, _phrase.split()))
_BEFORE_IF, _AFTER_IF = any_of(_WORDS["no_condition_before_if"]), any_of(_WORDS["no_condition_after_if"])
_IF = re.compile(rf"(?:\b(?P<other>{_BEFORE_IF}) )?\bif\b(?! {_AFTER_IF}\b)(?=.)")
_PROVISOS = frozenset({"provided", "providing", "assuming", "barring", "supposing"})
"""At the beginning of a chunk they name a condition: "Provided the weather holds, …"."""
_INVERTED = frozenset(_WORDS["inverted_conditions"])
_CHARGED = re.compile(
    r"\bfac(?:e|es|ed|ing) (?:\w+ ){0,3}(?:charges?|counts?|trial)\b|(?:\A|, )(?:accused|suspected) of\b"
)
_PLANS = frozenset(tuple(phrase.split()) for phrase in _WORDS["plans"])
_PLAN_WORDS = frozenset(words[0] for words in _PLANS)
_PLAN_LENGTHS = sorted({len(words) for words in _PLANS})


def kinds_of_phrases(claim: Sequence[Chunk]) -> set[AssertionKind]:
    """The kinds that set phrases of a claim make it ("no truth in", "unless"); quotations do not count."""
    words = [word for chunk in claim for word in (*(token.lower for token in chunk.tokens), ",")]
    kinds = {
        kind
        for number, word in enumerate(words)
        for kind, phrase in _PHRASES.get(word, ())
        if words[number : number + len(phrase)] == phrase and words[number - 1] != "for"
    }
    if _CHARGED.search(" ".join(words)):
        kinds.add(AssertionKind.ALLEGATION)
    if _is_inverted_condition(claim) or any(
        chunk.tokens[0].lower in _PROVISOS or _holds_if(chunk.tokens) for chunk in claim
    ):
        kinds.add(AssertionKind.CONDITION)
    return kinds


def _holds_if(tokens: Sequence[Token]) -> bool:
    """Whether "if" names a condition of the main clause, not of one within it nor of a second predicate."""
    number = next((number for number, token in enumerate(tokens) if token.lower == "if"), None)
    if number is None:
        return False
    words = " ".join(token.lower for token in tokens)
    if all(match["other"] is not None for match in _IF.finditer(words)):
        return False
    before = tokens[:number]
    if before and (before[0].lower in RELATIVES or before[0].lower.endswith("ing")):
        return False
    if any(token.lower == "having" for token in before) or _is_second_predicate(before):
        return False
    embedded = any(token.lower in RELATIVES for token in before[1:])
    return not embedded or _main_verb(before) is not None


def _is_second_predicate(tokens: Sequence[Token]) -> bool:
    """Whether a conjunction and a finite verb stand among the tokens: "left and would return"."""
    return any(
        token.lower in CONJUNCTIONS and number and (following.lower in FINITE or following.lower in PAST)
        for number, (token, following) in enumerate(pairwise(tokens))
    )


def _is_inverted_condition(claim: Sequence[Chunk]) -> bool:
    """Whether a condition without "if" opens a claim: "Should no budget be passed, they would leave"."""
    return (
        bool(claim)
        and claim[0].tokens[0].lower in _INVERTED
        and any(
            token.lower in _FUTURE or token.lower == "would" for chunk in claim[1:] for token in chunk.tokens
        )
    )


def kind_of_main_verb(chunks: Sequence[Chunk], *, reported: bool) -> AssertionKind | None:
    """What the main verb of a claim makes of it.

    Args:
        chunks: The words of the claim, without who says it.
        reported: Whether somebody is said to say it: "would" then is the future of a past tense.

    Returns:
        Forecast, allegation or opinion; None where the verb states a fact or no verb is found.
    """
    if reported and chunks:
        said = _kind_said(chunks[0].tokens)
        if said:
            return said
    for tokens in _candidates(chunks):
        position = _main_verb(tokens)
        if position is not None:
            return _kind_of_verb(tokens, position, reported=reported)
    return None


def _kind_said(tokens: Sequence[Token]) -> AssertionKind | None:
    """The kind of a second verb of saying that a pronoun is the subject of: "(She said) she fears"."""
    if tokens[0].lower not in PRONOUNS:
        return None
    for position, saying in sayings(tokens):
        if all(_is_between(token.lower) for token in tokens[1:position]):
            following = tokens[position + len(saying.words) :]
            if takes(saying, following, quote_follows=False):
                return saying.kind
    return None


def _is_between(word: str) -> bool:
    """Whether a word can stand between a pronoun and its verb: "it no longer (believes)"."""
    return word in ADVERBS or word in AUXILIARIES or word in {"no", "longer"} or word.endswith("ly")


def looks_ahead(text: str, times: Sequence[TimeReference], published: date | None) -> bool:
    """Whether a statement names a time after its publication at which something is to happen.

    Not a whole year, which is rather that of a budget or a plan, nor what something past was set "for", nor
    the day of a second main clause.

    Args:
        text: The claim.
        times: Its dates.
        published: When it was published.
    """
    second = _SECOND_CLAUSE.search(text)
    end = second.start() if second else len(text)
    return published is not None and any(
        time.earliest > published
        and time.start < end
        and (time.latest - time.earliest).days < DAYS_OF_A_YEAR
        and not _SET_FOR.search(text, 0, time.start)
        for time in times
    )


def _candidates(chunks: Sequence[Chunk]) -> Iterator[list[Token]]:
    """The words that can hold the main verb, likeliest first; a second main clause ends them."""
    for number, chunk in enumerate(chunks):
        if number == 0 or not chunk.opening:
            yield chunk.tokens
            clause = takewhile(lambda other: other.tokens[0].lower not in CONJUNCTIONS, chunks[1:])
            resumed = [other.tokens for other in clause if other.tokens[0].lower in FINITE]
            yield from resumed[:1]
        elif chunk.tokens[0].lower in CONJUNCTIONS:
            return
        elif not is_adjunct(chunk) and chunk.tokens[0].lower != _READER:
            yield chunk.tokens


def _main_verb(tokens: Sequence[Token]) -> int | None:
    """Position of the first finite verb that stands in no clause within the chunk."""
    clauses = 0
    for position, token in enumerate(tokens):
        word = token.lower
        if (position and (word in RELATIVES or word in SUBORDINATORS)) or word in _OPEN_SUBJECTS:
            clauses += 1
            continue
        if position and word == "will" and tokens[position - 1].lower in _BEFORE_WILL:
            continue
        finite = word in FINITE or word in _WISHES or word.endswith(_CONTRACTED)
        past = not finite and is_past(tokens, position)
        if position and past and tokens[position - 1].lower in FINITE:
            continue
        if not past and not finite and not _is_plan(tokens, position):
            continue
        if clauses:
            clauses -= 1
        elif not past or not _is_participle(tokens, position):
            return position
    return None


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
    if tokens[position].lower not in _PLAN_WORDS:
        return False
    if position and tokens[position].lower == "plan" and not tokens[position - 1].lower.endswith("s"):
        return False
    length = next(
        (
            length
            for length in _PLAN_LENGTHS
            if tuple(token.lower for token in tokens[position : position + length]) in _PLANS
        ),
        0,
    )
    return length > 0 and all(token.lower != "know" for token in tokens[position + length :][:1])


def _kind_of_verb(tokens: Sequence[Token], position: int, *, reported: bool) -> AssertionKind | None:
    word = tokens[position].lower
    rest = [token.lower for token in tokens[position + 1 :]]
    while rest and (rest[0] in ADVERBS or rest[0] in {"not", "widely", "been"} or rest[0].endswith("ly")):
        rest = rest[1:]
    following = rest[0] if rest else ""
    negated = any(token.lower in _NEGATIVE for token in (tokens[0], *tokens[position + 1 :][:1]))
    if word in {"might", "would", "had"}:
        ahead = _looks_ahead_from_past(word, rest, reported=reported, negated=negated)
        if ahead or word != "had" or _is_foreseen(following):
            return AssertionKind.FORECAST if ahead else None
    if word in _FUTURE and any(tuple(rest[: len(words)]) == words for words in _REMINDING):
        return None
    if word in _FUTURE or word.endswith(_CONTRACTED) or _is_plan(tokens, position):
        return AssertionKind.FORECAST
    believed = position and following in _BELIEFS and word in FINITE
    wished = word in _WISHES and "know" not in rest[:2]
    if wished or believed or ("like" in rest[:2] and {word, following} & _LOOKS):
        return AssertionKind.OPINION
    been = any(token.lower == "been" for token in tokens[position + 1 : position + 4])
    passive = word in BE or been
    return _kind_of_passive(word, rest) if passive and not (negated and following in _ALLEGED) else None


def _looks_ahead_from_past(word: str, rest: Sequence[str], *, reported: bool, negated: bool) -> bool:
    """Whether "might" or "would" speaks of what is to come, not of what was possible: "would have been"."""
    if word == "would":
        been = "have" in rest[:LONGEST_INNER_ADJUNCT] or rest[:1] == ["like"]
        return not been and (reported or not negated)
    return word == "might" and not reported and rest[:1] != ["have"]


def _is_foreseen(word: str) -> bool:
    """Whether a word after "had" tells of what was planned then: "had been due", "had planned"."""
    return word == "planned" or _PASSIVE.get(word) is AssertionKind.FORECAST


def _kind_of_passive(word: str, rest: Sequence[str]) -> AssertionKind | None:
    """What the words after a form of "be" make of a claim: "(was) to close", "(is) believed to"."""
    following, after, next_word = (*rest[:3], "", "", "")[:3]
    if word in BE and following == "to":
        return None if after in _NOT_AHEAD else AssertionKind.FORECAST
    noun_follows = following == "due" and after == "to" and (next_word in DETERMINERS or "of" in rest[3:4])
    if following in _FEELINGS and after != "to":
        return AssertionKind.OPINION
    if noun_follows or (following in _NEEDS_TO and after != "to"):
        return None
    return _PASSIVE.get(following)

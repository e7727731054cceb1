"""Verbs of saying, from `data/saying.toml`, and what must stand around them to count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from crosscheck.claims.phrases import DETERMINERS, FINITE, PREPOSITIONS, PRONOUNS, Token
from crosscheck.claims.wordlists import load_words
from crosscheck.types import AssertionKind

OBJECT_WINDOW = 10
"""Words after a verb within which its object is looked for."""

LONGEST_LISTENER = 4
"""Words after a verb within which "that" begins what is said."""


class Complement(StrEnum):
    """What must follow the verb where it stands before what is said."""

    FREE = "free"
    CLAUSAL = "clausal"
    OF_ASSERTIONS = "of_assertions"
    JUDGING = "judging"


class Saying(NamedTuple):
    """A form of a verb of saying.

    Attributes:
        words: The form, word by word ("pointed", "out").
        kind: What it makes of the claim.
        complement: What must follow.
        base: Whether it is the form of a plural subject ("say").
    """

    words: tuple[str, ...]
    kind: AssertionKind
    complement: Complement
    base: bool


_WORDS = load_words("saying")
_NOUN_FORMS = frozenset(_WORDS["noun_forms"])
_BLOCKERS = frozenset(_WORDS["blockers"])
_ASSERTIONS = frozenset(_WORDS["assertions"])
_INVERTED = frozenset(_WORDS["inverted"])
_LISTENING = frozenset(_WORDS["listening"])
_PARTICIPLES = frozenset({"told", "found", "shown", "written", "heard", "held"})
_NO_OBJECT = PREPOSITIONS | {"back", "together"}


def _entries() -> Iterator[Saying]:
    for kind in AssertionKind:
        for complement in Complement:
            for verb in _WORDS.get(f"{kind}_{complement}", []):
                for number, form in enumerate(verb.split()):
                    yield Saying(tuple(form.split("_")), kind, complement, base=number == 0)


def _by_first_word() -> dict[str, list[Saying]]:
    forms: defaultdict[str, list[Saying]] = defaultdict(list)
    for saying in sorted(_entries(), key=lambda saying: -len(saying.words)):
        forms[saying.words[0]].append(saying)
    return dict(forms)


_FORMS = _by_first_word()
_CREDITS = [tuple(phrase.split()) for phrase in _WORDS["credit_attributed"]]


def sayings(tokens: Sequence[Token]) -> Iterator[tuple[int, Saying]]:
    """Positions of the verbs of saying among the tokens, without passives, futures and refusals."""
    for position, token in enumerate(tokens):
        for saying in _FORMS.get(token.lower, ()):
            words = tuple(token.lower for token in tokens[position : position + len(saying.words)])
            if words == saying.words and not (
                _is_blocked(tokens, position) or _is_passive(tokens, position, saying)
            ):
                yield position, saying
                break


def _is_blocked(tokens: Sequence[Token], position: int) -> bool:
    before = position - 1
    while before >= 0 and (tokens[before].lower.endswith("ly") or tokens[before].lower in {"also", "since"}):
        before -= 1
    if before < 0:
        return False
    word = tokens[before].lower
    return word in _BLOCKERS or word.endswith("n't")


def _is_passive(tokens: Sequence[Token], position: int, saying: Saying) -> bool:
    """Whether a participle describes the noun before it: "the man accused of it", "figures reported by"."""
    after = position + len(saying.words)
    following = tokens[after].lower if after < len(tokens) else ""
    if following == "of":
        return saying.kind is AssertionKind.ALLEGATION
    return following == "by" and (saying.words[-1].endswith("ed") or saying.words[-1] in _PARTICIPLES)


def is_noun_here(subject: Sequence[Token], saying: Saying) -> bool:
    """Whether a form that can be a noun ("claims", "report") is one after these words."""
    if saying.words[0] not in _NOUN_FORMS or not subject:
        return False
    first, last = subject[0].lower, subject[-1].lower
    if last in DETERMINERS or last in PREPOSITIONS or last.endswith(("'s", "s'")):
        return True
    return saying.base and first in DETERMINERS and not last.endswith("s")


def takes(saying: Saying, following: Sequence[Token], *, quote_follows: bool) -> bool:
    """Whether the words after a verb are what it needs to be a verb of saying.

    Args:
        saying: The verb.
        following: The words after it, up to the next break.
        quote_follows: Whether a quotation follows, at once or after a break.
    """
    words = [token.lower for token in following]
    if saying.words[0] in _NOUN_FORMS and (words[0] in FINITE if words else not quote_follows):
        return False
    match saying.complement:
        case Complement.FREE:
            return True
        case Complement.OF_ASSERTIONS:
            return any(word in _ASSERTIONS or word == "that" for word in words[:OBJECT_WINDOW])
        case Complement.JUDGING:
            return _is_judged(words, quote_follows=quote_follows)
        case Complement.CLAUSAL:
            infinitive = saying.kind is AssertionKind.ALLEGATION and words[:1] == ["to"]
            clause = saying.kind is not AssertionKind.ALLEGATION and _is_clause(words)
            return quote_follows or "that" in words[:LONGEST_LISTENER] or infinitive or clause


def _is_clause(words: Sequence[str]) -> bool:
    """Whether a clause begins here without "that": "found he was right", "said the bridge had gone"."""
    if not words or words[0] in _NO_OBJECT:
        return False
    return words[0] in PRONOUNS - {"it", "you"} or any(word in FINITE for word in words[1:OBJECT_WINDOW])


def _is_judged(words: Sequence[str], *, quote_follows: bool) -> bool:
    """Whether an object and a judgement of it follow: "called the plan a disgrace", "called it illegal"."""
    if words and quote_follows:
        return True
    if len(words) < 2 or words[0] in _NO_OBJECT:  # noqa: PLR2004 - an object and a judgement
        return False
    if any(word.startswith(('"', "“")) for word in words[1:]) or {"a", "an"} & set(words[1:]):
        return True
    object_length = 1 if words[0] in {*PRONOUNS, "them", "him"} else 2
    return len(words) > object_length and not set(words) & (PREPOSITIONS - {"of", "and", "from"})


def stands_before_subject(saying: Saying) -> bool:
    """Whether the subject can follow the verb: "said the mayor"."""
    return saying.words[0] in _INVERTED


def needs_listener(saying: Saying) -> bool:
    """Whether a listener follows the verb without a preposition: "told reporters"."""
    return saying.words[0] in _LISTENING


def credit_phrase(tokens: Sequence[Token]) -> tuple[int, int]:
    """Position and length of a phrase that names a source ("according to"); length 0 where there is none."""
    for position, token in enumerate(tokens):
        for phrase in _CREDITS:
            if token.lower == phrase[0] and phrase == tuple(
                token.lower for token in tokens[position : position + len(phrase)]
            ):
                return position, len(phrase)
    return 0, 0

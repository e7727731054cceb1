"""Verbs of saying, from `data/saying.toml`, and what must stand around them to count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import pairwise, takewhile
from typing import NamedTuple

from crosscheck.claims.phrases import (
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Token,
)
from crosscheck.claims.wordlists import load_words
from crosscheck.types import AssertionKind

OBJECT_WINDOW = 10
"""Words after a verb within which its object is looked for."""

LONGEST_LISTENER = 4
"""Words after a verb within which "that" begins what is said."""


LONGEST_REFUSAL = 3
"""Words after a verb of denial within which stands what is refused."""


class Complement(StrEnum):
    """What must follow the verb where it stands before what is said."""

    FREE = "free"
    CLAUSAL = "clausal"
    OF_ASSERTIONS = "of_assertions"
    WITH_OBJECT = "with_object"
    JUDGING = "judging"
    QUOTING = "quoting"
    COUNTING = "counting"
    ESTIMATING = "estimating"
    OF_DOCUMENTS = "of_documents"
    OF_PREDICTIONS = "of_predictions"
    OF_PERSONS = "of_persons"
    OF_CHARGES = "of_charges"
    OF_FALSEHOODS = "of_falsehoods"


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
_INVERTED_AFTER_CLAUSE = frozenset(_WORDS["inverted_after_clause"])
NO_CONTENT = frozenset(_WORDS["no_content"])
_NO_SOURCES = frozenset(_WORDS["no_sources"])
_PREDICTIONS = frozenset(_WORDS["predictions"])
_NO_SPEAKERS, _NOBODY = frozenset(_WORDS["no_speakers"]), frozenset(_WORDS["nobody"])
_CHARGING = frozenset({"with", "over"})
_REFUSED = frozenset(_WORDS["refused"])
_FALSEHOODS = frozenset(_WORDS["falsehoods"])
_DOCUMENTS = frozenset(_WORDS["documents"])
_LISTENING = frozenset(_WORDS["listening"])
_NUMBERS = frozenset(load_words("checkworthiness")["numbers"])
_MONTHS = frozenset(month.lower() for month in load_words("segmentation")["months"])
_APPROXIMATELY = frozenset(_WORDS["approximately"])
_PROMISES = frozenset(_WORDS["promises"])
_BLOCKING_ENDS = ("n't", "'re", "'ll", "'m")
_PLURALS = frozenset(_WORDS["irregular_plurals"])
_PARTICIPLES = frozenset({"told", "found", "shown", "written", "heard", "held"})
_PRONOUN_OBJECTS = PRONOUNS | {"them", "him", "me", "us"}
_REFLEXIVE = ("self", "selves")
_IDIOM = ["a", "day"]
"""After "called it" no judgement."""
_NO_OBJECT = PREPOSITIONS | {"back", "together"}
_AFTER_OBJECT = PREPOSITIONS - {"of", "as"}
"""An object has ended there: "shot down a missile after reports of an attack"."""


def _entries() -> Iterator[Saying]:
    for kind in AssertionKind:
        for complement in Complement:
            for verb in _WORDS.get(f"{kind}_{complement}", []):
                for number, form in enumerate(verb.split()):
                    yield Saying(tuple(form.split("_")), kind, complement, base=number == 0)


def _by_first_word() -> dict[str, list[Saying]]:
    """The longest first; of equally long forms, those that need a certain complement before the free ones."""
    forms: defaultdict[str, list[Saying]] = defaultdict(list)
    for saying in sorted(_entries(), key=lambda s: (-len(s.words), s.complement is Complement.FREE)):
        forms[saying.words[0]].append(saying)
    return dict(forms)


_FORMS = _by_first_word()
_CREDITS: dict[str, list[tuple[str, ...]]] = defaultdict(list)
for _phrase in _WORDS["credit_attributed"]:
    _CREDITS[_phrase.split()[0]].append(tuple(_phrase.split()))
_CREDITING = {tuple(phrase.split()) for phrase in _WORDS["credit_participles"]}


def sayings(tokens: Sequence[Token]) -> Iterator[tuple[int, Saying]]:
    """Positions of the verbs of saying among the tokens, without passives, futures and refusals."""
    for position, token in enumerate(tokens):
        for saying in _FORMS.get(token.lower, ()):
            if _stands_at(tokens, position, saying.words) and not (
                _is_blocked(tokens, position) or _is_passive(tokens, position, saying)
            ):
                yield position, saying


def _stands_at(tokens: Sequence[Token], position: int, words: tuple[str, ...]) -> bool:
    """Whether a form whose first word stands at a position goes on there."""
    rest = words[1:]
    return not rest or rest == tuple(token.lower for token in tokens[position + 1 : position + len(words)])


def _is_blocked(tokens: Sequence[Token], position: int) -> bool:
    before = position - 1
    while before >= 0 and (tokens[before].lower.endswith("ly") or tokens[before].lower in {"also", "since"}):
        before -= 1
    if before < 0:
        return False
    word = tokens[before].lower
    past_promise = word == "had" and tokens[position].lower in _PROMISES
    return past_promise or word in _BLOCKERS or word.endswith(_BLOCKING_ENDS)


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
    return saying.base and first in DETERMINERS and not (last.endswith("s") or last in _PLURALS)


def takes(saying: Saying, following: Sequence[Token], *, quote_follows: bool) -> bool:
    """Whether the words after a verb are what it needs to be a verb of saying.

    Args:
        saying: The verb.
        following: The words after it, up to the next break.
        quote_follows: Whether a quotation follows, at once or after a break.
    """
    words = [token.lower for token in following]
    is_noun = saying.words[0] in _NOUN_FORMS and (words[0] in FINITE if words else not quote_follows)
    if is_noun or _is_act(saying, words):
        return False
    if saying.complement in _OBJECTS:
        return _OBJECTS[saying.complement](words)
    match saying.complement:
        case Complement.JUDGING:
            return _is_judged(words, quote_follows=quote_follows)
        case Complement.CLAUSAL:
            infinitive = saying.kind is AssertionKind.ALLEGATION and words[:1] == ["to"]
            return quote_follows or "that" in words[:LONGEST_LISTENER] or infinitive or _is_clause(words)
    return True


def _is_act(saying: Saying, words: Sequence[str]) -> bool:
    """Whether these words after a verb show that nothing is said: "said nothing", "denied him a visa"."""
    refused = saying.kind is AssertionKind.DENIAL and not _REFUSED.isdisjoint(words[:LONGEST_REFUSAL])
    return refused or (bool(words) and words[0] in NO_CONTENT)


def is_clausal(saying: Saying) -> bool:
    """Whether a verb needs a clause of what is said."""
    return saying.complement is Complement.CLAUSAL


def _is_clause(words: Sequence[str]) -> bool:
    """Whether a clause begins here without "that": "(found) he was right", not "(holds) 80 and was sold"."""
    if not words or words[0] in _NO_OBJECT:
        return False
    if words[0] in PRONOUNS - {"it", "you"}:
        return True
    neighbours = pairwise(words[:OBJECT_WINDOW])
    return any(word in FINITE and before not in CONJUNCTIONS for before, word in neighbours)


def _is_figure(words: Sequence[str]) -> bool:
    """Whether a figure begins here: "47 crossings", "more than 200"."""
    first = next((word for word in words[:OBJECT_WINDOW] if word not in _APPROXIMATELY), "")
    return first[:1].isdigit() or first in _NUMBERS


def _is_figure_after(preposition: str, words: Sequence[str]) -> bool:
    """Whether a figure follows an object and a preposition: "the damage at 4 million"."""
    return any(
        word == preposition and _is_figure(words[number + 1 :]) and not _is_date(words[number + 1 :])
        for number, word in enumerate(words[:OBJECT_WINDOW])
        if number
    )


def _is_date(words: Sequence[str]) -> bool:
    """Whether a day or a year begins here: "16 September", "2013"."""
    year = words[0].isdigit() and words[0][:2] in {"19", "20"} and len(words[0]) == len("2013")
    return year or not _MONTHS.isdisjoint(word.lower() for word in words[:2])


def _is_prediction(words: Sequence[str]) -> bool:
    """Whether the object is a forecast: "its full-year outlook", not "rates in line with its outlook"."""
    end = next((number for number, word in enumerate(words) if word in _NO_OBJECT), len(words))
    return words[:1] != ["to"] and not _PREDICTIONS.isdisjoint(words[:end])


def _is_assertion(words: Sequence[str]) -> bool:
    """Whether the object can be true or false: "the claim", "that he fled"."""
    ends = (
        number for number, word in enumerate(words) if word in RELATIVES or (number and word in _AFTER_OBJECT)
    )
    end = min(next(ends, OBJECT_WINDOW), OBJECT_WINDOW)
    return words[:1] == ["that"] or not _ASSERTIONS.isdisjoint(words[:end])


_OBJECTS: dict[Complement, Callable[[Sequence[str]], bool]] = {
    Complement.OF_ASSERTIONS: _is_assertion,
    Complement.WITH_OBJECT: lambda words: bool(words) and words[0] not in _NO_OBJECT,
    Complement.QUOTING: lambda words: words[:1] == ["“"],
    Complement.COUNTING: lambda words: _is_figure(words) or _is_figure_after("of", words),
    Complement.ESTIMATING: lambda words: _is_figure_after("at", words),
    Complement.OF_DOCUMENTS: lambda words: bool(words) and words[0] not in _NO_OBJECT,
    Complement.OF_PREDICTIONS: _is_prediction,
    Complement.OF_FALSEHOODS: lambda words: (
        not _FALSEHOODS.isdisjoint(words) and _is_judged(words, quote_follows=False)
    ),
    Complement.OF_PERSONS: lambda words: "of" in words,
    Complement.OF_CHARGES: lambda words: not _CHARGING.isdisjoint(words[1:]),
}


def _is_judged(words: Sequence[str], *, quote_follows: bool) -> bool:
    """Whether an object and a judgement of it follow: "called the plan a disgrace", "called it illegal"."""
    if words and quote_follows:
        return True
    words = list(takewhile(lambda word: word not in CONJUNCTIONS, words))
    if len(words) < 2 or words[0] in _NO_OBJECT:  # noqa: PLR2004 - an object and a judgement
        return False
    if words[1:3] == _IDIOM or any(word.endswith(_REFLEXIVE) for word in words):
        return False
    if words[0] in _PRONOUN_OBJECTS and words[1] in DETERMINERS:
        return True
    if any(word.startswith(('"', "“")) for word in words[1:]) or {"a", "an"} & set(words[1:]):
        return True
    object_length = 1 if words[0] in _PRONOUN_OBJECTS else 2
    return len(words) > object_length and not set(words) & (PREPOSITIONS - {"of"})


def suits(saying: Saying, speaker: Sequence[Token]) -> bool:
    """Whether a verb takes such a speaker: some are credits only to a document ("the audit found errors")."""
    if speaker[0].lower in _NOBODY or _is_no_one(speaker) or speaker[-1].lower in _NO_SPEAKERS:
        return False
    if saying.complement is not Complement.OF_DOCUMENTS:
        return True
    words = [token.lower for token in speaker]
    end = next((number for number, word in enumerate(words) if word in PREPOSITIONS), len(words))
    return not _DOCUMENTS.isdisjoint(words[max(end - 1, 0) : end])


def _is_no_one(speaker: Sequence[Token]) -> bool:
    return [token.lower for token in speaker[:2]] == ["no", "one"]


def stands_before_subject(saying: Saying, *, after_clause: bool) -> bool:
    """Whether the subject can follow the verb: "said the mayor".

    Args:
        saying: The verb.
        after_clause: Whether a full clause stands before it, so that what follows is hardly its object.
    """
    return saying.words[0] in _INVERTED or (after_clause and saying.words[0] in _INVERTED_AFTER_CLAUSE)


def needs_listener(saying: Saying) -> bool:
    """Whether a listener follows the verb without a preposition: "told reporters"."""
    return saying.words[0] in _LISTENING


def credit_phrase(tokens: Sequence[Token], *, closing: bool) -> tuple[int, int]:
    """Position and length of a phrase that names a source ("according to"); length 0 where there is none.

    Args:
        tokens: Words of a chunk.
        closing: Whether the chunk closes its sentence, so that a participle can begin it ("counted by").
    """
    if closing and tuple(token.lower for token in tokens[:2]) in _CREDITING:
        return 0, 2
    for position, token in enumerate(tokens):
        for phrase in _CREDITS.get(token.lower, ()):
            end = position + len(phrase)
            if phrase == tuple(token.lower for token in tokens[position:end]) and not (
                tokens[end:] and tokens[end].lower in _NO_SOURCES
            ):
                return position, len(phrase)
    return 0, 0

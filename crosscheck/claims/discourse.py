"""What an article has told so far: its sentences, the persons whom they name, who spoke, on what day.

It is what short references are resolved from (`crosscheck.claims.references`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crosscheck.claims.aliases import groups_of, plain
from crosscheck.claims.name_words import GENERIC, HEADS, QUALIFIERS, TITLES, is_ordinary, is_people
from crosscheck.claims.names import find_names
from crosscheck.claims.same_name import same_name
from crosscheck.claims.wordlists import load_words
from crosscheck.types import Mention, TimeReference

SENTENCES_KEPT = 4
"""Sentences in which the person is looked for who is meant by a pronoun.

By `python eval/references.py` 136 of 142 are right on both halves, with two 129 of 134, with six 137 of 143
(measured once)."""

_WORDS = load_words("references")
_PRONOUNS = {
    **dict.fromkeys((*_WORDS["he"], *_WORDS["men"]), "he"),
    **dict.fromkeys((*_WORDS["she"], *_WORDS["women"]), "she"),
}
_MANS_ENDING, _ENDING_EITHER = "o", ("ko", "io")
"""Of given names that are not listed ("Faustino"); "-a" is left out, as of "Issa" and "Luca"."""
_GIVEN = frozenset((*_WORDS["men"], *_WORDS["women"]))
_PLACES_BEFORE = frozenset(_WORDS["places_before"])
_NO_PERSONS = frozenset(_WORDS["no_persons"]) | HEADS | GENERIC
_BEFORE = re.compile(r"([\w-]+)\.?\s+\Z")
_AGE_BEHIND = re.compile(r",? \(?\d\d\)?(?!\d)[,.)]|, (?:aged )?\d\d\b")
PRONOUN_FORMS = {
    "he": re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE),
    "she": re.compile(r"\b(?:she|hers?|herself)\b", re.IGNORECASE),
}
SAID = re.compile(
    r"\b(?:said|announced|reported|confirmed|stated|told\s[^,.]{1,40})(?:\s(?:late|early))?\s(?:on\s)?\Z"
)
_LEAD = 30
"""Characters before a name in which its title stands."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom a sentence names.

    Attributes:
        name: The fullest form in the article so far.
        start: Where the sentence names them first.
        pronoun: "he" or "she" where that is told, else empty.
    """

    name: str
    start: int
    pronoun: str

    def can_be(self, pronoun: str) -> bool:
        """Whether "he" or "she" can mean them."""
        return self.pronoun in {"", pronoun}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence or title that has been read.

    Attributes:
        text: Its words.
        names: The proper names in it.
        persons: Those of them that are persons, each once, in order.
        speaker: Who says it, in its own words; None for the outlet.
        speaker_meaning: The person who that is, where known.
        subject_meaning: The person of whom it speaks first, where known.
        times: The days that it names.
    """

    text: str
    names: tuple[Mention, ...] = ()
    persons: tuple[Person, ...] = ()
    speaker: str | None = None
    speaker_meaning: Person | None = None
    subject_meaning: Person | None = None
    times: tuple[TimeReference, ...] = ()


@dataclass(slots=True)
class Discourse:
    """An article so far.

    Attributes:
        title: Its title, read as a sentence.
        told: Its sentences so far, in order.
    """

    title: Told | None = None
    told: list[Told] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _places: set[str] = field(default_factory=set)
    _pronouns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, title: str | None) -> Discourse:
        """That of an article of which only the title has been read."""
        discourse = cls()
        if title:
            names = find_names(title)
            discourse.title = Told(title, names, discourse.persons_of(title, names))
        return discourse

    @property
    def sentences(self) -> list[Told]:
        """The title, if there is one, and the sentences so far."""
        return [self.title, *self.told] if self.title else list(self.told)

    def persons_of(self, text: str, names: Sequence[Mention]) -> tuple[Person, ...]:
        """The persons among the names of a sentence, which are remembered."""
        found: list[Person] = []
        for name in names:
            if not self._is_person(text, name):
                continue
            told = _told_pronoun(text, name)
            full = self._remember(name.text, told)
            if all(full != person.name for person in found):
                found.append(Person(full, name.start, self._pronouns.get(full, "")))
        return tuple(found)

    def person(self, name: str, pronoun: str = "") -> Person:
        """A person by name, of whom "he" or "she" may now be known."""
        full = self._remember(name, pronoun)
        return Person(full, 0, self._pronouns.get(full, ""))

    def knows(self, name: str) -> bool:
        """Whether it has named that person as a person."""
        return self.full(name) in self._names

    def tells_of(self, pronoun: str, before: Told) -> bool:
        """Whether the sentences before one of the last tell of somebody who is "he" or "she"."""
        sentences = [told for told in self.told[-SENTENCES_KEPT:] if told is not before]
        persons = [person for told in sentences for person in told.persons]
        return any(person.pronoun == pronoun for person in persons) or any(
            PRONOUN_FORMS[pronoun].search(told.text) for told in sentences
        )

    def is_in_title(self, name: str) -> bool:
        """Whether the title has that name."""
        title = self.title
        return title is not None and any(
            one.text == name and word_before(title.text, one) != "the" for one in title.names
        )

    def last_days(self, sentences: int) -> list[TimeReference]:
        """The days that the last sentences name, in order, but for those on which something was said."""
        return [
            time
            for told in self.told[-sentences:]
            for time in told.times
            if not SAID.search(told.text, 0, time.start)
        ]

    def full(self, name: str) -> str:
        """The fullest form of a person's name so far; a given name alone is of the only one who has it."""
        same = [known for known in self._names if same_name(known, name)]
        if not same and _words(name) == 1:
            given = [known for known in self._names if known.split()[0] == name]
            same = given if len(given) == 1 else []
        return max(same, key=_words, default=name)

    def _remember(self, name: str, pronoun: str) -> str:
        known = self.full(name)
        full = name if _words(name) > _words(known) else known
        pronoun = pronoun or self._pronouns.get(known, "")
        if full not in self._names:
            self._names.append(full)
        if pronoun:
            self._pronouns[full] = pronoun
        return full

    def _is_person(self, text: str, name: Mention) -> bool:
        if groups_of(name.text) or name.text in self._places:
            return False
        words = plain(name.text).split()
        before = word_before(text, name)
        if before == "in" and name.text in self._names:
            self._places.add(name.text)
            self._names.remove(name.text)
        titled = before in TITLES and words[-1] not in _NO_PERSONS
        if titled or self.knows(name.text) or _AGE_BEHIND.match(text, name.end):
            return True
        if before in _PLACES_BEFORE:
            self._places.add(name.text)
            return False
        return len(words) > 1 and _looks_like_person(words, before)


def _looks_like_person(words: Sequence[str], before: str) -> bool:
    """Whether a name of several words, of which nothing tells what it is, is likely a person's."""
    odd = not _NO_PERSONS.isdisjoint(words) or words[0] in QUALIFIERS or any(map(is_people, words))
    if odd or any(word[0].isdigit() for word in words):
        return False
    return words[0] in _GIVEN or (before != "the" and not is_ordinary(words[-1]))


def _words(name: str) -> int:
    return len(name.split())


def word_before(text: str, name: Mention) -> str:
    """The word before a name, in lower case and without a full stop; empty where none is."""
    before = _BEFORE.search(text, max(0, name.start - _LEAD), name.start)
    return before[1].lower() if before else ""


def _told_pronoun(text: str, name: Mention) -> str:
    """The pronoun that a title or the given name tells, empty where none does."""
    given = [word.lower() for word in name.text.split()[:-1]]
    told = next((_PRONOUNS[word] for word in (word_before(text, name), *given) if word in _PRONOUNS), "")
    if told or not given or given[0].endswith(_ENDING_EITHER):
        return told
    return "he" if given[0].endswith(_MANS_ENDING) else ""

"""Whether two speakers can be the same person or body."""

from __future__ import annotations

import re
from typing import NamedTuple

from crosscheck.claims.aliases import groups_of, plain
from crosscheck.claims.counted import singular
from crosscheck.claims.name_words import TITLES, is_people
from crosscheck.claims.names import find_names
from crosscheck.claims.phrases import DETERMINERS, PREPOSITIONS, PRONOUNS, RELATIVES
from crosscheck.claims.same_name import same_name
from crosscheck.claims.wordlists import load_words

LEAST_STEM = 4
"""Letters of a country, its last vowel left out, with which its adjective begins: "Russia", "Russian"."""

_WORDS = load_words("saying")
_VOICES = frozenset(_WORDS["voices"])
_FORCES, _POLICE = frozenset(_WORDS["forces"]), frozenset(_WORDS["police"])
_ARMED_FORCES = dict(entry.split() for entry in _WORDS["armed_forces"])
_LAST_VOWEL = re.compile(r"[aeiouy]\Z")
_ENDS = PREPOSITIONS | RELATIVES
_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:-[^\W\d_]+)*")


class _Party(NamedTuple):
    """What the words that name a speaker say.

    Attributes:
        name: The proper name that is the speaker ("Anne Hidalgo"), empty where a common noun is.
        nouns: The common noun that is the speaker ("police"), or what stands before the name ("mayor").
        marks: Names and peoples that tell whose or where ("Kano" of "Kano police", "israeli").
        definite: Whether it is spoken of as known already: "the president", not "a nurse".
    """

    name: str
    nouns: frozenset[str]
    marks: tuple[str, ...]
    definite: bool


def may_be_one_speaker(a: str, b: str) -> bool:
    """Whether two speakers can be the same person or body, as far as their words say.

    A pronoun can be anybody. Two names must mean the same. Two common nouns must be the same noun, and not of
    two owners: "the ministry" can be "the defence ministry", but "Kano police" is not "Lagos police". A name
    and a common noun can be one where the noun is the title of the name ("the mayor", "Mayor Anne Hidalgo"),
    or a title and the name has none ("the president", "Macron"), or where the name tells whose the noun is
    ("Hamas", "a Hamas official").

    Args:
        a: The words of one speaker.
        b: Those of the other.
    """
    if a.lower() in PRONOUNS or b.lower() in PRONOUNS or same_name(a, b):
        return True
    first, second = _party(a), _party(b)
    if first.name and second.name:
        return same_name(first.name, second.name)
    if first.name or second.name:
        return _may_be_named(first, second) if second.name else _may_be_named(second, first)
    if not first.nouns or not second.nouns:
        return _have_common_mark(first, second)
    return _share_noun(first, second) and not _are_apart(first, second)


def _party(speaker: str) -> _Party:
    """What a speaker's words say; of "a spokesman for the army" both nouns count."""
    names = find_names(speaker)
    words = [
        (word.start(), word.group().lower())
        for word in _WORD.finditer(speaker)
        if not any(name.start <= word.start() < name.end for name in names)
    ]
    end = next((at for at, word in words if at and word in _ENDS), len(speaker))
    nouns = [
        singular(word) for at, word in words if at < end and word not in DETERMINERS and not is_people(word)
    ]
    name = next((name for name in names if name.end <= end and not speaker[name.end : end].strip()), None)
    marks = [other.text for other in names if other != name] + [word for _, word in words if is_people(word)]
    definite = speaker.lower().startswith("the ")
    if name:
        return _Party(name.text, frozenset(nouns), tuple(marks), definite)
    head = nouns[-1:]
    if _VOICES.issuperset(head):
        head = nouns[-2:]
        _, _, body = speaker[end:].partition(" ")
        head += _party(body).nouns if body else ()
    return _Party("", frozenset(head), tuple(marks), definite)


def _may_be_named(common: _Party, named: _Party) -> bool:
    """Whether a common noun can mean who, or what, is called by a name."""
    if any(_are_related(named.name, mark) for mark in common.marks):
        return True
    people = _ARMED_FORCES.get(named.name)
    if people and common.nouns & _FORCES:
        return not common.marks or any(_are_related(people, mark) for mark in common.marks)
    if named.nouns:
        return _share_noun(common, named) and not _are_apart(common, named)
    return common.definite and common.nouns <= TITLES and not common.marks and not groups_of(named.name)


def _share_noun(a: _Party, b: _Party) -> bool:
    """Whether the nouns of both are the same, or both mean armed forces, or both police."""
    forces, police = (a.nouns & kindred and b.nouns & kindred for kindred in (_FORCES, _POLICE))
    return bool(a.nouns & b.nouns or forces or police)


def _are_apart(a: _Party, b: _Party) -> bool:
    """Whether both say whose they are, and of different ones."""
    return bool(a.marks and b.marks) and not _have_common_mark(a, b)


def _have_common_mark(a: _Party, b: _Party) -> bool:
    return any(_are_related(one, other) for one in a.marks for other in b.marks)


def _are_related(a: str, b: str) -> bool:
    """Whether two marks are of one owner: names of the same, or a country and its adjective."""
    if same_name(a, b):
        return True
    a, b = plain(a), plain(b)
    if is_people(a) == is_people(b):
        return is_people(a) and a.removesuffix("s") == b.removesuffix("s")
    people, country = (a, b) if is_people(a) else (b, a)
    stem = _LAST_VOWEL.sub("", country)
    return len(stem) >= LEAST_STEM and people.startswith(stem)

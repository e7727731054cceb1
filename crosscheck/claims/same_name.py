"""Whether two names mean the same person, body or place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from crosscheck.claims.aliases import groups_of, plain
from crosscheck.claims.name_words import ARTICLES, QUALIFIERS, TITLE_WORDS, is_ordinary, without_possessive
from crosscheck.claims.wordlists import load_words

LEAST_FOLDED = 5
"""Letters from which a name is known in another transliteration; shorter ones would meet by chance."""

_FAMILY_FIRST = frozenset(load_words("names")["family_first"])
_PINYIN = r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiou]{1,4}(?:ng|n)?"
_SYLLABLE = r"[^\W\d_aeiouyw]{0,3}[aeiouyw]{1,4}[^\W\d_aeiouyw]{0,2}"
_GIVEN = re.compile(rf"(?:{_PINYIN}){{1,2}}|{_SYLLABLE}[ -]{_SYLLABLE}")
"""A given name that follows its surname: one or two syllables ("Jinping", "Jong Un", "Ing-wen")."""

_AL = re.compile(r"\A(?:al|el) (?=\w{3})|\b(?:al|el)-")
_ARABIC = re.compile(r"\b(?:al|el)[ -]|\b(?:abu|bin|ibn|abd|abdul|abdel)\b|q|l?lah\b")
_DOUBLED = re.compile(r"([^\W\d_aeou])\1")
"""A consonant, or "i", written twice."""


@lru_cache(maxsize=65_536)
def same_name(a: str, b: str) -> bool:
    """Whether two names, or speakers, can mean the same person, body or place.

    A surname matches the full name, also where it stands first ("Xi", "Xi Jinping") or is transliterated in
    another way ("Gaddafi", "Muammar Qaddafi"), an acronym what it stands for, the first word of a body its
    whole name ("Galloway", "Galloway Foods"), and the aliases of `data/aliases.toml` one another: there the
    capital, the seat and the country stand for one government, so "Moscow" and "Russia" match although the
    one lies in the other.

    Args:
        a: A name, with or without title and article.
        b: Another.
    """
    shorter, longer = sorted((_bare(a), _bare(b)), key=len)
    if plain(" ".join(shorter)) == plain(" ".join(longer)):
        return True
    groups_a, groups_b = groups_of(a), groups_of(b)
    if groups_a or groups_b:
        return bool(groups_a & groups_b)
    return (
        _is_acronym(shorter, longer)
        or _is_short_form(shorter, longer)
        or _is_family_first(shorter, longer)
        or _is_transliteration(shorter, longer)
    )


def _bare(name: str) -> list[str]:
    """The words of a name without article, title and possessive."""
    words = [word for part in name.replace(",", "").split() if (word := without_possessive(part))]
    while len(words) > 1 and words[0].lower() in ARTICLES:
        words = words[1:]
    if words and words[-1][0].isupper() and words[-1].lower() not in TITLE_WORDS:
        while len(words) > 1 and words[0].lower().rstrip(".") in TITLE_WORDS:
            words = words[1:]
    return words


def _is_acronym(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the first letters of the longer name, small words left out or not, make the shorter one."""
    if len(shorter) != 1 or len(longer) < 2:  # noqa: PLR2004 - one letter is an initial
        return False
    letters = shorter[0].replace(".", "")
    if not letters.isupper():
        return False
    capitals = "".join(word[0] for word in longer if word[0].isupper())
    return letters in {capitals, "".join(word[0].upper() for word in longer)}


def _is_short_form(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the shorter name is the surname, or the distinguishing beginning, of the longer one."""
    if not shorter or shorter[0].islower() or len(shorter) == len(longer):
        return False
    short, long = [plain(word) for word in shorter], [plain(word) for word in longer]
    if long[-len(short) :] == short:
        return long[-len(short) - 1] not in QUALIFIERS
    rest = long[len(short) :]
    return long[: len(short)] == short and all(is_ordinary(word) for word in rest)


def _is_family_first(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the shorter name is the surname that stands first in the longer one: "Kim" of "Kim Jong Un"."""
    if len(shorter) != 1 or len(longer) < 2 or shorter[0].islower():  # noqa: PLR2004 - a given name follows
        return False
    surname, first, *given = (plain(word) for word in (*shorter, *longer))
    return surname == first and surname in _FAMILY_FIRST and _GIVEN.fullmatch(" ".join(given)) is not None


def _is_transliteration(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the shorter name is the longer one, or the end of it, as transliterated in another way."""
    if not shorter or shorter[0].islower():
        return False
    vowels = all(_is_arabic(name) for name in (shorter, longer))
    short, long = sorted((_without_al(name) for name in (shorter, longer)), key=len)
    if not short:
        return False
    before = long[: -len(short)]
    if before and before[-1] in QUALIFIERS:
        return False
    return all(_spells(a, b, vowels=vowels) for a, b in zip(short, long[len(before) :], strict=True))


def _is_arabic(name: Sequence[str]) -> bool:
    return _ARABIC.search(plain(" ".join(name))) is not None


def _without_al(name: Sequence[str]) -> list[str]:
    """The words of a name without Arabic articles: "Al Qaida", "Bashar al-Assad"."""
    return _AL.sub("", plain(" ".join(name))).split()


def _spells(a: str, b: str, *, vowels: bool) -> bool:
    """Whether two words of names, `plain`, are the same, or transliterations of one that is no English word.

    Args:
        a: One word.
        b: The other.
        vowels: Whether e and i, o and u are one, as in Arabic; elsewhere they part "Scholz" and "Schulz".
    """
    if a == b or min(len(a), len(b)) < LEAST_FOLDED or is_ordinary(a) or is_ordinary(b):
        return a == b
    return not _folded(a, vowels=vowels).isdisjoint(_folded(b, vowels=vowels))


def _folded(word: str, *, vowels: bool) -> set[str]:
    """What the transliterations of a word have in common; "q" stands for both "k" and "g"."""
    folded = word.replace("ou", "u").replace("dh", "d").replace("y", "i")
    if vowels:
        folded = folded.replace("e", "i").replace("o", "u")
    folded = _DOUBLED.sub(r"\1", folded)
    return {folded.replace("q", letter) for letter in "kg"}

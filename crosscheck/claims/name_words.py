"""Words that tell a name from what else is written with a capital.

They stand in `data/names.toml` and `data/ordinary_words.txt`.
"""

from __future__ import annotations

import re
from importlib.resources import files

from crosscheck.claims.wordlists import load_words


def _ordinary_words() -> frozenset[str]:
    file = files("crosscheck.claims") / "data" / "ordinary_words.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


_WORDS = {name: frozenset(words) for name, words in load_words("names").items()}
_ORDINARY = _ordinary_words()
_ORDINARY_ENDINGS = tuple(sorted(_WORDS["ordinary_endings"]))
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])\Z")

OPENERS = _WORDS["openers"]
ARTICLES = frozenset({"the", "a", "an"})
NEVER = _WORDS["never"]
MONTHS_AND_SURNAMES = _WORDS["months_and_surnames"]
ACRONYMS = _WORDS["acronyms"]
GENERIC = _WORDS["generic"]
TITLES = _WORDS["titles"]
TITLE_WORDS = TITLES | _WORDS["title_parts"]
PORTFOLIOS = _WORDS["portfolios"]
PARTICLES = _WORDS["particles"]
HEADS = _WORDS["heads"]
QUALIFIERS = _WORDS["qualifiers"]


def is_ordinary(lower: str) -> bool:
    """Whether a word in lower case, or each part of a hyphened one, is an ordinary word of English."""
    if lower in _ORDINARY or lower in OPENERS or lower.endswith(_ORDINARY_ENDINGS):
        return True
    return "-" in lower and all(part in _ORDINARY for part in lower.split("-"))


def is_people(lower: str) -> bool:
    """Whether a word in lower case is an adjective or noun of peoples or religions ("kyrgyz-tajik" too)."""
    peoples = _WORDS["peoples"]
    return all(word in peoples or word.removesuffix("s") in peoples for word in lower.split("-"))


def without_possessive(word: str) -> str:
    """A word without "'s", or the apostrophe after "s"."""
    return _POSSESSIVE.sub("", word)

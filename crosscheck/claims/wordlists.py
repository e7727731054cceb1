"""Word lists in `data/*.toml`, and pieces of regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files

UPPER = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
"""The capitals of Latin and its extensions, for a character class: `re` has no \\p{Lu}."""

OPENING_QUOTES = "\"'\u201c\u2018\u201e\u00ab"
CLOSING_QUOTES = "\"'\u201d\u2019\u00bb"
APOSTROPHES = "'\u2019"
DASHES = "\u2014\u2013-"
"""For the end of a character class."""


def load_words(name: str) -> dict[str, list[str]]:
    """The word classes of `data/<name>.toml`, by their names."""
    file = files("crosscheck.claims") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches one of the words, the longest that fits; a space in a word matches any space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


def whole_words(words: Iterable[str]) -> str:
    """A pattern that matches one of the words where it is not part of a longer one."""
    return rf"\b{any_of(words)}\b"

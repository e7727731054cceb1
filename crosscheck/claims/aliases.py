"""Who or what is meant by several names: `data/aliases.toml`.

In news a capital ("Moscow"), a seat ("the Kremlin") and a country stand for one government, so they share a
group; as places they differ, which whoever compares places must know.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from crosscheck.claims.wordlists import any_of


def _table() -> dict[str, Any]:
    file = files("crosscheck.claims") / "data" / "aliases.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """A name in lower case, without accents, full stops, curly apostrophes and the article before it."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").replace(".", ""))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold().removeprefix("the ")


def _names_of_governments(table: dict[str, Any]) -> Iterator[list[str]]:
    for country, capital in table["capitals"].items():
        yield [country, capital, *table["countries"].get(country, []), *table["seats"].get(country, [])]


def _groups(lists: Iterable[list[str]]) -> dict[str, frozenset[int]]:
    members: defaultdict[str, set[int]] = defaultdict(set)
    for number, names in enumerate(lists):
        for name in names:
            members[plain(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in members.items()}


_TABLE = _table()
_LISTS = [*_TABLE["groups"], *_names_of_governments(_TABLE)]
_GROUPS = _groups(_LISTS)
_SPELLINGS = sorted({name for names in _LISTS for name in names} | set(_TABLE["fixed"]))
_LISTED = frozenset(_SPELLINGS)

FIXED_NAME = re.compile(rf"\b{any_of(name for name in _SPELLINGS if ' ' in name)}(?!\w)")
"""A listed name of several words, as it is spelt."""

KNOWN_NAME_IN_CAPITALS = re.compile(rf"(?<!\w){any_of(name.upper() for name in _SPELLINGS)}(?!\w)")
"""A listed name in a heading that is all capitals."""


def is_listed(name: str) -> bool:
    """Whether a name is listed in this very spelling."""
    return name in _LISTED


def groups_of(name: str) -> frozenset[int]:
    """Numbers of the groups of aliases that a name belongs to; empty for a name that is not listed."""
    return _GROUPS.get(plain(name), frozenset())

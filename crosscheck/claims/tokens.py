"""Tokens of a sentence, and tables of phrases that are looked up in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

_TOKEN = re.compile(
    r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?"  # 1,250.5
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?"  # 1,50,000 in South Asia
    r"|\d+(?:\.\d+)?"  # 1250.5
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![^\W\d_])"  # a.m, U.S: the last full stop may end the sentence
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"  # a word, o'clock, neighbour's
    r"|\S"
)


class Token(NamedTuple):
    """A word, a figure or a single sign, with its offsets in the text."""

    start: int
    end: int
    text: str
    lower: str


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, in order; white space is none."""
    return [Token(m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text)]


class Phrases(Generic[T]):
    """Phrases of one or more tokens, each with a value; the longest that fits is found.

    Attributes:
        first_words: The first token of every phrase, for a quick look whether to try at all.
    """

    def __init__(self, entries: Mapping[str, T]) -> None:
        by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries.items():
            words = tuple(token.lower for token in tokenise(phrase))
            by_first.setdefault(words[0], []).append((words, value))
        for candidates in by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        self._by_first = by_first
        self._longest = max(len(words) for group in by_first.values() for words, _ in group)
        self.first_words = frozenset(by_first)

    def match(self, tokens: Sequence[Token], index: int) -> tuple[T, int] | None:
        """The value of the phrase that starts at `index` and the index behind it, or None."""
        if index >= len(tokens):
            return None
        for words, value in self._by_first.get(tokens[index].lower, ()):
            end = index + len(words)
            if end <= len(tokens) and all(
                token.lower == word for token, word in zip(tokens[index:end], words, strict=True)
            ):
                return value, end
        return None

    def ends_at(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether one of the phrases ends right before `index`."""
        starts = range(index - 1, max(-1, index - 1 - self._longest), -1)
        return any((found := self.match(tokens, start)) and found[1] == index for start in starts)

    def match_before(self, tokens: Sequence[Token], index: int, reach: int) -> tuple[T, int] | None:
        """The value of the nearest phrase that ends at `index` or up to `reach` tokens before it."""
        for start in range(index - 1, max(-1, index - 1 - reach), -1):
            found = self.match(tokens, start)
            if found and found[1] <= index:
                return found
        return None


def phrase_set(words: Iterable[str]) -> Phrases[None]:
    """Phrases without a value."""
    return Phrases(dict.fromkeys(words))


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """The tables of `data/<name>.toml`."""
    file = files("crosscheck.claims") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))

"""Which words two claims differ in, where no figure, date or name says so.

Annotators noted of labelled pairs what they differ on; a probe (see `probes`) tells from the states of a word
whether such a note would name it. Marked are the runs of words in which it sees most (Bentley's maximum-sum
subsequences, 1984), so that a mark reads as a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosscheck.judging.evidence import STOP_WORDS, content_words
from crosscheck.protocols import FloatArray, Tokens
from crosscheck.types import Span

MOST_RUNS = 2
BAR = 0.3
"""Share of the chance of a text's likeliest word from which a word speaks for a run.

By `python eval/marks.py`, on the stories of the judge and on dev, with the branch that read claims alone: at
0.35 the marks hit 90 % and 93 % of the sides, and notes name 51 % of the marked words; at 0.3 it is 92 % and
95 %, 48 % and 49 %; at 0.25 93 % and 96 %, 45 % and 47 %. Reasons fail more often by what they leave out than
by what they add."""
SHARED_WORD = 0.5
"""What counts of the chance of a word that stands in both claims.

With a linear probe and a bar of 0.4, all of it hits 77 % and 84 % of the sides, half of it 84 % and 87 %,
none 81 % and 86 %."""
STOP_WORD = -0.1
"""What a stop word within a run costs, as a share of the same.

With -0.2 the marks of that probe hit 82 % and 88 % of the sides, with -0.05 they are a quarter longer."""
FLAGS = ("stands in one claim only", "begins with a figure", "begins with a capital")
"""What is read of a word besides its states."""

Marks = tuple[tuple[Span, ...], tuple[Span, ...]]
"""Spans in the texts of claims a and b."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.,:'’-][^\W_]+)*")


@dataclass(frozen=True)
class Words:
    """The content words of one text of a pair.

    Attributes:
        spans: Offsets in the text, n of them.
        features: Mean states of their tokens, then `FLAGS`, shape (n, hidden size + len(FLAGS)).
    """

    spans: tuple[Span, ...]
    features: FloatArray

    @property
    def are_alone(self) -> NDArray[np.bool_]:
        """Whether each word stands in this claim only, shape (n,): the first of `FLAGS`."""
        alone: NDArray[np.bool_] = self.features[:, -len(FLAGS)] == 1
        return alone


def content_spans(text: str) -> list[Span]:
    """Offsets of the words of a text that are no stop words."""
    return [match.span() for match in _WORD.finditer(text) if match.group().lower() not in STOP_WORDS]


def flags_of(word: str, known: frozenset[str]) -> tuple[bool, bool, bool]:
    """`FLAGS` of a word of one text, given the content words of the other one."""
    return word.lower() not in known, word[0].isdigit(), word[0].isupper()


def words_of(text: str, other: str, tokens: Tokens) -> Words:
    """What the probe reads of a text beside another one.

    Args:
        text: Of one claim.
        other: Of the other claim.
        tokens: Of the text, which may be cut.
    """
    known = content_words(other)
    spans: list[Span] = []
    rows: list[FloatArray] = []
    for start, end in content_spans(text):
        own = (tokens.starts < end) & (tokens.ends > start)
        if not own.any():
            continue
        flags = np.array(flags_of(text[start:end], known), dtype=np.float32)
        spans.append((start, end))
        rows.append(np.append(tokens.states[own].mean(axis=0), flags))
    width = tokens.states.shape[1] + len(FLAGS)
    return Words(tuple(spans), np.array(rows, dtype=np.float32).reshape(-1, width))


def telling_runs(text: str, words: Words, chances: FloatArray) -> tuple[Span, ...]:
    """The runs of words that tell most, at most `MOST_RUNS`, in the order of the text.

    Args:
        text: Of a claim.
        words: Its content words, n of them.
        chances: That each of them is what the claims differ in, shape (n,).
    """
    if not words.spans:
        return ()
    counted = chances * np.where(words.are_alone, 1, SHARED_WORD)
    worth = dict(zip(words.spans, (counted / counted.max() - BAR).tolist(), strict=True))
    stretches = [[(m.span(), worth.get(m.span(), STOP_WORD)) for m in _WORD.finditer(text)]]
    runs: list[Span] = []
    while stretches and len(runs) < MOST_RUNS:
        (total, first, last), stretch = max(
            ((_best_run(stretch), stretch) for stretch in stretches), key=lambda both: both[0][0]
        )
        if total <= 0:
            break
        runs.append((stretch[first][0][0], stretch[last][0][1]))
        stretches.remove(stretch)
        stretches += [part for part in (stretch[:first], stretch[last + 1 :]) if part]
    return tuple(sorted(runs))


def _best_run(words: Sequence[tuple[Span, float]]) -> tuple[float, int, int]:
    """Sum, first and last place of the neighbouring words that are worth most together."""
    best, total, start = (0.0, 0, 0), 0.0, 0
    for place, (_, worth) in enumerate(words):
        if total <= 0:
            total, start = 0.0, place
        total += worth
        if total > best[0]:
            best = (total, start, place)
    return best

"""What a reader, an encoder, an index and an NLI model must offer. Any object that fits is accepted.

Deterministic fakes for tests stand in `crosscheck.testing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from crosscheck.types import Claim, Document, Problem

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how many items are done, and how many there are."""

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


def no_progress(stage: str, done: int, total: int) -> None:
    """A `Progress` that says nothing."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of one claim as an NLI model sees them beside the other claim of a pair.

    Attributes:
        starts: Offsets in the claim, shape (n,).
        ends: The same.
        states: Shape (n, hidden size).
    """

    starts: IntArray
    ends: IntArray
    states: FloatArray

    def before(self, end: int) -> Tokens:
        """Those that begin before an offset."""
        kept = self.starts < end
        return Tokens(self.starts[kept], self.ends[kept], self.states[kept])


@runtime_checkable
class Reader(Protocol):
    """Reads what lies at a location."""

    def read(self, location: str) -> Iterator[Document | Problem]:
        """Yield the documents at a path, URL, feed or `-`, and a problem for each that cannot be read.

        Never raises for bad input.
        """
        ...


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors in which claims about the same fact lie close together."""

    @property
    def name(self) -> str:
        """Name and revision, as the report prints it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Vectors of unit length, shape (len(texts), dimension), in the order of the texts.

        A text's vector must not depend on the other texts.
        """
        ...


@runtime_checkable
class KnowsAssertions(Protocol):
    """Says how claims are put: as facts, forecasts, denials, opinions."""

    @property
    def name(self) -> str:
        """Changes with what it says; an archive read by another is read anew."""
        ...

    def with_kinds(self, claims: Sequence[Claim], progress: Progress = no_progress) -> list[Claim]:
        """The claims, each with its kind of assertion; they come with the one that the rules found.

        A claim's kind must not depend on the other claims.
        """
        ...


@runtime_checkable
class Opens(Protocol):
    """Has something that is opened once, for which the first question would wait."""

    def open(self) -> None:
        """Open it."""
        ...


@runtime_checkable
class Index(Protocol):
    """Finds the nearest of the vectors that were added."""

    def add(self, vectors: FloatArray) -> None:
        """Add vectors of unit length, shape (n, dimension); they are numbered on from 0."""
        ...

    def search(self, vectors: FloatArray, k: int) -> tuple[FloatArray, IntArray]:
        """Cosines and numbers of the k nearest, best first, each of shape (n, k).

        Where fewer than k vectors were added, the rest is filled with cosine -1 and number -1.
        """
        ...


@runtime_checkable
class GivesStates(Protocol):
    """An NLI model that also shows what it makes of a pair on the way, for probes to read.

    The texts of a pair are such as `NliModel.predict` takes.
    """

    def states(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Mean token states of one layer, shape (len(pairs), hidden size), in the order of the pairs.

        A pair's row must not depend on the other pairs.
        """
        ...

    def tokens(
        self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress
    ) -> list[tuple[Tokens, Tokens]]:
        """The tokens of both claims of each pair with their states in the same layer."""
        ...


@runtime_checkable
class ReadsContext(Protocol):
    """An NLI model that reads a claim within its article."""

    def passage(self, claim: Claim) -> str:
        """The claim with what the model wants to see around it, as a text for `NliModel.predict`."""
        ...


@runtime_checkable
class NliModel(Protocol):
    """Says whether a premise entails or contradicts a hypothesis."""

    @property
    def name(self) -> str:
        """Name and revision, as the report prints it."""
        ...

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, in this column order.

        Args:
            pairs: (premise, hypothesis) texts; of a model that `ReadsContext`, its passages or any texts.
            progress: Called after each batch.

        Returns:
            Shape (len(pairs), 3), rows sum to 1, in the order of the pairs. A pair's row must not depend on
            the other pairs.
        """
        ...

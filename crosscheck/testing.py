"""Deterministic fakes of the protocols, for the tests of those who build on crosscheck.

checker = Crosscheck(encoder=FakeEncoder(), nli=FakeNli({("12 dead", "15 dead"): "contradiction"}))
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np

from crosscheck.protocols import FloatArray, IntArray, Progress, no_progress
from crosscheck.types import Claim, Document, Problem

NliLabel = Literal["entailment", "neutral", "contradiction"]

_COLUMNS: dict[NliLabel, int] = {"entailment": 0, "neutral": 1, "contradiction": 2}


class FakeReader:
    """Fits `protocols.Reader`; knows the documents it was given, by location.

    Args:
        documents: From location to what lies there.
    """

    def __init__(self, documents: Mapping[str, Sequence[Document]]) -> None:
        self._documents = documents

    def read(self, location: str) -> Iterator[Document | Problem]:
        """The documents at the location, or a problem."""
        if location not in self._documents:
            yield Problem(path=location, message="nothing lies here")
            return
        yield from self._documents[location]


class FakeEncoder:
    """Fits `protocols.Encoder`; texts with common words come close together.

    Args:
        dimension: Length of a vector.
    """

    name = "fake-encoder"

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Hashed bags of words, unit length."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                digest = hashlib.sha256(word.encode()).digest()
                vectors[row, int.from_bytes(digest[:4]) % self.dimension] += 1
        progress("embed", len(texts), len(texts))
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


class FakeAssertions:
    """Fits `protocols.KnowsAssertions`; leaves the kinds that the rules found."""

    name = "fake-assertions"

    def with_kinds(self, claims: Sequence[Claim], progress: Progress = no_progress) -> list[Claim]:
        """The claims as they are."""
        progress("assertions", len(claims), len(claims))
        return list(claims)


class FakeIndex:
    """Fits `protocols.Index`; exact search in numpy.

    Args:
        dimension: Length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        self._vectors = np.empty((0, dimension), dtype=np.float32)

    def add(self, vectors: FloatArray) -> None:
        """Add vectors of unit length, shape (n, dimension)."""
        self._vectors = np.concatenate([self._vectors, vectors])

    def search(self, vectors: FloatArray, k: int) -> tuple[FloatArray, IntArray]:
        """Cosines and numbers of the k nearest, best first; -1 where there are fewer."""
        cosines = vectors @ self._vectors.T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        missing = max(0, k - order.shape[1])
        best = np.take_along_axis(cosines, order, axis=1)
        pad = ((0, 0), (0, missing))
        return (
            np.pad(best, pad, constant_values=-1).astype(np.float32),
            np.pad(order, pad, constant_values=-1).astype(np.int64),
        )


class FakeNli:
    """Fits `protocols.NliModel`; says what it was told of a pair, neutral of any other.

    Args:
        labels: From (premise, hypothesis) to the label; the other order is known too.
        confidence: Probability of the label.
    """

    name = "fake-nli"

    def __init__(
        self, labels: Mapping[tuple[str, str], NliLabel] | None = None, confidence: float = 0.98
    ) -> None:
        self._labels = dict(labels or {})
        self._confidence = confidence

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        rest = (1 - self._confidence) / 2
        probabilities = np.full((len(pairs), 3), rest, dtype=np.float32)
        for row, (premise, hypothesis) in enumerate(pairs):
            label = self._labels.get((premise, hypothesis)) or self._labels.get(
                (hypothesis, premise), "neutral"
            )
            probabilities[row, _COLUMNS[label]] = self._confidence
        progress("infer", len(pairs), len(pairs))
        return probabilities

"""Exact search in FAISS (Douze et al. 2024)."""

from __future__ import annotations

import faiss
import numpy as np

from crosscheck.protocols import FloatArray, IntArray


class FaissIndex:
    """Fits `protocols.Index`: exact inner products of unit vectors, that is cosines.

    Args:
        dimension: Length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        self._index = faiss.IndexFlatIP(dimension)

    def add(self, vectors: FloatArray) -> None:
        """Add vectors of unit length, shape (n, dimension); they are numbered on from 0."""
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, vectors: FloatArray, k: int) -> tuple[FloatArray, IntArray]:
        """Cosines and numbers of the k nearest, best first, shape (n, k) each; -1 where there are fewer."""
        cosines, numbers = self._index.search(np.ascontiguousarray(vectors, dtype=np.float32), k)
        return np.where(numbers >= 0, cosines, np.float32(-1)), numbers.astype(np.int64)

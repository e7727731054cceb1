"""Any encoder of sentence-transformers, by name or path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.errors import MissingExtra, ModelNotFound
from crosscheck.protocols import FloatArray, Progress, no_progress

try:
    from sentence_transformers import SentenceTransformer
except ImportError as error:
    raise MissingExtra("torch", "an encoder of sentence-transformers") from error

CHUNK = 256


class SentenceTransformerEncoder:
    """Fits `protocols.Encoder`.

    Args:
        name: A name on the Hugging Face hub, or a folder.

    Raises:
        ModelNotFound: sentence-transformers cannot load it.
    """

    def __init__(self, name: str) -> None:
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError) as error:
            raise ModelNotFound(f"no sentence-transformers encoder {name!r}: {error}") from error
        self._name = name
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelNotFound(f"{name!r} does not say how long its vectors are")
        self._dimension: int = dimension

    @property
    def name(self) -> str:
        """The name or path that was given."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Vectors of unit length, shape (len(texts), dimension), in the order of the texts.

        Texts are sorted by length and cut into chunks, so that progress can be told.
        """
        output = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))
        for start in range(0, len(order), CHUNK):
            numbers = order[start : start + CHUNK]
            output[numbers] = self._model.encode(
                [texts[i] for i in numbers],
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            progress("embed", start + len(numbers), len(order))
        return output

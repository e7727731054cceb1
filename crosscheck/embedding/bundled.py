"""The encoder that ships with the package, in OpenVINO."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.models import bundled
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings


class BundledEncoder:
    """Fits `protocols.Encoder`; a text's vector does not depend on the other texts."""

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        model = bundled("encoder")
        self._session = Session(model.folder, model.max_tokens, settings or RuntimeSettings())
        self._name = model.identity

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._session.width

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Vectors of unit length, shape (len(texts), dimension), in the order of the texts."""
        vectors = self._session.run(texts, "embed", progress)
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves 1 % off
        return unit

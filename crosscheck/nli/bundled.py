"""The NLI cross-encoder that ships with the package, in OpenVINO."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.models import bundled
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings


def softmax(logits: FloatArray) -> FloatArray:
    """Rows of logits, shape (n, classes), to probabilities."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: FloatArray = shifted / shifted.sum(axis=1, keepdims=True)
    return probabilities


class BundledNli:
    """Fits `protocols.NliModel`; a pair's probabilities do not depend on the other pairs."""

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        model = bundled("nli")
        self._session = Session(model.folder, model.max_tokens, settings or RuntimeSettings())
        self._name = model.identity

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._name

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        return softmax(self._session.run(pairs, "infer", progress))

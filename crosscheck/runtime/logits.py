"""What a classifier says, as probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosscheck.protocols import FloatArray


def softmax(logits: NDArray[np.floating[Any]]) -> FloatArray:
    """Rows of logits, shape (n, classes), to probabilities."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: FloatArray = shifted / shifted.sum(axis=1, keepdims=True)
    return probabilities

"""Temperature scaling (Guo et al. 2017): one number that makes a model's confidence match its accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosscheck.protocols import FloatArray
from crosscheck.runtime.logits import softmax
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings
from crosscheck.training.examples import TARGETS, read_jsonl

PAIR_SET = "news_pairs_dev"
TEMPERATURES = np.arange(0.5, 4.0, 0.01)


def negative_log_likelihood(logits: FloatArray, classes: NDArray[np.int64]) -> float:
    """Mean over the rows of logits, shape (n, k), of minus the log probability of the right class."""
    right = softmax(logits)[np.arange(len(classes)), classes]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def fit_temperature(logits: FloatArray, classes: Sequence[int]) -> float:
    """The temperature under which the right classes are likeliest, to two decimals.

    Args:
        logits: Shape (n, k), of pairs that the model was not trained on.
        classes: The right class of each.
    """
    right = np.array(classes, dtype=np.int64)
    likelihoods = [negative_log_likelihood(logits / np.float32(t), right) for t in TEMPERATURES]
    return round(float(TEMPERATURES[int(np.argmin(likelihoods))]), 2)


def calibrate(folder: Path, max_tokens: int, pair_set: Path) -> float:
    """The temperature of a bundled NLI model on a newsroom pair set that it was not trained on.

    The pairs stand in no article, whether the model reads that or not.

    Args:
        folder: The bundled model.
        max_tokens: Its longest input.
        pair_set: JSON lines with `a`, `b` and `label`; both orders count.
    """
    rows = list(read_jsonl(pair_set))
    texts = [order for row in rows for order in ((row["a"], row["b"]), (row["b"], row["a"]))]
    likeliest = [int(np.argmax(TARGETS[row["label"]])) for row in rows for _ in range(2)]
    logits = Session(folder, max_tokens, RuntimeSettings()).run(texts, "calibrate")
    return fit_temperature(logits, likeliest)

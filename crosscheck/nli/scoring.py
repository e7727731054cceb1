"""Both directions of every pair, each distinct text pair scored once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.protocols import FloatArray, NliModel, Progress, no_progress
from crosscheck.types import Pair


def score_both_directions(
    model: NliModel, pairs: Sequence[Pair], progress: Progress = no_progress
) -> tuple[FloatArray, FloatArray]:
    """Probabilities with claim a as premise, and with claim b as premise.

    Args:
        model: Scores (premise, hypothesis) texts.
        pairs: Claims to compare; equal text pairs are scored once.
        progress: Called after each batch.

    Returns:
        Two arrays of shape (len(pairs), 3), columns entailment, neutral, contradiction.
    """
    numbers: dict[tuple[str, str], int] = {}
    for pair in pairs:
        for texts in ((pair.a.text, pair.b.text), (pair.b.text, pair.a.text)):
            numbers.setdefault(texts, len(numbers))
    if not numbers:
        empty = np.empty((0, 3), dtype=np.float32)
        return empty, empty
    scores = model.predict(list(numbers), progress)
    forward = scores[[numbers[pair.a.text, pair.b.text] for pair in pairs]]
    backward = scores[[numbers[pair.b.text, pair.a.text] for pair in pairs]]
    return forward, backward

"""From claims to what a model is given of them, and from logits to probabilities.

Both directions of a pair are asked, the second only where it can matter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.protocols import FloatArray, GivesStates, NliModel, Progress, ReadsContext, no_progress
from crosscheck.types import Claim, Pair

SURELY_NEUTRAL = 0.9
"""Probability of neutral in one direction from which the other direction is not asked.

It saves two in three of the careful model's second questions. On the stories kept for the judge, 37 of 702
conflicts are so neutral in one direction, and the other direction calls none of them a contradiction (by more
than 0.3; measured once)."""


def as_read(model: NliModel | GivesStates, claim: Claim) -> str:
    """What a model is given of a claim: the claim within its article where the model reads that."""
    return model.passage(claim) if isinstance(model, ReadsContext) else claim.text


def score_both_directions(
    model: NliModel, pairs: Sequence[Pair], progress: Progress = no_progress
) -> tuple[FloatArray, FloatArray]:
    """Probabilities with claim a as premise, and with claim b as premise.

    Args:
        model: Scores (premise, hypothesis) texts.
        pairs: Claims to compare; those that look equal to the model are scored once.
        progress: Called after each batch.

    Returns:
        Two arrays of shape (len(pairs), 3), columns entailment, neutral, contradiction. Where the direction
        that is asked first, the longer claim as premise, is neutral by `SURELY_NEUTRAL` or more, the other
        one repeats it; so a pair's scores do not depend on which claim is a.
    """
    swapped = np.array(
        [_premise_order(pair.b, model) < _premise_order(pair.a, model) for pair in pairs], dtype=bool
    )
    texts = [
        (as_read(model, pair.b), as_read(model, pair.a))
        if swap
        else (as_read(model, pair.a), as_read(model, pair.b))
        for pair, swap in zip(pairs, swapped, strict=True)
    ]
    first = _score(model, texts, progress)
    second = first.copy()
    open_questions = [int(i) for i in np.flatnonzero(first[:, 1] < SURELY_NEUTRAL)]
    second[open_questions] = _score(model, [texts[i][::-1] for i in open_questions], progress)
    return np.where(swapped[:, None], second, first), np.where(swapped[:, None], first, second)


def _premise_order(claim: Claim, model: NliModel) -> tuple[int, str, str]:
    """Sort key: the longer claim is the premise first, since it may entail the shorter one."""
    return -len(claim.text), claim.text, as_read(model, claim)


def _score(model: NliModel, texts: Sequence[tuple[str, str]], progress: Progress) -> FloatArray:
    if not texts:
        return np.empty((0, 3), dtype=np.float32)
    numbers: dict[tuple[str, str], int] = {}
    for both in texts:
        numbers.setdefault(both, len(numbers))
    scores = model.predict(list(numbers), progress)
    return scores[[numbers[both] for both in texts]]

"""Two NLI models in a row: a small one sees every pair, a careful one those that it is not sure about.

The small one reads the claims alone, the careful one within their articles where it can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.nli.context import alone
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import FloatArray, NliModel, Progress, no_progress
from crosscheck.types import Claim

ENTAILED = (1.0, 0.0, 0.0)
"""A text entails itself; models that learnt from contrasts are unsure of it."""


class Cascade:
    """Fits `protocols.NliModel` and `ReadsContext`; a pair's probabilities do not depend on the other pairs.

    Args:
        screen: Scores every pair.
        careful: Scores what the screen leaves open; its word then holds.
        surely_neutral: Probability of neutral from which the screen's word holds.
    """

    def __init__(self, screen: NliModel, careful: NliModel, surely_neutral: float) -> None:
        self._screen = screen
        self._careful = careful
        self._surely_neutral = surely_neutral

    @property
    def name(self) -> str:
        """Names and revisions of both."""
        return f"{self._screen.name}+{self._careful.name}"

    def passage(self, claim: Claim) -> str:
        """The claim as the careful model reads it."""
        return as_read(self._careful, claim)

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        probabilities = np.tile(np.array(ENTAILED, dtype=np.float32), (len(pairs), 1))
        claims = [(alone(premise), alone(hypothesis)) for premise, hypothesis in pairs]
        asked = [i for i, (premise, hypothesis) in enumerate(claims) if premise != hypothesis]
        if asked:
            distinct = list(dict.fromkeys(claims[i] for i in asked))
            screened = self._screen.predict(distinct, lambda _, done, total: progress("screen", done, total))
            rows = dict(zip(distinct, screened, strict=True))
            probabilities[asked] = [rows[claims[i]] for i in asked]
        open_questions = [i for i in asked if probabilities[i, 1] < self._surely_neutral]
        if open_questions:
            probabilities[open_questions] = self._careful.predict(
                [pairs[i] for i in open_questions], progress
            )
        return probabilities

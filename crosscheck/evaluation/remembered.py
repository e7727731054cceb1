"""Models that remember what they said, so that no measurement and no ablation asks twice.

A text's vector and a pair's probabilities depend on nothing else (`protocols`), so no figure changes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.nli.scoring import as_read
from crosscheck.protocols import Encoder, FloatArray, GivesStates, NliModel, Progress, Tokens, no_progress
from crosscheck.types import Claim


class RememberedEncoder:
    """Fits `protocols.Encoder`.

    Args:
        encoder: Is asked for each distinct text once.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, FloatArray] = {}

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Vectors of unit length, shape (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encoder.encode(new, progress), strict=True))
        vectors = [self._known[text] for text in texts]
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), dtype=np.float32)


class RememberedNli:
    """Fits `protocols.NliModel` and `ReadsContext`.

    Args:
        nli: Is asked for each distinct pair of texts once.
    """

    def __init__(self, nli: NliModel) -> None:
        self._nli = nli
        self._known: dict[tuple[str, str], FloatArray] = {}

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._nli.name

    def passage(self, claim: Claim) -> str:
        """What the model is given of a claim."""
        return as_read(self._nli, claim)

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if new:
            self._known.update(zip(new, self._nli.predict(new, progress), strict=True))
        rows = [self._known[pair] for pair in pairs]
        return np.stack(rows) if rows else np.empty((0, 3), dtype=np.float32)


class RememberedStates(RememberedNli):
    """Fits `protocols.GivesStates` too.

    Args:
        nli: Is asked for each distinct pair of texts once.
        states_of: The same model.
    """

    def __init__(self, nli: NliModel, states_of: GivesStates) -> None:
        super().__init__(nli)
        self._states_of = states_of
        self._states: dict[tuple[str, str], FloatArray] = {}

    def states(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Mean token states, shape (len(pairs), hidden size)."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._states]
        if new:
            self._states.update(zip(new, self._states_of.states(new, progress), strict=True))
        return np.stack([self._states[pair] for pair in pairs])

    def tokens(
        self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress
    ) -> list[tuple[Tokens, Tokens]]:
        """The tokens of both claims of each pair; few pairs are asked for, and only once."""
        return self._states_of.tokens(pairs, progress)


def remembered(nli: NliModel) -> RememberedNli:
    """The model with a memory, of states too where it gives them."""
    return RememberedStates(nli, nli) if isinstance(nli, GivesStates) else RememberedNli(nli)

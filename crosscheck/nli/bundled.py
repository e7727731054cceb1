"""The NLI cross-encoders that ship with the package, in OpenVINO."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice

import numpy as np

from crosscheck.models import bundled
from crosscheck.nli.cascade import Cascade
from crosscheck.nli.context import alone, in_article, shown
from crosscheck.protocols import FloatArray, Progress, Tokens, no_progress
from crosscheck.runtime.logits import softmax
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings
from crosscheck.types import Claim

SCREENED_OUT = 0.88
"""Probability of neutral from which the small model's word holds.

On the stories kept for the judge the careful model then reads 53 % of the pairs, with 97 % of the conflicts
among them; from 0.85 it would be 41 % and 93 % (`python eval/models.py`). On dev it is 45 % and 94 %, and
33 % and 89 % (measured once)."""

MOST_STATES = 16_384  # kept, 48 MiB and the texts of the pairs


class BundledNli:
    """The small model, and what the careful one shares with it; fits `protocols.NliModel`.

    A pair's probabilities do not depend on the other pairs.

    Args:
        settings: Threads and precision.
    """

    kind = "nli"  # of `models.bundled`

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        self._model = bundled(self.kind)
        self._settings = settings or RuntimeSettings()

    @cached_property
    def _session(self) -> Session:  # opened when it is first asked: most pairs never reach the careful model
        model = self._model
        return Session(model.folder, model.max_tokens, self._settings, model.hidden, model.branch)

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._model.identity

    def logits(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Logits of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        return self._session.run(pairs, "infer", progress)

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Calibrated probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        return softmax(self.logits(pairs, progress) / np.float32(self._model.temperature))


class CarefulNli(BundledNli):
    """The careful model; fits `protocols.ReadsContext` and `protocols.GivesStates` too.

    Args:
        settings: Threads and precision.
    """

    kind = "careful_nli"

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        super().__init__(settings)
        self._states: dict[tuple[str, str], FloatArray] = {}

    def passage(self, claim: Claim) -> str:
        """The claim with its date, its headline and the claim before it."""
        return in_article(claim)

    def logits(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Logits of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        logits, states = self._session.run_with_means(_shown(pairs), "infer", progress)
        self._keep(pairs, states)
        return logits

    def states(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Mean token states of the branch, shape (len(pairs), hidden size).

        They come along with the logits, so a pair that was inferred is not run again.
        """
        kept = self._states
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in kept]
        if missing:
            _, states = self._session.run_with_means(_shown(missing), "read", progress)
            kept = kept | dict(zip(missing, states, strict=True))
            self._keep(missing, states)
        rows = np.array([kept[pair] for pair in pairs], dtype=np.float32)
        return rows.reshape(-1, self._session.hidden_size)

    def tokens(
        self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress
    ) -> list[tuple[Tokens, Tokens]]:
        """The tokens of both claims of each pair, not of what surrounds them, with the branch's states."""
        read = self._session.tokens(_shown(pairs), "read", progress)
        return [
            (first.before(len(alone(a))), second.before(len(alone(b))))
            for (a, b), (first, second) in zip(pairs, read, strict=True)
        ]

    def _keep(self, pairs: Sequence[tuple[str, str]], states: FloatArray) -> None:
        """Keep the latest states; a new dictionary each time, since drafts are checked in threads."""
        both = self._states | dict(zip(pairs, states, strict=True))
        self._states = dict(islice(both.items(), max(0, len(both) - MOST_STATES), None))


def _shown(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(shown(a), shown(b)) for a, b in pairs]


class BundledCascade(Cascade):
    """The small model for every pair, the careful one for those that it leaves open and for states.

    Args:
        settings: Threads and precision.
    """

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        careful = CarefulNli(settings)
        super().__init__(BundledNli(settings), careful, SCREENED_OUT)
        self._states_of = careful

    def states(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Mean token states of the careful model, shape (len(pairs), hidden size)."""
        return self._states_of.states(pairs, progress)

    def tokens(
        self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress
    ) -> list[tuple[Tokens, Tokens]]:
        """The tokens of both claims of each pair with their states in the careful model."""
        return self._states_of.tokens(pairs, progress)

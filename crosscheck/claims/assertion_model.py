"""The kind of assertion by transformers, which are told what the rules of `claims.speakers` found.

Rules know the form (who is credited, "unless", "denied that") and what day it is; a model knows what the
words mean where no set phrase helps ("Her vote alone changes little."). It reads a sentence with the
kind that the rules found put in front, and has learnt when to trust that (`crosscheck train assertions`).

A small model reads every sentence. Where it is not sure, its teacher reads the sentence too, a branch of
the careful NLI model, and the mean of what both say counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from crosscheck.models import bundled, trunk_of
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.runtime.logits import softmax
from crosscheck.settings import RuntimeSettings
from crosscheck.types import AssertionKind, Claim

if TYPE_CHECKING:
    from crosscheck.runtime.session import Session

ASSERTIONS = tuple(AssertionKind)
"""The order of the models' output."""
SURE = 0.85
"""Probability from which the word of the small model holds.

A ninth of the sentences of dev and "unseen" is below it. From 0.95 the teacher would read a fifth, and 0.943
of the kinds would be right instead of 0.941 (measured once)."""
MOST_REMEMBERED = 65_536  # texts, some 20 MiB


def model_input(claim: Claim) -> str:
    """What the models read: the kind that the rules found, and the sentence."""
    return f"{claim.assertion.value}: {claim.text}"


class AssertionModel:
    """The two that ship; fits `protocols.KnowsAssertions`.

    A claim's kind does not depend on the other claims. What was said of the latest texts is kept, for a draft
    that is read again with one sentence changed, or a change of an archive that is planned again.

    Args:
        settings: Threads and precision.
    """

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        self._model = bundled("assertions")
        self._trunk = trunk_of(self._model)
        self._settings = settings or RuntimeSettings()
        self._said: dict[str, FloatArray] = {}

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._model.identity

    @cached_property
    def _small(self) -> Session:
        from crosscheck.runtime.session import Session  # noqa: PLC0415 - loads OpenVINO

        return Session(self._model.folder, self._model.max_tokens, self._settings)

    @cached_property
    def _teacher(self) -> Session:
        from crosscheck.runtime.session import Session  # noqa: PLC0415 - as above

        model = self._model
        return Session(self._trunk.folder, model.max_tokens, self._settings, model.hidden, model.branch)

    def open(self) -> None:
        """Open both, for which the first claims would wait."""
        self._small, self._teacher  # noqa: B018 - opened when they are first asked for

    def probabilities(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Of each kind, shape (len(texts), len(ASSERTIONS)); each text is read once.

        Args:
            texts: Sentences as `model_input`, repeated or not.
            progress: Called after each batch.
        """
        said = self._said
        missing = sorted(set(texts) - said.keys())
        if missing:
            said = said | dict(zip(missing, self._read(missing, progress), strict=True))
            # a new dictionary each time, since drafts are checked in threads
            self._said = dict(islice(said.items(), max(0, len(said) - MOST_REMEMBERED), None))
        return (
            np.stack([said[text] for text in texts]) if texts else np.empty((0, len(ASSERTIONS)), np.float32)
        )

    def _read(self, texts: Sequence[str], progress: Progress) -> FloatArray:
        """What both come to, a row for each text."""
        found = softmax(self._small.run(texts, "assertions", progress))
        unsure = np.flatnonzero(found.max(axis=1) < SURE).tolist()
        if unsure:
            taught = softmax(self._teacher.run([texts[i] for i in unsure], "doubtful", progress))
            found[unsure] = (found[unsure] + taught) / 2
        return found

    def with_kinds(self, claims: Sequence[Claim], progress: Progress = no_progress) -> list[Claim]:
        """The claims with the kind of assertion that the models give them.

        Args:
            claims: With the kind that the rules found.
            progress: Called after each batch.
        """
        best = self.probabilities([model_input(claim) for claim in claims], progress).argmax(axis=1)
        return [
            claim.model_copy(update={"assertion": ASSERTIONS[kind]})
            for claim, kind in zip(claims, best, strict=True)
        ]

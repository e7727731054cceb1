"""The kind of assertion by a small transformer, which is told what the rules of `claims.speakers` found.

Rules know the form (who is credited, "unless", "denied that") and what day it is; the model knows what the
words mean where no set phrase helps ("Her vote alone changes little."). It reads a sentence with the
kind that the rules found put in front, and has learnt when to trust that (`crosscheck train assertions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from crosscheck.models import bundled
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.settings import RuntimeSettings
from crosscheck.types import AssertionKind, Claim

if TYPE_CHECKING:
    from crosscheck.runtime.session import Session

ASSERTIONS = tuple(AssertionKind)
"""The order of the model's output."""
MOST_REMEMBERED = 65_536  # texts, some 20 MiB


def model_input(claim: Claim) -> str:
    """What the model reads: the kind that the rules found, and the sentence."""
    return f"{claim.assertion.value}: {claim.text}"


class AssertionModel:
    """The model that ships; fits `protocols.KnowsAssertions`.

    A claim's kind does not depend on the other claims. What the model said of the latest texts is kept, for a
    draft that is read again with one sentence changed, or a change of an archive that is planned again.

    Args:
        settings: Threads and precision.
    """

    def __init__(self, settings: RuntimeSettings | None = None) -> None:
        self._model = bundled("assertions")
        self._settings = settings or RuntimeSettings()
        self._said: dict[str, FloatArray] = {}

    @property
    def name(self) -> str:
        """Name and revision."""
        return self._model.identity

    @cached_property
    def _session(self) -> Session:
        from crosscheck.runtime.session import Session  # noqa: PLC0415 - loads OpenVINO

        return Session(self._model.folder, self._model.max_tokens, self._settings)

    def logits(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """What the model says, shape (len(texts), len(ASSERTIONS)); each text is read once.

        Args:
            texts: Sentences as `model_input`, repeated or not.
            progress: Called after each batch.
        """
        said = self._said
        missing = sorted(set(texts) - said.keys())
        if missing:
            read = self._session.run(missing, "assertions", progress)
            said = said | dict(zip(missing, read, strict=True))
            # a new dictionary each time, since drafts are checked in threads
            self._said = dict(islice(said.items(), max(0, len(said) - MOST_REMEMBERED), None))
        return (
            np.stack([said[text] for text in texts]) if texts else np.empty((0, len(ASSERTIONS)), np.float32)
        )

    def with_kinds(self, claims: Sequence[Claim], progress: Progress = no_progress) -> list[Claim]:
        """The claims with the kind of assertion that the model gives them.

        Args:
            claims: With the kind that the rules found.
            progress: Called after each batch.
        """
        best = self.logits([model_input(claim) for claim in claims], progress).argmax(axis=1)
        return [
            claim.model_copy(update={"assertion": ASSERTIONS[kind]})
            for claim, kind in zip(claims, best, strict=True)
        ]

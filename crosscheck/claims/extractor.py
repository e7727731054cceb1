"""The claims stage as the chain runs it: rules read, and models that hear them say how claims are put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crosscheck.claims.assertion_model import AssertionModel
from crosscheck.claims.by_rules import Extraction, extract, revision, sentence_claim
from crosscheck.protocols import KnowsAssertions, Opens, Progress, no_progress
from crosscheck.settings import RuntimeSettings
from crosscheck.types import Claim, Document


class ClaimExtractor:
    """Finds sentences and claims; what it finds in a document does not depend on the others.

    Args:
        settings: Threads and precision of the bundled models.
        assertions: What says how claims are put; the bundled models by default.
    """

    def __init__(
        self, settings: RuntimeSettings | None = None, assertions: KnowsAssertions | None = None
    ) -> None:
        self._assertions = assertions or AssertionModel(settings)

    @property
    def revision(self) -> str:
        """Changes with how claims are read: with the code, its data, and the models of assertions."""
        return f"{revision()}+{self._assertions.name}"

    def extract(self, documents: Sequence[Document], progress: Progress = no_progress) -> list[Extraction]:
        """The sentences and claims of documents, in their order; offsets slice each `document.text` exactly.

        Args:
            documents: Any number; together they fill the batches of the model.
            progress: Called after each document, then after each batch.
        """
        found = []
        for done, document in enumerate(documents, start=1):
            found.append(extract(document))
            progress("claims", done, len(documents))
        by_rules = [claim for read in found for claim in read.claims]
        claims = iter(self._assertions.with_kinds(by_rules, progress))
        return [replace(read, claims=tuple(next(claims) for _ in read.claims)) for read in found]

    def open(self) -> None:
        """Open the models, for which the first claims would wait."""
        if isinstance(self._assertions, Opens):
            self._assertions.open()

    def whole(self, documents: Sequence[Document], progress: Progress = no_progress) -> list[Claim]:
        """One claim of each document, its whole text: a bare sentence.

        Args:
            documents: Of one sentence each.
            progress: Called after each batch of the model.
        """
        claims = [sentence_claim(each.text, each.published, document=each.id) for each in documents]
        return self._assertions.with_kinds(claims, progress)

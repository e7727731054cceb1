"""The plain recipe, the baseline: what most public projects do, with the same weights on the same sentences.

All sentences, `SentenceTransformer.encode`, the ten nearest by FAISS, cosine over 0.7 across documents,
`CrossEncoder` in both directions, and a conflict where the greater contradiction probability is over 0.5.
Sentences are split as crosscheck splits them, which favours the recipe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crosscheck.claims.sentences import split_sentences
from crosscheck.errors import MissingExtra
from crosscheck.evaluation.labels import Place
from crosscheck.evaluation.outcomes import Judged
from crosscheck.index.faiss import FaissIndex
from crosscheck.models import FOLDER
from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.types import Document, Verdict

try:
    import torch
    from transformers.utils.logging import disable_progress_bar

    from crosscheck.embedding.sentence_transformers import SentenceTransformerEncoder
    from crosscheck.nli.cross_encoder import CrossEncoderNli
    from crosscheck.training.export import rebuild
except ImportError as error:
    raise MissingExtra("train", "the plain recipe (left out with --no-plain)") from error

NEAREST = 10
LEAST_COSINE = 0.7
LEAST_CONTRADICTION = 0.5
_CONTRADICTION = 2


@dataclass(frozen=True)
class PlainExamination:
    """What the recipe came to.

    Attributes:
        sentences: All of them; each is taken for a claim.
        judged: All pairs over the cosine floor.
    """

    sentences: tuple[Place, ...]
    judged: tuple[Judged, ...]


def rebuild_bundled(target: Path) -> tuple[str, str]:
    """Write the bundled encoder and the careful NLI model as Hugging Face folders.

    Args:
        target: An existing folder.

    Returns:
        The two folders, to be given to `PlainRecipe`.
    """
    disable_progress_bar()  # type: ignore[no-untyped-call]
    encoder, nli = (rebuild(FOLDER / kind, target / kind) for kind in ("encoder", "careful_nli"))
    return str(encoder), str(nli)


class PlainRecipe:
    """Embed, search, threshold, infer, threshold.

    Args:
        encoder: Of sentence-transformers, by name or path.
        nli: A three-way cross-encoder, by name or path.
        threads: CPU threads; 0 leaves torch its own choice.

    Raises:
        ModelNotFound: One of them cannot be loaded.
        IncompatibleModel: The second is not a three-way NLI model.
    """

    def __init__(self, encoder: str, nli: str, *, threads: int = 0) -> None:
        disable_progress_bar()  # type: ignore[no-untyped-call]
        if threads:
            torch.set_num_threads(threads)
        self.encoder = SentenceTransformerEncoder(encoder)
        self.nli = CrossEncoderNli(nli)

    def examine(self, documents: Sequence[Document], progress: Progress = no_progress) -> PlainExamination:
        """Run the recipe on articles."""
        sentences = [
            Place(document=document.id, start=start, end=end)
            for document in documents
            for start, end in split_sentences(document.text)
        ]
        by_id = {document.id: document.text for document in documents}
        texts = [by_id[s.document][s.start : s.end] for s in sentences]
        pairs = _similar(sentences, self.encoder.encode(texts, progress))
        both = [(texts[i], texts[j]) for i, j in pairs] + [(texts[j], texts[i]) for i, j in pairs]
        contradiction = self.nli.predict(both, progress)[:, _CONTRADICTION].reshape(2, -1).max(axis=0)
        return PlainExamination(
            tuple(sentences),
            tuple(
                _judged(number, sentences[i], sentences[j], float(score))
                for number, ((i, j), score) in enumerate(zip(pairs, contradiction, strict=True))
            ),
        )


def _similar(sentences: Sequence[Place], vectors: FloatArray) -> list[tuple[int, int]]:
    """Numbers of the sentences of two documents that are close enough, ordered."""
    index = FaissIndex(vectors.shape[1])
    index.add(vectors)
    cosines, neighbours = index.search(vectors, NEAREST + 1)  # the nearest is the sentence itself
    pairs = set()
    for i, column in np.argwhere(cosines > LEAST_COSINE):
        j = int(neighbours[i, column])
        if sentences[i].document != sentences[j].document:
            pairs.add((min(int(i), j), max(int(i), j)))
    return sorted(pairs)


def _judged(number: int, a: Place, b: Place, score: float) -> Judged:
    verdict = Verdict.CONFLICT if score > LEAST_CONTRADICTION else None
    return Judged(number, a, b, verdict, round(score, 6))

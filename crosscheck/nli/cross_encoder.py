"""Any three-way NLI cross-encoder of the Hugging Face hub, by name or path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crosscheck.errors import MissingExtra, ModelNotFound
from crosscheck.nli.labels import label_order
from crosscheck.protocols import FloatArray, Progress, no_progress

try:
    import torch
    from sentence_transformers import CrossEncoder
except ImportError as error:
    raise MissingExtra("torch", "an NLI model of the Hugging Face hub") from error

CHUNK = 256


class CrossEncoderNli:
    """Fits `protocols.NliModel`; the order of the labels is read from the model's config.

    Args:
        name: A name on the Hugging Face hub, or a folder.

    Raises:
        ModelNotFound: sentence-transformers cannot load it.
        IncompatibleModel: It has no three labels that can be told apart.
    """

    def __init__(self, name: str) -> None:
        try:
            self._model = CrossEncoder(name)
        except (OSError, ValueError) as error:
            raise ModelNotFound(f"no NLI cross-encoder {name!r}: {error}") from error
        self._order = list(label_order(self._model.config.id2label))
        self._name = name

    @property
    def name(self) -> str:
        """The name or path that was given."""
        return self._name

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        output = np.empty((len(pairs), len(self._order)), dtype=np.float32)
        order = sorted(range(len(pairs)), key=lambda i: (-len(pairs[i][0]) - len(pairs[i][1]), i))
        for start in range(0, len(order), CHUNK):
            numbers = order[start : start + CHUNK]
            probabilities = self._model.predict(
                [pairs[i] for i in numbers],
                activation_fn=torch.nn.Softmax(dim=-1),
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            output[numbers] = probabilities[:, self._order]
            progress("infer", start + len(numbers), len(order))
        return output

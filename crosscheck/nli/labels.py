"""The order of an NLI model's three labels, read from its config and never assumed.

Hub models disagree: cross-encoder/nli-* put contradiction first, roberta-large-mnli too, others entailment.
"""

from __future__ import annotations

from collections.abc import Mapping

from crosscheck.errors import IncompatibleModel

_BEGINNINGS = ("entail", "neutral", "contra")
_SYNONYMS = {"e": "entail", "n": "neutral", "c": "contra", "agreement": "entail", "conflict": "contra"}


def label_order(id2label: Mapping[int, str]) -> tuple[int, int, int]:
    """Columns of entailment, neutral and contradiction in the model's output.

    Args:
        id2label: The model config's map from column to label.

    Raises:
        IncompatibleModel: There are not exactly three labels, or a label does not say what it is.
    """
    columns: dict[str, int] = {}
    for column, label in id2label.items():
        word = str(label).lower().strip()
        word = _SYNONYMS.get(word, word)
        for beginning in _BEGINNINGS:
            if word.startswith(beginning):
                columns[beginning] = int(column)
    if len(id2label) != len(_BEGINNINGS) or len(columns) != len(_BEGINNINGS):
        raise IncompatibleModel(
            f"an NLI model needs the labels entailment, neutral and contradiction; its config names "
            f"{', '.join(map(str, id2label.values())) or 'none'}"
        )
    entailment, neutral, contradiction = (columns[beginning] for beginning in _BEGINNINGS)
    return entailment, neutral, contradiction

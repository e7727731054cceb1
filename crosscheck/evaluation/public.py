"""Public NLI sets, one direction. Their texts are third-party and stay outside the repository."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

from crosscheck.evaluation.figures import Figure, accuracy, figure, macro_f1
from crosscheck.protocols import NliModel, Progress, no_progress
from crosscheck.training.examples import read_jsonl

LABELS = ("entailment", "neutral", "contradiction")
SUFFIX = ".jsonl.gz"
# Premises are dealt into so many blocks, which are resampled instead of thousands of premises.
BLOCKS = 200


def public_sets(folders: Sequence[Path]) -> list[Path]:
    """The sets in some folders; a folder that is absent holds none."""
    return sorted(path for folder in folders for path in folder.glob(f"*{SUFFIX}"))


def public_figures(nli: NliModel, file: Path, progress: Progress = no_progress) -> list[Figure]:
    """Accuracy and macro-F1 on one set.

    Args:
        nli: The model.
        file: JSON lines with `premise`, `hypothesis` and `label`.
        progress: Called after each batch.
    """
    rows = list(read_jsonl(file))
    scores = nli.predict([(row["premise"], row["hypothesis"]) for row in rows], progress)
    labelled = [
        (_block(row["premise"]), row["label"], LABELS[column])
        for row, column in zip(rows, scores.argmax(axis=1), strict=True)
    ]
    name = file.name.removesuffix(SUFFIX)
    right = ((block, gold == predicted) for block, gold, predicted in labelled)
    return [
        figure(f"public.{name}.accuracy", f"{name}: accuracy", accuracy(right)),
        figure(f"public.{name}.macro_f1", f"{name}: macro-F1", macro_f1(_occurring(labelled), labelled)),
    ]


def _block(premise: str) -> str:
    return f"{zlib.crc32(premise.encode()) % BLOCKS:03}"


def _occurring(labelled: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """The labels that the set or the model uses; some sets have two."""
    used = {label for _, *both in labelled for label in both}
    return tuple(label for label in LABELS if label in used)

"""Fits the linear probes on the NLI model's states (`crosscheck train probes`).

The probe of relations learns from the training clusters that the NLI model sees too, so that those kept for
the judge stay unseen for both; that of types from the conflicts of all training clusters and contrast sets;
that of points from the notes on labelled conflicts and updates of the clusters that the model sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from crosscheck.claims.extract import sentence_claim
from crosscheck.judging.evidence import PROBED_RELATIONS
from crosscheck.judging.points import content_spans
from crosscheck.judging.probes import TYPES, Probe, Probes, reading_order, type_features, words_of_pairs
from crosscheck.nli.bundled import BundledCascade, BundledNli
from crosscheck.protocols import Encoder, FloatArray, GivesStates
from crosscheck.settings import PairingSettings
from crosscheck.training.examples import DIFFERING, read_jsonl, refuse_leaks, sample
from crosscheck.training.logistic import minimise, standardisation
from crosscheck.training.recipe import held_out_texts, is_for_judge
from crosscheck.training.stories import (
    LabelledPair,
    NotedPair,
    cluster_folders,
    labelled_pairs,
    noted_pairs,
    without_plain,
)
from crosscheck.types import DifferenceType, Pair

RELATION_DECAY, TYPE_DECAY = 5e-2, 2e-2  # of 0.01 to 0.2, best on dev, with little between them
POINT_DECAY = 3e-2  # of 0.001 to 0.1, all within a hundredth
STEM, ENDING = 4, 3  # letters that two forms of a word share at least, and that each may have besides
STEPS = 100
NATURAL_SAMPLE = 24_000  # of some 120,000 unlisted pairs; enough beside 30,000 listed ones
SEED = 1
RELATIONS = ("none", *PROBED_RELATIONS)
HELD_OUT_SETS = ("dev", "test")


def fit_probe(features: FloatArray, classes: NDArray[np.int64], count: int, *, decay: float) -> Probe:
    """Multinomial logistic regression with L2 decay, by L-BFGS.

    Args:
        features: Shape (n, features).
        classes: Shape (n,).
        count: How many classes there are.
        decay: Weight of the squared weights in the loss.
    """
    means, scales = standardisation(features)
    x, y = torch.tensor((features - means) / scales), torch.tensor(classes)
    weights = torch.zeros((x.shape[1], count), requires_grad=True)
    biases = torch.zeros(count, requires_grad=True)

    def loss() -> torch.Tensor:
        return torch.nn.functional.cross_entropy(x @ weights + biases, y) + decay * (weights**2).sum()

    minimise(loss, [weights, biases], STEPS)
    return Probe(means, scales, weights.detach().numpy(), biases.detach().numpy())


def contrast_conflicts(folder: Path) -> list[tuple[Pair, str]]:
    """The conflicts of the newsroom pair sets that are for training, with their types."""
    return [
        (
            Pair(
                a=sentence_claim(row["a"], row["a_published"], document="a"),
                b=sentence_claim(row["b"], row["b_published"], document="b"),
                similarity=0.0,
            ),
            row["type"],
        )
        for file in sorted(folder.glob("*.jsonl"))
        if not file.stem.endswith(HELD_OUT_SETS)
        for row in read_jsonl(file)
        if row["label"] == "conflict" and row["type"] in set(DifferenceType)
    ]


def names_word(note: str, word: str) -> bool:
    """Whether a note holds a word, be it with another ending ("voted", "votes")."""
    named = (note[start:end].lower() for start, end in content_spans(note))
    return any(_same_stem(word.lower(), other) for other in named)


def _same_stem(one: str, other: str) -> bool:
    stem = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
    return one == other or (one.isalpha() and stem >= STEM and max(len(one), len(other)) - stem <= ENDING)


def point_features(noted: Sequence[NotedPair], nli: GivesStates) -> tuple[FloatArray, NDArray[np.int64]]:
    """What the probe of points reads of every word, and whether the note of its pair names the word."""
    features, named = [], []
    for one, both in zip(noted, words_of_pairs([one.pair for one in noted], nli), strict=True):
        for claim, words in zip((one.pair.a, one.pair.b), both, strict=True):
            features.append(words.features)
            named += [names_word(one.note, claim.text[start:end]) for start, end in words.spans]
    return np.concatenate(features), np.array(named, dtype=np.int64)


def fit_probes(newsbench: Path, encoder: Encoder, nli: BundledCascade) -> tuple[Probes, dict[str, int]]:
    """Fit the three probes.

    Args:
        newsbench: Folder with train/, dev/, test/ and pairs/.
        encoder: Finds the natural pairs.
        nli: Whose states are read.

    Returns:
        The probes, and how many pairs each was fitted on.

    Raises:
        LeakError: A held-out sentence would be trained on.
    """
    seen, kept = _clusters(newsbench, encoder)
    conflicts = [(p.pair, p.type) for p in (*seen, *kept) if p.relation == "conflict"]
    conflicts += contrast_conflicts(newsbench / "pairs")
    noted = [
        one
        for folder in cluster_folders(newsbench / "train")
        if not is_for_judge(folder.name)
        for one in noted_pairs(folder)
        if one.relation in DIFFERING and one.note
    ]
    used = (*(p.pair for p in seen), *(p for p, _ in conflicts), *(p.pair for p in noted))
    refuse_leaks((claim.text for pair in used for claim in (pair.a, pair.b)), held_out_texts(newsbench))

    relation = fit_probe(
        nli.states([reading_order(labelled.pair) for labelled in seen]),
        np.array([RELATIONS.index(labelled.relation) for labelled in seen]),
        len(RELATIONS),
        decay=RELATION_DECAY,
    )
    pairs = [pair for pair, _ in conflicts]
    kind = fit_probe(
        type_features(nli.states([reading_order(pair) for pair in pairs]), pairs),
        np.array([TYPES.index(DifferenceType(kind)) for _, kind in conflicts]),
        len(TYPES),
        decay=TYPE_DECAY,
    )
    features, named = point_features(noted, nli)
    point = fit_probe(features, named, 2, decay=POINT_DECAY)
    counts = {"relation": len(seen), "type": len(conflicts), "point": len(noted)}
    return Probes(nli.name, relation, kind, point), counts


def _clusters(newsbench: Path, encoder: Encoder) -> tuple[list[LabelledPair], list[LabelledPair]]:
    """Pairs of the training clusters: of those that the models see, without plain ones; of the judge's."""
    neighbours = PairingSettings().neighbours
    parts: tuple[list[LabelledPair], list[LabelledPair]] = ([], [])
    for folder in cluster_folders(newsbench / "train"):
        parts[is_for_judge(folder.name)].extend(labelled_pairs(folder, encoder, neighbours))
    seen, kept = parts
    listed = [labelled for labelled in seen if labelled.relation != "none"]
    natural = sample([labelled for labelled in seen if labelled.relation == "none"], NATURAL_SAMPLE, SEED)
    return listed + without_plain(natural, BundledNli(), 0.0, SEED), kept

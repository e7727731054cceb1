"""The natural mix: all pairs that pairing proposes inside the stories, about one in a hundred a conflict.

A pair set written by hand holds as many conflicts as anything else. What an editor meets is this mix, and
here a model that calls every difference a contradiction is found out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.data import Benchmark
from crosscheck.evaluation.figures import Figure, figure
from crosscheck.evaluation.matching import GoldBook
from crosscheck.evaluation.measures import AveragePrecision, PrecisionAt
from crosscheck.evaluation.outcomes import relation
from crosscheck.evaluation.weighing import CONFLICT, CONTRADICTION, place, weigh
from crosscheck.pairing.candidates import align
from crosscheck.pairing.stories import story_score
from crosscheck.protocols import Encoder, FloatArray, Progress, no_progress
from crosscheck.training.stories import articles_of
from crosscheck.types import Pair

NEIGHBOURS = 3  # whatever the settings say, so that the mix stays the same
FIRST = (50, 200)
DIGITS = 6


@dataclass(frozen=True)
class NaturalMix:
    """The natural pairs of a benchmark.

    Attributes:
        groups: Names of the clusters.
        members: Number of the cluster of each pair.
        pairs: Each claim with its nearest of every other article.
        hits: Whether each is a labelled conflict.
    """

    groups: tuple[str, ...]
    members: tuple[int, ...]
    pairs: tuple[Pair, ...]
    hits: tuple[int, ...]


def natural_mix(benchmark: Benchmark, book: GoldBook, encoder: Encoder) -> NaturalMix:
    """Pair every claim of a cluster with its nearest of each other article."""
    members: list[int] = []
    pairs: list[Pair] = []
    for number, cluster in enumerate(benchmark.clusters):
        articles = [article for article in articles_of(cluster.documents, encoder) if article.claims]
        for i, first in enumerate(articles):
            for second in articles[i + 1 :]:
                pairs += align(first, second, NEIGHBOURS, story_score(first, second))
        members += [number] * (len(pairs) - len(members))
    hits = tuple(int(relation(book.look_up(place(p.a), place(p.b))) == "conflict") for p in pairs)
    return NaturalMix(benchmark.names, tuple(members), tuple(pairs), hits)


def natural_scores(
    checker: Crosscheck, mix: NaturalMix, progress: Progress = no_progress
) -> dict[str, FloatArray]:
    """How strongly each pair is held for a conflict, by the NLI model's lesser direction and by the judge.

    Args:
        checker: Has the models and the judge.
        mix: The pairs.
        progress: Called after each batch.

    Returns:
        "nli", "judge", and "plain", the greater direction, which the plain recipe goes by; shape (n,) each.
    """
    weighing = weigh(checker, mix.pairs, progress)
    both = np.stack([weighing.forward[:, CONTRADICTION], weighing.backward[:, CONTRADICTION]])
    return {"nli": both.min(axis=0), "judge": weighing.classes[:, CONFLICT], "plain": both.max(axis=0)}


def natural_figures(mix: NaturalMix, scores: Mapping[str, FloatArray]) -> list[Figure]:
    """Average precision and precision among the first, for each way of scoring.

    Args:
        mix: The pairs.
        scores: By "nli" or "judge".
    """
    return [item for name, values in scores.items() for item in _figures(mix, name, values)]


def _figures(mix: NaturalMix, name: str, scores: Sequence[float] | FloatArray) -> list[Figure]:
    label = {"nli": "NLI", "judge": "judge"}[name]
    ranked = {
        "groups": mix.groups,
        "members": mix.members,
        "scores": tuple(round(float(score), DIGITS) for score in scores),
        "hits": mix.hits,
    }
    return [
        figure(
            f"natural.{name}.average_precision",
            f"Natural mix, {label}: average precision",
            AveragePrecision.model_validate(ranked),
        ),
        *(
            figure(
                f"natural.{name}.precision_at_{first}",
                f"Natural mix, {label}: precision among the first {first}",
                PrecisionAt.model_validate({**ranked, "first": first}),
            )
            for first in FIRST
        ),
    ]

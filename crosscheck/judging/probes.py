"""Probes: what the NLI model knows of a pair besides entailment and contradiction.

Its three classes do not tell an update from a conflict, nor a date from a place. A branch of layers on the
model's middle states was trained for that, and linear probes read it: from the mean state of a pair's tokens
how its claims are related and what they differ on, from the states of single words which of them say so
(`judging.points`). Only pairs in which the model sees some contradiction are read.

Branch and probes are trained together (`crosscheck.training.probes`), and the probe of types is fitted again
when the branch stands (`crosscheck.training.difference_types`); the probes are stored in `models/probes.npz`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np

from crosscheck.errors import ModelNotFound
from crosscheck.judging.evidence import PROBED_RELATIONS, later
from crosscheck.judging.points import FLAGS, Marks, Words, telling_runs, words_of
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import FloatArray, GivesStates, NliModel, Progress, no_progress
from crosscheck.runtime.logits import softmax
from crosscheck.types import Claim, DifferenceType, Pair

READ_FROM = 0.1
"""Probability of contradiction, in the direction that says it more, from which a pair is read.

On the stories kept for the judge a fifth of the pairs are, with 86 % of the conflicts and 79 % of the
updates. Reading every pair ranks the conflicts there at an average precision of 0.546 instead of 0.537, and
those of dev at 0.495 instead of 0.509 (with linear probes)."""

SURE = 0.5
"""Probability from which a reason names the type: of the conflicts of the judge's stories the type suits 0.63
below it and 0.91 above (168 and 538; measured once)."""

CONTRADICTION = 2
TYPES = tuple(DifferenceType)
PROBES = ("relation", "type", "point")


def nowhere(pairs: Sequence[Pair]) -> list[Marks]:
    """No words of any pair."""
    return [((), ())] * len(pairs)


@dataclass(frozen=True)
class Readings:
    """What the probes read of pairs.

    Attributes:
        relations: Log-odds of each of `evidence.PROBED_RELATIONS` against an unrelated pair, shape
            (n, len(PROBED_RELATIONS)); 0 where a pair was not read.
        types: Probability of each type of difference, should there be one, shape (n, len(TYPES)); 0 where a
            pair was not read.
        point: Reads which words some of the pairs differ in.
    """

    relations: FloatArray
    types: FloatArray
    point: Callable[[Sequence[Pair]], list[Marks]] = nowhere

    @classmethod
    def of_nothing(cls, pairs: int) -> Readings:
        """Of so many pairs that were not read."""
        shapes = (pairs, len(PROBED_RELATIONS)), (pairs, len(TYPES))
        relations, types = (np.zeros(shape, dtype=np.float32) for shape in shapes)
        return cls(relations, types)

    def type_of(self, row: int) -> DifferenceType | None:
        """The likeliest type of one pair, None where it was not read."""
        types = self.types[row]
        return TYPES[int(types.argmax())] if types.any() else None

    def is_sure(self, row: int) -> bool:
        """Whether the likeliest type of one pair is likely by itself."""
        return bool(self.types[row].max() >= SURE)


@dataclass(frozen=True)
class Probe:
    """A linear classifier.

    Attributes:
        weights: Shape (features, classes).
        biases: Shape (classes,).
    """

    weights: FloatArray
    biases: FloatArray

    def logits(self, features: FloatArray) -> FloatArray:
        """Shape (n, classes) of features of shape (n, features); a row does not depend on the others."""
        weights = self.weights.astype(np.float64)
        # row by row: a matrix product's sums depend on the number of rows
        rows = [row @ weights + self.biases for row in features.astype(np.float64)]
        return np.array(rows, dtype=np.float32).reshape(-1, len(self.biases))


@dataclass(frozen=True)
class Probes:
    """The three probes.

    Attributes:
        nli: Name and revision of the model whose states they read.
        relation: On the states; classes: unrelated, then `evidence.PROBED_RELATIONS`.
        type: On the states; classes: `TYPES`.
        point: On the states of a word and `points.FLAGS`; classes: any word, one that the claims differ in.
    """

    nli: str
    relation: Probe
    type: Probe
    point: Probe

    @cached_property
    def digest(self) -> str:
        """Changes with the weights: SHA-256 of all of them, 16 hex digits."""
        digest = hashlib.sha256(self.nli.encode())
        for probe in (self.relation, self.type, self.point):
            for array in (probe.weights, probe.biases):
                digest.update(array.astype("<f4").tobytes())
        return digest.hexdigest()[:16]

    def read(
        self,
        pairs: Sequence[Pair],
        forward: FloatArray,
        backward: FloatArray,
        nli: NliModel,
        progress: Progress = no_progress,
    ) -> Readings:
        """Read the pairs in which the model sees some contradiction.

        Args:
            pairs: Claims to compare.
            forward: NLI probabilities with claim a as premise, shape (len(pairs), 3).
            backward: The same with claim b as premise.
            nli: The model that gave them; where it is another one than the probes were fitted on, or shows no
                states, nothing is read.
            progress: Called after each batch.
        """
        readings = Readings.of_nothing(len(pairs))
        if not isinstance(nli, GivesStates) or nli.name != self.nli:
            return readings
        contradiction = np.maximum(forward[:, CONTRADICTION], backward[:, CONTRADICTION])
        rows = [int(row) for row in np.flatnonzero(contradiction >= READ_FROM)]
        if rows:
            states = nli.states([both_as_read(pairs[row], nli) for row in rows], progress)
            readings.relations[rows] = self.relations(states)
            readings.types[rows] = self.types(states)
        return replace(readings, point=partial(self.points, nli=nli))

    def relations(self, states: FloatArray) -> FloatArray:
        """Log-odds of the relations against an unrelated pair, shape (n, len(PROBED_RELATIONS)).

        Args:
            states: Shape (n, hidden size).
        """
        logits = self.relation.logits(states)
        odds: FloatArray = logits[:, 1:] - logits[:, :1]
        return odds

    def types(self, states: FloatArray) -> FloatArray:
        """Probabilities of the types of difference, shape (n, len(TYPES)), of states as in `relations`."""
        return softmax(self.type.logits(states))

    def points(self, pairs: Sequence[Pair], nli: GivesStates) -> list[Marks]:
        """The words that pairs differ in.

        Args:
            pairs: Claims to compare.
            nli: The model that the probes were fitted on.
        """
        marks: list[Marks] = []
        for pair, both in zip(pairs, words_of_pairs(pairs, nli), strict=True):
            a, b = (
                telling_runs(claim.text, words, softmax(self.point.logits(words.features))[:, 1])
                for claim, words in zip((pair.a, pair.b), both, strict=True)
            )
            marks.append((a, b))
        return marks


def words_of_pairs(pairs: Sequence[Pair], nli: GivesStates) -> list[tuple[Words, Words]]:
    """What the probe of points reads of the two claims of each pair, in the order a, b."""
    found: list[tuple[Words, Words]] = []
    read = nli.tokens([both_as_read(pair, nli) for pair in pairs])
    for pair, both in zip(pairs, read, strict=True):
        a, b = pair.a.text, pair.b.text
        of_a, of_b = both if reading_order(pair)[0] is pair.a else both[::-1]
        found.append((words_of(a, b, of_a), words_of(b, a, of_b)))
    return found


def both_as_read(pair: Pair, nli: GivesStates) -> tuple[str, str]:
    """What a model is given of both claims, in reading order."""
    first, second = reading_order(pair)
    return as_read(nli, first), as_read(nli, second)


def reading_order(pair: Pair) -> tuple[Claim, Claim]:
    """The claims in the order in which they are read: the earlier publication first, whichever is a or b."""
    first, second = sorted((pair.a, pair.b), key=lambda c: c.text)
    if later(first, second) is first:
        first, second = second, first
    return first, second


def save_probes(file: Path, probes: Probes) -> None:
    """Write probes."""
    arrays = {
        f"{name}.{field.name}": getattr(getattr(probes, name), field.name).astype(np.float32)
        for name in PROBES
        for field in fields(Probe)
    }
    np.savez_compressed(file, nli=np.array(probes.nli), **arrays)


def load_probes(file: Path) -> Probes:
    """Read what `save_probes` wrote.

    Raises:
        ModelNotFound: The file is missing, or it was fitted on other features.
    """
    if not file.is_file():
        raise ModelNotFound(f"the probes are missing: {file}; reinstall crosscheck")
    with np.load(file, allow_pickle=False) as stored:
        nli = str(stored["nli"])
        if any(f"{name}.weights" not in stored for name in PROBES):
            raise ModelNotFound(f"{file} does not hold the probes {', '.join(PROBES)}; fit them anew")
        relation, kind, point = (
            Probe(*(stored[f"{name}.{field.name}"] for field in fields(Probe))) for name in PROBES
        )
    states = len(relation.weights)
    if (len(relation.biases), len(kind.weights), len(point.weights)) != (
        len(PROBED_RELATIONS) + 1,
        states,
        states + len(FLAGS),
    ):
        raise ModelNotFound("the probes were fitted on other features than are read now; fit them anew")
    return Probes(nli, relation, kind, point)

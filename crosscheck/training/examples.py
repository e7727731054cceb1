"""Labelled sentence pairs for training: public NLI sets, newsroom contrast sets, and whole stories.

A target is a distribution over (entailment, neutral, contradiction). An update contradicts what it supersedes
unless the reader knows that it came later, which two sentences alone do not say; its target is therefore
split between neutral and contradiction, and the judge decides from the publication times.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from crosscheck.nli.context import MARK

Item = TypeVar("Item")
Target = tuple[float, float, float]

TARGETS: dict[str, Target] = {
    "entailment": (1.0, 0.0, 0.0),
    "neutral": (0.0, 1.0, 0.0),
    "contradiction": (0.0, 0.0, 1.0),
    "agreement": (1.0, 0.0, 0.0),
    "unrelated": (0.0, 1.0, 0.0),
    "trap": (0.0, 1.0, 0.0),
    "conflict": (0.0, 0.0, 1.0),
    "competing_accounts": (0.0, 0.0, 1.0),
    "update": (0.0, 0.65, 0.35),
}

DIFFERING = ("conflict", "update", "competing_accounts")
"""Relations whose type says what two claims differ on."""


class LeakError(Exception):
    """A topic or a sentence of a held-out split stands in the training data."""


@dataclass(frozen=True, slots=True)
class Example:
    """One training pair.

    Attributes:
        premise: First text, of a claim perhaps with its surroundings (`nli.context`).
        hypothesis: Second text, likewise.
        target: Probabilities of entailment, neutral and contradiction.
        weight: Weight of its loss.
        relation: The newsroom label behind the target, empty where there is none.
        type: What a conflict or update differs on, empty where that is not known.
    """

    premise: str
    hypothesis: str
    target: Target
    weight: float = 1.0
    relation: str = ""
    type: str = ""

    def swapped(self) -> Example:
        """The pair in the other order; newsroom labels are symmetric, public NLI labels are not."""
        return replace(self, premise=self.hypothesis, hypothesis=self.premise)

    def in_orders(self, draw: random.Random | None) -> list[Example]:
        """The pair in both orders, or in one that is drawn."""
        if draw is None:
            return [self, self.swapped()]
        return [draw.choice((self, self.swapped()))]


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def public_examples(folder: Path, names: Sequence[str]) -> list[Example]:
    """Pairs of the public NLI sets `names` in a folder of `<name>.jsonl.gz` files."""
    return [
        Example(row["premise"], row["hypothesis"], TARGETS[row["label"]])
        for name in names
        for row in read_jsonl(folder / f"{name}.jsonl.gz")
    ]


def newsroom_pairs(folder: Path, names: Sequence[str], draw: random.Random | None = None) -> list[Example]:
    """Pairs of the newsroom contrast sets, in both orders, or in one where a generator draws it."""
    return [
        example
        for name in names
        for row in read_jsonl(folder / f"{name}.jsonl")
        for example in Example(
            row["a"],
            row["b"],
            TARGETS[row["label"]],
            relation=row["label"],
            type=row["type"] if row["label"] in DIFFERING else "",
        ).in_orders(draw)
    ]


def sample(examples: Sequence[Item], count: int, seed: int) -> list[Item]:
    """`count` examples drawn without replacement, all of them where there are fewer."""
    if count >= len(examples):
        return list(examples)
    return random.Random(seed).sample(list(examples), count)  # noqa: S311 - sampling, not security


def check_leaks(examples: Iterable[Example], held_out: Iterable[str]) -> None:
    """Make sure that no held-out sentence is trained on.

    Raises:
        LeakError: One of the sentences stands in the examples.
    """
    refuse_leaks((text for e in examples for text in (e.premise, e.hypothesis)), held_out)


def refuse_leaks(texts: Iterable[str], held_out: Iterable[str]) -> None:
    """Make sure that no held-out sentence is among some texts, nor around them.

    Raises:
        LeakError: One is.
    """
    forbidden = {text.strip() for text in held_out}
    for text in texts:
        for part in text.split(MARK):
            if part.strip() in forbidden:
                raise LeakError(f"held-out sentence in the training data: {part!r}")

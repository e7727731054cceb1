"""The gold sentences of newsbench, as the evaluation scripts of the claims stage read them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def articles_with_gold_sentences(
    newsbench: Path = DATA / "newsbench",
) -> Iterator[tuple[str, frozenset[str]]]:
    """Text and labelled sentences of each article of newsbench/train and newsbench/dev that has some."""
    for part in ("train", "dev"):
        for pairs in sorted((newsbench / part).glob("*/gold.jsonl")):
            gold: dict[str, set[str]] = defaultdict(set)
            for pair in read_jsonl(pairs):
                for side in (pair["a"], pair["b"]):
                    gold[side["doc"]].add(side["sentence"])
            for article in read_jsonl(pairs.with_name("docs.jsonl")):
                if article["id"] in gold:
                    yield article["text"], frozenset(gold[article["id"]])

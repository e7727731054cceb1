"""How often the type of a difference is right on labelled conflicts: `python eval/difference_types.py`.

Prints it for the detectors alone, and for the probe of types that decides where the bundled NLI model reads
the pair; the probe has learnt from train but for the stories of the judge. Right is what the annotator chose;
behind it stands how often the type suits, by later readers too. The sentences are those of the gold, so
nothing of pairing and recognition is measured.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.judging.differences import find_difference
from crosscheck.judging.probes import TYPES, both_as_read, load_probes
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledCascade
from crosscheck.training.examples import read_jsonl
from crosscheck.training.judge import judge_pairs
from crosscheck.training.stories import cluster_folders, noted_pairs
from crosscheck.types import Pair

NEWSBENCH = Path(__file__).parent / "data" / "newsbench"


Typed = tuple[Pair, str, tuple[str, ...]]
"""A conflict, the type that the annotator chose, and those that suit as well."""


def conflicts_of_stories(folders: Sequence[Path]) -> Iterator[Typed]:
    """The labelled conflicts of some clusters."""
    for folder in folders:
        yield from (
            (one.pair, one.type, one.also) for one in noted_pairs(folder) if one.relation == "conflict"
        )


def conflicts_of_pairs(name: str) -> Iterator[Typed]:
    """The conflicts of a newsroom pair set, which nobody has read again."""
    for row in read_jsonl(NEWSBENCH / "pairs" / f"{name}.jsonl"):
        if row["label"] == "conflict":
            a, b = (sentence_claim(row[side], row[f"{side}_published"], document=side) for side in ("a", "b"))
            yield Pair(a=a, b=b, similarity=0.0), row["type"], ()


def main() -> None:
    """Print, for each set, the share that is right, in all and by type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="the test split too")
    splits = ("dev", "test") if parser.parse_args().test else ("dev",)
    nli, probes = BundledCascade(), load_probes(FOLDER / "probes.npz")
    unseen = {one.cluster for one in judge_pairs(NEWSBENCH, BundledEncoder())}
    train = [folder for folder in cluster_folders(NEWSBENCH / "train") if folder.name in unseen]
    sets = {"stories of the judge": conflicts_of_stories(train)}
    for split in splits:
        sets[f"stories of {split}"] = conflicts_of_stories(cluster_folders(NEWSBENCH / split))
        sets[f"news_pairs_{split}"] = conflicts_of_pairs(f"news_pairs_{split}")
    for name, conflicts in sets.items():
        labelled = list(conflicts)
        pairs, gold = [pair for pair, _, _ in labelled], [kind for _, kind, _ in labelled]
        detected = [find_difference(pair.a, pair.b).type for pair in pairs]
        states = nli.states([both_as_read(pair, nli) for pair in pairs])
        read = [TYPES[int(row.argmax())] for row in probes.types(states)]
        for how, found in (("detectors", detected), ("probe", read)):
            right = Counter(kind for kind, own in zip(gold, found, strict=True) if own == kind)
            by_type = ", ".join(f"{k} {right[k] / n:.0%}" for k, n in Counter(gold).most_common())
            suits = sum(own in {kind, *also} for own, (_, kind, also) in zip(found, labelled, strict=True))
            shares = f"{right.total() / len(gold):.1%} of {len(gold)}, suits {suits / len(gold):.1%}"
            print(f"{name}, {how}: {shares}; {by_type}")


if __name__ == "__main__":
    main()

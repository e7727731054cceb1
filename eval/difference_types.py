"""How often the type of a difference is right on labelled conflicts: `python eval/difference_types.py`.

The sentences are those of the gold, so nothing but `judging.differences` is measured.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from crosscheck.claims.extract import sentence_claim
from crosscheck.judging.differences import find_difference
from crosscheck.training.examples import read_jsonl
from crosscheck.training.stories import cluster_folders

NEWSBENCH = Path(__file__).parent / "data" / "newsbench"


def main() -> None:
    """Print, for each split, the share that is right, in all and by type."""
    for split in ("train", "dev"):
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for folder in cluster_folders(NEWSBENCH / split):
            published = {row["id"]: row.get("published") for row in read_jsonl(folder / "docs.jsonl")}
            for row in read_jsonl(folder / "gold.jsonl"):
                if row["relation"] != "conflict":
                    continue
                a, b = (
                    sentence_claim(row[side]["sentence"], published[row[side]["doc"]], document=side)
                    for side in ("a", "b")
                )
                total[row["type"]] += 1
                right[row["type"]] += find_difference(a, b).type.value == row["type"]
        shares = ", ".join(f"{kind} {right[kind] / count:.0%}" for kind, count in total.most_common())
        print(f"{split}: {sum(right.values()) / sum(total.values()):.1%} of {sum(total.values())}; {shares}")


if __name__ == "__main__":
    main()

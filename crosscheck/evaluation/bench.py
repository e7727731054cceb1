"""Time and memory of one comparison of many articles.

    python -m crosscheck.evaluation.bench --data eval/data/newsbench [--articles 200]

The articles are those of the training stories: about forty-five stories side by side.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import chain, islice
from pathlib import Path

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.speed import peak_memory
from crosscheck.protocols import Progress
from crosscheck.settings import Settings
from crosscheck.training.stories import cluster_documents, cluster_folders


def _stopwatch() -> tuple[dict[str, float], Progress]:
    """Seconds at which each stage last told progress."""
    started = time.perf_counter()
    stages: dict[str, float] = {}

    def tell(stage: str, done: int, total: int) -> None:
        stages[stage] = time.perf_counter() - started
        if sys.stderr.isatty():
            print(f"\r{stage:>8} {done}/{total}   ", end="", file=sys.stderr)

    return stages, tell


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/")
    parser.add_argument("--articles", type=int, default=200)
    arguments = parser.parse_args()
    stories = map(cluster_documents, cluster_folders(arguments.data / "train"))
    documents = list(islice(chain.from_iterable(stories), arguments.articles))
    stages, tell = _stopwatch()
    started = time.perf_counter()
    report = Crosscheck(settings=Settings()).compare(documents, progress=tell)
    seconds = time.perf_counter() - started
    words = sum(len(document.text.split()) for document in documents) / len(documents)
    print(f"{len(documents)} articles of {words:.0f} words, {report.coverage.sentences} sentences")
    print(f"{report.coverage.claims} claims, {report.coverage.pairs} pairs, {len(report.findings)} findings")
    print(f"{seconds:.1f} s ({', '.join(f'{name} done at {at:.1f} s' for name, at in stages.items())})")
    print(f"peak memory {peak_memory():.0f} MiB")


if __name__ == "__main__":
    main()

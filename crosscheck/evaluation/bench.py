"""Time and memory of one comparison of many articles.

    python -m crosscheck.evaluation.bench --data eval/data/newsbench [--articles 200] [--words 400]

The articles are made of the training stories: the paragraphs of an article, then those of other stories,
until the length is reached, as in a newsletter that tells several stories.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import chain, cycle, islice
from pathlib import Path

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.speed import peak_memory
from crosscheck.protocols import Progress
from crosscheck.settings import Settings
from crosscheck.training.stories import cluster_documents, cluster_folders
from crosscheck.types import Document

EARLIER = 7  # articles back from which an article is filled up: another story of the split


def long_articles(newsbench: Path, count: int, words: int) -> list[Document]:
    """Articles of about so many words each.

    Args:
        newsbench: Folder with train/.
        count: How many; at most as many as train/ has articles.
        words: Least length of each.
    """
    documents = list(
        islice(chain.from_iterable(map(cluster_documents, cluster_folders(newsbench / "train"))), count)
    )
    return [_filled(documents, number, words) for number in range(len(documents))]


def _filled(documents: list[Document], number: int, words: int) -> Document:
    own = documents[number].text.split("\n\n")
    fillers = (documents[(number - EARLIER * step) % len(documents)] for step in cycle(range(1, 20)))
    paragraphs = chain(own, chain.from_iterable(document.text.split("\n\n") for document in fillers))
    kept: list[str] = []
    length = 0
    while length < words:
        kept.append(next(paragraphs))
        length += len(kept[-1].split())
    return documents[number].model_copy(update={"text": "\n\n".join(kept)})


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
    parser.add_argument("--words", type=int, default=400)
    arguments = parser.parse_args()
    documents = long_articles(arguments.data, arguments.articles, arguments.words)
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

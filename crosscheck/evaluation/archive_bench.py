"""Time, memory and file size of an archive that grows, and of a draft check against it.

    python -m crosscheck.evaluation.archive_bench [--articles 5000] [--batch 100] [--events-a-day 15]
        [--threads 2]

The articles are those of `generated`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from crosscheck.checker import Crosscheck
from crosscheck.evaluation.generated import generated_articles, generated_draft
from crosscheck.evaluation.speed import peak_memory
from crosscheck.settings import RuntimeSettings, Settings

MEBIBYTE = 1024 * 1024
CHECKS = 5
EDGE = 5  # batches that are compared at the start and at the end


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--events-a-day", type=int, default=15)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    settings = Settings(runtime=RuntimeSettings(threads=arguments.threads))
    articles = generated_articles(arguments.articles, events_a_day=arguments.events_a_day)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.db"
        checker = Crosscheck(settings=settings)
        checker.nli.predict([("It rained.", "It was dry.")])
        with checker.archive(file) as archive:
            seconds = []
            for start in range(0, len(articles), arguments.batch):
                batch = articles[start : start + arguments.batch]
                seconds.append(_timed(partial(archive.add, batch)))
                print(
                    f"{start + len(batch):>6} articles: {seconds[-1]:6.2f} s, {peak_memory():5.0f} MiB",
                    flush=True,
                )
            sizes = {path.name: path.stat().st_size / MEBIBYTE for path in sorted(Path(folder).iterdir())}
            print(", ".join(f"{name} {size:.1f} MiB" for name, size in sizes.items()))
            print(f"{archive.count_findings(statuses=())} findings, {len(archive.claims())} claims")
        _print_growth(seconds)
        with checker.archive(file) as archive:
            draft = generated_draft(articles)
            checks = [_timed(partial(archive.check, draft)) for _ in range(CHECKS)]
        print(f"a draft: {checks[0]:.2f} s the first time, {statistics.median(checks[1:]):.2f} s after that")


def _timed(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def _print_growth(seconds: list[float]) -> None:
    if len(seconds) >= 2 * EDGE:
        first, last = statistics.median(seconds[:EDGE]), statistics.median(seconds[-EDGE:])
        print(
            f"a batch: {first:.2f} s at the start, {last:.2f} s at the end, {last / first:.2f} times as long"
        )


if __name__ == "__main__":
    main()

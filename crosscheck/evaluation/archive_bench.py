"""Time, memory and file size of an archive that grows, and of draft checks against it.

    python -m crosscheck.evaluation.archive_bench [--articles 5000] [--batch 100] [--events-a-day 1]
        [--threads 2] [--archive FILE] [--no-infer]

The articles are those of `generated`. How many pairs of claims a batch comes to, and so how long it takes,
depends on how many articles of the fortnight before it can tell the same stories: with one event a day they
are all there from the second batch on, with fifteen from the twentieth. Batches are compared by CPU seconds,
which other work on the machine hardly changes. `--no-infer` takes every pair for neutral while the archive
grows: in minutes it holds all articles, and drafts are timed against it with the real models.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from crosscheck.archive.chunks import chunks
from crosscheck.checker import Crosscheck
from crosscheck.evaluation.generated import EVENTS_A_DAY, generated_articles, generated_draft
from crosscheck.evaluation.speed import peak_memory
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import NliModel
from crosscheck.settings import RuntimeSettings, Settings
from crosscheck.testing import FakeNli
from crosscheck.types import Claim, Document

MEBIBYTE = 1024 * 1024
CHECKS = 5
DRAFTS = (8, 40)  # sentences
EDGE = 5  # batches that are compared at the start and at the end


class Neutral(FakeNli):
    """Neutral of every pair, under the name of another model, and reads as much of each claim.

    Args:
        model: The other one.
    """

    def __init__(self, model: NliModel) -> None:
        super().__init__()
        self.name = model.name
        self._model = model

    def passage(self, claim: Claim) -> str:
        """What the other model is given of a claim."""
        return as_read(self._model, claim)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--events-a-day", type=int, default=EVENTS_A_DAY)
    parser.add_argument("--threads", type=int, default=0, help="of the models; 0 stands for all cores")
    parser.add_argument(
        "--archive", type=Path, help="where to make the archive; it is thrown away if not given"
    )
    parser.add_argument("--no-infer", action="store_true", help="take every pair for neutral while adding")
    arguments = parser.parse_args()
    articles = generated_articles(arguments.articles, events_a_day=arguments.events_a_day)
    checker = Crosscheck(settings=Settings(runtime=RuntimeSettings(threads=arguments.threads)))
    checker.nli.predict([("It rained.", "It was dry.")])
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.archive or Path(folder) / "bench.db"
        adding = Crosscheck(checker.encoder, Neutral(checker.nli)) if arguments.no_infer else checker
        _grow(adding, file, articles, arguments.batch)
        for sentences in DRAFTS:
            _check(checker, file, generated_draft(articles, sentences))


def _grow(checker: Crosscheck, file: Path, articles: Sequence[Document], size: int) -> None:
    work = []
    with checker.archive(file) as archive:
        for batch in chunks(articles, size):
            started, started_work = time.perf_counter(), time.process_time()
            addition = archive.add(batch)
            seconds = time.perf_counter() - started
            work.append(time.process_time() - started_work)
            done, pairs, memory = len(work) * size, addition.coverage.pairs, peak_memory()
            print(
                f"{done:>6} articles: {seconds:7.2f} s, {work[-1]:7.2f} CPU s, {pairs:>6} pairs, "
                f"{memory:5.0f} MiB",
                flush=True,
            )
        sizes = {path.name: path.stat().st_size / MEBIBYTE for path in file.parent.glob(f"{file.name}*")}
        print(", ".join(f"{name} {size:.1f} MiB" for name, size in sorted(sizes.items())))
        print(f"{archive.count_findings(statuses=())} findings, {len(archive.claims())} claims")
    _print_growth(work)


def _check(checker: Crosscheck, file: Path, draft: Document) -> None:
    with checker.archive(file) as archive:
        start = _timed(archive.prepare)
        checks = [_timed(partial(archive.check, draft)) for _ in range(CHECKS)]
        sentences = len(archive.check(draft).sentences)
    print(
        f"a draft of {sentences} sentences: {start:.2f} s to load the archive, "
        f"{checks[0]:.2f} s the first time, {statistics.median(checks[1:]):.2f} s after that"
    )


def _timed(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def _print_growth(work: list[float]) -> None:
    if len(work) >= 2 * EDGE:
        first, last = statistics.median(work[:EDGE]), statistics.median(work[-EDGE:])
        print(
            f"a batch: {first:.2f} CPU s at the start, {last:.2f} at the end, "
            f"{last / first:.2f} times as long"
        )


if __name__ == "__main__":
    main()

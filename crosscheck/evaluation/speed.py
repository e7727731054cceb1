"""How fast a system is and how much memory it takes, measured in a process of its own.

    python -m crosscheck.evaluation.speed --system crosscheck --data eval/data --split dev --threads 2

Both systems get the same articles, the same texts to encode and the same pairs to infer, so their figures can
be divided. Prints a `record.Speed` as JSON.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from crosscheck.claims.sentences import split_sentences
from crosscheck.evaluation.data import Benchmark, load_benchmark
from crosscheck.evaluation.record import OURS, PLAIN, Speed
from crosscheck.protocols import Encoder, NliModel
from crosscheck.settings import RuntimeSettings, Settings
from crosscheck.types import Document

SIZES = (0.25, 0.5, 1.0)  # shares of the clusters
MOST_PAIRS = 500
_STATUS = Path("/proc/self/status")


def measure_speed(
    system: str, data: Path, benchmark: Benchmark, *, models: tuple[str, str] | None, threads: int
) -> Speed:
    """Run a system in a process of its own.

    Args:
        system: `OURS` or `PLAIN`.
        data: The folder of the labelled data.
        benchmark: Says which articles.
        models: Encoder and NLI model by name or path; the bundled ones where None.
        threads: CPU threads of the models, the same for both systems; 0 takes all cores.
    """
    command = [sys.executable, "-m", __name__, "--system", system, "--data", str(data)]
    command += ["--split", benchmark.split, "--threads", str(threads)]
    command += ["--fast"] if benchmark.fast else []
    command += ["--models", *models] if models else []
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own command
    return Speed.model_validate_json(finished.stdout)


def peak_memory() -> float:
    """Most memory that this process has had resident at once, MiB."""
    if _STATUS.is_file():  # getrusage would also count the parent, from before this program was loaded
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def _system(
    name: str, models: tuple[str, str] | None, threads: int
) -> tuple[Encoder, NliModel, Callable[[Sequence[Document]], object], Callable[[Sequence[Document]], object]]:
    """A system's models, its whole chain and its reading of articles."""
    if name == PLAIN:
        from crosscheck.evaluation.plain import PlainRecipe  # noqa: PLC0415 - loads torch

        assert models is not None
        recipe = PlainRecipe(*models, threads=threads)
        return (
            recipe.encoder,
            recipe.nli,
            recipe.examine,
            lambda documents: [split_sentences(document.text) for document in documents],
        )
    from crosscheck.checker import Crosscheck  # noqa: PLC0415 - as above, for ours
    from crosscheck.claims.extractor import ClaimExtractor  # noqa: PLC0415 - as above
    from crosscheck.nli.bundled import CarefulNli  # noqa: PLC0415 - loads OpenVINO

    settings = Settings(runtime=RuntimeSettings(threads=threads))
    checker = Crosscheck(*(models or (None, None)), settings=settings)
    # the careful model alone, whose weights the plain recipe has too
    nli = checker.nli if models else CarefulNli(settings.runtime)
    # one of its own, which remembers no text of the chain's runs; the chain's own remembers those of smaller
    # runs, which saves the larger ones less than a hundredth
    reader = ClaimExtractor(settings.runtime)
    reader.open()
    return checker.encoder, nli, checker.examine, reader.extract


def _measure(name: str, benchmark: Benchmark, models: tuple[str, str] | None, threads: int) -> Speed:
    started = time.perf_counter()
    encoder, nli, examine, read = _system(name, models, threads)
    encoder.encode(["The first call allocates what the models need."])
    nli.predict([("It rained.", "It was dry.")])
    load = time.perf_counter() - started
    sizes: list[tuple[int, float]] = []
    for clusters in sorted({max(1, round(share * len(benchmark.clusters))) for share in SIZES}):
        documents = [document for cluster in benchmark.clusters[:clusters] for document in cluster.documents]
        count = sum(len(split_sentences(document.text)) for document in documents)
        sizes.append((count, _seconds(lambda documents=documents: examine(documents))))  # type: ignore[misc]
    peak = peak_memory()
    documents = list(benchmark.documents.values())
    texts = [d.text[start:end] for d in documents for start, end in split_sentences(d.text)]
    pairs = list(pairwise(texts))[:MOST_PAIRS]
    return Speed(
        sentences=len(texts) / _seconds(lambda: read(documents)),
        texts=len(texts) / _seconds(lambda: encoder.encode(texts)),
        pairs=len(pairs) / _seconds(lambda: nli.predict(pairs)),
        seconds=sizes[-1][1],
        load=load,
        peak=peak,
        sizes=tuple(sizes),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--system", choices=(OURS, PLAIN), required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--models", nargs=2, metavar=("ENCODER", "NLI"))
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    models = tuple(arguments.models) if arguments.models else None
    benchmark = load_benchmark(arguments.data, arguments.split, fast=arguments.fast)
    speed = _measure(arguments.system, benchmark, models, arguments.threads)
    sys.stdout.write(speed.model_dump_json() + "\n")


if __name__ == "__main__":
    main()

"""One real story with its labels, measured once with the real models."""

import shutil
from pathlib import Path

import pytest

from crosscheck.evaluation.chain import remembering
from crosscheck.evaluation.data import load_benchmark
from crosscheck.evaluation.run import Plan, evaluate
from crosscheck.settings import Settings

STORIES = ("c04_juniper_fire", "c10_nairobi_adaptation")
PAIRS = 80


def copy_labels(newsbench: Path, target: Path) -> Path:
    """A data folder with the two stories and the first sentence pairs; the fast subset is the second story."""
    for story in STORIES:
        shutil.copytree(newsbench / "dev" / story, target / "newsbench" / "dev" / story)
    pairs = (
        (newsbench / "pairs" / "news_pairs_dev.jsonl").read_text(encoding="utf-8").splitlines(True)[:PAIRS]
    )
    (target / "newsbench" / "pairs").mkdir()
    (target / "newsbench" / "pairs" / "news_pairs_dev.jsonl").write_text("".join(pairs), encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def labels(newsbench, tmp_path_factory):
    """A small data folder; not to be changed."""
    return copy_labels(newsbench, tmp_path_factory.mktemp("labels"))


@pytest.fixture
def own_labels(newsbench, tmp_path):
    """A small data folder that a test may change."""
    return copy_labels(newsbench, tmp_path / "labels")


@pytest.fixture(scope="session")
def benchmark(labels):
    """The fast subset of the small folder."""
    return load_benchmark(labels, "dev", fast=True)


@pytest.fixture(scope="session")
def checker():
    """The bundled models, remembering."""
    return remembering(Settings())


@pytest.fixture(scope="session")
def run(checker, benchmark, labels):
    """An evaluation of the bundled models on that story."""
    return evaluate(checker, benchmark, Plan("healthy", labels))

"""Speed and memory are measured in a process of their own."""

import json

import pytest
from desk import DOCUMENTS

from crosscheck.evaluation.data import load_benchmark
from crosscheck.evaluation.record import OURS
from crosscheck.evaluation.speed import measure_speed, peak_memory


@pytest.fixture
def desk_data(tmp_path):
    """The desk's articles as a data folder."""
    for document in DOCUMENTS.values():
        cluster, _, name = document.id.partition("/")
        folder = tmp_path / "newsbench" / "dev" / cluster
        folder.mkdir(parents=True, exist_ok=True)
        row = document.model_dump(mode="json", exclude_none=True) | {"id": name}
        with (folder / "docs.jsonl").open("a") as file:
            file.write(json.dumps(row) + "\n")
        (folder / "gold.jsonl").touch()
    return tmp_path


def test_the_peak_is_that_of_this_process_in_mebibytes():
    before = peak_memory()
    block = bytearray(300 * 1024 * 1024)
    block[::4096] = b"x" * len(block[::4096])  # touch every page, so that it is resident
    assert before <= peak_memory()
    assert 300 < peak_memory() < 20_000


def test_our_chain_is_timed_on_growing_parts_of_the_desk(desk_data):
    speed = measure_speed(OURS, desk_data, load_benchmark(desk_data, "dev"), models=None, threads=0)
    (small, _), (large, seconds) = speed.sizes
    assert 5 < small < large < 20
    assert speed.seconds == seconds > 0
    assert 100 < speed.peak < 4000
    assert min(speed.sentences, speed.texts, speed.pairs, speed.load) > 0

"""Speed and memory are measured in a process of their own."""

from crosscheck.evaluation.record import OURS
from crosscheck.evaluation.speed import measure_speed, peak_memory


def test_the_peak_is_that_of_this_process_in_mebibytes():
    before = peak_memory()
    block = bytearray(300 * 1024 * 1024)
    block[::4096] = b"x" * len(block[::4096])  # touch every page, so that it is resident
    assert before + 100 < peak_memory() < before + 2000


def test_our_chain_is_timed_on_the_articles_of_the_benchmark(benchmark, labels):
    speed = measure_speed(OURS, labels, benchmark, models=None, threads=0)
    ((sentences, seconds),) = speed.sizes
    assert sentences > 40
    assert speed.seconds == seconds > 0
    assert 100 < speed.peak < 4000
    assert speed.sentences > speed.texts > speed.pairs > 1

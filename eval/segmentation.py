"""Compare sentence segmenters on labelled news passages and on the gold sentences of newsbench.

    python eval/segmentation.py

Prints, for each segmenter: F1 of exact spans on eval/data/segmentation/sample.jsonl, the share of newsbench's
gold sentences (train and dev) that come out as exactly one segment, and sentences a second on newsbench. A
library stands in the table as it is, and ("+ lines") given single lines without their dateline. Below, the
passages segmented without a fault, by phenomenon. All but the speed is deterministic.

The sample was written for crosscheck, and its word lists were corrected against it: on the sample the last
row is a regression test, not an estimate; newsbench was written independently.
"""

from __future__ import annotations

import importlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsroom_gold import DATA, articles_with_gold_sentences, read_jsonl

from crosscheck.claims.datelines import dateline_end
from crosscheck.claims.sentences import split_sentences
from crosscheck.types import Span

Segmenter = Callable[[str], Iterable[Span]]


@dataclass(frozen=True)
class Passage:
    """A labelled passage."""

    text: str
    spans: frozenset[Span]
    phenomenon: str


def load_pysbd() -> Segmenter:
    """MIT, last release 2021, untyped, pure Python."""
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def load_syntok() -> Segmenter:
    """MIT, last release 2022, untyped, pure Python."""
    analyze = importlib.import_module("syntok.segmenter").analyze
    return lambda text: [
        (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
        for paragraph in analyze(text)
        for sentence in paragraph
    ]


def load_sentencex() -> Segmenter:
    """MIT, by Wikimedia, several releases a year, untyped, Rust with wheels for every platform."""
    boundaries = importlib.import_module("sentencex").get_sentence_boundaries
    return lambda text: [(found["start_index"], found["end_index"]) for found in boundaries("en", text)]


def load_blingfire() -> Segmenter:
    """MIT, last release 2021, untyped, 100 MB installed, its Linux binary for x86-64 only."""
    segment = importlib.import_module("blingfire").text_to_sentences_and_offsets
    return lambda text: segment(text)[1] if text.strip() else []


LIBRARIES = {
    "pysbd": load_pysbd,
    "syntok": load_syntok,
    "sentencex": load_sentencex,
    "blingfire": load_blingfire,
}


def on_lines(segment: Segmenter) -> Segmenter:
    """The segmenter, given single lines without their dateline, which is a segment of its own."""

    def segment_lines(text: str) -> list[Span]:
        spans = []
        position = 0
        for line in text.splitlines(keepends=True):
            body = dateline_end(line)
            spans.append((position, position + body))
            start = position + body
            spans += [(start + left, start + right) for left, right in segment(line[body:])]
            position += len(line)
        return spans

    return segment_lines


def segmenters() -> dict[str, Segmenter]:
    """Every segmenter that is installed, crosscheck's last."""
    found: dict[str, Segmenter] = {}
    for name, load in LIBRARIES.items():
        try:
            segment = load()
        except ImportError:
            print(f"{name}: not installed, left out")
            continue
        found[name] = segment
        found[f"{name} + lines"] = on_lines(segment)
    return found | {"crosscheck": split_sentences}


def stripped(text: str, spans: Iterable[Span]) -> set[Span]:
    """The spans without white space around them, empty ones left out."""
    found = set()
    for start, end in spans:
        piece = text[start:end]
        left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if left < right:
            found.add((left, right))
    return found


def load_passages() -> list[Passage]:
    """The labelled sample."""
    passages = []
    for record in read_jsonl(DATA / "segmentation" / "sample.jsonl"):
        spans, position = [], 0
        for sentence in record["sentences"]:
            start = record["text"].index(sentence, position)
            position = start + len(sentence)
            spans.append((start, position))
        passages.append(Passage(record["text"], frozenset(spans), record["phenomenon"]))
    return passages


def f1(segment: Segmenter, passages: list[Passage]) -> float:
    """F1 of exact spans over all passages."""
    right = given = expected = 0
    for passage in passages:
        found = stripped(passage.text, segment(passage.text))
        right += len(found & passage.spans)
        given += len(found)
        expected += len(passage.spans)
    return 2 * right / (given + expected)


def faultless(segment: Segmenter, passages: list[Passage]) -> dict[str, tuple[int, int]]:
    """By phenomenon: passages with exactly the labelled spans, and all passages."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for passage in passages:
        right, total = counts[passage.phenomenon]
        is_right = stripped(passage.text, segment(passage.text)) == passage.spans
        counts[passage.phenomenon] = (right + is_right, total + 1)
    return counts


def gold_found(segment: Segmenter, articles: list[tuple[str, frozenset[str]]]) -> tuple[int, int, float]:
    """Gold sentences that are exactly one segment, all gold sentences, and segments a second."""
    started = time.perf_counter()
    segmented = [stripped(text, segment(text)) for text, _ in articles]
    seconds = time.perf_counter() - started
    found = sum(
        len(gold & {text[start:end] for start, end in spans})
        for (text, gold), spans in zip(articles, segmented, strict=True)
    )
    return found, sum(len(gold) for _, gold in articles), sum(map(len, segmented)) / seconds


def main() -> None:
    """Print the tables."""
    passages = load_passages()
    articles = list(articles_with_gold_sentences())
    compared = segmenters()

    print(f"{len(passages)} passages, {sum(len(passage.spans) for passage in passages)} segments\n")
    print(f"{'segmenter':<20}{'sample F1':>10}{'newsbench gold':>24}{'segments/s':>12}")
    for name, segment in compared.items():
        found, total, speed = gold_found(segment, articles)
        share = f"{found}/{total} = {found / total:.2%}"
        print(f"{name:<20}{f1(segment, passages):>10.3f}{share:>24}{speed:>12,.0f}")

    columns = [faultless(segment, passages) for segment in compared.values()]
    print("\npassages without a fault: " + ", ".join(compared))
    for phenomenon, (_, total) in columns[0].items():
        cells = "".join(f"{column[phenomenon][0]:>4}" for column in columns)
        print(f"{phenomenon:<52}{cells}  of {total}")


if __name__ == "__main__":
    main()

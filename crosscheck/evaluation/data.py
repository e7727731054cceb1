"""Finds and reads the labelled data, and says by a hash whether they are still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import crosscheck
from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.labels import Cluster, GoldPair, LabelledSentence, Passage, Place, SentencePair
from crosscheck.training.examples import read_jsonl
from crosscheck.training.stories import cluster_documents, cluster_folders
from crosscheck.types import Document

Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")

DATA = Path("eval") / "data"
CLUSTERS = Path("newsbench")
PAIRS = "newsbench/pairs/news_pairs_{split}.jsonl"
SHORT_PAIRS = "newsbench/pairs/short_pairs_{split}.jsonl"
SENTENCES = "sentences/{split}.jsonl"
PASSAGES = Path("segmentation") / "sample.jsonl"

FAST_EVERY = 2  # the fast subset is every second cluster and the pairs of every second topic, by name


@dataclass(frozen=True)
class Benchmark:
    """The labelled data of a split.

    Attributes:
        split: dev is for tuning and reporting, test for reporting alone.
        fast: Whether it is the fast subset.
        clusters: By name.
        pairs: Labelled sentence pairs outside articles; empty where the file is absent.
        short_pairs: The same of short sentences, as somebody types them; undated.
        sentences: Labelled sentences of the clusters' articles; empty where the file is absent.
        passages: For segmentation, the same in both splits.
        digest: `data_hash` of the folder.
    """

    split: Split
    fast: bool
    clusters: tuple[Cluster, ...]
    pairs: tuple[SentencePair, ...]
    short_pairs: tuple[SentencePair, ...]
    sentences: tuple[LabelledSentence, ...]
    passages: tuple[Passage, ...]
    digest: str

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The articles of all clusters, by id."""
        return {document.id: document for cluster in self.clusters for document in cluster.documents}

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters' names, in order: the groups of every measure on clusters."""
        return tuple(cluster.name for cluster in self.clusters)


def find_data(given: Path | None = None) -> Path:
    """The folder of the labelled data.

    Args:
        given: Where the user says that it is; else it is looked for here and upwards, and beside the package.

    Raises:
        UnreadableInput: It is not there, as in an installation without the repository.
    """
    here = Path.cwd()
    beside = Path(crosscheck.__file__).parent.parent
    candidates = [given] if given else [folder / DATA for folder in (here, *here.parents, beside)]
    for folder in candidates:
        if (folder / CLUSTERS).is_dir():
            return folder
    raise UnreadableInput(
        "no labelled data here; they belong to the repository, not to the installed package: "
        "run inside a checkout or name the folder with --data",
        path=str(given or DATA),
    )


def load_benchmark(data: Path, split: Split, *, fast: bool = False) -> Benchmark:
    """Read the labelled data of a split.

    Args:
        data: The folder, as `find_data` gives it.
        split: Which.
        fast: Only the fast subset.

    Raises:
        UnreadableInput: The split has no clusters, or a labelled sentence does not stand in its article.
    """
    folders = cluster_folders(data / CLUSTERS / split)
    if not folders:
        raise UnreadableInput(f"no clusters in the split {split}", path=str(data / CLUSTERS / split))
    clusters = tuple(_cluster(folder) for folder in (folders[1::FAST_EVERY] if fast else folders))
    documents = {document.id: document for cluster in clusters for document in cluster.documents}
    pairs, short_pairs = (_pairs(data / form.format(split=split), fast=fast) for form in (PAIRS, SHORT_PAIRS))
    sentences = [_sentence(row, documents) for row in _rows(data / SENTENCES.format(split=split))]
    return Benchmark(
        split=split,
        fast=fast,
        clusters=clusters,
        pairs=pairs,
        short_pairs=short_pairs,
        sentences=tuple(sentence for sentence in sentences if sentence is not None),
        passages=tuple(_passage(row) for row in _rows(data / PASSAGES)),
        digest=data_hash(data),
    )


def measured_files(data: Path) -> list[Path]:
    """Every file of either split that a figure depends on, in order."""
    patterns = [f"{CLUSTERS}/{split}/*/*.jsonl" for split in SPLITS]
    patterns += [form.format(split=split) for form in (PAIRS, SHORT_PAIRS, SENTENCES) for split in SPLITS]
    return sorted(path for pattern in (*patterns, str(PASSAGES)) for path in data.glob(pattern))


def data_hash(data: Path) -> str:
    """SHA-256 over names and contents of the measured files of both splits, data and labels alike."""
    digest = hashlib.sha256()
    for path in measured_files(data):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(data).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return read_jsonl(path) if path.is_file() else iter(())


def _cluster(folder: Path) -> Cluster:
    documents = cluster_documents(folder)
    by_id = {document.id: document for document in documents}
    file = folder / "gold.jsonl"
    gold = [
        GoldPair(
            a=_gold_place(folder.name, row["a"], by_id, file, line),
            b=_gold_place(folder.name, row["b"], by_id, file, line),
            relation=row["relation"],
            type=row["type"],
            note=row.get("note", ""),
            also=tuple(row.get("also", ())),
        )
        for line, row in enumerate(read_jsonl(file), start=1)
    ]
    return Cluster(name=folder.name, documents=tuple(documents), gold=tuple(gold))


def _gold_place(
    cluster: str, side: dict[str, str], documents: dict[str, Document], file: Path, line: int
) -> Place:
    document = documents.get(f"{cluster}/{side['doc']}")
    start = document.text.find(side["sentence"]) if document else -1
    if document is None or start < 0:
        raise UnreadableInput(
            f"the labelled sentence does not stand in {side['doc']}: {side['sentence']!r}",
            path=str(file),
            line=line,
        )
    return Place(document=document.id, start=start, end=start + len(side["sentence"]))


def _pairs(file: Path, *, fast: bool) -> tuple[SentencePair, ...]:
    """A set of pairs; of every second topic for the fast subset."""
    pairs = [_sentence_pair(row) for row in _rows(file)]
    topics = sorted({pair.topic for pair in pairs})
    kept = set(topics[1::FAST_EVERY] if fast else topics)
    return tuple(pair for pair in pairs if pair.topic in kept)


def _sentence_pair(row: dict[str, Any]) -> SentencePair:
    return SentencePair(**{name: row[name] for name in SentencePair.model_fields if name in row})


def _sentence(row: dict[str, Any], documents: dict[str, Document]) -> LabelledSentence | None:
    """A labelled sentence, None where its article is not among the documents (the fast subset)."""
    document = f"{row['cluster']}/{row['doc']}"
    if document not in documents:
        return None
    return LabelledSentence(
        place=Place(document=document, start=row["start"], end=row["end"]),
        text=row["text"],
        kind=row["kind"],
        speaker=row["speaker"],
        assertion=row["assertion"],
    )


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(id=row["id"], text=row["text"], spans=frozenset(_spans(row["text"], row["sentences"])))


def _spans(text: str, sentences: Sequence[str]) -> Iterator[tuple[int, int]]:
    position = 0
    for sentence in sentences:
        start = text.index(sentence, position)
        position = start + len(sentence)
        yield start, position

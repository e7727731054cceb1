"""What the branch of the careful NLI model learns from: labelled pairs with their types and notes.

They come from the training clusters that the NLI model sees, from those kept for the judge that are too dense
for it, and from the contrast sets; the stories that the judge is fitted on stay unseen for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from crosscheck.claims.extract import sentence_claim
from crosscheck.judging.evidence import PROBED_RELATIONS
from crosscheck.judging.points import content_spans
from crosscheck.judging.probes import reading_order
from crosscheck.protocols import Encoder, NliModel
from crosscheck.settings import PairingSettings
from crosscheck.training.examples import DIFFERING, read_jsonl, refuse_leaks
from crosscheck.training.judge import judge_pairs
from crosscheck.training.recipe import held_out_texts
from crosscheck.training.stories import (
    cluster_folders,
    labelled_pairs,
    noted_pairs,
    without_plain,
)
from crosscheck.types import Pair

NATURAL_WEIGHT, CONTRAST_WEIGHT = 0.6, 0.5  # of pairs that no gold lists, and of the contrast sets
PLAIN_SHARE = 0.03  # of the pairs that the small model is sure are neutral
SEED = 1
RELATIONS = ("none", *PROBED_RELATIONS)
SAME_AS = {"unrelated": "none", "competing_accounts": "conflict"}
HELD_OUT_SETS = ("dev", "test")
STEM, ENDING = 4, 3  # letters that two forms of a word share at least, and that each may have besides


@dataclass(frozen=True, slots=True)
class ReadPair:
    """What the branch learns from.

    Attributes:
        texts: In reading order.
        relation: One of `RELATIONS`.
        type: What a conflict or update differs on, else empty.
        note: What that is, in the annotator's words; empty where there is none.
        weight: Of the loss of its relation.
    """

    texts: tuple[str, str]
    relation: str
    type: str
    note: str
    weight: float


def pairs_of_contrast_sets(folder: Path) -> Iterator[ReadPair]:
    """The newsroom pair sets that are for training."""
    for file in sorted(folder.glob("*.jsonl")):
        if file.stem.endswith(HELD_OUT_SETS):
            continue
        for row in read_jsonl(file):
            a, b = (sentence_claim(row[s], row[f"{s}_published"], document=s) for s in ("a", "b"))
            texts = reading_order(Pair(a=a, b=b, similarity=0.0))
            yield _read_pair(texts, row["label"], row["type"], "", CONTRAST_WEIGHT)


def pairs_of_stories(newsbench: Path, encoder: Encoder, screen: NliModel) -> Iterator[ReadPair]:
    """The pairs of the training clusters that the judge is not fitted on, without most of the plain ones.

    Args:
        newsbench: Folder with train/.
        encoder: Finds the natural pairs.
        screen: Says which of them are plainly neutral.
    """
    kept = {one.cluster for one in judge_pairs(newsbench, encoder)}
    folders = [folder for folder in cluster_folders(newsbench / "train") if folder.name not in kept]
    notes = notes_of(folders)
    neighbours = PairingSettings().neighbours
    learnt = [pair for folder in folders for pair in labelled_pairs(folder, encoder, neighbours)]
    for one in without_plain(learnt, screen, PLAIN_SHARE, SEED):
        weight = NATURAL_WEIGHT if one.relation == "none" else 1.0
        texts = reading_order(one.pair)
        yield _read_pair(texts, one.relation, one.type, notes.get(frozenset(texts), ""), weight)


def notes_of(folders: Iterable[Path]) -> dict[frozenset[str], str]:
    """The notes on conflicts and updates by their two sentences."""
    return {
        frozenset((one.pair.a.text, one.pair.b.text)): one.note
        for folder in folders
        for one in noted_pairs(folder)
        if one.relation in DIFFERING
    }


def _read_pair(texts: tuple[str, str], relation: str, kind: str, note: str, weight: float) -> ReadPair:
    differing = relation in DIFFERING
    return ReadPair(texts, SAME_AS.get(relation, relation), kind if differing else "", note, weight)


def branch_pairs(newsbench: Path, encoder: Encoder, screen: NliModel) -> list[ReadPair]:
    """All that the branch learns from, with the leak check done.

    Args:
        newsbench: Folder with train/, dev/, test/ and pairs/.
        encoder: As in `pairs_of_stories`.
        screen: As in `pairs_of_stories`.

    Raises:
        LeakError: A held-out sentence would be trained on.
    """
    pairs = [*pairs_of_stories(newsbench, encoder, screen), *pairs_of_contrast_sets(newsbench / "pairs")]
    refuse_leaks((text for pair in pairs for text in pair.texts), held_out_texts(newsbench))
    return pairs


def names_word(note: str, word: str) -> bool:
    """Whether a note holds a word, be it with another ending ("voted", "votes")."""
    named = (note[start:end].lower() for start, end in content_spans(note))
    return any(_same_stem(word.lower(), other) for other in named)


def _same_stem(one: str, other: str) -> bool:
    stem = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
    return one == other or (one.isalpha() and stem >= STEM and max(len(one), len(other)) - stem <= ENDING)

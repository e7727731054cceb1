"""What the branch of the careful NLI model learns from: labelled pairs with their types and notes.

They come from the training clusters that the NLI model sees, from those kept for the judge that are too dense
for it, and from the contrast sets; the stories that the judge is fitted on stay unseen for both.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from transformers import PreTrainedTokenizerBase

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.evidence import PROBED_RELATIONS, content_words
from crosscheck.judging.points import FLAGS, content_spans, flags_of
from crosscheck.judging.probes import TYPES, reading_order
from crosscheck.nli.context import alone, in_article, shown
from crosscheck.protocols import Encoder, NliModel
from crosscheck.settings import PairingSettings
from crosscheck.training.branch import UNKNOWN, BranchExample
from crosscheck.training.counterfactuals import counterfactual_pairs
from crosscheck.training.examples import DIFFERING, read_jsonl, refuse_leaks
from crosscheck.training.judge import judge_pairs
from crosscheck.training.recipe import held_out_texts
from crosscheck.training.stories import (
    cluster_folders,
    edited_pairs,
    labelled_pairs,
    noted_pairs,
    pairs_between_stories,
    without_plain,
)
from crosscheck.types import DifferenceType, Pair

NATURAL_WEIGHT, CONTRAST_WEIGHT = 0.6, 0.5  # of pairs that no gold lists, and of the contrast sets
COUNTERFACTUALS = 3  # times that each agreement is changed
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
        texts: In reading order, claims of stories within their articles (`nli.context`).
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


def rows_of_pair_sets(folder: Path) -> Iterator[tuple[dict[str, Any], Pair]]:
    """The rows of the newsroom pair sets that are for training, each with its two sentences as claims."""
    for file in sorted(folder.glob("*.jsonl")):
        if file.stem.endswith(HELD_OUT_SETS):
            continue
        for row in read_jsonl(file):
            a, b = (sentence_claim(row[s], row[f"{s}_published"], document=s) for s in ("a", "b"))
            yield row, Pair(a=a, b=b, similarity=0.0)


def pairs_of_contrast_sets(folder: Path) -> Iterator[ReadPair]:
    """The newsroom pair sets that are for training."""
    for row, pair in rows_of_pair_sets(folder):
        yield _read_pair(pair, row["label"], row["type"], "", CONTRAST_WEIGHT)


def pairs_of_stories(newsbench: Path, encoder: Encoder, screen: NliModel) -> Iterator[ReadPair]:
    """The pairs of the training clusters that the judge is not fitted on, without most of the plain ones.

    Pairs of two clusters are among them.

    Args:
        newsbench: Folder with train/.
        encoder: Finds the natural pairs.
        screen: Says which of them are plainly neutral.
    """
    unseen = {one.cluster for one in judge_pairs(newsbench, encoder)}
    folders = [folder for folder in cluster_folders(newsbench / "train") if folder.name not in unseen]
    notes = notes_of(folders)
    pairing, draw = PairingSettings(), random.Random(SEED)  # noqa: S311 - sampling, not security
    learnt = [pair for folder in folders for pair in labelled_pairs(folder, encoder, pairing.neighbours)]
    kept = without_plain(learnt, screen, PLAIN_SHARE, SEED)
    kept += counterfactual_pairs(kept, COUNTERFACTUALS, draw)
    between = list(pairs_between_stories(folders, encoder, pairing, draw))
    kept += without_plain(between, screen, PLAIN_SHARE, SEED)
    for one in kept:
        weight = NATURAL_WEIGHT if one.relation == "none" else 1.0
        note = notes.get(frozenset((one.pair.a.text, one.pair.b.text)), "")
        yield _read_pair(one.pair, one.relation, one.type, note, weight)
    for edited in (pair for folder in folders for pair in edited_pairs(folder)):
        yield _read_pair(edited.pair, edited.relation, edited.type, edited.note, 1.0)


def notes_of(folders: Iterable[Path]) -> dict[frozenset[str], str]:
    """The notes on conflicts and updates by their two sentences."""
    return {
        frozenset((one.pair.a.text, one.pair.b.text)): one.note
        for folder in folders
        for one in noted_pairs(folder)
        if one.relation in DIFFERING
    }


def _read_pair(pair: Pair, relation: str, kind: str, note: str, weight: float) -> ReadPair:
    differing = relation in DIFFERING
    first, second = reading_order(pair)
    texts = in_article(first), in_article(second)
    return ReadPair(
        texts, SAME_AS.get(relation, relation), kind if differing else "", note if differing else "", weight
    )


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


def branch_examples(
    pairs: Sequence[ReadPair], tokenizer: PreTrainedTokenizerBase, max_tokens: int
) -> list[BranchExample]:
    """The pairs as numbers.

    Args:
        pairs: What the branch learns from.
        tokenizer: Of its model.
        max_tokens: Longer pairs are cut, the longer text first.
    """
    tokens = tokenizer(
        [shown(pair.texts[0]) for pair in pairs],
        [shown(pair.texts[1]) for pair in pairs],
        truncation="longest_first",
        max_length=max_tokens,
        return_offsets_mapping=True,
    )
    return [
        example_of(pair, tokens["input_ids"][i], tokens["offset_mapping"][i], tokens.sequence_ids(i))
        for i, pair in enumerate(pairs)
    ]


def example_of(
    pair: ReadPair, ids: Sequence[int], offsets: Sequence[tuple[int, int]], sides: Sequence[int | None]
) -> BranchExample:
    """A pair as numbers; what surrounds its claims has neither flags nor names.

    Args:
        pair: With its note.
        ids: Of its n tokens.
        offsets: Where each begins and ends in its own text.
        sides: Which text it is of, 0 or 1; None for those of neither.
    """
    starts, ends = np.array(offsets).T
    side_of = np.array([UNKNOWN if side is None else side for side in sides])
    flags = np.zeros((len(ids), len(FLAGS)), dtype=np.int32)
    named = np.full(len(ids), UNKNOWN, dtype=np.int32)
    claims = tuple(map(alone, pair.texts))
    for side, (text, other) in enumerate((claims, claims[::-1])):
        known = content_words(other)
        for start, end in content_spans(text):
            own = (side_of == side) & (starts < end) & (ends > start)
            flags[own] = flags_of(text[start:end], known)
            if pair.note:
                named[own] = names_word(pair.note, text[start:end])
    kind = TYPES.index(DifferenceType(pair.type)) if pair.type in set(DifferenceType) else UNKNOWN
    return BranchExample(
        np.array(ids, dtype=np.int32), flags, named, RELATIONS.index(pair.relation), kind, pair.weight
    )

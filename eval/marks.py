"""How often the words that are marked are those that an annotator's note names: `python eval/marks.py`.

For every labelled conflict with a note, told its type as the gold has it: on which share of the sides a
marked word is one that the note names (one that the other side lacks, where it names such), and what share of
the marked words the note names. Where no figure, date, name or negation is found, the marks are the words
that one claim has alone, those of the probe of points, or, as reports show them, the phrases that these are
part of. Notes paraphrase, so 100 % is out of reach.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.judging.differences import as_phrases, find_difference
from crosscheck.judging.evidence import content_words
from crosscheck.judging.points import Marks, content_spans
from crosscheck.judging.probes import load_probes
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledCascade
from crosscheck.training.branch_pairs import names_word
from crosscheck.training.judge import judge_pairs
from crosscheck.training.stories import NotedPair, cluster_folders, noted_pairs
from crosscheck.types import DifferenceType, Span

NEWSBENCH = Path(__file__).parent / "data" / "newsbench"


@dataclass
class Tally:
    """What the marks of some sides came to."""

    hits: list[bool] = field(default_factory=list)
    named: list[float] = field(default_factory=list)

    def add(self, text: str, other: str, note: str, marks: Sequence[Span]) -> None:
        """Count one side; one of which the note names no word tells only of its marks."""
        marked = {w.lower() for start, end in marks for w in _words(text[start:end])}
        telling = {w.lower() for w in _words(text) if names_word(note, w)}
        telling = telling - content_words(other) or telling
        if telling:
            self.hits.append(bool(marked & telling))
        if marked:
            self.named.append(mean(names_word(note, word) for word in marked))

    def __str__(self) -> str:
        return (
            f"hit {mean(self.hits):.0%} of {len(self.hits)} sides, {mean(self.named):.0%} of the words named"
        )


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in content_spans(text)]


def conflicts(split: str, wanted: Callable[[str], bool] = lambda _: True) -> list[NotedPair]:
    """The labelled conflicts of the clusters of a split whose names are wanted."""
    folders = [folder for folder in cluster_folders(NEWSBENCH / split) if wanted(folder.name)]
    listed = [one for folder in folders for one in noted_pairs(folder)]
    return [one for one in listed if one.relation == "conflict" and one.note]


def main() -> None:
    """Print both ways for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="the test split too")
    nli, probes = BundledCascade(), load_probes(FOLDER / "probes.npz")
    unseen = {one.cluster for one in judge_pairs(NEWSBENCH, BundledEncoder())}
    sets = {"stories of the judge": conflicts("train", unseen.__contains__), "dev": conflicts("dev")}
    if parser.parse_args().test:
        sets["test"] = conflicts("test")
    for name, listed in sets.items():
        unnamed: list[tuple[NotedPair, Marks]] = []
        by_name = Tally()
        for one in listed:
            a, b = one.pair.a, one.pair.b
            difference = find_difference(a, b, DifferenceType(one.type))
            if difference.is_named:
                by_name.add(a.text, b.text, one.note, difference.spans_a)
                by_name.add(b.text, a.text, one.note, difference.spans_b)
            else:
                unnamed.append((one, (difference.spans_a, difference.spans_b)))
        print(f"{name}: {len(listed)} conflicts, {len(listed) - len(unnamed)} named by a detector: {by_name}")
        pointed = probes.points([one.pair for one, _ in unnamed], nli)
        phrases = [
            (as_phrases(one.pair.a, spans_a), as_phrases(one.pair.b, spans_b))
            for (one, _), (spans_a, spans_b) in zip(unnamed, pointed, strict=True)
        ]
        ways = {"own words": [marks for _, marks in unnamed], "probe": pointed, "its phrases": phrases}
        for how, marks in ways.items():
            tally = Tally()
            for (one, _), (spans_a, spans_b) in zip(unnamed, marks, strict=True):
                tally.add(one.pair.a.text, one.pair.b.text, one.note, spans_a)
                tally.add(one.pair.b.text, one.pair.a.text, one.note, spans_b)
            print(f"  the others, {how}: {tally}")


if __name__ == "__main__":
    main()

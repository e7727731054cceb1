"""Which labelled pair a judged pair is: by document and overlapping span; copies count for their original."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crosscheck.claims.sentences import split_sentences
from crosscheck.evaluation.labels import RELATIONS, GoldPair, Place
from crosscheck.pairing.copies import find_copies, words
from crosscheck.settings import PairingSettings
from crosscheck.types import Document

LEAST_OVERLAP = 0.5  # of the shorter of the two spans


def overlap(first: Place, second: Place) -> float:
    """Characters in common as a share of the shorter place, 0 in different documents."""
    if first.document != second.document:
        return 0.0
    shorter = min(first.end - first.start, second.end - second.start)
    common = min(first.end, second.end) - max(first.start, second.start)
    return max(0, common) / shorter if shorter else 0.0


def matches(first: Place, second: Place) -> bool:
    """Whether two places are taken for the same sentence."""
    return overlap(first, second) >= LEAST_OVERLAP


class Voices:
    """Turns a sentence of a wire copy into the same sentence of its original.

    Which articles are copies follows from the default settings, not from those of a run, so that every system
    and every ablation is measured on the same conflicts.

    Args:
        documents: All articles of the benchmark.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._originals = find_copies(list(documents.values()), PairingSettings().copy_containment)
        self._sentences = {original: self._by_words(original) for original in set(self._originals.values())}

    def _by_words(self, original: str) -> dict[tuple[str, ...], Place]:
        text = self._documents[original].text
        return {
            words(text[start:end]): Place(document=original, start=start, end=end)
            for start, end in split_sentences(text)
        }

    def original(self, place: Place) -> Place:
        """The place in the original that says it in the same words, else the place itself."""
        if place.document not in self._originals:
            return place
        spoken = words(self._documents[place.document].text[place.start : place.end])
        return self._sentences[self._originals[place.document]].get(spoken, place)


class GoldBook:
    """The labelled pairs of a benchmark, for looking up judged pairs.

    Labels of a copy and of its original that say the same are one label.

    Args:
        gold: As labelled.
        voices: Of the same articles.
    """

    def __init__(self, gold: Iterable[GoldPair], voices: Voices) -> None:
        self._voices = voices
        folded: dict[frozenset[Place], GoldPair] = {}
        for pair in sorted(gold, key=lambda pair: RELATIONS.index(pair.relation)):
            a, b = voices.original(pair.a), voices.original(pair.b)
            folded.setdefault(frozenset((a, b)), pair.model_copy(update={"a": a, "b": b}))
        self.pairs: tuple[GoldPair, ...] = tuple(folded.values())
        self._by_documents: dict[frozenset[str], list[GoldPair]] = {}
        for pair in self.pairs:
            self._by_documents.setdefault(frozenset((pair.a.document, pair.b.document)), []).append(pair)

    @property
    def conflicts(self) -> Sequence[GoldPair]:
        """The labelled conflicts."""
        return [pair for pair in self.pairs if pair.relation == "conflict"]

    def look_up(self, a: Place, b: Place) -> GoldPair | None:
        """The labelled pair that two places are, in either order, None where it is not listed."""
        a, b = self._voices.original(a), self._voices.original(b)
        best, best_overlap = None, 0.0
        for pair in self._by_documents.get(frozenset((a.document, b.document)), ()):
            left, right = (pair.a, pair.b) if pair.a.document == a.document else (pair.b, pair.a)
            if matches(a, left) and matches(b, right):
                shared = overlap(a, left) + overlap(b, right)
                if shared > best_overlap:
                    best, best_overlap = pair, shared
        return best

"""What was labelled by hand, as value types."""

from __future__ import annotations

from crosscheck.types import AssertionKind, Document, Published, SentenceKind, Span, Value

RELATIONS = ("conflict", "agreement", "update", "trap")
UNLISTED = "unlisted"


class Place(Value):
    """A piece of a document's text; ids of documents are `cluster/document`.

    Attributes:
        start: Offset in the document's text.
        end: End-exclusive offset.
    """

    document: str
    start: int
    end: int

    @property
    def cluster(self) -> str:
        """Name of the cluster that the document belongs to."""
        return self.document.partition("/")[0]


class GoldPair(Value):
    """Two sentences of different articles and what they are to one another.

    Attributes:
        relation: One of `RELATIONS`.
        type: What they differ on; for a trap, why it is none.
        note: What agrees or differs, for people.
        also: Other types that suit a conflict, by later readers.
    """

    a: Place
    b: Place
    relation: str
    type: str
    note: str = ""
    also: tuple[str, ...] = ()

    @property
    def cluster(self) -> str:
        """Name of the cluster."""
        return self.a.cluster


class Cluster(Value):
    """Articles on one event or a tangle of events, with labelled pairs."""

    name: str
    documents: tuple[Document, ...]
    gold: tuple[GoldPair, ...]


class SentencePair(Value):
    """A labelled pair of sentences outside whole articles.

    Attributes:
        label: agreement, conflict, update, unrelated or competing_accounts.
        hard: Whether it was written to mislead.
    """

    id: str
    topic: str
    a: str
    b: str
    a_published: Published = None
    b_published: Published = None
    label: str
    hard: bool = False


class LabelledSentence(Value):
    """A sentence with what it is, who says it and how it is put; the last two for claims only."""

    place: Place
    text: str
    kind: SentenceKind
    speaker: str | None = None
    assertion: AssertionKind | None = None


class Passage(Value):
    """A passage with the spans of its sentences."""

    id: str
    text: str
    spans: frozenset[Span]

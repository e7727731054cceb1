"""A change of the archive, planned on a snapshot and then kept in one short transaction.

Planning takes the models' time and holds no lock. If the archive has changed meanwhile, the plan is thrown
away and made anew; the models' answers are remembered, so that costs little.

What the archive finds is a function of the current documents, models and settings alone. A pair of articles
is compared by the two and by what each repeats of its original; so after a change the pairs to look at are
those of which one is new, gone, read anew, or repeats another part of its original than before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import Connection, or_, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.families import Families, Leaf, Parent, shingle_hashes
from crosscheck.archive.holdings import Holdings, load_claims
from crosscheck.archive.intake import Newcomer, moment
from crosscheck.archive.memory import Memory
from crosscheck.archive.rereading import reread
from crosscheck.archive.stock import Stock
from crosscheck.archive.store import generation
from crosscheck.claims.by_rules import Extraction
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.pairing.candidates import align, align_within
from crosscheck.pairing.copies import own_claims
from crosscheck.pairing.stories import Article, shared_story
from crosscheck.protocols import Progress
from crosscheck.settings import PairingSettings
from crosscheck.types import Claim, Document, Finding, Pair

HELD_AT_ONCE = 256  # archived articles that are loaded together
PAIRS_AT_ONCE = 4096  # judged together; bounds the memory of planning

_documents, _claims, _findings = schema.documents, schema.claims, schema.findings

Judge = Callable[[Sequence[Pair], Progress], Iterable[Finding | None]]


@dataclass(frozen=True)
class Arrival:
    """A new document with what was read in it, and in the texts that it corrects that came with it."""

    newcomer: Newcomer
    extraction: Extraction
    leaf: Leaf
    earlier: tuple[Extraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, the rows of its documents, and what stands before its quotes."""

    finding: Finding
    rows: tuple[int, int]
    contexts: tuple[str, str]


@dataclass
class Plan:
    """What a change comes to.

    Attributes:
        generation: Of the archive that it was planned on.
        arrivals: New documents, by the row that they will have.
        superseded: Rows of versions that were corrected.
        removed: Rows of all versions of removed articles.
        reread: What was read in documents of which the claims are now others, by row.
        renewed: From the rows of versions of which more is known now to the rows that take their places.
        parents: New parents of documents, as copies.
        roots: New originals of documents, None for an original.
        own: The claims that are a document's own, where that changed: their rows, or their ordinals in the
            documents of `fresh`.
        articles: Changed articles with claims of their own.
        found: Findings on them, by id.
        touched: Ids of the open findings on changed or gone documents.
        pairs: How many pairs of claims were looked at.
    """

    generation: int
    arrivals: dict[int, Arrival] = field(default_factory=dict)
    superseded: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    reread: dict[int, Extraction] = field(default_factory=dict)
    renewed: dict[int, int] = field(default_factory=dict)
    parents: dict[int, Parent | None] = field(default_factory=dict)
    roots: dict[int, int | None] = field(default_factory=dict)
    own: dict[int, frozenset[int]] = field(default_factory=dict)
    articles: dict[int, Article] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    pairs: int = 0

    @property
    def gone(self) -> set[int]:
        """Rows that are no longer current."""
        return self.superseded | self.removed | self.renewed.keys()

    @property
    def fresh(self) -> dict[int, Extraction]:
        """What was read in the documents of which the claims are to be stored."""
        return {row: arrival.extraction for row, arrival in self.arrivals.items()} | self.reread


class Planner:
    """Plans changes.

    Args:
        connection: A snapshot of the archive.
        settings: How claims are paired.
        extractor: Reads new documents, and old ones anew.
        memory: Models that remember.
        stock: Articles in memory, of the same state.
        judge: Gives a finding or None for each pair.
        progress: Called as the stages advance.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        settings: PairingSettings,
        extractor: ClaimExtractor,
        memory: Memory,
        stock: Stock,
        judge: Judge,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._extractor = extractor
        self._memory = memory
        self._stock = stock
        self._judge = judge
        self._progress = progress

    def add(self, newcomers: Sequence[Newcomer]) -> Plan:
        """What adding documents comes to."""
        plan = Plan(generation(self._connection))
        first = 1 + (self._connection.scalar(_LAST_ROW) or 0)
        texts = [text for newcomer in newcomers for text in (newcomer.document, *newcomer.earlier)]
        read = iter(self._extractor.extract(texts, self._progress))
        for row, newcomer in enumerate(newcomers, start=first):
            document = newcomer.document
            leaf = Leaf(moment(document), shingle_hashes(document.text))
            extraction = next(read)
            earlier = tuple(next(read) for _ in newcomer.earlier)
            plan.arrivals[row] = Arrival(newcomer, extraction, leaf, earlier)
            if newcomer.replaces is not None and newcomer.is_same_text:
                plan.renewed[newcomer.replaces] = row
            elif newcomer.replaces is not None:
                plan.superseded.add(newcomer.replaces)
        leaves = {row: arrival.leaf for row, arrival in plan.arrivals.items()}
        families = Families(self._connection, leaves, plan.gone, self._settings.copy_containment)
        self._regroup(plan, families.parents, families.roots)
        self._compare(plan)
        return plan

    def remove(self, rows: Collection[int]) -> Plan:
        """What removing all versions of an article comes to."""
        plan = Plan(generation(self._connection), removed=set(rows))
        families = Families(self._connection, {}, plan.gone, self._settings.copy_containment)
        self._regroup(plan, families.parents, families.roots)
        self._compare(plan)
        return plan

    def reread(self) -> Plan:
        """What reading all current documents anew comes to."""
        plan = Plan(
            generation(self._connection), reread=reread(self._connection, self._extractor, self._progress)
        )
        self._regroup(plan, {}, _family_of(self._connection, plan.reread))
        self._compare(plan)
        return plan

    def redo(self, *, rereading: bool) -> Plan:
        """What all current documents come to with other models or settings.

        Args:
            rereading: Whether their claims are read anew too.
        """
        plan = Plan(generation(self._connection))
        if rereading:
            plan.reread = reread(self._connection, self._extractor, self._progress)
        query = select(_documents.c.id, _documents.c.moment, _documents.c.shingles).where(
            _documents.c.current
        )
        leaves = {
            row: Leaf(when, np.frombuffer(blob, dtype=np.int64))
            for row, when, blob in self._connection.execute(query)
        }
        families = Families(self._connection, leaves, (), self._settings.copy_containment)
        self._regroup(plan, families.parents, families.roots, everything=True)
        self._compare(plan, everything=True)
        return plan

    def _regroup(
        self,
        plan: Plan,
        parents: dict[int, Parent | None],
        roots: dict[int, int | None],
        *,
        everything: bool = False,
    ) -> None:
        """Find which claims are each document's own after the change, and the articles that follow."""
        plan.parents, plan.roots = parents, roots
        fresh = plan.fresh
        present = _stored_own(self._connection, [row for row in roots if row not in fresh])
        claims = self._claims_of(fresh, {*roots, *filter(None, roots.values())})
        changed: dict[int, list[Claim]] = {}
        for row, root in plan.roots.items():
            kept = own_claims(claims[row].values(), claims[root].values()) if root else claims[row].values()
            indexes = {claim.index for claim in kept}
            own = frozenset(number for number, claim in claims[row].items() if claim.index in indexes)
            if everything or row in fresh or own != present[row]:
                plan.own[row] = own
                changed[row] = list(kept)
        texts = sorted({claim.text for kept in changed.values() for claim in kept})
        if texts:
            self._memory.encode(texts, self._progress)
        documents = self._documents_of(plan, changed)
        plan.articles = {
            row: Article(documents[row], tuple(kept), self._memory.encode([claim.text for claim in kept]))
            for row, kept in changed.items()
            if kept
        }

    def _claims_of(
        self, fresh: Mapping[int, Extraction], rows: Collection[int]
    ) -> dict[int, dict[int, Claim]]:
        stored = load_claims(self._connection, [row for row in rows if row not in fresh], own=False)
        read = {row: {claim.index: claim for claim in fresh[row].claims} for row in rows if row in fresh}
        return stored | read

    def _documents_of(self, plan: Plan, rows: Collection[int]) -> dict[int, Document]:
        documents = {row: plan.arrivals[row].newcomer.document for row in rows if row in plan.arrivals}
        columns = (_documents.c.id, _documents.c.document, _documents.c.source, _documents.c.published)
        for some in chunks([row for row in rows if row not in plan.arrivals]):
            for row, document, source, published in self._connection.execute(
                select(*columns).where(_documents.c.id.in_(some))
            ):
                documents[row] = Document(id=document, source=source, published=published, text="")
        return documents

    def _compare(self, plan: Plan, *, everything: bool = False) -> None:
        """Judge all pairs of claims of which one stands in a changed article, be it that all have changed."""
        pending: list[tuple[Pair, tuple[int, int]]] = []
        for pair, rows in self._pairs(plan, everything=everything):
            pending.append((pair, rows))
            if len(pending) == PAIRS_AT_ONCE:
                self._settle(plan, pending)
                pending = []
        self._settle(plan, pending)
        plan.touched = frozenset(_open_findings(self._connection, {*plan.own, *plan.gone}))

    def _settle(self, plan: Plan, pending: Sequence[tuple[Pair, tuple[int, int]]]) -> None:
        plan.pairs += len(pending)
        judged = self._judge([pair for pair, _ in pending], self._progress)
        for (pair, rows), found in zip(pending, judged, strict=True):
            if found is not None:
                plan.found[found.id] = Found(found, rows, (pair.a.context, pair.b.context))

    def _pairs(self, plan: Plan, *, everything: bool) -> Iterator[tuple[Pair, tuple[int, int]]]:
        changed = Holdings.of(plan.articles)
        left_out = {*plan.own, *plan.gone}
        near_held: dict[int, list[int]] = defaultdict(list)
        for done, (row, article) in enumerate(plan.articles.items(), start=1):
            for other in changed.near(article):
                if other > row:
                    yield from self._align((row, article), (other, plan.articles[other]))
            if self._settings.within_documents:
                for pair in align_within(article, self._settings.neighbours):
                    yield pair, (row, row)
            for other in () if everything else self._stock.holdings.near(article):
                if other not in left_out:
                    near_held[other].append(row)
            self._progress("pair", done, len(plan.articles))
        yield from self._pairs_with_held(plan, near_held)

    def _pairs_with_held(
        self, plan: Plan, near_held: Mapping[int, Sequence[int]]
    ) -> Iterator[tuple[Pair, tuple[int, int]]]:
        """Each archived article meets all changed ones that are near it, so it is loaded once for a batch."""
        for some in chunks(sorted(near_held), HELD_AT_ONCE):
            for other, partner in self._stock.articles(self._connection, some).items():
                for row in near_held[other]:
                    yield from self._align((row, plan.articles[row]), (other, partner))

    def _align(
        self, one: tuple[int, Article], other: tuple[int, Article]
    ) -> Iterator[tuple[Pair, tuple[int, int]]]:
        (row_a, a), (row_b, b) = sorted((one, other), key=lambda both: moment(both[1].document))
        score = shared_story(a, b, self._settings.story_floor)
        if score is not None:
            for pair in align(a, b, self._settings.neighbours, score):
                yield pair, (row_a, row_b)


_LAST_ROW = select(schema.sequence.c.seq).where(schema.sequence.c.name == "documents")


def _family_of(connection: Connection, rows: Iterable[int]) -> dict[int, int | None]:
    """The originals of some documents and of all that repeat them, None for an original."""
    roots: dict[int, int | None] = {}
    for some in chunks(list(rows)):
        query = select(_documents.c.id, _documents.c.root).where(
            _documents.c.current, or_(_documents.c.id.in_(some), _documents.c.root.in_(some))
        )
        roots |= {row.id: row.root for row in connection.execute(query)}
    return roots


def _stored_own(connection: Connection, rows: Sequence[int]) -> dict[int, frozenset[int]]:
    """Rows of the claims that are each document's own."""
    own: dict[int, set[int]] = {row: set() for row in rows}
    for some in chunks(rows):
        query = select(_claims.c.document, _claims.c.id).where(_claims.c.document.in_(some), _claims.c.own)
        for row, number in connection.execute(query):
            own[row].add(number)
    return {row: frozenset(numbers) for row, numbers in own.items()}


def _open_findings(connection: Connection, rows: Collection[int]) -> Iterator[str]:
    for some in chunks(sorted(rows)):
        yield from connection.scalars(
            select(_findings.c.id).where(
                _findings.c.resolved_run.is_(None),
                or_(_findings.c.document_a.in_(some), _findings.c.document_b.in_(some)),
            )
        )

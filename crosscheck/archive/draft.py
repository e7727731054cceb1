"""A draft against the archive, sentence by sentence.

Two ways lead from a sentence of a draft to what was published: articles that tell the draft's story are
aligned with it as in a comparison, and the nearest claims of all other articles are looked at too, since a
draft has background that is no part of its story. Of what is found for one sentence the nearest few are
judged, which bounds how long an answer takes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from crosscheck.archive.basis import refuse_stale
from crosscheck.archive.claim_index import ClaimIndex
from crosscheck.archive.holdings import Holdings
from crosscheck.archive.listing import records_of
from crosscheck.archive.memory import Memory
from crosscheck.archive.records import DocumentRecord, DraftCheck, DraftSentence, Evidence, Standing
from crosscheck.archive.repeated import Place, objections
from crosscheck.archive.reviews import Decided, after_review, decided_on, evenly_spaced, pair_key
from crosscheck.archive.scope import Scope, claims_of, in_scope
from crosscheck.archive.standing import Opinion, standing_of
from crosscheck.archive.stock import Stock
from crosscheck.archive.store import Store
from crosscheck.checker import Crosscheck
from crosscheck.judging.evidence import later
from crosscheck.judging.findings import finding
from crosscheck.pairing.candidates import align, pair_of
from crosscheck.pairing.copies import words
from crosscheck.pairing.occasions import may_share_occasion
from crosscheck.pairing.stories import Article, shared_story, story_score
from crosscheck.protocols import Progress
from crosscheck.types import (
    Claim,
    Coverage,
    Document,
    DocumentSummary,
    Judgement,
    Pair,
    Run,
    Sentence,
    SentenceKind,
    Tier,
    Verdict,
)

NEAREST_CLAIMS = 6  # of the whole archive, for each sentence
MOST_PAIRS = 8  # judged for each sentence
SAME_WORDING = "the same wording"
FIRST_SENTENCES = 2
"""That are judged together; then twice as many each time. So the first results come early, and models are fed
well: forty sentences, four at a time, took 1.7 times as long as all at once."""

MOST_REMEMBERED = 50_000  # answers of models, about 20 MiB of pairs or 75 MiB of vectors


@dataclass(frozen=True)
class Inquiry:
    """What there is to ask about a draft.

    Attributes:
        sentences: Of the draft.
        claims: By the place of their sentence.
        pairs: For each claim, by the same, with rows of documents.
        objections: What the archive holds against claims that it has word for word, by the same.
        records: Of these documents.
        decided: What an editor last said of the texts of pairs, by their keys.
    """

    sentences: Sequence[Sentence]
    claims: dict[int, Claim]
    pairs: dict[int, list[tuple[Pair, int]]]
    objections: dict[int, list[Opinion]]
    records: dict[int, DocumentRecord]
    decided: Mapping[str, Decided]


def dated(draft: Document) -> Document:
    """The draft with today's date where it has none: it is about to be published."""
    return draft if draft.published else draft.model_copy(update={"published": datetime.now(UTC).date()})


def draft_check(
    draft: Document, inquiry: Inquiry, sentences: tuple[DraftSentence, ...], run: Run
) -> DraftCheck:
    """The result for a whole draft."""
    return DraftCheck(
        run=run,
        draft=DocumentSummary(
            id=draft.id,
            source=draft.source,
            title=draft.title,
            published=draft.published,
            url=draft.url,
            author=draft.author,
            sentences=len(sentences),
            claims=len(inquiry.claims),
        ),
        text=draft.text,
        sentences=sentences,
        coverage=Coverage(
            documents=len(inquiry.records),
            sentences=len(sentences),
            claims=len(inquiry.claims),
            pairs=sum(map(len, inquiry.pairs.values())),
            single_source_claims=sum(s.standing is Standing.NOWHERE for s in sentences),
        ),
    )


class DraftChecker:
    """Checks drafts; keeps what it has loaded of the archive for the next one. Safe to use from threads.

    Args:
        store: The archive's file.
        checker: Its models and settings.
    """

    def __init__(self, store: Store, checker: Crosscheck) -> None:
        self._store = store
        self._checker = checker
        self._lock = threading.Lock()
        self._memory: Memory | None = None
        self._stock: Stock | None = None
        self._index: ClaimIndex | None = None

    def prepare(self) -> None:
        """Load what the first draft would wait for: what reads claims, the archived ones and their index.

        Raises:
            ArchiveStale: The archive was computed with other models or settings.
        """
        self._checker.extractor.open()
        with self._lock, self._store.reading() as connection:
            refuse_stale(connection, self._checker, self._store.file)
            self._index_at(connection, self._stock_at(connection).holdings)

    def inquire(self, draft: Document, scope: Scope) -> Inquiry:
        """Find the pairs of claims to judge.

        Raises:
            ArchiveStale: The archive was computed with other models or settings.
        """
        (extraction,) = self._checker.extractor.extract([draft])
        claims = extraction.claims
        vectors = self._remembering().encode([claim.text for claim in claims])
        article = Article(draft, claims, vectors) if claims else None
        pairs: dict[int, list[tuple[Pair, int]]] = {claim.index: [] for claim in claims}
        held: dict[int, list[Opinion]] = {}
        with self._lock, self._store.reading() as connection:
            refuse_stale(connection, self._checker, self._store.file)
            if article is not None:
                holdings = self._stock_at(connection).holdings
                allowed = in_scope(connection, holdings, draft, scope)
                pairs = self._pairs(connection, article, allowed, scope)
                held = objections(connection, _repeated(pairs), set(holdings.rows[allowed].tolist()))
            rows = {row for found in pairs.values() for _, row in found}
            return Inquiry(
                sentences=extraction.sentences,
                claims={claim.index: claim for claim in claims},
                pairs=pairs,
                objections=held,
                records=records_of(connection, rows),
                decided=decided_on(connection, {_key(pair) for found in pairs.values() for pair, _ in found}),
            )

    def answer(self, inquiry: Inquiry, progress: Progress) -> Iterator[DraftSentence]:
        """Judge the pairs of some sentences at a time, in the order of the draft."""
        done = 0
        for numbers in _growing(range(len(inquiry.sentences)), FIRST_SENTENCES):
            asked = [(n, pair, row) for n in numbers for pair, row in inquiry.pairs.get(n, ())]
            comparisons = self._checker.judge_pairs([pair for _, pair, _ in asked], nli=self._remembering())
            opinions: dict[int, list[Opinion]] = {number: [] for number in numbers}
            for (number, pair, row), comparison in zip(asked, comparisons, strict=True):
                decided = inquiry.decided.get(_key(pair))
                found = finding(pair, _on_draft(pair, comparison.judgement))
                valid = after_review(found, decided.decision if decided else None) if found else None
                if valid is not None:
                    evidence = Evidence(finding=valid, document=inquiry.records[row])
                    opinions[number].append(Opinion(evidence, is_later=_is_later(pair, decided)))
            for number in numbers:
                opinions[number] += _unheard(inquiry.objections.get(number, ()), opinions[number])
                yield _sentence(inquiry.sentences[number], opinions[number])
            done += len(numbers)
            progress("check", done, len(inquiry.sentences))

    def _pairs(
        self, connection: Connection, draft: Article, allowed: NDArray[np.bool_], scope: Scope
    ) -> dict[int, list[tuple[Pair, int]]]:
        stock = self._stock_at(connection)
        near_story = set(stock.holdings.near(draft, among=allowed))
        near_claims = self._nearest(connection, draft, allowed, scope)
        found: dict[int, list[tuple[Pair, int]]] = {claim.index: [] for claim in draft.claims}
        rows = sorted(near_story | near_claims.keys())
        for row, article in sorted(stock.articles(connection, rows).items()):
            for pair in self._align(draft, article, near_claims.get(row, frozenset())):
                found[pair.a.index].append((pair, row))
        return {number: _nearest_few(pairs) for number, pairs in found.items()}

    def _remembering(self) -> Memory:
        """The models, with what they said before: a draft is checked again when a sentence has changed."""
        memory = self._memory
        if memory is None or memory.size > MOST_REMEMBERED:
            memory = self._memory = Memory(self._store, self._checker.encoder, self._checker.nli)
        return memory

    def _stock_at(self, connection: Connection) -> Stock:
        """The articles in memory as they are now."""
        if self._stock is None:
            self._stock = Stock(self._checker.encoder.name)
        self._stock.bring_up_to_date(connection)
        return self._stock

    def _index_at(self, connection: Connection, holdings: Holdings) -> ClaimIndex:
        """The index of claims as they are now."""
        if self._index is None:
            cache, encoder = (
                self._store.file.with_name(f"{self._store.file.name}.faiss"),
                self._checker.encoder,
            )
            self._index = ClaimIndex(cache, encoder.name, encoder.dimension)
        self._index.bring_up_to_date(connection, holdings.texts)
        return self._index

    def _nearest(
        self, connection: Connection, draft: Article, allowed: NDArray[np.bool_], scope: Scope
    ) -> dict[int, frozenset[tuple[int, int]]]:
        """The nearest archived claims to each of the draft: places in both, by row of document."""
        holdings = self._stock_at(connection).holdings
        index = self._index_at(connection, holdings)
        among = np.unique(holdings.texts[allowed[holdings.owners]]) if scope.is_narrow else None
        _, texts = index.search(draft.vectors, NEAREST_CLAIMS, among)
        places = claims_of(connection, {int(text) for text in texts.ravel() if text >= 0})
        witnesses = frozenset(holdings.rows[allowed].tolist())
        near: dict[int, set[tuple[int, int]]] = {}
        for position, nearest in enumerate(texts):
            for text in nearest:
                for row, place in places.get(int(text), ()):
                    if row in witnesses:
                        near.setdefault(row, set()).add((position, place))
        return {row: frozenset(both) for row, both in near.items()}

    def _align(self, draft: Article, article: Article, near: frozenset[tuple[int, int]]) -> Iterator[Pair]:
        """Pairs of the draft's claims with an article's: the aligned ones of one story, and the near ones."""
        settings = self._checker.settings.pairing
        aligned: set[tuple[str, str]] = set()
        story = shared_story(draft, article, settings.story_floor)
        if story is not None:
            for pair in align(draft, article, settings.neighbours, story):
                aligned.add((pair.a.id, pair.b.id))
                yield pair
        places = {claim.index: place for place, claim in enumerate(article.claims)}
        for i, index in sorted(near):
            a, j = draft.claims[i], places[index]
            b = article.claims[j]
            if (a.id, b.id) not in aligned and may_share_occasion(a, b):
                yield pair_of(draft, i, article, j, story_score(draft, article))


def _growing(numbers: Sequence[int], first: int) -> Iterator[Sequence[int]]:
    """The numbers in pieces, each twice as long as the one before."""
    start, size = 0, first
    while start < len(numbers):
        yield numbers[start : start + size]
        start, size = start + size, 2 * size


def _key(pair: Pair) -> str:
    return pair_key(pair.a.text, pair.b.text)


def _is_later(pair: Pair, decided: Decided | None) -> bool:
    """Whether the archived claim is the newer one.

    A draft that repeats an old report appears after what brought that up to date; so where an editor has seen
    the two texts, the dates of the articles in which they stood count and not that of the draft.
    """
    if decided is not None and decided.newer is not None:
        return evenly_spaced(pair.b.text) == decided.newer
    return later(pair.a, pair.b) is pair.b


def _on_draft(pair: Pair, judgement: Judgement) -> Judgement:
    """A judgement on a draft: what stands in the archive in the same words is what the draft was taken from.

    Among articles the same words are one voice and no confirmation; here they are the best support there is.
    """
    if not _repeats(pair):
        return judgement
    said = {"verdict": Verdict.AGREEMENT, "type": None, "tier": Tier.CONFIRMED, "score": 1.0}
    return judgement.model_copy(update={**said, "reason": SAME_WORDING, "spans_a": (), "spans_b": ()})


def _repeats(pair: Pair) -> bool:
    """Whether a claim of the draft stands in the archive in the same words, about the same occasion."""
    return words(pair.a.text) == words(pair.b.text) and may_share_occasion(pair.a, pair.b)


def _repeated(pairs: Mapping[int, list[tuple[Pair, int]]]) -> dict[Place, Claim]:
    """Claims of the draft by the archived places that they repeat."""
    return {(row, pair.b.start): pair.a for found in pairs.values() for pair, row in found if _repeats(pair)}


def _unheard(objections: Iterable[Opinion], opinions: Sequence[Opinion]) -> list[Opinion]:
    """Objections about which the judge, asked with the draft itself, has said nothing."""
    heard = {opinion.evidence.finding.id for opinion in opinions}
    return [opinion for opinion in objections if opinion.evidence.finding.id not in heard]


def _nearest_few(pairs: list[tuple[Pair, int]]) -> list[tuple[Pair, int]]:
    return sorted(pairs, key=lambda both: (-both[0].similarity, both[0].b.id))[:MOST_PAIRS]


def _sentence(sentence: Sentence, opinions: list[Opinion]) -> DraftSentence:
    if sentence.kind is not SentenceKind.CLAIM:
        return DraftSentence(
            start=sentence.start, end=sentence.end, text=sentence.text, standing=Standing.NO_CLAIM
        )
    standing, evidence = standing_of(opinions)
    return DraftSentence(
        start=sentence.start, end=sentence.end, text=sentence.text, standing=standing, evidence=evidence
    )

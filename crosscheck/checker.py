"""The facade: the whole chain behind one class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import crosscheck
from crosscheck.claims.by_rules import Extraction
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.judging.findings import finding, order_findings
from crosscheck.judging.judge import Explanation, Judge
from crosscheck.judging.rules import SAME_WORDING
from crosscheck.nli.scoring import score_both_directions
from crosscheck.pairing.candidates import align, align_within
from crosscheck.pairing.copies import find_copies, publication_order, without_copied
from crosscheck.pairing.stories import Article, story_pairs
from crosscheck.protocols import Encoder, Index, KnowsAssertions, NliModel, Progress, Reader, no_progress
from crosscheck.settings import Settings
from crosscheck.types import (
    Coverage,
    Document,
    DocumentSummary,
    Judgement,
    Models,
    Pair,
    Problem,
    Report,
    Run,
    Side,
)

if TYPE_CHECKING:
    from crosscheck.archive import Archive

Sentence = str | tuple[str, datetime | date | str | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one comparison looked at: a pair and the judgement on it, reported or not."""

    pair: Pair
    judgement: Judgement


@dataclass(frozen=True)
class Examination:
    """What every stage of the chain came to.

    Attributes:
        documents: In canonical order.
        extractions: Sentences and claims, by document id.
        copies: From the id of each wire copy to the id of its original.
        articles: Documents with claims of their own and their vectors, in canonical order.
        comparisons: All pairs that were judged, reported or not.
    """

    documents: tuple[Document, ...]
    extractions: dict[str, Extraction]
    copies: dict[str, str]
    articles: tuple[Article, ...]
    comparisons: tuple[Comparison, ...]


class Crosscheck:
    """Cross-checks documents: reads, pairs, infers and judges.

    Models are loaded when they are first needed.

    Args:
        encoder: An `Encoder`, or the name or path of one of sentence-transformers; bundled by default.
        nli: An `NliModel`, or the name or path of a three-way cross-encoder; bundled by default.
        reader: A `Reader` for `read`; files, folders, URLs, feeds and `-` by default.
        new_index: Makes an empty `Index` for vectors of a length; FAISS by default.
        assertions: Says how claims are put; the bundled model by default.
        settings: Defaults, `crosscheck.toml` and the environment where not given.

    Raises:
        InvalidSettings: From the file or the environment, where `settings` is not given.
    """

    def __init__(
        self,
        encoder: Encoder | str | None = None,
        nli: NliModel | str | None = None,
        *,
        reader: Reader | None = None,
        new_index: Callable[[int], Index] | None = None,
        assertions: KnowsAssertions | None = None,
        settings: Settings | None = None,
    ) -> None:
        self.settings = settings or Settings.load()
        self._given_encoder = encoder
        self._given_nli = nli
        self._reader = reader
        self._new_index = new_index
        self._assertions = assertions

    @cached_property
    def extractor(self) -> ClaimExtractor:
        """What reads documents for claims.

        Raises:
            ModelNotFound: The installation is incomplete.
        """
        return ClaimExtractor(self.settings.runtime, self._assertions)

    @cached_property
    def encoder(self) -> Encoder:
        """The claim encoder.

        Raises:
            ModelNotFound: No encoder of that name.
            MissingExtra: A name was given and sentence-transformers is not installed.
        """
        if isinstance(self._given_encoder, str):
            from crosscheck.embedding.sentence_transformers import (  # noqa: PLC0415 - loads torch
                SentenceTransformerEncoder,
            )

            return SentenceTransformerEncoder(self._given_encoder)
        if self._given_encoder is not None:
            return self._given_encoder
        from crosscheck.embedding.bundled import BundledEncoder  # noqa: PLC0415 - loads OpenVINO

        return BundledEncoder(self.settings.runtime)

    @cached_property
    def nli(self) -> NliModel:
        """The NLI model.

        Raises:
            ModelNotFound: No model of that name.
            IncompatibleModel: It is not a three-way NLI model.
            MissingExtra: A name was given and sentence-transformers is not installed.
        """
        if isinstance(self._given_nli, str):
            from crosscheck.nli.cross_encoder import CrossEncoderNli  # noqa: PLC0415 - loads torch

            return CrossEncoderNli(self._given_nli)
        if self._given_nli is not None:
            return self._given_nli
        from crosscheck.nli.bundled import BundledCascade  # noqa: PLC0415 - loads OpenVINO

        return BundledCascade(self.settings.runtime)

    @cached_property
    def judge(self) -> Judge:
        """The judge, with the weights and thresholds that were measured for the bundled models."""
        return Judge.bundled(self.settings.judging)

    def read(self, locations: Iterable[str]) -> tuple[list[Document], list[Problem]]:
        """The documents at paths, URLs, feeds or `-`, and what could not be read."""
        from crosscheck.reading import read_all  # noqa: PLC0415 - loads parsers

        return read_all(locations, self.settings.reading, self._reader)

    def compare(
        self,
        documents: Iterable[Document],
        *,
        problems: Sequence[Problem] = (),
        progress: Progress = no_progress,
    ) -> Report:
        """Compare documents of different sources (and each with itself where the settings say so).

        Args:
            documents: In any order; the order changes nothing.
            problems: Of reading, for the report.
            progress: Called as the stages advance.
        """
        from crosscheck.reading import admit  # noqa: PLC0415 - loads the language identifier

        admitted, objections = admit(documents, self.settings.reading)
        known = (*problems, *objections, *_unnamed(admitted))
        return self._report(self.examine(admitted, progress=progress), known)

    def examine(self, documents: Iterable[Document], *, progress: Progress = no_progress) -> Examination:
        """Run the chain and keep what every stage came to, also on pairs with nothing to report.

        For evaluation and for explaining a miss; `compare` makes the report of it.
        """
        ordered = sorted(documents, key=publication_order)
        read = self.extractor.extract(ordered, progress)
        extractions = {document.id: found for document, found in zip(ordered, read, strict=True)}
        copies = find_copies(ordered, self.settings.pairing.copy_containment)
        articles = self._embed(ordered, extractions, copies, progress)
        comparisons = self.judge_pairs(self._pair(articles), progress=progress)
        return Examination(tuple(ordered), extractions, copies, tuple(articles), tuple(comparisons))

    def archive(self, file: str | Path, *, create: bool = True) -> Archive:
        """Open an archive, a newsroom's memory in one file; close it, or use it in a `with` block.

        Args:
            file: The SQLite file.
            create: Whether to make it where it does not exist.

        Raises:
            ArchiveError: It cannot be opened (see `crosscheck.errors`).
        """
        from crosscheck.archive import Archive  # noqa: PLC0415 - loads SQLAlchemy

        return Archive.open(file, self, create=create)

    def pair(
        self,
        a: str,
        b: str,
        *,
        published_a: datetime | date | str | None = None,
        published_b: datetime | date | str | None = None,
    ) -> Judgement:
        """Judge two sentences, each taken as a claim of its own source, with no article around it."""
        return self.pairs([((a, published_a), (b, published_b))])[0]

    def pairs(
        self, pairs: Iterable[tuple[Sentence, Sentence]], *, progress: Progress = no_progress
    ) -> list[Judgement]:
        """Judge pairs of sentences in one batch, in their order.

        Args:
            pairs: Each side is a sentence, or a sentence with its publication time.
            progress: Called after each batch.
        """
        candidates = self._bare_pairs(pairs, progress)
        return [comparison.judgement for comparison in self.judge_pairs(candidates, progress=progress)]

    def explain(
        self,
        a: str,
        b: str,
        *,
        published_a: datetime | date | str | None = None,
        published_b: datetime | date | str | None = None,
    ) -> Explanation:
        """Judge two sentences and tell what every stage came to."""
        (pair,) = self._bare_pairs([((a, published_a), (b, published_b))])
        forward, backward = score_both_directions(self.nli, [pair])
        readings = self.judge.read([pair], forward, backward, self.nli)
        return self.judge.explain(pair, forward[0], backward[0], readings)

    def _bare_pairs(
        self, pairs: Iterable[tuple[Sentence, Sentence]], progress: Progress = no_progress
    ) -> list[Pair]:
        sentences = [_document(side, name) for pair in pairs for side, name in zip(pair, "ab", strict=True)]
        if not sentences:
            return []
        claims = self.extractor.whole(sentences, progress)
        vectors = self.encoder.encode([claim.text for claim in claims], progress)
        return [
            Pair(a=claims[i], b=claims[i + 1], similarity=float(np.dot(vectors[i], vectors[i + 1])))
            for i in range(0, len(claims), 2)
        ]

    def _embed(
        self,
        documents: Sequence[Document],
        extractions: dict[str, Extraction],
        copies: dict[str, str],
        progress: Progress,
    ) -> list[Article]:
        """Articles with claims of their own, in canonical order; each distinct text is embedded once."""
        said = {document.id: extractions[document.id].claims for document in documents}
        claims = {document: own for document, own in without_copied(said, copies).items() if own}
        texts = sorted({claim.text for own in claims.values() for claim in own})
        numbers = {text: number for number, text in enumerate(texts)}
        vectors = self.encoder.encode(texts, progress)
        return [
            Article(
                document=document,
                claims=claims[document.id],
                vectors=vectors[[numbers[claim.text] for claim in claims[document.id]]],
            )
            for document in documents
            if document.id in claims
        ]

    def _pair(self, articles: Sequence[Article]) -> list[Pair]:
        settings = self.settings.pairing
        pairs = [
            pair
            for first, second, score in story_pairs(articles, settings.story_floor, self._index())
            for pair in align(articles[first], articles[second], settings.neighbours, score)
        ]
        if settings.within_documents:
            for article in articles:
                pairs += align_within(article, settings.neighbours)
        return pairs

    def _index(self) -> Callable[[int], Index]:
        if self._new_index is not None:
            return self._new_index
        from crosscheck.index.faiss import FaissIndex  # noqa: PLC0415 - loads faiss

        return FaissIndex

    def judge_pairs(
        self, pairs: Sequence[Pair], *, nli: NliModel | None = None, progress: Progress = no_progress
    ) -> list[Comparison]:
        """Infer and judge pairs of claims, each by itself.

        Args:
            pairs: In any order, claims of each in canonical order.
            nli: Is asked instead of the checker's own; one that remembers answers of the same model.
            progress: Called after each batch.
        """
        forward, backward = score_both_directions(nli or self.nli, pairs, progress)
        readings = self.judge.read(pairs, forward, backward, self.nli, progress)
        judgements = self.judge.judge_all(pairs, forward, backward, readings)
        return [Comparison(pair, judgement) for pair, judgement in zip(pairs, judgements, strict=True)]

    def _report(self, examination: Examination, problems: Sequence[Problem]) -> Report:
        findings = order_findings(
            found
            for comparison in examination.comparisons
            if (found := finding(comparison.pair, comparison.judgement)) is not None
        )
        single = _single_source(examination.articles, examination.comparisons)
        extractions = examination.extractions.values()
        return Report(
            run=self.provenance,
            documents=tuple(
                _summary(document, examination.extractions[document.id], examination.copies.get(document.id))
                for document in examination.documents
            ),
            single_source=tuple(single),
            coverage=Coverage(
                documents=len(examination.documents),
                sentences=sum(len(extraction.sentences) for extraction in extractions),
                claims=sum(len(extraction.claims) for extraction in extractions),
                pairs=len(examination.comparisons),
                single_source_claims=len(single),
            ),
            problems=tuple(problems),
        ).with_findings(findings)

    @property
    def provenance(self) -> Run:
        """The version, models and settings that reports of this checker name."""
        return Run(
            crosscheck=crosscheck.__version__,
            models=Models(encoder=self.encoder.name, nli=self.nli.name),
            settings=self.settings.model_dump(mode="json", include={"pairing", "judging"}),
        )


def _unnamed(documents: Sequence[Document]) -> list[Problem]:
    """A warning where several documents name no source."""
    unnamed = [document for document in documents if not document.source]
    if len(unnamed) < 2:  # noqa: PLR2004 - one has nothing to be told apart from
        return []
    message = f"{len(unnamed)} documents name no source, so they are not compared with one another; name it"
    return [Problem(path=unnamed[0].path or unnamed[0].id, message=message)]


def _document(sentence: Sentence, name: str) -> Document:
    text, published = (sentence, None) if isinstance(sentence, str) else sentence
    return Document(id=name, text=text, published=published)


def _summary(document: Document, extraction: Extraction, copy_of: str | None) -> DocumentSummary:
    return DocumentSummary(
        id=document.id,
        source=document.source,
        title=document.title,
        published=document.published,
        url=document.url,
        author=document.author,
        sentences=len(extraction.sentences),
        claims=len(extraction.claims),
        copy_of=copy_of,
    )


def _single_source(articles: Sequence[Article], comparisons: Sequence[Comparison]) -> list[Side]:
    """Claims that no other document repeats, in the same words or others, disputes, or brings up to date."""
    touched = {
        (claim.document, claim.start)
        for one in comparisons
        if one.pair.a.document != one.pair.b.document
        and (one.judgement.verdict is not None or SAME_WORDING in one.judgement.rules)
        for claim in (one.pair.a, one.pair.b)
    }
    return [
        Side(document=claim.document, start=claim.start, end=claim.end, text=claim.text, speaker=claim.voice)
        for article in articles
        for claim in article.claims
        if (claim.document, claim.start) not in touched
    ]

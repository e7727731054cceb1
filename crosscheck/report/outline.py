"""A report in the order in which every form shows it: findings by verdict, quotes with their documents."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from crosscheck.judging.groups import place
from crosscheck.report import wording
from crosscheck.report.quotes import Segment, segments
from crosscheck.types import DocumentSummary, Finding, Group, Report, Side, Verdict, precedes


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding with the document that it stands in and that document's wire copies."""

    side: Side
    document: DocumentSummary
    copies: tuple[DocumentSummary, ...]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The quote cut at its differing words."""
        return segments(self.side)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The best finding of a group with its quotes in reading order, and whoever else takes part.

    Attributes:
        finding: The best finding.
        first: Its one quote; for an update the earlier report.
        second: Its other quote.
        with_first: Further quotes that say what the first says.
        with_second: Further quotes that say what the second says.
        others: Quotes that give other answers again.
    """

    finding: Finding
    first: Quote
    second: Quote
    with_first: tuple[Quote, ...] = ()
    with_second: tuple[Quote, ...] = ()
    others: tuple[Quote, ...] = ()


class Section(NamedTuple):
    """The questions of one verdict, best first."""

    verdict: Verdict
    words: wording.VerdictWords
    comparisons: tuple[Comparison, ...]


class SoleSource(NamedTuple):
    """The claims that only this source makes, in the order of its documents."""

    source: str
    quotes: tuple[Quote, ...]


class Voice(NamedTuple):
    """A document with the wire copies that repeat it and add no voice of their own."""

    original: DocumentSummary
    copies: tuple[DocumentSummary, ...]


class Stage(NamedTuple):
    """A step of the funnel from documents to findings, named by its noun in the singular."""

    noun: str
    amount: int
    meaning: str


class Outline:
    """What a report shows, in order.

    Attributes:
        sections: One for each verdict, in the order of `wording.VERDICTS`, empty ones included.
        sole_sources: What only one source says, in the order of the documents.
        voices: The documents, copies under their original.
        funnel: Documents, sentences, claims, pairs and findings.

    Raises:
        KeyError: A side, or a `copy_of`, names a document that the report does not list.
    """

    def __init__(self, report: Report) -> None:
        self._documents = {document.id: document for document in report.documents}
        self._copies: dict[str, list[DocumentSummary]] = {document.id: [] for document in report.documents}
        for document in report.documents:
            if document.copy_of is not None:
                self._copies[document.copy_of].append(document)
        self._findings = {finding.id: finding for finding in report.findings}
        self.sections = tuple(
            Section(verdict, words, tuple(self._comparison(g) for g in report.groups if g.verdict is verdict))
            for verdict, words in wording.VERDICTS.items()
        )
        self.sole_sources = self._by_source(self._quote(side) for side in report.single_source)
        self.voices = tuple(
            Voice(document, tuple(self._copies[document.id]))
            for document in report.documents
            if document.copy_of is None
        )
        self.funnel = _funnel(report)

    def _quote(self, side: Side, speaking: Container[str] = ()) -> Quote:
        """A quote with the copies of its document, but for those that speak for themselves."""
        copies = (copy for copy in self._copies[side.document] if copy.id not in speaking)
        return Quote(side, self._documents[side.document], tuple(copies))

    def _comparison(self, group: Group) -> Comparison:
        finding = self._findings[group.id]
        speaking = {side.document for camp in group.camps for side in camp.sides}
        first, second = self._quote(finding.a, speaking), self._quote(finding.b, speaking)
        if finding.verdict is Verdict.UPDATE and precedes(
            second.document.published, first.document.published
        ):
            first, second = second, first
        joined: tuple[list[Quote], list[Quote], list[Quote]] = ([], [], [])
        for camp in group.camps:
            places = [place(side) for side in camp.sides]
            if place(first.side) in places:
                which = 0
            elif place(second.side) in places:
                which = 1
            else:
                which = 2
            shown = (place(first.side), place(second.side))
            others = (side for side in camp.sides if place(side) not in shown)
            joined[which].extend(self._quote(side, speaking) for side in others)
        return Comparison(finding, first, second, *map(tuple, joined))

    def _by_source(self, quotes: Iterable[Quote]) -> tuple[SoleSource, ...]:
        position = {document_id: number for number, document_id in enumerate(self._documents)}
        grouped: dict[str, list[Quote]] = {}
        for quote in sorted(quotes, key=lambda q: (position[q.document.id], q.side.start)):
            grouped.setdefault(wording.source(quote.document), []).append(quote)
        return tuple(SoleSource(source, tuple(group)) for source, group in grouped.items())


def _funnel(report: Report) -> tuple[Stage, ...]:
    coverage = report.coverage
    return (
        Stage("document", coverage.documents, "read"),
        Stage("sentence", coverage.sentences, "in their text"),
        Stage("claim", coverage.claims, "sentences that state something checkable"),
        Stage("pair", coverage.pairs, "of claims that may speak of the same fact, compared"),
        Stage("finding", len(report.findings), "pairs that agree, conflict or supersede one another"),
    )

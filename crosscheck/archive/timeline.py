"""The life of one fact across reports: "12 dead", then "15 dead", and who never came round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, or_, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.grouping import FACT_TIES, group
from crosscheck.archive.intake import moment
from crosscheck.archive.listing import archived
from crosscheck.archive.records import ArchivedFinding, DocumentRecord, TimelineEntry
from crosscheck.archive.reviews import verdict_after
from crosscheck.errors import NotInArchive
from crosscheck.types import Document, Side, Verdict

MOST_FINDINGS = 500  # tied to one fact

_findings = schema.findings

Quote = tuple[int, str]
"""Row of a document and the text of a claim in it."""

Telling = tuple[Side, DocumentRecord]


def find_timeline(connection: Connection, finding_id: str) -> list[TimelineEntry]:
    """The reports of one fact in order of publication: all quotes that findings tie to those of this one.

    Raises:
        NotInArchive: There is no such finding.
    """
    findings = _of_one_fact(_tied(connection, finding_id), finding_id)
    both = [((f.a, f.document_a), (f.b, f.document_b), _verdict(f) or f.verdict) for f in findings]
    by_place = {_place(telling): telling for a, b, _ in both for telling in (a, b)}
    tellings = sorted(by_place.values(), key=lambda telling: (_when(telling), _place(telling)))
    number = {_place(telling): position for position, telling in enumerate(tellings)}
    ties = {(number[_place(a)], number[_place(b)]): verdict for a, b, verdict in both}
    fact = _Fact([document.source for _, document in tellings], ties)
    return [
        TimelineEntry(
            side=side,
            document=document,
            relation=fact.relation(position),
            corrected=fact.is_corrected(position),
        )
        for position, (side, document) in enumerate(tellings)
    ]


class _Fact:
    """Reports of a fact, numbered in order of time, and the verdicts between them.

    Reports that agree tell one version of the fact.

    Args:
        sources: Of the reports.
        ties: Verdicts on pairs of them.
    """

    def __init__(self, sources: Sequence[str], ties: dict[tuple[int, int], Verdict]) -> None:
        self._sources = sources
        self._ties = {(min(pair), max(pair)): verdict for pair, verdict in ties.items()}
        self._versions = list(range(len(sources)))
        self._superseded_by: dict[int, set[int]] = defaultdict(set)
        for (first, second), verdict in self._ties.items():
            if verdict is Verdict.AGREEMENT:
                kept, joined = self._versions[first], self._versions[second]
                self._versions = [kept if version == joined else version for version in self._versions]
        for (first, second), verdict in self._ties.items():
            if verdict in (Verdict.UPDATE, Verdict.CONFLICT):
                self._superseded_by[self._versions[first]].add(self._versions[second])

    def relation(self, report: int) -> Verdict | None:
        """What the last report before this one that is tied to it was to it."""
        earlier = [first for first, second in self._ties if second == report]
        return self._ties[max(earlier), report] if earlier else None

    def is_corrected(self, report: int) -> bool:
        """Whether the same source later told a version that supersedes or contradicts this one."""
        newer = self._superseded_by[self._versions[report]]
        later = range(report + 1, len(self._sources))
        return any(
            self._sources[other] == self._sources[report] and self._versions[other] in newer
            for other in later
        )


def _tied(connection: Connection, finding_id: str) -> list[ArchivedFinding]:
    """The finding and all that share a quote with one of them; dismissed ones tie nothing."""
    first = connection.execute(select(_findings).where(_findings.c.id == finding_id)).first()
    if first is None:
        raise NotInArchive(f"the archive has no finding {finding_id}")
    tied = {first.number}
    seen: set[Quote] = set()
    frontier: set[Quote] = {(first.document_a, first.text_a), (first.document_b, first.text_b)}
    while frontier and len(tied) < MOST_FINDINGS:
        seen |= frontier
        quotes = dict(_on_quotes(connection, frontier))
        new = archived(connection, sorted(quotes.keys() - tied))
        numbers = sorted(quotes.keys() - tied)
        kept = [n for n, f in zip(numbers, new, strict=True) if _verdict(f) is not None]
        tied.update(kept)
        frontier = {quote for n in kept for quote in quotes[n]} - seen
    return archived(connection, sorted(tied))


def _verdict(finding: ArchivedFinding) -> Verdict | None:
    """The verdict that ties two reports, an editor's where there is one; None where it was put away."""
    return verdict_after(finding.review.decision if finding.review else None, finding.verdict)


def _of_one_fact(findings: list[ArchivedFinding], finding_id: str) -> list[ArchivedFinding]:
    """Those between quotes of the finding's own fact; one loose finding would chain several facts."""
    places = {f.id: (_place((f.a, f.document_a)), _place((f.b, f.document_b))) for f in findings}
    own = set(places[finding_id])
    fact = own.union(*(places for places in group(places.values(), FACT_TIES) if places & own))
    return [f for f in findings if fact.issuperset(places[f.id])]


def _on_quotes(connection: Connection, wanted: set[Quote]) -> Iterator[tuple[int, tuple[Quote, Quote]]]:
    """The findings of which one side is any of these quotes, each with both of its quotes."""
    for rows in chunks(sorted({row for row, _ in wanted})):
        on_them = or_(_findings.c.document_a.in_(rows), _findings.c.document_b.in_(rows))
        for found in connection.execute(select(_findings).where(on_them)):
            both = ((found.document_a, found.text_a), (found.document_b, found.text_b))
            if wanted.intersection(both):
                yield found.number, both


def _place(telling: Telling) -> tuple[str, int, int]:
    side, document = telling
    return document.id, document.version, side.start


def _when(telling: Telling) -> str:
    document = telling[1]
    return moment(Document(id=document.id, published=document.published, text=""))

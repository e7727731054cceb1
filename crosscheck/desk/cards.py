"""Findings as an editor reads them: both quotes in their place, who else says so, and what to mind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from crosscheck.archive import ArchivedFinding, DocumentRecord, Review, schema
from crosscheck.archive.reviews import as_review
from crosscheck.archive.surroundings import (
    Voices,
    find_texts,
    find_voices,
    is_earlier,
    place_of,
    version_of,
)
from crosscheck.desk import wording
from crosscheck.desk.passage import Passage, passage
from crosscheck.judging.groups import group_findings
from crosscheck.report.quotes import Segment, segments
from crosscheck.types import Side


@dataclass(frozen=True, slots=True)
class Quote:
    """One side of a finding, with the document and the sentences around it, and who else says so.

    Attributes:
        letter: A or B, by which the caveats call it.
    """

    letter: str
    side: Side
    document: DocumentRecord
    passage: Passage
    voices: Voices

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The quote cut at its differing words."""
        return segments(self.side)


@dataclass(frozen=True, slots=True)
class Card:
    """A finding, the earlier report first where the times are known.

    Attributes:
        last: What was said of it last, a decision or a note, which is what can be taken back.
        asks_again: Whether its question is that of the card before it.
    """

    finding: ArchivedFinding
    first: Quote
    second: Quote
    last: Review | None = None
    asks_again: bool = False

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to mind before believing it."""
        return wording.caveats(self.finding, self.first.document, self.second.document)


def cards_by_question(connection: Connection, findings: Sequence[ArchivedFinding]) -> list[Card]:
    """Cards of findings; those about one question follow one another, where the best of them stands.

    Args:
        connection: To the archive that they come from.
        findings: In the order of a report, not too many.
    """
    by_id = {finding.id: finding for finding in findings}
    groups = sorted(group_findings(findings), key=lambda group: list(by_id).index(group.id))
    ordered = [by_id[found] for group in groups for found in group.findings]
    first = {group.id for group in groups}
    return [
        replace(card, asks_again=card.finding.id not in first) for card in make_cards(connection, ordered)
    ]


def make_cards(connection: Connection, findings: Sequence[ArchivedFinding]) -> list[Card]:
    """Cards of findings, in their order; a few queries for all of them.

    Args:
        connection: To the archive that they come from.
        findings: Not too many: the texts of all their documents are read.
    """
    texts = find_texts(connection, (d for f in findings for d in (f.document_a, f.document_b)))
    voices = find_voices(connection, findings)
    said = _last_said(connection, findings)

    def quote(letter: str, side: Side, document: DocumentRecord, shown: set[str]) -> Quote:
        text = texts[version_of(document)]
        others = voices[place_of(side, document)].besides(shown)
        return Quote(letter, side, document, passage(text, side), others)

    cards = []
    for finding in findings:
        sides = [(finding.a, finding.document_a), (finding.b, finding.document_b)]
        if is_earlier(finding.document_b, finding.document_a):
            sides.reverse()
        shown = {document.source for _, document in sides}
        first, second = (
            quote(letter, side, document, shown)
            for letter, (side, document) in zip(("A", "B"), sides, strict=True)
        )
        cards.append(Card(finding, first, second, said.get(finding.key)))
    return cards


def _last_said(connection: Connection, findings: Sequence[ArchivedFinding]) -> dict[str, Review]:
    """By pair of texts, the last review that was not taken back."""
    reviews = schema.reviews
    query = select(reviews).where(reviews.c.key.in_({f.key for f in findings}), ~reviews.c.undone)
    return {row.key: as_review(row) for row in connection.execute(query.order_by(reviews.c.id))}

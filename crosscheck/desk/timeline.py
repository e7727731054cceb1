"""The timeline of a finding's fact as its page shows it: each report, and what it says to those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.archive import ArchivedFinding, TimelineEntry
from crosscheck.archive.surroundings import place_of
from crosscheck.desk import wording
from crosscheck.report.quotes import Segment, segments
from crosscheck.report.wording import source
from crosscheck.types import Side, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """A report of the fact.

    Attributes:
        entry: Which.
        side: The quote, marked as the finding marks it where it is one of its two sides.
        relation: What it is to an earlier report, None where no finding ties it to one.
        says: The same in words.
    """

    entry: TimelineEntry
    side: Side
    relation: Verdict | None
    says: str

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The quote cut at its differing words."""
        return segments(self.side)


def steps_of(finding: ArchivedFinding, entries: Sequence[TimelineEntry]) -> Iterator[Step]:
    """The reports, in their order; of the finding's own two the later one says what it is to the earlier.

    Args:
        finding: Whose fact it is.
        entries: The reports of the fact, in order of publication.
    """
    own = {
        place_of(finding.a, finding.document_a): finding.a,
        place_of(finding.b, finding.document_b): finding.b,
    }
    earlier: TimelineEntry | None = None
    for position, entry in enumerate(entries):
        place = place_of(entry.side, entry.document)
        side = own.get(place, entry.side)
        if place in own and earlier is not None:
            says = wording.RELATIONS_TO[finding.verdict].format(other=source(earlier.document))
            yield Step(entry, side, finding.verdict, says)
            continue
        if place in own:
            earlier = entry
        relation = Verdict(entry.relation) if entry.relation else None
        unrelated = "reports" if position else "reports it first"
        yield Step(entry, side, relation, wording.RELATIONS[relation] if relation else unrelated)

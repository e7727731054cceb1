"""A story as a table: its facts down, its outlets across, and who tells which version of a fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from crosscheck.archive import ArchivedFinding, DocumentRecord
from crosscheck.archive.grouping import FACT_TIES, group
from crosscheck.judging.groups import Place
from crosscheck.judging.groups import place as place_of
from crosscheck.report import wording
from crosscheck.report.quotes import Segment, excerpt, segments
from crosscheck.types import Side, Verdict

CELL_LENGTH = 150
"""Characters of a quote in a cell; the whole of it is one click away."""

_ORDER = tuple(wording.VERDICTS)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one outlet says of one fact.

    Attributes:
        version: Letter of the version of the fact; outlets that agree tell the same one.
        others: How many more sentences of this outlet speak of the fact.
    """

    side: Side
    document: DocumentRecord
    version: str
    others: int = 0

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The quote around its differing words."""
        return excerpt(segments(self.side), CELL_LENGTH)


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: sentences that findings tie together.

    Attributes:
        finding: The weightiest of these findings; its reason is the row's heading.
        cells: By outlet; an outlet that does not speak of it has none.
        versions: How many versions of the fact there are.
    """

    finding: ArchivedFinding
    cells: dict[str, Cell]
    versions: int

    @property
    def verdict(self) -> Verdict:
        """The weightiest verdict between two of its sentences."""
        return self.finding.verdict


def facts_of(findings: Sequence[ArchivedFinding]) -> list[Fact]:
    """The facts that findings speak of, conflicts first, those that most outlets tell before others.

    A finding between sentences of two facts, which is rare, makes a row of its own.
    """
    groups = group((_places(finding) for finding in findings), FACT_TIES)
    number_of = {place: number for number, places in enumerate(groups) for place in places}
    rows: dict[int, list[ArchivedFinding]] = defaultdict(list)
    for finding in findings:
        one, other = (number_of.get(place) for place in _places(finding))
        rows[one if one is not None and one == other else -len(rows) - 1].append(finding)
    facts = [_fact(tied) for tied in rows.values()]
    return sorted(facts, key=lambda fact: (_ORDER.index(fact.verdict), -len(fact.cells), fact.finding.id))


def _fact(findings: list[ArchivedFinding]) -> Fact:
    ordered = sorted(findings, key=lambda f: (_ORDER.index(f.verdict), -f.score, f.id))
    tellings: dict[Place, tuple[Side, DocumentRecord]] = {}
    for finding in ordered:
        for side, document in ((finding.a, finding.document_a), (finding.b, finding.document_b)):
            tellings.setdefault(place_of(side), (side, document))
    letters = _letters(tellings, ordered)
    cells: dict[str, Cell] = {}
    for place, (side, document) in tellings.items():
        source = wording.source(document)
        if source in cells:
            cells[source] = replace(cells[source], others=cells[source].others + 1)
        else:
            cells[source] = Cell(side, document, letters[place])
    return Fact(ordered[0], cells, len(set(letters.values())))


def _letters(places: Iterable[Place], findings: Sequence[ArchivedFinding]) -> dict[Place, str]:
    """A letter for each sentence: that of the version it tells, A for the one that most tell.

    Sentences that agree tell one version, the best agreements first; two that differ never do, whoever agrees
    with both.
    """
    versions = {place: [place] for place in places}
    apart = {frozenset(_places(f)) for f in findings if f.verdict is not Verdict.AGREEMENT}
    for finding in findings:
        one, other = (versions[place] for place in _places(finding))
        differ = any(frozenset(pair) in apart for pair in product(one, other))
        if finding.verdict is Verdict.AGREEMENT and one is not other and not differ:
            one += other
            for place in other:
                versions[place] = one
    by_size = sorted({id(v): v for v in versions.values()}.values(), key=len, reverse=True)
    return {
        place: chr(ord("A") + min(number, 25)) for number, version in enumerate(by_size) for place in version
    }


def _places(finding: ArchivedFinding) -> tuple[Place, Place]:
    return place_of(finding.a), place_of(finding.b)

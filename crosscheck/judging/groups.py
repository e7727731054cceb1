"""Findings about one question, brought together: every source that takes part, and what it says.

Five outlets that give two tolls make up to six conflicts and four agreements, but one question with two
answers. A group starts with its best finding; a further one joins where it shares a quote, differs on the
same words of it and speaks of the same kind of difference, and one that joins two groups makes them one.
Sides with one answer form a camp.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crosscheck.types import Camp, DifferenceType, Finding, Group, Side, Verdict

MANY_ANSWERS = frozenset({DifferenceType.NUMBER, DifferenceType.DATE, DifferenceType.PLACE})
"""Differences with more than two possible answers; of another kind, a third answer is another question."""

Place = tuple[str, int]
"""Document and start of a quote."""


def group_findings(findings: Sequence[Finding]) -> list[Group]:
    """One group for each question, in the order of their best findings.

    Args:
        findings: In the order of a report, best first.
    """
    agreeing = [finding for finding in findings if finding.verdict is Verdict.AGREEMENT]
    friends = _Friends(agreeing)
    drafts: list[_Draft] = []
    for finding in findings:
        if finding.verdict is not Verdict.AGREEMENT:
            _join(drafts, finding, friends)
    for draft in drafts:
        draft.add_supporters(agreeing)
    facts: list[_Draft] = []
    for finding in agreeing:
        _join(facts, finding, friends)
    rank = {finding.id: number for number, finding in enumerate(findings)}
    return [draft.finished(rank) for draft in (*drafts, *facts)]


def place(side: Side) -> Place:
    """Where a side stands."""
    return side.document, side.start


class _Friends:
    """Which quotes were found to agree, or differ in the same words."""

    def __init__(self, agreeing: Iterable[Finding]) -> None:
        self._pairs = {frozenset((place(f.a), place(f.b))) for f in agreeing}

    def agree(self, a: Side, b: Side) -> bool:
        return frozenset((place(a), place(b))) in self._pairs or _answer(a) == _answer(b) != ()


def _answer(side: Side) -> tuple[str, ...]:
    """The differing words of a side."""
    return tuple(side.text[start - side.start : end - side.start].lower() for start, end in side.spans)


def _same_point(side: Side, other: Side) -> bool:
    """Whether two findings differ on the same words of one quote, which may hold several figures."""
    if not side.spans or not other.spans:
        return True
    return any(a[0] < b[1] and b[0] < a[1] for a in side.spans for b in other.spans)


@dataclass(eq=False)
class _Draft:
    """A group in the making."""

    verdict: Verdict
    type: DifferenceType | None
    findings: list[Finding] = field(default_factory=list)
    camps: list[list[Side]] = field(default_factory=list)

    @property
    def members(self) -> list[Side]:
        return [member for camp in self.camps for member in camp]

    def camp_of(self, side: Side) -> list[Side] | None:
        return next((camp for camp in self.camps if place(side) in map(place, camp)), None)

    def takes(self, finding: Finding, friends: _Friends) -> bool:
        if finding.verdict is not self.verdict or finding.type is not self.type:
            return False
        sides = (finding.a, finding.b)
        new = [side for side in sides if self.camp_of(side) is None]
        if len(new) == len(sides):  # no quote in common
            return False
        if self.verdict is Verdict.AGREEMENT:
            return True
        if self.type in MANY_ANSWERS:
            return all(_same_point(s, m) for s in sides for m in self.members if place(s) == place(m))
        return all(any(friends.agree(side, member) for member in self.members) for side in new)

    def add(self, finding: Finding, friends: _Friends) -> None:
        self.findings.append(finding)
        agree = self.verdict is Verdict.AGREEMENT
        for side, other in ((finding.a, finding.b), (finding.b, finding.a)):
            if self.camp_of(side) is not None:
                continue
            opposed = self.camp_of(other)
            if agree and opposed is not None:
                opposed.append(side)
                continue
            for camp in self.camps:
                if camp is not opposed and any(friends.agree(side, member) for member in camp):
                    camp.append(side)
                    break
            else:
                self.camps.append([side])

    def add_supporters(self, agreeing: Iterable[Finding]) -> None:
        """Let quotes that agree with one camp, and with no other, stand with it."""
        taken = {place(side): number for number, camp in enumerate(self.camps) for side in camp}
        chosen: dict[Place, set[int]] = {}
        supporters: dict[Place, Side] = {}
        for finding in agreeing:
            for side, other in ((finding.a, finding.b), (finding.b, finding.a)):
                if place(other) in taken and place(side) not in taken:
                    supporters.setdefault(place(side), side)
                    chosen.setdefault(place(side), set()).add(taken[place(other)])
        for where, side in supporters.items():
            if len(chosen[where]) == 1:
                self.camps[chosen[where].pop()].append(side)

    def finished(self, rank: Mapping[str, int]) -> Group:
        found = sorted(self.findings, key=lambda finding: rank[finding.id])
        best = found[0]
        return Group(
            id=best.id,
            verdict=self.verdict,
            type=self.type,
            tier=best.tier,
            reason=best.reason,
            findings=tuple(finding.id for finding in found),
            camps=tuple(Camp(sides=tuple(camp)) for camp in self.camps),
        )


def _join(drafts: list[_Draft], finding: Finding, friends: _Friends) -> None:
    """Put a finding into the draft that takes it; drafts that it connects become one."""
    takers = [draft for draft in drafts if draft.takes(finding, friends)]
    if not takers:
        takers = [_Draft(finding.verdict, finding.type)]
        drafts.append(takers[0])
    takers[0].add(finding, friends)
    for other in takers[1:]:
        drafts.remove(other)
        for further in other.findings:
            takers[0].add(further, friends)

"""What the evidence on a sentence of a draft comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crosscheck.archive.records import Evidence, Standing
from crosscheck.archive.surroundings import is_earlier
from crosscheck.judging.findings import order_findings
from crosscheck.types import Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """One piece of evidence, and whether it is newer than what the draft says."""

    evidence: Evidence
    is_later: bool


def standing_of(opinions: Sequence[Opinion]) -> tuple[Standing, tuple[Evidence, ...]]:
    """Where a claim stands, and its evidence in the order of reports.

    Superseded is a sentence whose archived witnesses are all known to be older than the reports that say
    otherwise, or that a newer report updates. Disputed is one that any other report contradicts, or gives
    a rival account of. An older report that the draft itself updates speaks neither for it nor against it.
    """
    for_it = [o for o in opinions if o.evidence.finding.verdict is Verdict.AGREEMENT]
    against_it = [o for o in opinions if o.evidence.finding.verdict is Verdict.CONFLICT]
    updates = [o for o in opinions if o.evidence.finding.verdict is Verdict.UPDATE]
    rivals = [o for o in opinions if o.evidence.finding.verdict is Verdict.COMPETING_ACCOUNTS]
    evidence = _ordered(opinion.evidence for opinion in opinions)
    if any(opinion.is_later for opinion in updates):
        return Standing.SUPERSEDED, evidence
    otherwise = [*against_it, *updates]
    if for_it and otherwise and all(_comes_before(one, other) for one in for_it for other in otherwise):
        return Standing.SUPERSEDED, evidence
    if against_it:
        return Standing.DISPUTED, evidence
    if for_it:
        return Standing.SUPPORTED, evidence
    return (Standing.DISPUTED if rivals else Standing.NOWHERE), evidence


def _ordered(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    by_id = {piece.finding.id: piece for piece in evidence}
    return tuple(by_id[found.id] for found in order_findings(piece.finding for piece in by_id.values()))


def _comes_before(one: Opinion, other: Opinion) -> bool:
    return is_earlier(one.evidence.document, other.evidence.document)

"""The words of the reports on a draft."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from crosscheck.archive.records import DraftCheck, Evidence, Standing
from crosscheck.report import wording
from crosscheck.report.quotes import Segment, segments
from crosscheck.types import Verdict


class StandingWords(NamedTuple):
    """How the reports speak of one standing."""

    name: str
    meaning: str


STANDINGS = {
    Standing.DISPUTED: StandingWords("disputed", "A report says otherwise, or gives a rival account."),
    Standing.SUPERSEDED: StandingWords("superseded", "Later reports replaced this."),
    Standing.SUPPORTED: StandingWords("supported", "Another report says the same."),
    Standing.NOWHERE: StandingWords("found nowhere", "No report in the archive speaks of it."),
    Standing.NO_CLAIM: StandingWords("no claim", "States nothing checkable."),
}
"""In the order of urgency."""

SAYS = {
    Verdict.CONFLICT: "says otherwise",
    Verdict.COMPETING_ACCOUNTS: "reports a rival account",
    Verdict.UPDATE: "another state of it",
    Verdict.AGREEMENT: "says the same",
}
"""What a report does to a sentence of the draft."""


def standing_counts(check: DraftCheck) -> dict[Standing, int]:
    """How many claims of the draft stand where, most urgent first; standings of none are left out."""
    counts = Counter(sentence.standing for sentence in check.sentences)
    return {s: counts[s] for s in STANDINGS if counts[s] and s is not Standing.NO_CLAIM}


def summary(check: DraftCheck) -> str:
    """The check in one line: "12 claims: 2 disputed, 1 superseded, 5 supported, 4 found nowhere"."""
    counts = standing_counts(check)
    if not counts:
        return "No sentence of the draft states anything checkable"
    parts = ", ".join(f"{count} {STANDINGS[standing].name}" for standing, count in counts.items())
    return f"{wording.counted(sum(counts.values()), 'claim')}: {parts}"


def scope(check: DraftCheck) -> str:
    """What was looked at: "compared 84 pairs of claims with those of 9 archived documents"."""
    coverage = check.coverage
    if not coverage.pairs:
        return "No archived document can speak of the same facts."
    pairs = wording.counted(coverage.pairs, "pair")
    documents = wording.counted(coverage.documents, "archived document")
    return f"Compared {pairs} of claims with those of {documents}."


def attribution(evidence: Evidence) -> str:
    """Who says it and when: "Meridian Wire, 22 Oct 2024, 18:40 UTC, according to police"."""
    said = wording.described(evidence.document)
    speaker = evidence.finding.b.speaker
    return f"{said}, {wording.speaker(speaker)}" if speaker else said


def quoted(evidence: Evidence) -> tuple[Segment, ...]:
    """The archived quote, cut at its differing words."""
    return segments(evidence.finding.b)

"""The words of the reports: names of verdicts, types and tiers, counts, times, and what to say of nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from crosscheck.types import Coverage, DifferenceType, DocumentSummary, Finding, Report, Tier, Verdict

TIME_UNKNOWN = "date unknown"
UNNAMED_SOURCE = "Unnamed source"
UNTITLED = "Untitled"
SINGLE_SOURCE_TITLE = "What only one source says"
SINGLE_SOURCE_MEANING = "No other source reports these claims or disputes them."
COPIES_MEANING = "A copy confirms nothing: it counts as one voice with its original."
OTHERWISE = "Otherwise again:"
MOST_COPIES_NAMED = 4

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""`strftime("%b")` follows the machine's locale; a report reads the same everywhere."""


class VerdictWords(NamedTuple):
    """How the reports speak of one verdict."""

    singular: str
    plural: str
    meaning: str

    @property
    def title(self) -> str:
        """The heading of its section."""
        return self.plural.capitalize()


VERDICTS = {
    Verdict.CONFLICT: VerdictWords(
        "conflict", "conflicts", "About the same event at the same time; both cannot be true."
    ),
    Verdict.COMPETING_ACCOUNTS: VerdictWords(
        "competing account",
        "competing accounts",
        "The sources do not contradict one another: they report parties who do.",
    ),
    Verdict.UPDATE: VerdictWords("update", "updates", "The later report supersedes the earlier one."),
    Verdict.AGREEMENT: VerdictWords(
        "agreement", "agreements", "Different sources report the same fact, in whatever words."
    ),
}
"""The verdicts in the order in which a report shows them."""

TYPES = {
    DifferenceType.NUMBER: "number",
    DifferenceType.DATE: "date",
    DifferenceType.PLACE: "place",
    DifferenceType.PERSON: "person",
    DifferenceType.ATTRIBUTION: "who said it",
    DifferenceType.OUTCOME: "outcome",
    DifferenceType.NEGATION: "whether it happened",
    DifferenceType.CAUSE: "cause",
    DifferenceType.STATUS: "status",
}

TIERS = {
    Tier.CONFIRMED: "When measured, at least 85 of 100 findings of this kind were right.",
    Tier.SUGGESTED: "When measured, at least 50 of 100 findings of this kind were right; read both quotes.",
}


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: "1 conflict", "1,204 pairs".

    Args:
        number: How many.
        singular: The noun for one.
        plural: The noun for any other number, by default the singular with an "s".
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def enumerated(items: Iterable[str]) -> str:
    """The items as a list in a sentence: "a, b and c"."""
    *head, last = items
    return f"{', '.join(head)} and {last}" if head else last


def moment(published: datetime | date | None) -> str:
    """A publication time: "22 Oct 2024, 18:40 UTC", "22 Oct 2024" where the hour is unknown."""
    if published is None:
        return TIME_UNKNOWN
    if isinstance(published, datetime):
        published = published.astimezone(UTC)
        return f"{moment(published.date())}, {published:%H:%M} UTC"
    return f"{published.day} {_MONTHS[published.month - 1]} {published.year}"


def source(document: DocumentSummary) -> str:
    """The name of the outlet."""
    return document.source or UNNAMED_SOURCE


def sentence_case(text: str) -> str:
    """The text with a capital first letter, as a heading or a line of its own wants it."""
    return text[:1].upper() + text[1:]


def speaker(name: str) -> str:
    """Who says it, where the outlet reports somebody's words: "according to the ministry"."""
    first, _, rest = name.partition(" ")
    article = rest and first in ("The", "A", "An")
    return f"according to {first.lower()} {rest}" if article else f"according to {name}"


def kind(finding: Finding) -> str:
    """What a finding is about and its tier: "number, confirmed"."""
    return f"{TYPES[finding.type]}, {finding.tier}" if finding.type else str(finding.tier)


def copied_by(copies: Sequence[DocumentSummary]) -> str:
    """Who repeats a document: "copied by Harbour Post and Coast Daily", from five on "… and 7 more"."""
    names = [source(copy) for copy in copies]
    if len(names) > MOST_COPIES_NAMED:
        shown = MOST_COPIES_NAMED - 1
        names[shown:] = [f"{len(names) - shown:,} more"]
    return f"copied by {enumerated(names)}"


def named(documents: Iterable[DocumentSummary]) -> str:
    """The outlets of some documents, each once: "Harbour Post and Coast Daily"."""
    return enumerated(dict.fromkeys(map(source, documents)))


def also(documents: Iterable[DocumentSummary], own: DocumentSummary) -> str:
    """Where else it stands what a quote says.

    Args:
        documents: Of the further quotes, at least one.
        own: That of the quote.
    """
    others = [document for document in documents if document.id != own.id]
    voices = [document for document in others if source(document) != source(own)]
    if voices:
        return f"also reported by {named(voices)}"
    return "said again by the same source" if others else "said again in the same article"


def described(document: DocumentSummary) -> str:
    """A document on one line: "Meridian Wire, 22 Oct 2024, 18:40 UTC"."""
    return f"{source(document)}, {moment(document.published)}"


def scope(report: Report) -> str:
    """What was looked at: "4 sources and 1 copy, 143 sentences"."""
    if not report.documents:
        return "no documents could be read"
    copied = sum(document.copy_of is not None for document in report.documents)
    voices = {document.source for document in report.documents if document.copy_of is None}
    sources = counted(len(voices), "source")
    if copied:
        sources += f" and {counted(copied, 'copy', 'copies')}"
    return f"{sources}, {counted(report.coverage.sentences, 'sentence')}"


def outcome(report: Report) -> str:
    """What was found: "2 conflicts, 1 update and 3 agreements"."""
    counts = Counter(group.verdict for group in report.groups)
    found = [
        counted(counts[verdict], words.singular, words.plural)
        for verdict, words in VERDICTS.items()
        if counts[verdict]
    ]
    if found:
        return enumerated(found)
    if report.coverage.pairs:
        return f"no findings in {counted(report.coverage.pairs, 'pair')} of claims"
    return "no claims to compare"


def summary(report: Report) -> str:
    """The report in one line: "5 sources, 143 sentences: 4 conflicts and 1 update"."""
    return sentence_case(f"{scope(report)}: {outcome(report)}")


def nothing_found(noun: str, coverage: Coverage) -> str:
    """Why a section is empty, by how far the chain came.

    Args:
        noun: What was looked for, in the plural ("conflicts").
        coverage: How much was looked at.
    """
    if not coverage.documents:
        return f"No {noun}: no document could be read."
    documents = counted(coverage.documents, "document")
    if not coverage.claims:
        sentences = counted(coverage.sentences, "sentence")
        return f"No {noun}: read {sentences} in {documents}, and none states anything checkable."
    claims = counted(coverage.claims, "claim")
    if not coverage.pairs:
        return f"No {noun}: read {claims} in {documents}, and no two of them can speak of the same fact."
    return f"No {noun}: compared {counted(coverage.pairs, 'pair')} drawn from {claims} in {documents}."


def no_single_source(coverage: Coverage) -> str:
    """Why no claim is listed as standing in one source only."""
    if coverage.single_source_claims:
        claims = counted(coverage.single_source_claims, "claim")
        return f"{claims} of {coverage.claims:,} found in one source only; this report does not list them."
    if not coverage.claims:
        return nothing_found("claims of one source only", coverage)
    claims = counted(coverage.claims, "claim")
    return (
        f"Each of {claims} in {counted(coverage.documents, 'document')} has a counterpart in another source."
    )


def no_problems(coverage: Coverage) -> str:
    """What to say where nothing went wrong in reading."""
    if not coverage.documents:
        return "No problems: nothing was given to read."
    return f"No problems: {counted(coverage.documents, 'document')} read without loss."

"""The words of the desk that the reports do not have: decisions, statuses, caveats, standings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from crosscheck.archive import (
    Addition,
    ArchivedFinding,
    Decision,
    DocumentRecord,
    Review,
    Staleness,
    Status,
)
from crosscheck.archive.scope import Scope
from crosscheck.report.wording import TIME_UNKNOWN, VERDICTS, counted, enumerated, moment, source
from crosscheck.types import Coverage, Verdict, day_of

DECISIONS = {
    Decision.ACCEPT: "Accept",
    Decision.DISMISS: "Dismiss",
    Decision.OTHER_EVENT: "Not the same event",
    Decision.UPDATE: "Update",
}

DECIDED = {
    Decision.ACCEPT: "Accepted",
    Decision.DISMISS: "Dismissed",
    Decision.OTHER_EVENT: "Dismissed: not the same event",
    Decision.UPDATE: "Marked as an update",
}

STATUSES = {
    Status.OPEN: "open",
    Status.ACCEPTED: "accepted",
    Status.DISMISSED: "dismissed",
    Status.RESOLVED: "no longer holds",
}

VERDICT_NAMES = {verdict: names.plural for verdict, names in VERDICTS.items()}

KEYS = {
    "j": "next finding",
    "k": "previous finding",
    "a": "accept",
    "d": "dismiss, with a reason",
    "u": "it is an update",
    "o": "not the same event",
    "n": "leave a note",
    "z": "take the last decision back",
    "?": "this list",
    "Esc": "close what is open",
}

EXPORTS = {
    "csv": "CSV",
    "json": "JSON",
    "markdown": "Markdown",
    "html": "Printable page",
    "claimreview": "ClaimReview",
}

DRAFT_EXPORTS = {form: name for form, name in EXPORTS.items() if form != "claimreview"}

DISMISSAL_REASONS = (
    "they count different things",
    "different times",
    "no contradiction",
    "opinion or forecast",
    "misread sentence",
)
"""Offered where a finding is dismissed; anything else can be typed."""

RELATIONS = {
    Verdict.AGREEMENT: "says the same",
    Verdict.CONFLICT: "says otherwise",
    Verdict.UPDATE: "brings it up to date",
    Verdict.COMPETING_ACCOUNTS: "reports a rival account",
}
"""What a report is to the one before it."""

RELATIONS_TO = {
    Verdict.AGREEMENT: "says the same as {other}",
    Verdict.CONFLICT: "says otherwise than {other}",
    Verdict.UPDATE: "brings {other} up to date",
    Verdict.COMPETING_ACCOUNTS: "reports a rival account to that of {other}",
}
"""What a report is to a certain earlier one."""

STAGES = {
    "read": "Reading",
    "claims": "Finding claims",
    "assertions": "Telling facts from forecasts and opinions",
    "doubtful": "Telling facts from opinions where that is hard",
    "embed": "Reading claims",
    "pair": "Pairing articles",
    "screen": "Comparing claims, at a first glance",
    "infer": "Comparing claims",
    "check": "Checking sentences",
}

SOURCE_COLUMNS = {
    "documents": ("Articles", "Articles in the archive"),
    "claims": ("Claims", "Checkable claims of its own, wire copies left out"),
    "alone": ("Alone", "Claims that no other outlet reports or disputes"),
    "agreed": ("Agreed", "Claims that another outlet reports too"),
    "contradicted": ("Contradicted", "Claims that another outlet contradicts, whoever is right"),
    "superseded": ("Superseded", "Claims that a later report brings up to date"),
    "corrected": ("Corrected", "New versions that it put out of its articles"),
}

SHOWN_FINDINGS = 10
"""New findings that a page lists at most; the others are in the queue."""

CHANGED_PARTS = {
    "claims": "another way of reading claims",
    "encoder": "another encoder",
    "nli": "another NLI model",
    "pairing": "other settings of pairing",
    "judging": "another judge, or another version of crosscheck",
}
"""What a desk can have otherwise than the archive was computed with."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_HOUR = timedelta(hours=1)
_DAY_HOURS = 24


def decided(review: Review | None) -> str:
    """What was decided, with the reason: "Dismissed: they count different things"."""
    if review is None or review.decision is None:
        return ""
    said = DECIDED[review.decision]
    return f"{said}: {review.reason}" if review.reason else said


def number_word(number: int) -> str:
    """Small numbers in letters, as newspapers write them."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def caveats(finding: ArchivedFinding, first: DocumentRecord, second: DocumentRecord) -> tuple[str, ...]:
    """What to mind before believing a finding: who came later, what is not known, what was corrected since.

    Args:
        finding: Which.
        first: The document that the card shows as A.
        second: The one that it shows as B.
    """
    said = []
    if finding.verdict is not Verdict.AGREEMENT and (gap := _gap(first, second)):
        said.append(gap)
    if first.id == second.id:
        said.append("A and B stand in the same article")
    for letter, document in (("A", first), ("B", second)):
        if document.published is None:
            said.append(f"{letter} has no date")
        if not document.current:
            said.append(f"{letter} was corrected since")
    return tuple(said)


def also(documents: tuple[DocumentRecord, ...]) -> str:
    """Who else says so: "Coast Weekly and Northern Standard"."""
    return enumerated(source(document) for document in documents)


def copies_of(documents: tuple[DocumentRecord, ...]) -> str:
    """Copies, folded: "+7 copies"."""
    return f"+{counted(len(documents), 'copy', 'copies')}"


def added(addition: Addition) -> str:
    """What adding came to: "5 articles added, 2 already there: 1 conflict and 3 agreements are new"."""
    counts = [
        (len(addition.added), "added"),
        (len(addition.revised), "corrected"),
        (len(addition.unchanged), "already there"),
    ]
    parts = [f"{counted(number, 'article')} {what}" for number, what in counts if number]
    if not parts:
        return "Nothing was added"
    news = verdict_counts(Counter(finding.verdict for finding in addition.new))
    if not news:
        return f"{', '.join(parts)}; nothing new was found in {counted(addition.coverage.pairs, 'pair')}"
    return f"{', '.join(parts)}; new: {news}"


def to_recompute(found: Staleness | None) -> str:
    """What is to be computed anew, and how long it takes."""
    if found is None:
        return "The archive is up to date; there is nothing to compute anew"
    work = [(found.texts, "claim", "to read"), (found.pairs, "pair", "to compare")]
    parts = [f"{counted(number, what)} {task}" for number, what, task in work if number]
    return f"{enumerated(parts) if parts else 'Judgements to renew'}: {duration(found.seconds)}"


def parts(changed: Iterable[str]) -> str:
    """What a desk has otherwise: "another encoder and another NLI model"."""
    return enumerated(CHANGED_PARTS[part] for part in changed)


def recomputed(addition: Addition) -> str:
    """What computing anew came to."""
    if addition.run is None:
        return "The archive was up to date; there was nothing to compute anew"
    news = verdict_counts(Counter(finding.verdict for finding in addition.new))
    gone = counted(len(addition.resolved), "finding")
    changes = [f"new: {news}"] if news else []
    changes += [f"no longer held: {gone}"] if addition.resolved else []
    return f"The archive was computed anew; {', '.join(changes) or 'all findings stay as they were'}"


def duration(seconds: float) -> str:
    """How long something takes, as roughly as it is known: "about three minutes"."""
    for unit, length in (("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * length:
            return f"about {_spelt(round(seconds / length), unit)}"
    return f"about {_spelt(max(1, round(seconds)), 'second')}"


def scope(chosen: Scope) -> str:
    """Which articles have a say on a draft, where not all have: "Only articles since 1 Mar 2025."."""
    parts = []
    if chosen.since is not None:
        parts.append(f"since {moment(day_of(chosen.since))}")
    if chosen.sources:
        parts.append(f"of {enumerated(chosen.sources)}")
    if chosen.exclude_sources:
        parts.append(f"not of {enumerated(chosen.exclude_sources)}")
    return f"Only articles {', '.join(parts)}." if parts else ""


def verdict_counts(counts: Mapping[Verdict, int]) -> str:
    """Findings by verdict: "2 conflicts and 5 agreements"; empty where there are none."""
    parts = [
        counted(counts[verdict], names.singular, names.plural)
        for verdict, names in VERDICTS.items()
        if counts.get(verdict)
    ]
    return enumerated(parts) if parts else ""


def days(documents: tuple[DocumentRecord, ...]) -> str:
    """When documents came out: "22 Oct 2024 to 23 Oct 2024"."""
    known = sorted(day for document in documents if (day := day_of(document.published)))
    if not known:
        return TIME_UNKNOWN
    first, last = moment(known[0]), moment(known[-1])
    return first if first == last else f"{first} to {last}"


def holdings(coverage: Coverage) -> str:
    """What there was to look at: "5 articles, 82 claims, 214 pairs compared"."""
    return (
        f"{counted(coverage.documents, 'article')}, {counted(coverage.claims, 'claim')}, "
        f"{counted(coverage.pairs, 'pair')} compared"
    )


def published_between(since: date | None, until: date | None) -> str:
    """A range of days, open at one end at most: "published from 1 Mar 2025 to 5 Mar 2025"."""
    if since is None:
        return f"published on {moment(until)} or before"
    if until is None:
        return f"published on {moment(since)} or later"
    return f"published {'on' if since == until else f'from {moment(since)} to'} {moment(until)}"


def in_range(articles: int, since: date | None, until: date | None) -> str:
    """How many articles a range of days has: "3 of the articles were published on 4 Mar 2025."."""
    between = published_between(since, until)
    if since is not None and until is not None and until < since:
        return f"No article can be {between}: exchange the two days."
    number = "None" if articles == 0 else f"{articles:,}"
    return f"{number} of the articles {'was' if articles <= 1 else 'were'} {between}."


def empty_queue(coverage: Coverage, *, narrowed: bool) -> str:
    """Why the queue is empty, by what was looked at."""
    if not coverage.documents:
        return "The archive holds no articles yet. Add some, and what they disagree on is listed here."
    if narrowed:
        return f"No finding fits these filters. Looked at: {holdings(coverage)}."
    if not coverage.pairs:
        claims = counted(coverage.claims, "claim")
        return (
            f"Nothing to review: {claims} in {counted(coverage.documents, 'article')}, "
            "and no two of them can speak of the same fact. Add reports of other outlets on the same events."
        )
    return f"Nothing left to review. Looked at: {holdings(coverage)}."


def _gap(first: DocumentRecord, second: DocumentRecord) -> str:
    """How much later the second document came out, where that is an hour or more."""
    if isinstance(first.published, datetime) and isinstance(second.published, datetime):
        gap = second.published.astimezone(UTC) - first.published.astimezone(UTC)
        if gap < _HOUR:
            return ""
        hours = round(gap / _HOUR)
        if hours < 2 * _DAY_HOURS:
            return f"B is {_spelt(hours, 'hour')} later"
        return f"B is {_spelt(round(hours / _DAY_HOURS), 'day')} later"
    days = _days_between(day_of(first.published), day_of(second.published))
    return f"B is {_spelt(days, 'day')} later" if days > 0 else ""


def _days_between(first: date | None, second: date | None) -> int:
    return (second - first).days if first and second else 0


def _spelt(number: int, unit: str) -> str:
    return f"{number_word(number)} {unit if number == 1 else unit + 's'}"

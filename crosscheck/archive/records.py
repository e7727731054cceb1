"""What the archive hands out: frozen Pydantic models, JSON round trip.

A finding's `key` depends on the two texts only, not on their documents: a dismissal holds for the same words
wherever they stand, whatever was re-indexed since and by which model.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from crosscheck.types import Coverage, DocumentSummary, Finding, Problem, Published, Run, Side, Value


class Decision(StrEnum):
    """What an editor says of a finding."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    OTHER_EVENT = "other_event"
    UPDATE = "update"


class Status(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    RESOLVED = "resolved"
    """Its texts are no longer in the archive in that form: a corrected or a deleted article."""


class Standing(StrEnum):
    """What the archive has to say on a sentence of a draft."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    NOWHERE = "nowhere"
    NO_CLAIM = "no_claim"


class Review(Value):
    """One decision of an editor on a pair of texts.

    Attributes:
        key: The pair of texts, see `reviews.pair_key`.
        decision: None for a note alone.
        reason: Why dismissed, in the editor's words.
        note: Free text.
        reviewer: Who said it, empty where unknown.
        at: When.
    """

    id: int
    key: str
    decision: Decision | None
    reason: str = ""
    note: str = ""
    reviewer: str = ""
    at: datetime


class DocumentRecord(DocumentSummary):
    """A document in the archive.

    Attributes:
        version: 1 for the first text under this id, one more for every corrected one.
        current: Whether it is the latest version.
        added_run: The run that brought it.
    """

    version: int = 1
    current: bool = True
    added_run: int


class ArchivedFinding(Finding):
    """A finding with its life in the archive.

    Attributes:
        key: The pair of texts.
        status: Open, accepted, dismissed or resolved.
        first_run: The run that found it.
        reopened_run: The last run that found it again after it had been resolved, None where there is none.
        resolved_run: The run after which it no longer held, None while it does.
        document_a: Where side a stands.
        document_b: Where side b stands.
        review: The decision in force, None where there is none.
        note: The latest note, empty where there is none.
    """

    key: str
    status: Status
    first_run: int
    reopened_run: int | None = None
    resolved_run: int | None = None
    document_a: DocumentRecord
    document_b: DocumentRecord
    review: Review | None = None
    note: str = ""


class RunRecord(Value):
    """One change to the archive.

    Attributes:
        kind: add, remove, recompute.
        started: When planning began.
        finished: When it was written; of a run that was cut off nothing is kept.
    """

    id: int
    kind: Literal["add", "remove", "recompute"]
    run: Run
    started: datetime
    finished: datetime
    documents: int = 0
    findings: int = 0


class Staleness(Value):
    """What must be computed anew because models or settings changed.

    Attributes:
        changed: What differs: claims (how they are read), encoder, nli, pairing, judging.
        was: What the archive was computed with, by those names.
        texts: Claims to embed, about where they are read anew.
        pairs: Pairs of texts to put before the NLI model, about (see `staleness`).
        seconds: How long it will take, measured on a sample with the new models.
    """

    changed: tuple[Literal["claims", "encoder", "nli", "pairing", "judging"], ...]
    was: dict[str, str]
    texts: int
    pairs: int
    seconds: float


class Addition(Value):
    """What adding documents did.

    Attributes:
        run: Number of the run, None where nothing changed.
        added: Ids of new documents.
        revised: Ids of documents whose text was corrected, or of which more is known now, as an earlier date.
        unchanged: Ids of documents that were already there.
        new: Findings that did not hold before, dismissed ones left out.
        resolved: Findings that no longer hold, dismissed ones left out.
        coverage: What was looked at.
        problems: Of the input.
    """

    run: int | None = None
    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    new: tuple[ArchivedFinding, ...] = ()
    resolved: tuple[ArchivedFinding, ...] = ()
    coverage: Coverage
    problems: tuple[Problem, ...] = ()


class Evidence(Value):
    """What one archived document says on a sentence of a draft; the finding's side a is the draft."""

    finding: Finding
    document: DocumentRecord


class DraftSentence(Value):
    """One sentence of a draft, with offsets in the draft's kept text, and what the archive has on it."""

    start: int
    end: int
    text: str
    standing: Standing
    evidence: tuple[Evidence, ...] = ()


class DraftCheck(Value):
    """A draft, sentence by sentence, against the archive; the same input gives equal bytes."""

    SCHEMA: ClassVar[Literal["crosscheck.check/1"]] = "crosscheck.check/1"

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["crosscheck.check/1"] = Field(default=SCHEMA, alias="schema")
    run: Run
    draft: DocumentSummary
    text: str
    sentences: tuple[DraftSentence, ...] = ()
    coverage: Coverage
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> str:
        """The check as `crosscheck.check/1` JSON, ending in a newline; equal checks give equal bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"

    def to_html(self) -> str:
        """The draft as one self-contained HTML page, with marks and evidence in the margin."""
        from crosscheck.report.draft_html import render_draft_html  # noqa: PLC0415 - loads jinja2

        return render_draft_html(self)

    def to_markdown(self) -> str:
        """The check as Markdown, most urgent sentences first."""
        from crosscheck.report.draft_markdown import render_draft_markdown  # noqa: PLC0415 - as above

        return render_draft_markdown(self)

    def to_csv(self) -> str:
        """The check as CSV: one row for each sentence and piece of evidence."""
        from crosscheck.report.draft_table import render_draft_csv  # noqa: PLC0415 - as above

        return render_draft_csv(self)


class Changes(Value):
    """What happened to findings since a run or a date."""

    since_run: int
    new: tuple[ArchivedFinding, ...] = ()
    resolved: tuple[ArchivedFinding, ...] = ()
    still_open: tuple[ArchivedFinding, ...] = ()


class TimelineEntry(Value):
    """One report of a fact.

    Attributes:
        side: The quote.
        document: Where it stands.
        relation: What the report before it in time was to this one by our findings; None for the first.
        corrected: Whether the same source later reported what superseded this.
    """

    side: Side
    document: DocumentRecord
    relation: str | None = None
    corrected: bool = False


class SourceRecord(Value):
    """How often a source stands where; counts, no verdict on people."""

    source: str
    documents: int
    claims: int
    alone: int
    agreed: int
    contradicted: int
    superseded: int
    corrected: int
    latest: Published = None

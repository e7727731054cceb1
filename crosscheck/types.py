"""The value types that travel along the chain, all frozen Pydantic models.

read → `Document` → claims → `Sentence`, `Claim` → embed, index → pair → `Pair` → infer → `Probabilities` →
judge → `Judgement` → `Finding` → report → `Report`

Offsets are Python string indices, end-exclusive. Those of `Sentence`, `Claim` and `Side` count in the
document's kept text; those of `Mention`, `Quantity`, `TimeReference` and `Reference` count in the claim's
own text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from crosscheck.addresses import host_of

if TYPE_CHECKING:
    import pandas as pd

Span = tuple[int, int]
"""Start and end-exclusive end of a piece of text, in characters."""


class Verdict(StrEnum):
    """What two claims are to one another; `None` stands for "nothing to report"."""

    AGREEMENT = "agreement"
    CONFLICT = "conflict"
    UPDATE = "update"
    COMPETING_ACCOUNTS = "competing_accounts"


class DifferenceType(StrEnum):
    """What two claims differ on (or, for an agreement, agree on)."""

    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    PERSON = "person"
    ATTRIBUTION = "attribution"
    OUTCOME = "outcome"
    NEGATION = "negation"
    CAUSE = "cause"
    STATUS = "status"


class Tier(StrEnum):
    """How precise findings of this kind were when measured: at least 0.85, or at least 0.55 of all."""

    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"


class SentenceKind(StrEnum):
    """Whether a sentence makes a claim, and if not, what it is instead."""

    CLAIM = "claim"
    QUESTION = "question"
    HEADING = "heading"
    COMMENTARY = "commentary"
    BOILERPLATE = "boilerplate"
    FRAGMENT = "fragment"


class AssertionKind(StrEnum):
    """How a claim is put: in the outlet's own words or somebody's, as a fact or as something weaker."""

    STATEMENT = "statement"
    ATTRIBUTED = "attributed"
    QUOTATION = "quotation"
    DENIAL = "denial"
    ALLEGATION = "allegation"
    FORECAST = "forecast"
    CONDITION = "condition"
    OPINION = "opinion"


class Value(BaseModel):
    """Base of the value types: frozen, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


FIRST_YEAR, LAST_YEAR = 1600, 2200
"""Of publication times; null dates of databases (year 1 or 9999) lie outside."""


def can_be_published(moment: datetime | date) -> bool:
    """Whether something can have been published then."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def _parse_published(value: object) -> object:
    """Keep a bare ISO date as a date (its time is unknown); assume UTC where a time has no zone.

    A null date is unknown.
    """
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return None
        value = date.fromisoformat(text) if len(text) == len("2024-10-22") else datetime.fromisoformat(text)
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return None if isinstance(value, date) and not can_be_published(value) else value


def _iso(value: datetime | date | None) -> str | None:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if value else None


Published = Annotated[
    datetime | date | None,
    BeforeValidator(_parse_published, json_schema_input_type=str | None),
    PlainSerializer(_iso, return_type=str | None, when_used="json"),
]
"""A publication time: a zoned datetime, a bare date where the hour is unknown, or None where unknown.

The zone is kept: "today" in a report of nine in the evening in New York is that day, not the next one of UTC.
"""


def day_of(published: datetime | date | None) -> date | None:
    """The day of a publication time, in UTC."""
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published


def precedes(one: datetime | date | None, other: datetime | date | None) -> bool:
    """Whether a publication is known to come before another; where one has no hour the days count."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    day, other_day = day_of(one), day_of(other)
    return day is not None and other_day is not None and day < other_day


def content_id(parts: Iterable[str]) -> str:
    """Sixteen hex digits (64 bits of SHA-256) that depend on the parts and their order only."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode(errors="surrogatepass"))
        digest.update(b"\x00")
    return digest.hexdigest()[:16]


class Document(Value):
    """One article as kept: its text without boilerplate, and what is known about it.

    Attributes:
        text: The kept text; every offset counts in it.
        id: Unique in a run; derived from source, URL and text where not given.
        source: The outlet; the voice that speaks, by default the host of the URL. Documents of one source are
            not compared, nor are those that name none.
        title: Headline, not part of `text`.
        published: Zoned datetime, bare date, or None where unknown.
        url: Where it stands on the web.
        author: Byline.
        path: The file or URL that it was read from, for messages.
    """

    text: str
    id: str = ""
    source: str = ""
    title: str | None = None
    published: Published = None
    url: str | None = None
    author: str | None = None
    path: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, values: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was given
        if not isinstance(values, dict):
            return values
        given = values
        if not given.get("id") and isinstance(given.get("text"), str):
            parts = (str(given.get("source") or ""), str(given.get("url") or ""), given["text"])
            values = {**values, "id": content_id(parts)}
        if not given.get("source") and isinstance(given.get("url"), str):
            values = {**values, "source": host_of(given["url"]) or ""}
        return values

    @property
    def published_on(self) -> date | None:
        """The day of publication (UTC), or None where unknown."""
        return day_of(self.published)

    @property
    def local_day(self) -> date | None:
        """The day of publication in the zone that it is told in, by which "today" is read."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


class Sentence(Value):
    """One sentence of a document's kept text: `text == document.text[start:end]`."""

    start: int
    end: int
    text: str
    kind: SentenceKind = SentenceKind.CLAIM


class Mention(Value):
    """A name in a claim: a person, body, place or other proper name."""

    start: int
    end: int
    text: str


class Quantity(Value):
    """A number in a claim, read as a closed interval of what it can mean.

    Attributes:
        low: Least value meant ("more than 100" gives 100; "about 50" gives 45).
        high: Greatest value meant, `inf` where open.
        unit: Canonical unit: "count", "percent", "minute", "metre", "USD", "degree celsius" …
        counted: What is counted or measured, singular and lower-case ("soldier"), None where not found.
        approximate: Whether the text hedges the number ("about", "nearly", "dozens").
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str = "count"
    counted: str | None = None
    approximate: bool = False


class TimeReference(Value):
    """A date in a claim, resolved against the publication date to a closed interval of days.

    Attributes:
        earliest: First day meant.
        latest: Last day meant; equal to `earliest` for a single day.
        relative: Whether the publication date was needed ("on Tuesday", "last month").
    """

    start: int
    end: int
    text: str
    earliest: date
    latest: date
    relative: bool = False


class Reference(Value):
    """A short reference in a claim to what was told before: "he", "the ministry", "the two".

    Attributes:
        meaning: Whom or what it means, as the article names them most fully ("Helena Dvorska"); None where
            the text does not tell.
    """

    start: int
    end: int
    text: str
    meaning: str | None = None

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a pronoun; every other short reference has an article before its noun."""
        return " " not in self.text


class Claim(Value):
    """A check-worthy sentence with what the later stages need to know of it.

    Attributes:
        document: Id of its document.
        index: Ordinal among the document's sentences, from 0.
        start: Offset in the document's kept text.
        end: End-exclusive offset.
        text: The sentence, exactly `document.text[start:end]`.
        context: The claim before it, or the title for the first; empty where there is none.
        title: Headline of its document; empty where there is none.
        published: Publication time of its document.
        speaker: Who is said to say it, None for the outlet's own words.
        assertion: How it is put, which is read apart from the speaker: a statement may name one.
        references: Short references to what was told before, where they speak or begin the sentence, and "the
            two" anywhere.
    """

    document: str
    index: int
    start: int
    end: int
    text: str
    context: str = ""
    title: str = ""
    published: Published = None
    speaker: str | None = None
    assertion: AssertionKind = AssertionKind.STATEMENT
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeReference, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def id(self) -> str:
        """Stable id: the document's id and the offsets."""
        return f"{self.document}:{self.start}-{self.end}"

    @property
    def published_on(self) -> date | None:
        """The day on which its document was published (UTC), or None where unknown."""
        return day_of(self.published)

    @property
    def voice(self) -> str | None:
        """Who speaks: what the speaker's reference means where known, the speaker's own words otherwise.

        None for the outlet's own words, or a pronoun that nothing explains.
        """
        for reference in self.references:
            if reference.text == self.speaker:
                return reference.meaning or (None if reference.is_pronoun else self.speaker)
        return self.speaker


class Pair(Value):
    """Two claims that may speak of the same fact, in canonical order (see `pairing.candidates`).

    Attributes:
        similarity: Cosine of the two claim vectors, -1 to 1.
        rank: Best rank of the one among the other's neighbours in its article, from 1.
        lead: `similarity` minus the best that either claim reaches with another one of the other's article.
        story: Story score of the two articles (see `pairing.stories`), None for two bare sentences.
    """

    a: Claim
    b: Claim
    similarity: float
    rank: int = 1
    lead: float = 0.0
    story: float | None = None


class Probabilities(Value):
    """Calibrated three-way probabilities of a pair; they sum to 1."""

    agreement: float
    neutral: float
    conflict: float


class Judgement(Value):
    """What the judge says of a pair, and why.

    Attributes:
        verdict: None where there is nothing to report; `reason` then says why not.
        type: What the claims differ on, or agree on where that is known.
        tier: None where the verdict is None.
        score: Confidence in the verdict, 0 to 1.
        reason: One line in plain words.
        spans_a: Differing pieces of claim a, as offsets in its text.
        spans_b: Differing pieces of claim b, as offsets in its text.
        probabilities: Of the NLI model, both directions together.
        rules: Names of the rules that had a say, in order.
    """

    verdict: Verdict | None
    reason: str
    probabilities: Probabilities
    type: DifferenceType | None = None
    tier: Tier | None = None
    score: float = 0.0
    spans_a: tuple[Span, ...] = ()
    spans_b: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()


class Side(Value):
    """One side of a finding: a quote and where it stands; `text` equals the document's text at start:end.

    Attributes:
        spans: Differing pieces, as offsets in the document's kept text.
    """

    document: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    spans: tuple[Span, ...] = ()


class Finding(Value):
    """One verdict on two claims, with both quotes and a reason."""

    id: str
    verdict: Verdict
    type: DifferenceType | None
    tier: Tier
    score: float
    reason: str
    a: Side
    b: Side


class Camp(Value):
    """The sides that give one answer to the question of a group; the first one stands in its best finding."""

    sides: tuple[Side, ...]


class Group(Value):
    """Findings about one question (see `judging.groups`); a finding is in exactly one group of its verdict.

    Attributes:
        id: Of the best finding.
        tier: Of the best finding.
        reason: Of the best finding.
        findings: Ids, best first.
        camps: The answers, those of the best finding first; one where all agree.
    """

    id: str
    verdict: Verdict
    type: DifferenceType | None
    tier: Tier
    reason: str
    findings: tuple[str, ...]
    camps: tuple[Camp, ...]


class Problem(Value):
    """Something that could not be read, or was read with a loss."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """`path:line: message`, as compilers print it."""
        where = f"{self.path}:{self.line}" if self.line is not None else self.path
        return f"{where}: {self.message}"


class DocumentSummary(Value):
    """A document as the report lists it.

    Attributes:
        copy_of: Id of the document that this one repeats (a wire copy), else None.
    """

    id: str
    source: str
    title: str | None = None
    published: Published = None
    url: str | None = None
    author: str | None = None
    sentences: int
    claims: int
    copy_of: str | None = None


class Models(Value):
    """Names and revisions of the models of a run."""

    encoder: str
    nli: str


class Run(Value):
    """What produced a report; clock times are kept out so that equal input gives equal bytes."""

    crosscheck: str
    models: Models
    settings: dict[str, Any] = Field(default_factory=dict)


class Coverage(Value):
    """The funnel: how much was looked at.

    Attributes:
        single_source_claims: That no other document repeats, disputes or brings up to date; of an addition to
            an archive, those of its documents that no finding touches.
    """

    documents: int
    sentences: int
    claims: int
    pairs: int
    single_source_claims: int


class Report(Value):
    """Everything that one comparison found; round-trips through JSON."""

    SCHEMA: ClassVar[Literal["crosscheck.report/1"]] = "crosscheck.report/1"

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["crosscheck.report/1"] = Field(default=SCHEMA, alias="schema")
    run: Run
    documents: tuple[DocumentSummary, ...] = ()
    findings: tuple[Finding, ...] = ()
    groups: tuple[Group, ...] = ()
    single_source: tuple[Side, ...] = ()
    coverage: Coverage
    problems: tuple[Problem, ...] = ()

    def _of(self, verdict: Verdict) -> list[Finding]:
        return [finding for finding in self.findings if finding.verdict is verdict]

    @property
    def conflicts(self) -> list[Finding]:
        """Findings that cannot both be true, best first."""
        return self._of(Verdict.CONFLICT)

    @property
    def agreements(self) -> list[Finding]:
        """Findings where sources report the same fact, best first."""
        return self._of(Verdict.AGREEMENT)

    @property
    def updates(self) -> list[Finding]:
        """Findings where the later report supersedes the earlier, best first."""
        return self._of(Verdict.UPDATE)

    @property
    def competing_accounts(self) -> list[Finding]:
        """Findings where sources report parties who contradict one another, best first."""
        return self._of(Verdict.COMPETING_ACCOUNTS)

    def document(self, document_id: str) -> DocumentSummary:
        """The summary of the document with that id.

        Raises:
            KeyError: No document of the report has it.
        """
        for document in self.documents:
            if document.id == document_id:
                return document
        raise KeyError(document_id)

    def at_least(self, tier: Tier) -> Self:
        """The same report with findings of that tier or better only."""
        kept = (Tier.CONFIRMED,) if tier is Tier.CONFIRMED else tuple(Tier)
        return self.with_findings(finding for finding in self.findings if finding.tier in kept)

    def with_findings(self, findings: Iterable[Finding]) -> Self:
        """The same report with these findings, best first, and their groups."""
        from crosscheck.judging.groups import group_findings  # noqa: PLC0415 - it needs these types

        found = tuple(findings)
        return self.model_copy(update={"findings": found, "groups": tuple(group_findings(found))})

    def to_json(self) -> str:
        """The report as `crosscheck.report/1` JSON, ending in a newline; equal reports give equal bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote.

        Raises:
            pydantic.ValidationError: The JSON does not follow `crosscheck.report/1`.
        """
        return cls.model_validate_json(text)

    def to_html(self) -> str:
        """The report as one self-contained HTML page without scripts."""
        from crosscheck.report.html import render_html  # noqa: PLC0415 - jinja2 is loaded only when needed

        return render_html(self)

    def to_markdown(self) -> str:
        """The report as Markdown."""
        from crosscheck.report.markdown import render_markdown  # noqa: PLC0415 - as above

        return render_markdown(self)

    def to_csv(self) -> str:
        """The findings as CSV, one a row."""
        from crosscheck.report.table import render_csv  # noqa: PLC0415 - as above

        return render_csv(self)

    def to_dataframe(self) -> pd.DataFrame:
        """The findings as a pandas data frame, one a row, columns as in the CSV.

        Raises:
            MissingExtra: pandas is not installed.
        """
        from crosscheck.report.table import to_dataframe  # noqa: PLC0415 - as above

        return to_dataframe(self)

"""The articles of the archive, and each with its claims and findings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from crosscheck.api.newsroom import NewsroomOf
from crosscheck.archive import ArchivedFinding, DocumentRecord, Status
from crosscheck.archive.surroundings import find_source_names, find_versions
from crosscheck.claims.sentences import split_sentences
from crosscheck.desk.marks import paragraphs
from crosscheck.desk.rendering import page
from crosscheck.report import wording
from crosscheck.report.quotes import segments
from crosscheck.types import Side, Verdict

router = APIRouter(prefix="/articles")

PAGE_SIZE = 50
MOST_FINDINGS = 500

_ORDER = tuple(wording.VERDICTS)

Words = Annotated[str, Query(max_length=500)]
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def list_articles(
    request: Request, newsroom: NewsroomOf, source: Words = "", text: Words = "", number: Number = 1
) -> Response:
    """Articles, the latest first."""
    found = newsroom.archive.documents(
        source=source or None, text=text or None, limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE
    )
    with newsroom.store.reading() as connection:
        sources = find_source_names(connection)
    return page(
        request,
        "articles",
        articles=found[:PAGE_SIZE],
        has_more=len(found) > PAGE_SIZE,
        number=number,
        source=source,
        text=text,
        sources=sources,
    )


@router.get("/{document_id:path}")
def show_article(
    request: Request,
    newsroom: NewsroomOf,
    document_id: str,
    version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Response:
    """One article: its text with a mark at each claim that others speak of, and what they say beside it."""
    document = newsroom.archive.document(document_id, version)
    with newsroom.store.reading() as connection:
        versions = find_versions(connection, document_id)
    record = next(record for record in versions if version in (record.version, None))
    findings = [
        finding
        for finding in newsroom.archive.findings(
            document=document_id, statuses=tuple(Status), limit=MOST_FINDINGS
        )
        if record.version in _versions_in(finding, document_id)
    ]
    notes = _by_start(findings, record)
    claims = {claim.start for claim in newsroom.archive.claims(document=document_id)}
    met = {start for start, opinions in notes.items() if strongest(opinions)}
    return page(
        request,
        "article",
        document=document,
        record=record,
        versions=versions,
        paragraphs=list(paragraphs(document.text, split_sentences(document.text))),
        notes=notes,
        alone=claims - met if record.current and record.copy_of is None else set(),
        findings=findings,
        strongest=strongest,
        segments=segments,
    )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What another document says of a claim.

    Attributes:
        finding: That says so.
        side: The other document's quote.
        document: The other document.
    """

    finding: ArchivedFinding
    side: Side
    document: DocumentRecord

    @property
    def weight(self) -> tuple[bool, int]:
        """Sorts what holds before what does not, conflicts before agreements."""
        return not _holds(self.finding), _ORDER.index(self.finding.verdict)


def _by_start(findings: list[ArchivedFinding], record: DocumentRecord) -> dict[int, list[Opinion]]:
    """What others say of each sentence, by where it starts; the weightiest first."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    for finding in findings:
        if (finding.document_a.id, finding.document_a.version) == (record.id, record.version):
            found[finding.a.start].append(Opinion(finding, finding.b, finding.document_b))
        if (finding.document_b.id, finding.document_b.version) == (record.id, record.version):
            found[finding.b.start].append(Opinion(finding, finding.a, finding.document_a))
    for opinions in found.values():
        opinions.sort(key=lambda opinion: opinion.weight)
    return dict(found)


def strongest(opinions: list[Opinion]) -> Verdict | None:
    """The weightiest verdict that holds and was not dismissed."""
    return next((opinion.finding.verdict for opinion in opinions if _holds(opinion.finding)), None)


def _holds(finding: ArchivedFinding) -> bool:
    return finding.status in (Status.OPEN, Status.ACCEPTED)


def _versions_in(finding: ArchivedFinding, document_id: str) -> set[int]:
    both = (finding.document_a, finding.document_b)
    return {document.version for document in both if document.id == document_id}

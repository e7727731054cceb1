"""Findings and checks as files: the forms that reports have, and ClaimReview for what was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

import crosscheck
from crosscheck.api.claim_review import render_claim_reviews
from crosscheck.archive import ArchivedFinding, DraftCheck
from crosscheck.report.draft_html import render_draft_html
from crosscheck.report.draft_markdown import render_draft_markdown
from crosscheck.report.draft_table import render_draft_csv
from crosscheck.types import Coverage, DocumentSummary, Finding, Models, Report, Run


class ExportForm(StrEnum):
    """What findings can be written as."""

    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    CLAIMREVIEW = "claimreview"


class DraftExportForm(StrEnum):
    """What the check of a draft can be written as."""

    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Kind(NamedTuple):
    """The media type of a file, and the end of its name."""

    media_type: str
    ending: str


class Exported(NamedTuple):
    """A file: what is in it, and of what kind it is."""

    content: str
    kind: Kind


KINDS = {
    "csv": Kind("text/csv", "csv"),
    "json": Kind("application/json", "json"),
    "markdown": Kind("text/markdown", "md"),
    "html": Kind("text/html", "html"),
    "claimreview": Kind("application/ld+json", "jsonld"),
}
"""By the value of `ExportForm` and `DraftExportForm`."""

_DRAFT_WRITERS: dict[DraftExportForm, Callable[[DraftCheck], str]] = {
    DraftExportForm.CSV: render_draft_csv,
    DraftExportForm.MARKDOWN: render_draft_markdown,
    DraftExportForm.HTML: render_draft_html,
    DraftExportForm.JSON: lambda check: check.model_dump_json(by_alias=True, indent=1) + "\n",
}


def export_findings(
    form: ExportForm, findings: Sequence[ArchivedFinding], coverage: Coverage, models: Models
) -> Exported:
    """Findings as a file.

    Args:
        form: Which form.
        findings: In the order in which they are listed.
        coverage: How much of the archive was looked at.
        models: That the archive was computed with.
    """
    if form is ExportForm.CLAIMREVIEW:
        return Exported(render_claim_reviews(findings), KINDS[form])
    report = report_of(findings, coverage, models)
    writers: dict[ExportForm, Callable[[], str]] = {
        ExportForm.CSV: report.to_csv,
        ExportForm.JSON: report.to_json,
        ExportForm.MARKDOWN: report.to_markdown,
        ExportForm.HTML: report.to_html,
    }
    return Exported(writers[form](), KINDS[form])


def export_draft(form: DraftExportForm, check: DraftCheck) -> Exported:
    """The check of a draft as a file."""
    return Exported(_DRAFT_WRITERS[form](check), KINDS[form])


def report_of(findings: Sequence[ArchivedFinding], coverage: Coverage, models: Models) -> Report:
    """Findings of an archive as a report; it lists the documents that they quote."""
    documents = {d.id: d for f in findings for d in (f.document_a, f.document_b)}
    return Report(
        run=Run(crosscheck=crosscheck.__version__, models=models),
        documents=tuple(
            DocumentSummary(
                **document.model_dump(include=set(DocumentSummary.model_fields))
                | {"copy_of": document.copy_of if document.copy_of in documents else None}
            )
            for document in sorted(documents.values(), key=lambda d: (str(d.published), d.id))
        ),
        coverage=coverage,
    ).with_findings(Finding(**{n: getattr(f, n) for n in Finding.model_fields}) for f in findings)

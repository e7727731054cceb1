"""Reviewed findings as schema.org ClaimReview (https://schema.org/ClaimReview), in JSON-LD.

One review for each claim that an accepted finding speaks of. The rating is in words and says what was found,
not what is true: that two reports contradict one another does not tell which is right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from crosscheck.archive import ArchivedFinding, Decision, DocumentRecord, Status
from crosscheck.archive.surroundings import is_earlier
from crosscheck.report import wording
from crosscheck.report.links import web_link
from crosscheck.types import Side, Verdict

_RATINGS = {
    Verdict.CONFLICT: "Contradicted by {other}",
    Verdict.COMPETING_ACCOUNTS: "Rival account reported by {other}",
    Verdict.UPDATE: "Superseded by {other}",
    Verdict.AGREEMENT: "Also reported by {other}",
}


def render_claim_reviews(findings: Sequence[ArchivedFinding]) -> str:
    """A JSON-LD document; findings that no editor has accepted are left out."""
    reviews = [review for finding in findings for review in claim_reviews(finding)]
    document = {"@context": "https://schema.org", "@graph": reviews}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def claim_reviews(finding: ArchivedFinding) -> Iterator[dict[str, Any]]:
    """The reviews of a finding's claims: of both where they clash, of the earlier one of an update."""
    review = finding.review
    if review is None or review.decision is not Decision.ACCEPT or finding.status is not Status.ACCEPTED:
        return
    sides = [
        (finding.a, finding.document_a, finding.document_b),
        (finding.b, finding.document_b, finding.document_a),
    ]
    if finding.verdict is Verdict.UPDATE:
        sides = [sides[1] if is_earlier(finding.document_b, finding.document_a) else sides[0]]
    for side, document, other in sides:
        yield {
            "@type": "ClaimReview",
            "@id": f"urn:crosscheck:{finding.id}:{document.id}",
            "claimReviewed": side.text,
            "datePublished": review.at.date().isoformat(),
            "author": {"@type": "Organization", "name": review.reviewer or "Fact-check desk"},
            "itemReviewed": _claim(side, document),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": _RATINGS[finding.verdict].format(other=wording.source(other)),
                "ratingExplanation": wording.sentence_case(finding.reason),
            },
        }


def _claim(side: Side, document: DocumentRecord) -> dict[str, Any]:
    link = web_link(document.url)
    claim: dict[str, Any] = {
        "@type": "Claim",
        "author": (
            {"@type": "Person", "name": side.speaker}
            if side.speaker
            else {"@type": "Organization", "name": wording.source(document)}
        ),
        "appearance": {
            "@type": "NewsArticle",
            "headline": document.title or wording.UNTITLED,
            "publisher": {"@type": "Organization", "name": wording.source(document)},
        },
    }
    published = document.model_dump(mode="json", include={"published"})["published"]
    if published:
        claim["datePublished"] = published
        claim["appearance"]["datePublished"] = published
    if link:
        claim["appearance"]["url"] = link.url
    return claim

"""Judgements to findings: ids, canonical sides, document offsets, order."""

from __future__ import annotations

from collections.abc import Iterable

from crosscheck.types import Claim, Finding, Judgement, Pair, Side, Span, Tier, Verdict, content_id

_VERDICT_ORDER = (Verdict.CONFLICT, Verdict.COMPETING_ACCOUNTS, Verdict.UPDATE, Verdict.AGREEMENT)


def finding_id(a: Side, b: Side) -> str:
    """Sixteen hex digits that depend on the two documents and texts only, not on their order."""
    return content_id(part for side in sorted(((a.document, a.text), (b.document, b.text))) for part in side)


def side_of(claim: Claim, spans: tuple[Span, ...] = ()) -> Side:
    """A claim as a side of a finding, with pieces of its text marked."""
    return Side(
        document=claim.document,
        start=claim.start,
        end=claim.end,
        text=claim.text,
        speaker=claim.voice,
        spans=tuple((claim.start + start, claim.start + end) for start, end in spans),
    )


def finding(pair: Pair, judgement: Judgement) -> Finding | None:
    """The finding of a judged pair, None where there is nothing to report."""
    if judgement.verdict is None or judgement.tier is None:
        return None
    a, b = side_of(pair.a, judgement.spans_a), side_of(pair.b, judgement.spans_b)
    return Finding(
        id=finding_id(a, b),
        verdict=judgement.verdict,
        type=judgement.type,
        tier=judgement.tier,
        score=judgement.score,
        reason=judgement.reason,
        a=a,
        b=b,
    )


def order_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Conflicts first, confirmed before suggested, best score first; ties by id, so runs are equal."""
    return sorted(
        findings,
        key=lambda f: (_VERDICT_ORDER.index(f.verdict), f.tier is not Tier.CONFIRMED, -f.score, f.id),
    )

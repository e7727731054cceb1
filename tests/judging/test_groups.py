"""Findings about one question are brought together, with every source that takes part."""

import itertools

import pytest

from crosscheck.judging.groups import group_findings
from crosscheck.types import DifferenceType, Finding, Side, Tier, Verdict


def side(document, answer="", start=0):
    text = f"The toll is {answer}."
    spans = ((start + 12, start + 12 + len(answer)),) if answer else ()
    return Side(document=document, start=start, end=start + len(text), text=text, spans=spans)


def finding(a, b, verdict=Verdict.CONFLICT, type=DifferenceType.NUMBER, score=0.9):  # noqa: A002
    return Finding(
        id=f"{a.document}{a.start}{b.document}{b.start}{verdict}"[:16].ljust(16, "0"),
        verdict=verdict,
        type=None if verdict is Verdict.AGREEMENT else type,
        tier=Tier.SUGGESTED,
        score=score,
        reason="same fire; deaths",
        a=a,
        b=b,
    )


def camps(group):
    return [sorted(side.document for side in camp.sides) for camp in group.camps]


def test_two_tolls_in_four_outlets_are_one_question_with_two_answers():
    wire, post, radio, gazette = (
        side("wire", "12"),
        side("post", "15"),
        side("radio", "12"),
        side("gazette", "15"),
    )
    (group,) = group_findings(
        [finding(wire, post), finding(radio, gazette), finding(wire, gazette), finding(radio, post)]
    )
    assert camps(group) == [["radio", "wire"], ["gazette", "post"]]
    assert len(group.findings) == 4


def test_a_third_answer_is_a_camp_of_its_own():
    wire, post, radio = side("wire", "12"), side("post", "15"), side("radio", "20")
    (group,) = group_findings([finding(wire, post), finding(wire, radio), finding(post, radio)])
    assert camps(group) == [["wire"], ["post"], ["radio"]]
    assert len(group.findings) == 3


def test_another_thing_in_the_same_quote_is_another_question():
    wire, post, radio = side("wire", "fired"), side("post", "resigned"), side("radio", "in hospital")
    findings = [
        finding(wire, post, type=DifferenceType.STATUS),
        finding(wire, radio, type=DifferenceType.STATUS),
    ]
    assert len(group_findings(findings)) == 2


def test_another_figure_of_the_same_quote_is_another_question():
    text = "The talk took 50 minutes and the two calls 20 in all."
    first = Side(document="wire", start=0, end=len(text), text=text, spans=((14, 24),))
    second = first.model_copy(update={"spans": ((43, 45),)})
    findings = [finding(first, side("post", "two hours")), finding(second, side("radio", "ten"))]
    assert len(group_findings(findings)) == 2


def test_another_kind_of_difference_is_another_question():
    wire, post = side("wire", "12"), side("post", "15")
    findings = [finding(wire, post), finding(wire, side("radio", "arson"), type=DifferenceType.CAUSE)]
    assert [group.type for group in group_findings(findings)] == [DifferenceType.NUMBER, DifferenceType.CAUSE]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_a_chain_of_agreements_is_one_fact_in_any_order(order):
    a, b, c, d = map(side, ("wire", "post", "radio", "gazette"))
    chain = [finding(a, b), finding(c, d), finding(b, c)]
    agreements = [found.model_copy(update={"verdict": Verdict.AGREEMENT, "type": None}) for found in chain]
    (fact,) = group_findings([agreements[place] for place in order])
    assert camps(fact) == [["gazette", "post", "radio", "wire"]]
    assert fact.findings == tuple(agreements[place].id for place in order)


def test_who_agrees_with_both_answers_stands_with_none():
    wire, post, radio = side("wire", "12"), side("post", "15"), side("radio")
    agreements = [finding(radio, other, Verdict.AGREEMENT) for other in (wire, post)]
    question = group_findings([finding(wire, post), *agreements])[0]
    assert camps(question) == [["wire"], ["post"]]


def test_who_only_agrees_stands_with_the_one_it_agrees_with():
    wire, post, radio = side("wire", "12"), side("post", "15"), side("radio")
    conflict, agreement = finding(wire, post), finding(post, radio, Verdict.AGREEMENT)
    question, fact = group_findings([conflict, agreement])
    assert camps(question) == [["wire"], ["post", "radio"]]
    assert camps(fact) == [["post", "radio"]]


def test_sources_that_report_one_fact_are_one_camp():
    wire, post, radio = (side(name) for name in ("wire", "post", "radio"))
    (fact,) = group_findings(
        [finding(wire, post, Verdict.AGREEMENT), finding(post, radio, Verdict.AGREEMENT)]
    )
    assert camps(fact) == [["post", "radio", "wire"]]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_finding_is_in_exactly_one_group_of_its_verdict(verdict):
    sides = [side(f"d{n}", str(n % 3)) for n in range(6)]
    findings = [finding(a, b, verdict) for i, a in enumerate(sides) for b in sides[i + 1 :]]
    grouped = [identity for group in group_findings(findings) for identity in group.findings]
    assert sorted(grouped) == sorted(f.id for f in findings)

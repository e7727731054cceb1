"""The Markdown report, judged by what a CommonMark reader makes of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from report_samples import LONG, RIGHT_TO_LEFT, SCRIPT, side

from crosscheck.report.markdown import render_markdown
from crosscheck.report.quotes import printable
from crosscheck.types import Report

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def read(report):
    return html.fragment_fromstring(READER.render(render_markdown(report)), create_parent="main")


def text_of(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_a_conflict_has_its_reason_as_heading_and_both_quotes_with_their_sources(editors_report):
    page = read(editors_report)
    finding = editors_report.conflicts[0]
    (heading,) = (h for h in page.xpath(".//h3") if "50 minutes against" in text_of(h))
    following = [text_of(element) for element in heading.itersiblings()][:5]
    assert following == [
        "number, confirmed",
        (
            "Meridian Wire, 22 Oct 2024, 18:40 UTC, by Ingrid Solheim, meridian-wire.example, "
            "according to the prime minister's office, copied by Harbour Post"
        ),
        f"“{finding.a.text}”",
        (
            "The Northern Ledger, 22 Oct 2024, 21:05 UTC, by Tomas Brandt and Leila Haddad, "
            "www.northern-ledger.example"
        ),
        f"“{finding.b.text}”",
    ]


def test_differing_words_are_bold(editors_report):
    bold = [text_of(mark) for mark in read(editors_report).xpath(".//blockquote//strong")]
    assert bold[:4] == [
        "50 minutes",
        "nearly two hours",
        "No joint statement was issued",
        "In a joint statement released",
    ]


def test_sections_stand_in_the_order_of_every_report(editors_report):
    assert [text_of(heading) for heading in read(editors_report).xpath(".//h2")] == [
        "Conflicts",
        "Competing accounts",
        "Updates",
        "Agreements",
        "What only one source says",
        "Documents",
        "Problems",
        "From documents to findings",
    ]


def test_an_update_names_the_earlier_and_the_later_report(editors_report):
    lines = [text_of(p) for p in read(editors_report).xpath("./p")]
    assert [line.split(",")[0] for line in lines if line.startswith(("Earlier", "Later"))] == [
        "Earlier: The Northern Ledger",
        "Later: Capital Radio News",
    ]


def test_hostile_texts_stay_texts(hostile_report):
    page = read(hostile_report)
    allowed = {"main", "h1", "h2", "h3", "p", "em", "strong", "blockquote", "ul", "li", "a"}
    assert {element.tag for element in page.iter()} <= allowed
    assert page.xpath(".//a/@href") == ["https://ok.example/a?b=1&c=%282%29"] * 2
    (finding,) = hostile_report.findings
    first, second = page.xpath(".//blockquote")
    assert text_of(first) == f"“{printable(finding.a.text)}”"
    assert RIGHT_TO_LEFT in text_of(first)
    assert [text_of(bold) for bold in first.xpath(".//strong")] == [SCRIPT, "**bold**"]
    assert text_of(second) == f"“{LONG}”"
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", render_markdown(hostile_report))


@pytest.mark.parametrize(
    "text", ["- a list", "1. one", "2) two", "+ plus", "=====", "# title", "---", "> quote"]
)
def test_a_message_that_looks_like_a_block_stays_a_line(report_of_nothing, text):
    (problem,) = report_of_nothing.problems
    odd = problem.model_copy(update={"path": text})
    page = read(report_of_nothing.model_copy(update={"problems": (odd,)}))
    assert text_of(page.xpath(".//li")[0]) == f"{text}: no such file"
    assert page.xpath(".//li/*") == []


def test_an_address_in_a_quote_does_not_become_a_link(report_of_nothing):
    (problem,) = report_of_nothing.problems
    odd = problem.model_copy(update={"message": "see https://evil.example or www.evil.example"})
    source = render_markdown(report_of_nothing.model_copy(update={"problems": (odd,)}))
    assert "https://" not in source
    assert "www." not in source
    assert (
        "see https://evil.example or www.evil.example"
        in html.fromstring(READER.render(source)).text_content()
    )


@given(text=st.text(st.sampled_from("a1 .*_`~[]()<>&#!|\\-+=:/@$\n\t\x1b"), min_size=1, max_size=60))
def test_any_quote_reads_as_it_was_written(text):
    report = Report.model_validate(
        {
            "run": {"crosscheck": "0", "models": {"encoder": "e", "nli": "n"}},
            "documents": [{"id": "d", "source": "Wire", "sentences": 1, "claims": 1}],
            "single_source": [side("d", 0, text)],
            "coverage": dict.fromkeys(
                ["documents", "sentences", "claims", "pairs", "single_source_claims"], 1
            ),
        }
    )
    (item,) = read(report).xpath(".//ul[1]/li[starts-with(., '“')]")
    assert text_of(item) == " ".join(f"“{printable(text)}”".split())

"""The HTML page: what it shows, and that nothing in it runs or is fetched."""

import base64
import hashlib
import re
from itertools import pairwise

import pytest
from lxml import html
from report_samples import LONG, MARKUP, RIGHT_TO_LEFT, SCRIPT

from crosscheck.report import wording
from crosscheck.report.html import render_html
from crosscheck.report.quotes import printable
from crosscheck.types import DocumentSummary


def parsed(report):
    page = render_html(report)
    assert page.startswith("<!doctype html>\n<html lang=")
    return html.document_fromstring(page)


def text_of(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


@pytest.fixture(
    params=["editors_report", "hostile_report", "report_without_findings", "report_of_nothing"],
)
def any_report(request):
    return request.getfixturevalue(request.param)


def test_nothing_in_the_page_can_run(any_report):
    page = parsed(any_report)
    active = (
        "//script | //iframe | //object | //embed | //form | //base | //link | //img | //input | //*[@style]"
    )
    assert page.xpath(active) == []
    attributes = [(name.lower(), value) for element in page.iter() for name, value in element.attrib.items()]
    assert [name for name, _ in attributes if name.startswith("on") or name in {"src", "srcdoc"}] == []
    assert [
        value for _, value in attributes if re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
    ] == []


def test_the_page_asks_for_nothing_over_the_network(any_report):
    page = parsed(any_report)
    (style,) = page.xpath("//style/text()")
    assert "url(" not in style
    assert "@import" not in style
    assert page.xpath("//*[@src or @srcset or @poster or @background]") == []


def test_every_link_leads_into_the_page_or_to_a_web_site_without_a_handle_on_it(any_report):
    for link in parsed(any_report).xpath("//a"):
        target = link.get("href")
        if target.startswith("#"):
            assert link.xpath("//*[@id=$name]", name=target[1:])
        else:
            assert target.startswith("https://")
            assert {"noopener", "noreferrer"} <= set(link.get("rel").split())


def test_the_policy_allows_the_style_sheet_inside_and_nothing_else(editors_report):
    page = parsed(editors_report)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (style,) = page.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")


def test_a_conflict_shows_both_quotes_whole_with_outlet_time_author_speaker_and_reason(editors_report):
    finding = editors_report.conflicts[0]
    (card,) = parsed(editors_report).xpath("//article[@id=$name]", name=f"finding-{finding.id}")
    assert text_of(card.xpath(".//h3")[0]) == wording.sentence_case(finding.reason)
    first, second = card.xpath(".//figure")
    assert text_of(first.xpath(".//blockquote")[0]) == f"“{finding.a.text}”"
    assert text_of(second.xpath(".//blockquote")[0]) == f"“{finding.b.text}”"
    assert text_of(first.xpath(".//cite")[0]) == "Meridian Wire"
    assert text_of(first.xpath(".//time")[0]) == "22 Oct 2024, 18:40 UTC"
    assert "by Ingrid Solheim" in text_of(first)
    assert "According to the prime minister's office" in text_of(first)
    assert "Copied by Harbour Post" in text_of(first)
    assert first.xpath(".//a/@href") == [editors_report.document("wire").url]


def test_the_differing_words_and_only_they_are_marked(editors_report):
    page = parsed(editors_report)
    for finding in editors_report.findings:
        (card,) = page.xpath("//article[@id=$name]", name=f"finding-{finding.id}")
        marked = {text_of(mark) for mark in card.xpath(".//mark")}
        spans = [(side, span) for side in (finding.a, finding.b) for span in side.spans]
        assert marked == {side.text[start - side.start : end - side.start] for side, (start, end) in spans}


def test_marks_and_tiers_are_told_without_colour(editors_report):
    page = parsed(editors_report)
    (style,) = page.xpath("//style/text()")
    (mark,) = re.findall(r"\nmark \{(.*?)\}", style, re.DOTALL)
    assert "underline" in mark
    assert "font-weight" in mark
    for card in page.xpath("//article"):
        assert text_of(card.xpath(".//*[@class='badges']/span[last()]")[0]) in {"confirmed", "suggested"}


def test_scores_are_not_shown_to_readers(editors_report):
    shown = text_of(parsed(editors_report).body)
    assert all(str(finding.score) not in shown for finding in editors_report.findings)


def test_an_update_reads_from_earlier_to_later(editors_report):
    figures = parsed(editors_report).xpath("//section[@id='update']//figure")
    assert [text_of(figure.xpath(".//figcaption")[0]).split()[0] for figure in figures] == [
        "Earlier",
        "Later",
    ]
    assert [text_of(figure.xpath(".//cite")[0]) for figure in figures] == [
        "The Northern Ledger",
        "Capital Radio News",
    ]


def test_the_headings_form_an_outline_and_every_landmark_has_its_place(editors_report):
    page = parsed(editors_report)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [len(page.xpath(f"//{name}")) for name in ("nav", "main")] == [1, 1]
    assert page.xpath("//body/header")
    assert page.xpath("//body/footer")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_contents_list_counts_what_the_sections_hold(editors_report):
    entries = [text_of(entry) for entry in parsed(editors_report).xpath("//nav//li")]
    assert entries == [
        "Conflicts 2",
        "Competing accounts 1",
        "Updates 1",
        "Agreements 2",
        "Only one source 6",
        "Documents 5",
        "Problems 2",
        "Coverage",
    ]


def test_a_copy_is_folded_under_its_original(editors_report):
    page = parsed(editors_report)
    originals = page.xpath("//ol[@class='documents']/li")
    assert [text_of(item.xpath("./h3")[0]) for item in originals] == [
        "Halvorsen and Okonjo speak by phone for 50 minutes",
        "Leaders agree to keep the strait open after two-hour call",
        "What we know about the ferry collision",
        "Untitled",
    ]
    (copies,) = originals[0].xpath("./details")
    assert text_of(copies.xpath("./summary")[0]) == "Copied by Harbour Post"
    assert "Halvorsen, Okonjo speak by phone" in text_of(copies)


def test_problems_name_file_and_line(editors_report):
    problems = [text_of(item) for item in parsed(editors_report).xpath("//section[@id='problems']//li")]
    assert problems[1] == "inbox/feed.jsonl, line 812 broken JSON: expected ',' after column 40"


def test_hostile_texts_stay_texts(hostile_report):
    page = parsed(hostile_report)
    (finding,) = hostile_report.findings
    (card,) = page.xpath("//article")
    first, second = card.xpath(".//figure")
    assert first.xpath("string(.//blockquote)").strip() == f"“{printable(finding.a.text)}”"
    assert RIGHT_TO_LEFT in text_of(first)
    assert first.xpath(".//blockquote/@dir") == ["auto"]
    assert [text_of(mark) for mark in first.xpath(".//mark")] == [SCRIPT, "**bold**"]
    assert text_of(first.xpath(".//cite")[0]) == f"{SCRIPT} {MARKUP}"
    assert "{{ 7 * 7 }}" in text_of(page)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page.text_content())
    assert [text_of(mark) for mark in second.xpath(".//mark")] == ["48", "48"]


def test_a_very_long_quote_is_an_excerpt_with_the_whole_folded_below(hostile_report):
    second = parsed(hostile_report).xpath("//article//figure")[1]
    excerpt, whole = second.xpath(".//blockquote")
    assert len(text_of(excerpt)) < 700
    assert "the toll was 48" in text_of(excerpt)
    assert text_of(second.xpath(".//summary")[0]) == f"The whole quote, {len(LONG):,} characters"
    assert text_of(whole) == f"“{LONG}”"


def test_an_address_that_is_no_web_address_is_not_shown_as_a_link(editors_report):
    bad = DocumentSummary(id="draft", source="Draft", url="javascript:alert(1)", sentences=1, claims=1)
    documents = (*editors_report.documents[:-1], bad)
    page = parsed(editors_report.model_copy(update={"documents": documents}))
    (entry,) = page.xpath("//ol[@class='documents']/li[cite or .//cite[normalize-space()='Draft']]")
    assert entry.xpath(".//a") == []


def test_empty_sections_say_what_was_looked_at(report_without_findings, report_of_nothing):
    page = parsed(report_without_findings)
    assert text_of(page.xpath("//section[@id='conflict']/p")[0]) == (
        "No conflicts: compared 57 pairs drawn from 38 claims in 2 documents."
    )
    assert text_of(page.xpath("//nav//li")[0]) == "Conflicts none"
    nothing = parsed(report_of_nothing)
    assert "missing.txt no such file" in text_of(nothing.xpath("//section[@id='problems']")[0])


def test_the_same_report_gives_the_same_bytes(editors_report):
    assert render_html(editors_report) == render_html(
        type(editors_report).from_json(editors_report.to_json())
    )

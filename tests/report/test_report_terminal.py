"""The report on a terminal."""

import io
import re

import pytest
from report_samples import MARKUP, RIGHT_TO_LEFT, SCRIPT, STRAIT
from rich.console import Console

from crosscheck.report.terminal import print_report


def printed(report, width=120, **console):
    out = io.StringIO()
    print_report(report, Console(file=out, width=width, **{"color_system": None, **console}))
    return out.getvalue()


def place(text, *parts):
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    return places


def test_conflicts_come_first_and_the_funnel_last(editors_report):
    text = printed(editors_report)
    place(
        text,
        "4 sources and 1 copy, 143 sentences",
        "Conflicts (2)",
        "Competing accounts (1)",
        "Updates (1)",
        "Agreements (2)",
        "What only one source says (6)",
        "Copies (1)",
        "Problems (2)",
        "5 documents → 143 sentences → 82 claims → 214 pairs → 6 findings",
    )


def test_both_quotes_of_a_conflict_stand_side_by_side_with_outlet_time_speaker_and_reason(editors_report):
    lines = printed(editors_report).splitlines()
    start = next(i for i, line in enumerate(lines) if "50 minutes against two hours" in line)
    assert "(number, confirmed)" in lines[start]
    assert re.search(r"Meridian Wire +The Northern Ledger", lines[start + 1])
    assert re.search(
        r"22 Oct 2024, 18:40 UTC, according to the prime.* 22 Oct 2024, 21:05 UTC", lines[start + 2]
    )
    card = "\n".join(lines[start : start + 7])
    assert "*50 minutes*" in card
    assert "*nearly two hours*" in card
    assert "copied by Harbour Post" in card


def test_a_narrow_terminal_stacks_the_quotes(editors_report):
    text = printed(editors_report, width=79)
    assert not re.search(r"Meridian Wire +The Northern Ledger", text)
    words = " ".join(text.split())
    place(words, "Meridian Wire", "*50 minutes*", "The Northern Ledger", "*nearly two hours*")


@pytest.mark.parametrize("width", [120, 80, 60, 40])
def test_no_line_is_wider_than_the_terminal(editors_report, hostile_report, width):
    for report in (editors_report, hostile_report):
        assert max(map(len, printed(report, width).splitlines())) <= width


def test_an_update_names_the_earlier_and_the_later_report(editors_report):
    assert re.search(r"Earlier: The Northern Ledger +Later: Capital Radio News", printed(editors_report))


def test_differing_words_are_bold_and_underlined_and_not_only_coloured(editors_report, monkeypatch):
    coloured = printed(editors_report, color_system="standard", force_terminal=True)
    assert "\x1b[1;4;33m50 minutes\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(editors_report, color_system="standard", force_terminal=True)
    assert "\x1b[1;4m50 minutes\x1b[0m" in plain
    assert not re.search(r"\x1b\[[\d;]*3\dm", plain)


def test_hostile_texts_are_neither_markup_nor_escapes(hostile_report):
    text = printed(hostile_report, width=200)
    assert f"*{SCRIPT}* {MARKUP}" in text
    assert RIGHT_TO_LEFT in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    styled = printed(hostile_report, width=200, color_system="standard", force_terminal=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", styled).count("\x1b") == 0


def test_a_very_long_quote_is_cut_down_to_what_differs(hostile_report):
    text = printed(hostile_report)
    assert "the toll was *48*" in text
    assert text.count("word") < 100


def test_claims_of_one_source_are_limited_and_the_rest_is_counted(editors_report):
    text = printed(editors_report)
    place(text, "Meridian Wire  4", "arranged by the Swiss embassy", "and 1 more", "Capital Radio News  1")
    assert "northern provinces" not in text


def test_agreements_beyond_ten_are_counted(editors_report):
    many = tuple(
        STRAIT.model_copy(
            update={
                "id": f"{n:016x}",
                "a": STRAIT.a.model_copy(update={"start": n}),
                "b": STRAIT.b.model_copy(update={"start": n}),
            }
        )
        for n in range(12)
    )
    text = printed(editors_report.with_findings(many))
    assert text.count("strait stays open to merchant ships") == 10
    assert "and 2 more agreements" in text


def test_copies_and_problems_are_named(editors_report):
    text = printed(editors_report)
    assert "Harbour Post, 22 Oct 2024, 19:02 UTC: copy of Meridian Wire, 22 Oct 2024, 18:40 UTC" in text
    assert "inbox/feed.jsonl:812: broken JSON" in text


def test_empty_sections_say_what_was_looked_at(report_without_findings, report_of_nothing):
    text = printed(report_without_findings)
    assert "No conflicts: compared 57 pairs drawn from 38 claims in 2 documents." in text
    assert "Each of 38 claims in 2 documents has a counterpart in another source." in text
    assert "No problems: 2 documents read without loss." in text
    assert "Copies" not in text
    assert "No conflicts: no document could be read." in printed(report_of_nothing)

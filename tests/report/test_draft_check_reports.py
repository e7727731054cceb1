"""The check of a draft in every format: nothing of the draft is lost, nothing untrusted runs."""

import csv
import io

import pytest
from rich.console import Console

from crosscheck.archive import DocumentRecord, DraftCheck, DraftSentence, Evidence, Standing
from crosscheck.report.draft_html import paragraphs
from crosscheck.report.draft_terminal import print_draft_check
from crosscheck.report.draft_wording import summary
from crosscheck.types import (
    Coverage,
    DifferenceType,
    DocumentSummary,
    Finding,
    Models,
    Problem,
    Run,
    Side,
    Tier,
    Verdict,
)

FIRST, SECOND, THIRD = "The fire killed 15 people.", "Who lit it?", "The mill opened in 1911."
TEXT = f"{FIRST} {SECOND}\n\n{THIRD}"
QUOTE = "=The fire <b>killed</b> 12 people, \x1b[31mhe said."
URL = "https://meridian.example/halden"


def check_with(quote=QUOTE, url=URL, title="Fire at <Halden>"):
    record = DocumentRecord(
        id="wire",
        source="Meridian <Wire>",
        published="2025-03-04",
        url=url,
        sentences=9,
        claims=7,
        added_run=1,
    )
    number = quote.index("12")
    finding = Finding(
        id="f1",
        verdict=Verdict.CONFLICT,
        type=DifferenceType.NUMBER,
        tier=Tier.CONFIRMED,
        score=0.9,
        reason="same fire; deaths: 15 against 12",
        a=Side(document="draft", start=0, end=len(FIRST), text=FIRST),
        b=Side(
            document="wire",
            start=5,
            end=5 + len(quote),
            text=quote,
            speaker="police",
            spans=((5 + number, 7 + number),),
        ),
    )
    return DraftCheck(
        run=Run(crosscheck="0.1.0", models=Models(encoder="e@1", nli="n@1")),
        draft=DocumentSummary(id="draft", source="Desk", title=title, sentences=3, claims=2),
        text=TEXT,
        sentences=(
            DraftSentence(
                start=0,
                end=len(FIRST),
                text=FIRST,
                standing=Standing.DISPUTED,
                evidence=(Evidence(finding=finding, document=record),),
            ),
            DraftSentence(start=27, end=27 + len(SECOND), text=SECOND, standing=Standing.NO_CLAIM),
            DraftSentence(start=40, end=40 + len(THIRD), text=THIRD, standing=Standing.NOWHERE),
        ),
        coverage=Coverage(documents=1, sentences=3, claims=2, pairs=4, single_source_claims=1),
        problems=(Problem(path="draft.md", message="<i>odd</i>"),),
    )


CHECK = check_with()


def test_the_summary_counts_claims_by_where_they_stand():
    assert summary(CHECK) == "2 claims: 1 disputed, 1 found nowhere"
    nothing = CHECK.model_copy(update={"sentences": ()})
    assert summary(nothing) == "No sentence of the draft states anything checkable"


def test_json_comes_back():
    assert DraftCheck.model_validate_json(CHECK.to_json()) == CHECK
    assert CHECK.to_json().startswith('{\n "schema": "crosscheck.check/1"')


def test_the_page_shows_the_whole_draft_and_cuts_no_word():
    pieces = [piece.text for paragraph in paragraphs(CHECK) for piece in paragraph.pieces]
    assert "".join(pieces) == TEXT.replace("\n\n", "")
    assert [p.number for paragraph in paragraphs(CHECK) for p in paragraph.marked] == [1, 3]


def test_the_page_runs_nothing_and_escapes_everything():
    page = CHECK.to_html()
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page
    for raw in ("Meridian <Wire>", "<b>killed</b>", "<Halden>", "<i>odd</i>", "\x1b"):
        assert raw not in page
    assert "&lt;b&gt;killed&lt;/b&gt; <mark>12</mark> people" in page
    assert f'href="{URL}"' in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", None])
def test_only_web_addresses_become_links(url):
    page = check_with(url=url).to_html()
    assert "javascript:" not in page
    assert "data:text" not in page


def test_every_mark_leads_to_its_note_and_back():
    page = CHECK.to_html()
    for number in (1, 3):
        assert f'href="#note-{number}"' in page
        assert f'id="note-{number}"' in page
        assert f'href="#sentence-{number}"' in page
        assert f'id="sentence-{number}"' in page


def test_markdown_lists_the_urgent_first_and_makes_no_markup_of_quotes():
    text = CHECK.to_markdown()
    assert text.index("## Disputed") < text.index("## Found nowhere")
    assert "\\<b\\>killed\\</b\\> **12** people" in text
    assert SECOND not in text
    assert "says otherwise" in text


def test_csv_has_a_row_for_each_sentence_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(CHECK.to_csv())))
    assert [row["standing"] for row in rows] == ["disputed", "no_claim", "nowhere"]
    assert (rows[0]["source"], rows[0]["differs"], rows[0]["verdict"]) == (
        "Meridian <Wire>",
        "12",
        "conflict",
    )
    assert rows[0]["quote"].startswith("'=")
    assert rows[2]["verdict"] == ""


def test_the_terminal_shows_the_draft_in_order_with_marks():
    console = Console(file=io.StringIO(), width=100)
    print_draft_check(CHECK, console)
    text = console.file.getvalue()
    assert text.index(FIRST) < text.index(SECOND) < text.index(THIRD)
    assert "disputed" in text
    assert "\x1b" not in text
    assert "according to police: says otherwise (confirmed)" in text

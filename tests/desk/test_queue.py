"""What an editor sees in the queue, and what becomes of a decision."""

import re

import pytest
from archive.newsroom import fire
from desk_pages import cards, proof, seen, tree

from crosscheck import Verdict
from crosscheck.archive import Decision, Status

SOURCES = [("Meridian Wire", 12, 8), ("Harbour Courier", 15, 9), ("Coast Weekly", 12, 10)]
PIECE = {"HX-Request": "true"}


@pytest.fixture
def conflicts(stories):
    return stories.findings(verdicts=[Verdict.CONFLICT])


def say(desk, finding, **fields):
    return desk.post(
        f"/findings/{finding.id}/review",
        data=fields | {"csrf": proof(desk.get("/"))},
        follow_redirects=False,
    )


def test_a_card_shows_both_quotes_with_outlet_time_and_reason(desk, conflicts):
    first = cards(desk.get("/"))[0]
    for piece in (
        "Conflict",
        "killed 12 people",
        "killed 15 people",
        "Harbour Courier",
        "4 Mar 2025, 14:00 UTC",
        "number",
        "confirmed",
    ):
        assert piece in first


def test_the_differing_words_are_marked(desk, conflicts):
    marks = tree(desk.get("/")).xpath("(//article)[1]//mark/text()")
    assert {"12", "15"} <= {word for mark in marks for word in mark.split()}


def test_conflicts_come_before_agreements(desk, stories):
    verdicts = [card.split(":")[0] for card in cards(desk.get("/"))]
    assert verdicts == sorted(verdicts, key=["Conflict", "Agreement"].index)
    assert set(verdicts) == {"Conflict", "Agreement"}


def test_findings_about_one_question_follow_one_another_and_say_so(desk, conflicts):
    first, second = (card for card in cards(desk.get("/")) if "Conflict" in card)
    assert "same question as above" not in first
    assert "same question as above" in second


def test_the_sentence_around_a_quote_is_shown(desk, conflicts):
    contexts = tree(desk.get("/")).xpath("(//article)[1]//p[@class='context']/text()")
    assert any("two blasts" in context for context in contexts)


def test_who_else_says_so_is_shown_and_copies_are_folded(desk, conflicts):
    wire = next(card for card in cards(desk.get("/")) if "Conflict" in card and "A Meridian Wire" in card)
    assert "+2 copies" in wire
    assert "Also says so: Coast Weekly" in wire


def test_the_earlier_report_stands_first_and_the_delay_is_a_caveat(desk, conflicts):
    wire = next(card for card in cards(desk.get("/")) if "Conflict" in card and "A Meridian Wire" in card)
    assert "B is six hours later" in wire


def test_filters_narrow_the_queue(desk, stories):
    assert {card.split(":")[0] for card in cards(desk.get("/?verdict=agreement"))} == {"Agreement"}
    assert cards(desk.get("/?source=Coast+Weekly&verdict=conflict"))
    assert cards(desk.get("/?text=paper+mill"))
    answer = desk.get("/?type=place")
    assert cards(answer) == []
    assert "No finding fits these filters. Looked at: 5 articles" in seen(answer)


def test_the_queue_is_narrowed_to_days_of_publication(desk, stories):
    day = "published_since=2025-03-04&published_until=2025-03-04"
    answer = desk.get(f"/?{day}")
    assert cards(answer) == cards(desk.get("/"))
    fields = tree(answer).xpath("//form//input[@type='date'][starts-with(@name, 'published')]/@value")
    assert fields == ["2025-03-04", "2025-03-04"]
    assert cards(desk.get("/?published_since=2025-03-05")) == []


@pytest.mark.parametrize(
    ("query", "looked_at"),
    [
        (
            "type=place&published_until=2025-03-04",
            "5 of the articles were published on 4 Mar 2025 or before.",
        ),
        ("published_since=2025-03-05", "None of the articles was published on 5 Mar 2025 or later."),
        (
            "published_since=2025-03-01&published_until=2025-03-03",
            "None of the articles was published from 1 Mar 2025 to 3 Mar 2025.",
        ),
        (
            "type=place&published_since=2025-03-04&published_until=2025-03-04",
            "5 of the articles were published on 4 Mar 2025.",
        ),
        (
            "published_since=2025-03-09&published_until=2025-03-04",
            "No article can be published from 9 Mar 2025 to 4 Mar 2025: exchange the two days.",
        ),
    ],
)
def test_where_nothing_fits_it_is_said_which_days_were_looked_at(desk, stories, query, looked_at):
    answer = desk.get(f"/?{query}")
    assert answer.status_code == 200
    assert cards(answer) == []
    assert re.search(rf"Looked at: 5 articles, [^.]* compared\. {re.escape(looked_at)}", seen(answer))
    assert tree(answer).xpath("//details[@open]//input[@name='published_until']")


def test_a_day_that_is_none_is_a_page_that_names_the_field(desk, stories):
    answer = desk.get("/?published_since=2025-02-30")
    assert answer.status_code == 422
    assert "published_since" in seen(answer)
    assert desk.get("/export/csv?published_since=2025-03-09&published_until=2025-03-04").status_code == 422


def test_a_form_with_blank_filters_is_the_whole_queue(desk, stories):
    blank = "/?verdict=&type=&tier=&source=&status=&since=&published_since=&published_until=&text="
    assert cards(desk.get(blank)) == cards(desk.get("/"))


def test_an_empty_archive_says_so_and_where_to_begin(desk):
    answer = desk.get("/")
    assert "The archive holds no articles yet" in seen(answer)
    assert tree(answer).xpath("//main//a[@href='/add']")


def test_articles_without_findings_are_counted_not_passed_over(desk, archive):
    archive.add([fire("Meridian Wire", 12)])
    assert "2 claims in 1 article, and no two of them" in seen(desk.get("/"))


def test_a_dismissed_finding_leaves_the_queue_with_its_reason_kept(desk, conflicts, stories):
    answer = say(desk, conflicts[0], decision="dismiss", reason="they count different things")
    assert answer.status_code == 303
    assert conflicts[0].id not in desk.get("/").text
    assert stories.finding(conflicts[0].id).review.reason == "they count different things"
    (dismissed,) = cards(desk.get("/?status=dismissed"))
    assert "Dismissed: they count different things" in dismissed


def test_undo_brings_a_finding_back(desk, conflicts, stories):
    say(desk, conflicts[0], decision="dismiss")
    desk.post(f"/findings/{conflicts[0].id}/undo", data={"csrf": proof(desk.get("/"))})
    assert stories.finding(conflicts[0].id).status is Status.OPEN
    assert conflicts[0].id in desk.get("/").text


@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_is_kept_and_can_be_taken_back_on_the_spot(desk, conflicts, stories, decision):
    token = {"csrf": proof(desk.get("/"))}
    path = f"/findings/{conflicts[0].id}"
    piece = desk.post(f"{path}/review", data=token | {"decision": decision.value}, headers=PIECE)
    assert stories.finding(conflicts[0].id).review.decision is decision
    assert tree(piece).xpath("//button[@data-undo]")
    again = desk.post(f"{path}/undo", data=token, headers=PIECE)
    assert "killed 12 people" in cards(again)[0]
    assert stories.finding(conflicts[0].id).review is None


def test_a_note_is_shown_and_changes_no_decision(desk, conflicts, stories):
    say(desk, conflicts[0], note="asked the fire brigade")
    assert "asked the fire brigade" in cards(desk.get("/"))[0]
    assert stories.finding(conflicts[0].id).status is Status.OPEN


def test_a_note_can_be_taken_back_and_leaves_the_decision(desk, conflicts, stories):
    token = {"csrf": proof(desk.get("/"))}
    path = f"/findings/{conflicts[0].id}"
    desk.post(f"{path}/review", data=token | {"decision": "accept"}, headers=PIECE)
    noted = desk.post(f"{path}/review", data=token | {"note": "asked the fire brigade"}, headers=PIECE)
    (undo,) = tree(noted).xpath("//button[@data-undo]")
    assert undo.xpath("ancestor::*[contains(@class, 'note')]")
    assert tree(noted).xpath("//article/@data-said") == ["Note kept"]
    again = desk.post(f"{path}/undo", data=token, headers=PIECE)
    assert "asked the fire brigade" not in again.text
    assert tree(again).xpath("//article/@data-said") == ["Taken back"]
    assert stories.finding(conflicts[0].id).status is Status.ACCEPTED
    assert tree(again).xpath("//button[@data-undo]")


def test_saying_nothing_is_refused(desk, conflicts):
    assert say(desk, conflicts[0]).status_code == 422


def test_a_finding_that_is_not_there_is_a_page_that_says_so(desk, stories):
    answer = desk.get("/findings/ffff")
    assert answer.status_code == 404
    assert "The archive has no finding ffff" in seen(answer)


def test_long_queues_come_in_pages(desk, archive):
    for place in ("Halden", "Moss", "Larvik", "Skien", "Tromsdal", "Bergby", "Hamarvik", "Fosen"):
        archive.add([fire(source, dead, hour, place=place) for source, dead, hour in SOURCES])
    total = archive.count_findings()
    assert total > 20
    first, second = desk.get("/"), desk.get("/?number=2")
    assert len(cards(first)) == 20
    assert f"{total} findings" in seen(first)
    assert not set(cards(first)) & set(cards(second))
    assert cards(desk.get("/?number=99"))


def test_pages_and_exports_of_a_filtered_queue_keep_the_filter(desk, archive):
    for place in ("Halden", "Moss", "Larvik", "Skien", "Tromsdal", "Bergby", "Hamarvik", "Fosen"):
        archive.add([fire(source, dead, hour, place=place) for source, dead, hour in SOURCES])
    day = {"published_since": "2025-03-04", "published_until": "2025-03-04"}
    answer = tree(desk.get("/", params=day))
    links = answer.xpath("//nav[@class='pager']//a/@href | //aside[@class='export']//a/@href")
    assert len(links) == 6
    for link in links:
        assert {"published_since=2025-03-04", "published_until=2025-03-04"} <= {*re.split("[?&]", link)}
        assert desk.get(link).status_code == 200

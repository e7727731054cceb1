"""A desk with other models than its archive was computed with: it says so, how long it takes, and does it."""

import pytest
from archive.newsroom import FigureNli, fire, newsroom
from desk_pages import cards, proof, seen, tree
from starlette.testclient import TestClient
from test_draft_and_add import pieces, start, upload

from crosscheck.archive import Decision
from crosscheck.desk import wording
from crosscheck.desk.app import create_app

DRAFT = "The fire at the Halden paper mill killed 15 people on Monday."
STALE = "This archive was computed with other models or settings"


@pytest.fixture
def newer(file, stories):
    """The desk after an update that brought another NLI model."""
    app = create_app(file, newsroom(nli=FigureNli("figure-nli-2")))
    with TestClient(app, base_url="http://127.0.0.1:8600") as client:
        yield client


def recompute(desk):
    """Follow the offer to its end; what the pages say on the way."""
    answer = desk.get("/recompute")
    _, (_, estimate) = pieces(desk.get(f"{answer.url.path}/events").text)
    address = start(desk, answer.url.path, {}, to="/recompute")
    _, (_, outcome) = pieces(desk.get(f"{address}/events").text)
    return estimate, outcome, seen(desk.get(address))


def test_a_desk_with_other_models_says_so_and_the_queue_can_still_be_read(newer):
    assert STALE not in seen(newer.get("/"))  # nothing is known of models that are not loaded
    assert STALE in newer.get("/recompute/notice").text
    queue = newer.get("/")
    assert STALE in seen(queue)
    assert cards(queue)
    assert tree(queue).xpath("//main//a[@href='/recompute']")


def test_a_desk_with_the_models_of_the_archive_says_nothing(desk, stories):
    assert desk.get("/recompute/notice").text.strip() == ""
    assert STALE not in seen(desk.get("/"))
    answer = desk.get("/recompute")
    desk.get(f"{answer.url.path}/events")
    assert "The archive is up to date" in seen(desk.get(answer.url.path))


@pytest.mark.parametrize("asked", ["draft", "addition"])
def test_what_needs_the_models_fails_with_the_way_out(newer, asked):
    if asked == "draft":
        address = start(newer, "/draft", {"text": DRAFT})
    else:
        address = upload(
            newer, ("a.txt", fire("Meridian Wire", 12, place="Moss").text.encode(), "text/plain")
        )
    newer.get(f"{address}/events")
    answer = newer.get(address)
    assert "The archive was computed with other models or settings" in seen(answer)
    assert tree(answer).xpath("//main//a[@href='/recompute']")


def test_computing_anew_says_first_how_long_it_takes_and_then_what_changed(newer, stories):
    kept = [finding.id for finding in stories.findings()]
    stories.review(kept[0], Decision.DISMISS)
    estimate, outcome, page = recompute(newer)
    assert "pairs to compare: about one second" in estimate
    assert outcome == "The archive was computed anew; all findings stay as they were"
    assert outcome in page
    assert newer.get("/recompute/notice").text.strip() == ""
    assert [finding.id for finding in stories.findings()] == kept[1:]  # the dismissal stands
    address = start(newer, "/draft", {"text": DRAFT, "published": "2025-03-05"})
    newer.get(f"{address}/events")
    assert "1 claim: 1 disputed" in seen(newer.get(address))


def test_computing_anew_needs_the_proof_of_a_form(newer):
    assert newer.post("/recompute").status_code == 403
    form = {"csrf": proof(newer.get("/draft"))}
    assert newer.post("/recompute", data=form).status_code == 200


def test_computing_anew_what_is_up_to_date_says_so(desk, stories):
    answer = desk.post("/recompute", data={"csrf": proof(desk.get("/draft"))})
    desk.get(f"{answer.url.path}/events")
    assert "The archive was up to date; there was nothing to compute anew" in seen(desk.get(answer.url.path))
    assert len(stories.runs()) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about one second"),
        (42, "about 42 seconds"),
        (130, "about two minutes"),
        (3 * 3600, "about three hours"),
    ],
)
def test_how_long_is_said_in_words(seconds, words):
    assert wording.duration(seconds) == words

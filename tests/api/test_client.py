"""The client that ships, against the API: what goes in comes out, and errors are errors."""

import httpx
import pytest
from api.serving import serving
from archive.newsroom import fire, newsroom

from crosscheck import Document, Verdict
from crosscheck.archive import Decision, Standing, Status
from crosscheck.client import ApiError, Client
from crosscheck.desk.app import create_app

DRAFT = Document(
    text="The fire at the Halden paper mill killed 15 people on Monday. The mayor opened a library in Moss.",
    published="2025-03-05",
    source="Draft",
)


@pytest.fixture
def client(tmp_path):
    with serving(create_app(tmp_path / "newsroom.db", newsroom())) as address, Client(address) as client:
        yield client


@pytest.fixture
def filled_client(client, reports):
    client.add(reports)
    return client


def test_documents_go_in_and_come_back(client, reports):
    addition = client.add(reports)
    assert [f.verdict for f in addition.new] == [Verdict.CONFLICT]
    assert client.document(reports[0].id) == reports[0]
    assert [d.source for d in client.documents(source="Meridian Wire")] == ["Meridian Wire"]


def test_an_id_with_a_slash_is_found_and_removed(client):
    client.add([fire("Meridian Wire", 12, id="2025/03/fire?x#y")])
    assert client.document("2025/03/fire?x#y").source == "Meridian Wire"
    client.remove("2025/03/fire?x#y")
    assert client.documents() == []


def test_comparing_touches_no_archive(client, reports):
    report = client.compare(reports)
    assert [f.verdict for f in report.conflicts] == [Verdict.CONFLICT]
    assert client.documents() == []


def test_two_sentences_are_judged(client):
    judgement = client.pair(
        "The fire at the Halden paper mill killed 12 people.",
        "The fire at the Halden paper mill killed 15 people.",
        published_a="2025-03-04",
        published_b="2025-03-04",
    )
    assert judgement.verdict is Verdict.CONFLICT


def test_a_review_is_said_and_taken_back(filled_client):
    (finding,) = filled_client.findings(verdict=[Verdict.CONFLICT]).findings
    filled_client.review(finding.id, Decision.DISMISS, reason="two mills")
    assert filled_client.finding(finding.id).status is Status.DISMISSED
    assert filled_client.findings().total == 0
    assert filled_client.findings(status=[Status.DISMISSED]).total == 1
    assert filled_client.undo(finding.id).reason == "two mills"
    assert filled_client.undo(finding.id) is None
    assert filled_client.reviews() == []
    assert len(filled_client.timeline(finding.id)) == 2


def test_a_draft_is_checked_at_once_and_as_results_come(filled_client):
    check = filled_client.check(DRAFT)
    assert [s.standing for s in check.sentences] == [Standing.DISPUTED, Standing.NOWHERE]
    assert tuple(filled_client.check_stream(DRAFT)) == check.sentences
    narrowed = filled_client.check(DRAFT, exclude_sources=["Meridian Wire"])
    assert narrowed.sentences[0].standing is Standing.SUPPORTED


def test_findings_are_exported(filled_client):
    assert "killed 12 people" in filled_client.export("csv")
    assert filled_client.export("markdown", verdict=["agreement"]).startswith("# ")


def test_an_error_says_what_to_do(client):
    with pytest.raises(ApiError, match="the archive has no finding ffff") as caught:
        client.finding("ffff")
    assert caught.value.status == 404
    with pytest.raises(ApiError, match="see faults") as caught:
        client.documents(limit=100_000)
    assert caught.value.faults[0]["where"] == "query.limit"


def test_an_answer_that_is_no_problem_is_an_error_too():
    proxy = httpx.MockTransport(lambda request: httpx.Response(502, text="<h1>Bad gateway</h1>"))
    with (
        Client("http://127.0.0.1", transport=proxy) as client,
        pytest.raises(ApiError, match="the server answered 502"),
    ):
        client.reviews()

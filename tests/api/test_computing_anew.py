"""An archive of other models over HTTP: what is refused and where that points, how long it takes, doing it."""

import threading

import httpx
import pytest
from api.serving import serving
from archive.newsroom import FigureNli, fire, newsroom
from starlette.testclient import TestClient

from crosscheck import Crosscheck, Document, Settings
from crosscheck.api.newsroom import OPEN_QUESTION
from crosscheck.archive import Addition, Decision, Standing
from crosscheck.client import ApiError, Client
from crosscheck.desk.app import create_app

DRAFT = Document(
    text="The fire at the Halden paper mill killed 15 people on Monday.",
    published="2025-03-05",
    source="Draft",
)
NEWER = "figure-nli-2"


class WaitingNli(FigureNli):
    """Says nothing before it may."""

    def __init__(self, name):
        super().__init__(name)
        self.may_go_on = threading.Event()

    def predict(self, pairs, progress):
        assert self.may_go_on.wait(60)
        return super().predict(pairs, progress)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "newsroom.db"


@pytest.fixture
def archive(file, reports):
    """Computed with the models of before, and opened beside the server."""
    with newsroom().archive(file) as opened:
        opened.add(reports)
        yield opened


@pytest.fixture
def newer(file, archive):
    """The API after an update that brought another NLI model."""
    app = create_app(file, newsroom(nli=FigureNli(NEWER)))
    with TestClient(app, base_url="http://127.0.0.1:8600/api/v1/") as client:
        yield client


def test_an_archive_of_the_models_of_the_server_needs_nothing(filled):
    assert filled.get("recompute").json() is None
    answer = Addition.model_validate_json(filled.post("recompute").content)
    assert (answer.run, answer.new, answer.resolved) == (None, (), ())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("documents", {"documents": [fire("Coast Weekly", 3, place="Moss").model_dump(mode="json")]}),
        ("check", {"draft": DRAFT.model_dump(mode="json")}),
    ],
)
def test_what_would_mix_models_is_refused_and_says_how_to_go_on(newer, archive, path, body):
    answer = newer.post(path, json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    streamed = newer.post(f"{path}/stream", json=body).text
    for said in (answer.json()["detail"], streamed):
        assert "`GET /api/v1/recompute` says how long" in said
        assert "`POST /api/v1/recompute` does it" in said
        assert str(archive.file) not in said  # who calls from elsewhere has no use for it
    assert "event: problem" in streamed


def test_the_estimate_tells_what_changed_and_how_long_it_takes(newer, archive):
    staleness = newer.get("recompute").json()
    assert (staleness["changed"], staleness["was"]) == (["nli"], {"nli": "figure-nli"})
    assert staleness["pairs"] > 0
    assert staleness["seconds"] > 0
    assert len(archive.runs()) == 1


def test_computing_anew_opens_the_archive_to_the_new_models(newer, archive):
    (finding,) = archive.findings()
    archive.review(finding.id, Decision.DISMISS)
    answer = Addition.model_validate_json(newer.post("recompute").content)
    assert (answer.run, answer.new, answer.resolved) == (2, (), ())
    assert newer.get("recompute").json() is None
    assert archive.findings() == []  # the dismissal stands
    added = newer.post("documents", json={"documents": [fire("Coast Weekly", 12).model_dump(mode="json")]})
    assert added.status_code == 200


def test_the_stream_tells_how_far_it_is_and_what_it_came_to(newer):
    events = [block.splitlines() for block in newer.post("recompute/stream").text.split("\n\n") if block]
    names = [line for lines in events for line in lines if line.startswith("event: ")]
    assert names[-1] == "event: done"
    assert set(names[:-1]) == {"event: advance"}
    assert any('"stage":"infer"' in line for lines in events for line in lines)


def test_the_client_says_how_long_it_takes_follows_it_and_goes_on(file, archive):
    stages = []
    with (
        serving(create_app(file, newsroom(nli=FigureNli(NEWER)))) as address,
        Client(address) as client,
    ):
        with pytest.raises(ApiError, match="POST /api/v1/recompute") as caught:
            list(client.check_stream(DRAFT))
        assert caught.value.status == 409
        assert client.stale().changed == ("nli",)
        change = client.recompute(progress=lambda stage, done, total: stages.append(stage))
        assert change.run == 2
        assert "infer" in stages
        assert client.stale() is None
        assert [sentence.standing for sentence in client.check(DRAFT).sentences] == [Standing.DISPUTED]


def test_who_asks_meanwhile_shares_the_work_and_who_leaves_does_not_end_it(file, archive):
    waiting = WaitingNli(NEWER)
    with (
        serving(create_app(file, newsroom(nli=waiting))) as address,
        Client(address) as client,
        httpx.Client(base_url=f"{address}/api/v1/", timeout=60) as http,
    ):
        with http.stream("POST", "recompute/stream") as answer:
            assert next(answer.iter_lines()).startswith("event: advance")
        with pytest.raises(ApiError, match="is being computed anew") as caught:
            client.stale()
        assert caught.value.status == 503
        waiting.may_go_on.set()
        client.recompute()
        assert client.stale() is None
    assert [run.kind for run in archive.runs()] == ["recompute", "add"]


def test_a_stream_that_ends_before_its_time_is_an_error():
    cut_off = 'event: advance\ndata: {"stage":"infer","done":1,"total":2}\n\n'
    transport = httpx.MockTransport(lambda request: httpx.Response(200, text=cut_off))
    with (
        Client("http://127.0.0.1", transport=transport) as client,
        pytest.raises(ApiError, match="ended before the archive was computed anew"),
    ):
        client.recompute()


def test_the_question_that_warms_the_models_up_loads_all_of_them():
    stages = set()
    Crosscheck(settings=Settings()).pairs([OPEN_QUESTION], progress=lambda stage, *_: stages.add(stage))
    assert {"screen", "infer"} <= stages

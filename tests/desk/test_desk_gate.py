"""Who may come in, and what a browser may do with a page."""

import pytest
from desk_pages import proof, seen
from pydantic import ValidationError
from starlette.testclient import TestClient

from crosscheck.desk.app import create_app
from crosscheck.desk.settings import DeskSettings

REVIEW = "/findings/ffff/review"


def test_a_form_without_its_proof_is_refused(desk, stories):
    (finding, *_) = stories.findings()
    path = f"/findings/{finding.id}/review"
    assert desk.post(path, data={"decision": "dismiss"}).status_code == 403
    assert desk.post(path, data={"decision": "dismiss", "csrf": "guessed"}).status_code == 403
    assert stories.reviews() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_page_of_another_site_can_change_nothing(desk, stories, headers):
    (finding, *_) = stories.findings()
    form = {"decision": "dismiss", "csrf": proof(desk.get("/"))}
    assert desk.post(f"/findings/{finding.id}/review", data=form, headers=headers).status_code == 403
    answer = desk.post(
        f"/api/v1/findings/{finding.id}/reviews", json={"decision": "dismiss"}, headers=headers
    )
    assert answer.status_code == 403
    assert stories.reviews() == []


def test_a_name_that_a_stranger_points_at_this_machine_is_refused(desk):
    assert desk.get("/", headers={"Host": "evil.example:8600"}).status_code == 421
    assert desk.get("/api/v1/findings", headers={"Host": "evil.example"}).status_code == 421
    for host in ("localhost:8600", "127.0.0.1", "[::1]:8600"):
        assert desk.get("/", headers={"Host": host}).status_code == 200


def test_a_desk_for_other_machines_needs_a_token():
    with pytest.raises(ValidationError, match="--token or CROSSCHECK_TOKEN"):
        DeskSettings(host="0.0.0.0")
    with pytest.raises(ValidationError, match="--token or CROSSCHECK_TOKEN"):
        DeskSettings(host="desk.example")
    assert DeskSettings(host="::1").is_loopback


def test_without_the_token_there_is_only_the_way_to_sign_in(guarded):
    answer = guarded.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    problem = guarded.get("/api/v1/findings")
    assert (problem.status_code, problem.headers["www-authenticate"]) == (401, "Bearer")
    assert guarded.post(REVIEW, data={"decision": "dismiss"}).status_code == 401
    assert guarded.get("/api/v1/findings", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_program_sends_the_token_with_each_request(guarded):
    answer = guarded.get("/api/v1/findings", headers={"Authorization": "Bearer correct horse"})
    assert answer.status_code == 200


def test_an_editor_signs_in_once(guarded, monkeypatch):
    monkeypatch.setattr("crosscheck.desk.pages.sign_in.GUESS_SECONDS", 0)
    wrong = guarded.post("/sign-in", data={"token": "guess"})
    assert "not the token of this desk" in seen(wrong)
    answer = guarded.post("/sign-in", data={"token": "correct horse"}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "correct" not in cookie
    assert guarded.get("/", follow_redirects=False).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/desk.js", "/api/v1/findings", "/findings/ffff"])
def test_no_answer_allows_scripts_or_styles_of_its_own(desk, path):
    policy = desk.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert desk.get(path).headers["x-content-type-options"] == "nosniff"


def test_no_page_asks_for_anything_from_elsewhere(desk, stories):
    text = desk.get("/").text
    assert 'src="http' not in text
    assert "<style" not in text
    assert " style=" not in text


def test_a_request_that_is_too_large_is_refused_before_it_is_read(file, checker):
    app = create_app(file, checker, DeskSettings(max_body=1000))
    with TestClient(app, base_url="http://localhost") as desk:
        large = desk.post("/api/v1/documents", content=b"x" * 2000)
        assert (large.status_code, large.headers["content-type"]) == (413, "application/problem+json")
        unannounced = desk.post("/api/v1/documents", content=iter([b"x" * 600] * 3))
        assert unannounced.status_code == 413
        assert desk.get("/").status_code == 200


def test_an_answer_that_does_not_come_is_given_up(file, checker, monkeypatch):
    app = create_app(file, checker, DeskSettings(answer_seconds=0.05))

    @app.get("/slow")
    async def slow():
        import asyncio  # noqa: PLC0415 - of this handler alone

        await asyncio.sleep(5)

    with TestClient(app, base_url="http://localhost") as desk:
        answer = desk.get("/slow")
        assert answer.status_code == 503
        assert "within 0.05 seconds" in answer.json()["detail"]

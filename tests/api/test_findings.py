"""Documents, findings and reviews over HTTP: the same values as in Python."""

import pytest

from crosscheck import Document, Verdict
from crosscheck.archive import Addition, ArchivedFinding, DocumentRecord, Review, Status
from crosscheck.archive.records import TimelineEntry


@pytest.fixture
def conflict(filled):
    answer = filled.get("findings", params={"verdict": "conflict"}).json()
    assert answer["total"] == 1
    return ArchivedFinding.model_validate(answer["findings"][0])


def test_adding_documents_answers_what_was_found(api, reports):
    answer = api.post("documents", json={"documents": [r.model_dump(mode="json") for r in reports]})
    addition = Addition.model_validate_json(answer.content)
    assert set(addition.added) == {r.id for r in reports}
    assert [f.verdict for f in addition.new] == [Verdict.CONFLICT]
    again = api.post("documents", json={"documents": [r.model_dump(mode="json") for r in reports]})
    assert set(Addition.model_validate_json(again.content).unchanged) == {r.id for r in reports}


def test_documents_are_listed_latest_first_and_given_back_as_they_were(filled, reports):
    listed = [DocumentRecord.model_validate(d) for d in filled.get("documents").json()]
    assert [d.source for d in listed] == ["Harbour Courier", "Meridian Wire"]
    got = Document.model_validate_json(filled.get(f"documents/{reports[0].id}").content)
    assert got == reports[0]
    record = filled.get(f"documents/{reports[0].id}/record").json()
    assert (record["version"], record["claims"]) == (1, 2)


def test_a_removed_document_takes_its_findings_along(filled, reports, conflict):
    answer = Addition.model_validate_json(filled.delete(f"documents/{reports[0].id}").content)
    assert answer.run is not None
    assert filled.get(f"documents/{reports[0].id}").status_code == 404
    assert filled.get("findings").json()["total"] == 0


def test_a_review_changes_where_a_finding_stands_and_can_be_taken_back(filled, conflict):
    path = f"findings/{conflict.id}"
    answer = filled.post(
        f"{path}/reviews", json={"decision": "dismiss", "reason": "two mills", "reviewer": "Ada"}
    )
    assert answer.status_code == 201
    review = Review.model_validate_json(answer.content)
    assert (review.reason, review.reviewer) == ("two mills", "Ada")
    assert filled.get("findings").json()["total"] == 0
    assert filled.get("findings", params={"status": "dismissed"}).json()["total"] == 1
    assert filled.get("reviews").json() == [answer.json()]
    assert filled.delete(f"{path}/reviews/last").json() == answer.json()
    assert ArchivedFinding.model_validate_json(filled.get(path).content).status is Status.OPEN
    assert filled.delete(f"{path}/reviews/last").status_code == 204


def test_the_timeline_of_a_finding_lists_its_reports_in_order(filled, conflict):
    entries = [TimelineEntry.model_validate(e) for e in filled.get(f"findings/{conflict.id}/timeline").json()]
    assert [e.document.source for e in entries] == ["Meridian Wire", "Harbour Courier"]


def test_errors_are_problem_details_that_say_what_to_change(filled, conflict):
    missing = filled.get("findings/ffff")
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.json() == {
        "title": "Not Found",
        "status": 404,
        "detail": "the archive has no finding ffff",
        "faults": [],
    }
    wrong = filled.get("findings", params={"verdict": "lie"})
    assert wrong.status_code == 422
    assert wrong.json()["faults"][0]["where"] == "query.verdict.0"
    nothing = filled.post(f"findings/{conflict.id}/reviews", json={})
    assert "write a note" in nothing.json()["faults"][0]["message"]
    assert filled.post("findings", json={}).status_code == 405
    assert filled.get("nowhere").headers["content-type"] == "application/problem+json"


def test_findings_of_articles_of_certain_days_are_listed_and_exported(filled, conflict):
    day = {"published_since": "2025-03-04", "published_until": "2025-03-04"}
    assert filled.get("findings", params=day).json()["total"] == 1
    assert "killed 12 people" in filled.get("export/csv", params=day).text
    for other in ({"published_since": "2025-03-05"}, {"published_until": "2025-03-03"}):
        assert filled.get("findings", params=other).json() == {"total": 0, "findings": []}
        assert "killed 12 people" not in filled.get("export/csv", params=other).text


@pytest.mark.parametrize("path", ["findings", "export/json"])
def test_a_range_that_ends_before_it_begins_and_a_day_that_is_none_are_problems(filled, path):
    reversed_range = {"published_since": "2025-03-09", "published_until": "2025-03-04"}
    answer = filled.get(path, params=reversed_range)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (fault,) = answer.json()["faults"]
    assert fault["where"] == "query.published_until"
    assert "2025-03-04 is before published_since, 2025-03-09" in fault["message"]
    answer = filled.get(path, params={"published_since": "2025-02-30"})
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == ["query.published_since"]


def test_a_filter_that_there_is_not_is_a_problem(filled):
    answer = filled.get("findings", params={"verdicts": "conflict"})
    (fault,) = answer.json()["faults"]
    assert (answer.status_code, "verdicts" in str(fault)) == (422, True)


def test_a_document_without_text_is_a_problem_of_the_addition_not_an_error(api):
    answer = api.post("documents", json={"documents": [{"text": " ", "source": "Meridian Wire"}]})
    assert answer.status_code == 200
    (problem,) = answer.json()["problems"]
    assert "has no text" in problem["message"]

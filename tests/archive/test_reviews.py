"""What an editor says of two texts holds for these texts, wherever and whenever they meet again."""

import json

import pytest
from newsroom import COURIER, WIRE, FigureNli, fire, newsroom

from crosscheck import Verdict
from crosscheck.archive import Decision, Status
from crosscheck.errors import NotInArchive


@pytest.fixture
def conflict(archive):
    archive.add([WIRE, COURIER])
    (finding,) = archive.findings()
    assert finding.verdict is Verdict.CONFLICT
    return finding


def test_a_dismissed_finding_is_shown_on_request_only(archive, conflict):
    review = archive.review(conflict.id, Decision.DISMISS, reason="two mills", reviewer="Ada")
    assert (review.key, review.reason, review.reviewer) == (conflict.key, "two mills", "Ada")
    assert archive.findings() == []
    assert archive.count_findings() == 0
    (dismissed,) = archive.findings(statuses=[Status.DISMISSED])
    assert (dismissed.status, dismissed.review) == (Status.DISMISSED, review)
    assert archive.count_findings(statuses=[Status.DISMISSED]) == 1


def test_undo_brings_a_dismissed_finding_back(archive, conflict):
    review = archive.review(conflict.id, Decision.DISMISS)
    assert archive.undo(conflict.id) == review
    assert archive.findings() == [conflict]
    assert archive.undo(conflict.id) is None
    assert archive.reviews() == []


def test_undo_goes_back_one_step_at_a_time(archive, conflict):
    archive.review(conflict.id, Decision.ACCEPT)
    archive.review(conflict.id, Decision.DISMISS)
    archive.undo(conflict.id)
    assert archive.finding(conflict.id).status is Status.ACCEPTED
    archive.undo(conflict.id)
    assert archive.finding(conflict.id).status is Status.OPEN


def test_a_note_changes_no_decision(archive, conflict):
    archive.review(conflict.id, Decision.ACCEPT, note="asked the fire brigade")
    archive.review(conflict.id, None, note="they say 12")
    finding = archive.finding(conflict.id)
    assert (finding.status, finding.note) == (Status.ACCEPTED, "they say 12")


def test_a_conflict_that_is_an_update_is_put_away_as_a_conflict(archive, conflict):
    archive.review(conflict.id, Decision.UPDATE)
    assert archive.finding(conflict.id).status is Status.DISMISSED


def test_a_dismissal_survives_other_documents_other_order_and_other_models(archive, conflict, file):
    archive.review(conflict.id, Decision.DISMISS)
    archive.remove(WIRE.id)
    archive.remove(COURIER.id)
    assert len(archive.reviews()) == 1
    archive.add([COURIER.model_copy(update={"id": "courier-again", "url": "https://courier.example/again"})])
    again = archive.add([WIRE.model_copy(update={"id": "wire-again"})])
    assert again.new == ()
    assert archive.findings() == []
    with newsroom(nli=FigureNli("other-weights")).archive(file) as other:
        change = other.recompute()
        assert change.new == ()
        assert other.findings() == []
        (dismissed,) = other.findings(statuses=[Status.DISMISSED])
        other.undo(dismissed.id)
        assert [finding.id for finding in other.findings()] == [dismissed.id]


def test_a_new_report_in_other_words_is_not_covered_by_the_dismissal(archive, conflict):
    archive.review(conflict.id, Decision.DISMISS)
    new = archive.add([fire("Coast Weekly", 15, 10)]).new
    assert {finding.verdict for finding in new} == {Verdict.CONFLICT, Verdict.AGREEMENT}


def test_reviewing_what_is_not_there_is_an_error(archive):
    with pytest.raises(NotInArchive, match="ffff"):
        archive.review("ffff", Decision.ACCEPT)
    with pytest.raises(NotInArchive, match="ffff"):
        archive.undo("ffff")


@pytest.mark.parametrize(
    ("decision", "label", "kind"),
    [
        (Decision.ACCEPT, "conflict", "number"),
        (Decision.DISMISS, "unrelated", "none"),
        (Decision.OTHER_EVENT, "unrelated", "other-event"),
        (Decision.UPDATE, "update", "number"),
    ],
)
def test_decisions_are_exported_as_labelled_pairs(archive, conflict, decision, label, kind):
    archive.review(conflict.id, Decision.ACCEPT if decision is Decision.DISMISS else Decision.DISMISS)
    archive.review(conflict.id, decision)
    (pair,) = archive.export_labelled()
    assert (pair["label"], pair["type"]) == (label, kind)
    assert {pair["a"], pair["b"]} == {conflict.a.text, conflict.b.text}
    assert (pair["a_published"], pair["a_context"]) == ("2025-03-04T08:00:00Z", "Fire at Halden")
    assert json.loads(json.dumps(pair)) == pair


def test_an_exported_pair_has_the_fields_of_the_benchmark(archive, conflict, newsbench):
    archive.review(conflict.id, Decision.ACCEPT)
    with (newsbench / "pairs" / "contrast_p6.jsonl").open() as lines:
        labelled = json.loads(next(lines))
    assert set(archive.export_labelled()[0]) == set(labelled) - {"set", "hard"}

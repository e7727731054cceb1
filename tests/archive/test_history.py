"""What is new, resolved, still open; the life of one fact; how sources fare."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from newsroom import COURIER, WEEKLY, WIRE, fire

from crosscheck import Document, Verdict
from crosscheck.archive import Decision, Status
from crosscheck.archive.stories import find_stories
from crosscheck.archive.surroundings import find_coverage
from crosscheck.errors import NotInArchive


def test_runs_tell_what_was_done_and_with_which_models(archive):
    archive.add([WIRE, COURIER])
    archive.remove(WIRE.id)
    last, first = archive.runs()
    assert (first.id, first.kind, first.documents, first.findings) == (1, "add", 2, 1)
    assert (last.id, last.kind, last.documents, last.findings) == (2, "remove", 0, 0)
    assert first.run.models.nli == "figure-nli"
    assert first.started <= first.finished <= last.finished


def test_changes_since_a_run_are_new_resolved_and_still_open(archive):
    archive.add([WIRE, COURIER])
    archive.add([WEEKLY])
    (conflict,) = archive.findings(since=0, document=WIRE.id, sources=["Harbour Courier"])
    changes = archive.changes(1)
    assert {f.verdict for f in changes.new} == {Verdict.CONFLICT, Verdict.AGREEMENT}
    assert (changes.resolved, changes.still_open) == ((), (conflict,))
    archive.add([fire("Harbour Courier", 12, 12)])
    changes = archive.changes(2)
    assert {f.id for f in changes.resolved} >= {conflict.id}
    assert [f.verdict for f in changes.still_open] == [Verdict.AGREEMENT]
    assert {f.verdict for f in changes.new} == {Verdict.AGREEMENT}


def test_changes_since_a_time(archive):
    archive.add([WIRE, COURIER])
    now = datetime.now(UTC)
    assert len(archive.changes(now - timedelta(hours=1)).new) == 1
    assert len(archive.changes(now + timedelta(hours=1)).still_open) == 1
    assert len(archive.findings(since=now - timedelta(hours=1))) == 1
    assert archive.findings(since=now + timedelta(hours=1)) == []


def test_changes_since_a_run_that_never_was_are_an_error(archive):
    with pytest.raises(NotInArchive, match="run 7"):
        archive.changes(7)


def test_a_dismissed_finding_that_no_longer_holds_is_no_news(archive):
    archive.add([WIRE, COURIER])
    archive.review(archive.findings()[0].id, Decision.DISMISS)
    assert archive.add([fire("Harbour Courier", 12, 12)]).resolved == ()
    assert archive.changes(1).resolved == ()


def test_a_finding_that_holds_again_is_new_again_and_knows_when_it_was_found_first(archive):
    archive.add([WIRE, COURIER])
    archive.add([fire("Harbour Courier", 12, 12)])
    again = archive.add([fire("Harbour Courier", 15, 13)]).new
    assert [(f.verdict, f.first_run, f.reopened_run, f.resolved_run) for f in again] == [
        (Verdict.CONFLICT, 1, 3, None)
    ]
    assert (archive.changes(2).new, archive.findings(since=2)) == (again, list(again))
    assert archive.changes(3).still_open == again


def test_the_timeline_of_a_fact_shows_who_came_round_and_who_never_did(archive):
    early = fire("Meridian Wire", 12, 6)
    archive.add([early, COURIER, fire("Coast Weekly", 12, 7)])
    archive.add([fire("Coast Weekly", 15, 18).model_copy(update={"id": "follow-up", "url": None})])
    finding = archive.findings(document=early.id, verdicts=[Verdict.CONFLICT])[0]
    timeline = archive.timeline(finding.id)
    assert [(e.document.source, "15" in e.side.text, e.corrected) for e in timeline] == [
        ("Meridian Wire", False, False),
        ("Coast Weekly", False, True),
        ("Harbour Courier", True, False),
        ("Coast Weekly", True, False),
    ]
    assert [entry.relation for entry in timeline] == [None, "agreement", "conflict", "agreement"]


def test_a_dismissed_finding_ties_no_reports(archive):
    archive.add([WIRE, COURIER, WEEKLY])
    agreement = archive.findings(verdicts=[Verdict.AGREEMENT])[0]
    for conflict in archive.findings(verdicts=[Verdict.CONFLICT]):
        archive.review(conflict.id, Decision.OTHER_EVENT)
    assert {e.document.source for e in archive.timeline(agreement.id)} == {"Meridian Wire", "Coast Weekly"}


def test_what_an_editor_calls_an_update_ties_reports_as_one(archive):
    archive.add([WIRE, COURIER, WEEKLY])
    (conflict,) = archive.findings(document=WIRE.id, verdicts=[Verdict.CONFLICT])
    archive.review(conflict.id, Decision.UPDATE)
    agreement = archive.findings(verdicts=[Verdict.AGREEMENT])[0]
    by_source = {entry.document.source: entry.relation for entry in archive.timeline(agreement.id)}
    assert by_source == {"Meridian Wire": None, "Harbour Courier": "update", "Coast Weekly": "conflict"}
    with archive._store.reading() as connection:
        (story,) = find_stories(connection, 1)[1]
    assert story.counts == {Verdict.AGREEMENT: 1, Verdict.CONFLICT: 1, Verdict.UPDATE: 1}


def test_a_pair_counts_once_whether_the_model_was_asked_one_direction_or_both(archive, checker):
    archive.add([WIRE, COURIER, WEEKLY])
    with archive._store.reading() as connection:
        assert find_coverage(connection).pairs == len({frozenset(pair) for pair in checker.nli.asked})


def test_sources_are_counted(archive):
    archive.add([WIRE, COURIER, WEEKLY])
    archive.add([fire("Harbour Courier", 16, 11)])
    by_name = {record.source: record for record in archive.sources()}
    courier, wire = by_name["Harbour Courier"], by_name["Meridian Wire"]
    assert (courier.documents, courier.contradicted, courier.agreed, courier.corrected) == (1, 1, 0, 1)
    assert (wire.documents, wire.contradicted, wire.agreed, wire.corrected) == (1, 1, 1, 0)
    assert wire.alone == wire.claims - 1
    assert courier.latest == datetime(2025, 3, 4, 11, tzinfo=UTC)


class TestFilters:
    @pytest.fixture(autouse=True)
    def stocked(self, archive):
        archive.add([WIRE, COURIER, WEEKLY])
        archive.add([fire("Harbour Courier", 16, 11)])

    def test_findings(self, archive):
        assert {f.verdict for f in archive.findings(verdicts=[Verdict.AGREEMENT])} == {Verdict.AGREEMENT}
        assert all("16" in f.a.text + f.b.text for f in archive.findings(text="16 PEOPLE"))
        assert len(archive.findings(statuses=[Status.RESOLVED])) == 2
        everything = archive.findings(statuses=())
        assert len(everything) == archive.count_findings(statuses=()) == 5
        assert archive.findings(statuses=(), limit=2, offset=2) == everything[2:4]
        assert archive.findings(text="100%_") == []

    def test_findings_come_conflicts_first(self, archive):
        verdicts = [finding.verdict for finding in archive.findings()]
        assert verdicts == sorted(verdicts, key=[Verdict.CONFLICT, Verdict.AGREEMENT].index)

    def test_documents(self, archive):
        assert [d.source for d in archive.documents()] == ["Harbour Courier", "Coast Weekly", "Meridian Wire"]
        assert len(archive.documents(history=True)) == 4
        assert [d.source for d in archive.documents(source="Coast Weekly")] == ["Coast Weekly"]
        assert [d.source for d in archive.documents(text="sprinklers")] == ["Coast Weekly"]
        assert archive.documents(since=datetime(2025, 3, 5, tzinfo=UTC)) == []
        assert len(archive.documents(until=datetime(2025, 3, 4, tzinfo=UTC), limit=2)) == 2

    def test_a_time_without_a_zone_is_utc_wherever_the_newsroom_is(self, archive, monkeypatch):
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        try:
            assert archive.documents(since=datetime(2025, 3, 5)) == []
            assert len(archive.documents(since=datetime(2025, 3, 4))) == 3
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_words_are_found_in_any_case_whatever_the_alphabet(self, archive):
        text = "The Élysée palace said that 12 people were killed by the fire in Özdere on Monday."
        archive.add([Document(source="Ridge Radio", title="Élysée", published="2025-03-04", text=text)])
        assert len(archive.documents(text="ÉLYSÉE")) == len(archive.documents(text="élysée")) == 1
        assert len(archive.claims(text="özdere")) == 1

    def test_claims(self, archive):
        assert all(c.document == WIRE.id for c in archive.claims(document=WIRE.id))
        assert len(archive.claims(source="Harbour Courier", text="KILLED")) == 1
        assert archive.claims(limit=1, offset=1) == archive.claims()[1:2]


class TestDaysOfPublication:
    """Of three reports on one fire, one of 4 March, one of 6 March, one without a date."""

    @pytest.fixture(autouse=True)
    def stocked(self, archive):
        days = (date(2025, 3, 4), date(2025, 3, 6), None)
        reports = zip((WIRE, COURIER, WEEKLY), days, strict=True)
        archive.add([report.model_copy(update={"published": day}) for report, day in reports])
        assert archive.count_findings() == 3

    @pytest.mark.parametrize(
        ("since", "until", "with_a_side_in"),
        [
            (date(2025, 3, 4), date(2025, 3, 4), {"Meridian Wire"}),
            (date(2025, 3, 6), date(2025, 3, 6), {"Harbour Courier"}),
            (date(2025, 3, 4), date(2025, 3, 6), {"Meridian Wire", "Harbour Courier"}),
            (date(2025, 3, 5), date(2025, 3, 5), set()),  # between the two sides of a finding
            (date(2025, 3, 5), None, {"Harbour Courier"}),
            (None, date(2025, 3, 5), {"Meridian Wire"}),
            (date(2025, 3, 7), None, set()),
            (None, date(2025, 3, 3), set()),
            (date(2025, 3, 6), date(2025, 3, 4), set()),
            (datetime(2025, 3, 6, 23, tzinfo=UTC), datetime(2025, 3, 6, 1, tzinfo=UTC), {"Harbour Courier"}),
        ],
    )
    def test_one_side_in_the_range_is_enough_and_both_days_count(self, archive, since, until, with_a_side_in):
        found = archive.findings(published_since=since, published_until=until)
        sides = [{f.document_a.source, f.document_b.source} for f in archive.findings()]
        assert len(found) == sum(bool(sources & with_a_side_in) for sources in sides)
        assert all({f.document_a.source, f.document_b.source} & with_a_side_in for f in found)
        assert archive.count_findings(published_since=since, published_until=until) == len(found)

    def test_a_side_without_a_date_is_in_no_range(self, archive):
        archive.remove(WIRE.id)
        assert archive.count_findings() == 1
        always = {"published_since": date.min, "published_until": date.max}
        assert archive.count_findings(**always, sources=["Coast Weekly"]) == 1  # for the other side
        archive.remove(COURIER.id)
        archive.add([WIRE.model_copy(update={"published": None})])
        assert archive.count_findings() == 1
        assert archive.count_findings(**always) == 0

    def test_when_it_was_found_is_another_matter(self, archive):
        today = datetime.now(UTC).date()
        assert archive.count_findings(since=today, published_until=date(2025, 3, 5)) == 2
        assert archive.count_findings(published_since=today) == 0

    def test_a_day_is_that_of_utc(self, archive):
        late = datetime.fromisoformat("2025-03-09T20:00:00-05:00")
        archive.add([fire("Harbour Courier", 16, place="Moss").model_copy(update={"published": late})])
        eve = date(2025, 3, 9)
        assert archive.count_findings(published_since=eve + timedelta(days=1)) > 0
        assert archive.count_findings(published_since=eve, published_until=eve) == 0

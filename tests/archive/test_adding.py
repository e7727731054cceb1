"""What comes in is compared once, corrected articles are new versions, removed ones leave nothing."""

import sqlite3
import threading
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import ArticleNli, FigureNli, fire, newsroom, told, wire_copy

from crosscheck import Document, Verdict
from crosscheck.archive import Status, families, holdings
from crosscheck.archive.families import containments
from crosscheck.archive.holdings import load_articles
from crosscheck.claims.by_rules import extract
from crosscheck.errors import NotInArchive

WIRE = fire("Meridian Wire", 12)
COURIER = fire("Harbour Courier", 15, 9)
WEEKLY = fire("Coast Weekly", 12, 10)


def test_the_archive_finds_what_a_comparison_finds(archive, checker):
    archive.add([WEEKLY, WIRE, COURIER])
    report = checker.compare([WIRE, COURIER, WEEKLY])
    assert report.findings
    assert {(f.id, f.verdict, f.score, f.reason, f.a, f.b) for f in archive.findings()} == {
        (f.id, f.verdict, f.score, f.reason, f.a, f.b) for f in report.findings
    }


def test_an_addition_says_what_is_new(archive):
    first = archive.add([WIRE, COURIER])
    assert (first.run, set(first.added), first.revised) == (1, {WIRE.id, COURIER.id}, ())
    assert [finding.verdict for finding in first.new] == [Verdict.CONFLICT]
    second = archive.add([WEEKLY])
    assert {finding.verdict for finding in second.new} == {Verdict.CONFLICT, Verdict.AGREEMENT}
    assert all(WEEKLY.id in (f.a.document, f.b.document) for f in second.new)
    assert second.coverage.documents == 1


def test_adding_the_same_article_again_changes_nothing(archive):
    archive.add([WIRE, COURIER])
    before = (told(archive), archive.documents())
    again = archive.add([COURIER, WIRE])
    assert (again.run, again.added, set(again.unchanged)) == (None, (), {WIRE.id, COURIER.id})
    assert (told(archive), archive.documents()) == before


def test_only_pairs_with_the_new_article_are_put_before_the_models(archive, checker):
    archive.add([WIRE, COURIER])
    asked, embedded = len(checker.nli.asked), len(checker.encoder.asked)
    archive.add([WEEKLY])
    own = {claim.text for claim in archive.claims(document=WEEKLY.id)}
    assert set(checker.encoder.asked[embedded:]) <= own
    assert checker.nli.asked[asked:]
    assert all(own & set(pair) for pair in checker.nli.asked[asked:])


def test_no_pair_of_texts_is_put_before_the_model_twice(archive, checker):
    archive.add([WIRE, COURIER, WEEKLY])
    archive.add([fire("Coast Weekly", 13, 11)])
    archive.add([fire("Coast Weekly", 12, 12)])
    archive.add([fire("Harbour Courier", 12, 12)])
    assert len(checker.nli.asked) == len(set(checker.nli.asked))


def test_a_corrected_article_is_a_new_version_and_its_findings_become_history(archive):
    archive.add([WIRE, COURIER])
    corrected = fire("Harbour Courier", 12, 11)
    assert corrected.id != COURIER.id
    change = archive.add([corrected])
    assert (change.added, change.revised) == ((), (COURIER.id,))
    assert [f.verdict for f in change.resolved] == [Verdict.CONFLICT]
    assert [f.verdict for f in change.new] == [Verdict.AGREEMENT]
    (history,) = archive.findings(statuses=[Status.RESOLVED])
    versions = {history.document_a.version, history.document_b.version}
    assert versions == {1}
    assert {history.document_a.current, history.document_b.current} == {True, False}
    assert archive.record(COURIER.id).version == 2
    assert archive.document(COURIER.id).text == corrected.text
    assert archive.document(COURIER.id, version=1).text == COURIER.text


def test_a_finding_on_a_sentence_that_was_not_corrected_stays(archive):
    archive.add([WIRE, COURIER])
    (before,) = archive.findings()
    longer = COURIER.model_copy(
        update={"text": "Rain fell all night on the harbour town of Halden. " + COURIER.text, "id": "x"}
    )
    change = archive.add([longer])
    assert (change.revised, change.new, change.resolved) == ((COURIER.id,), (), ())
    (after,) = archive.findings()
    assert (after.id, after.first_run) == (before.id, before.first_run)
    for side in (after.a, after.b):
        assert archive.document(side.document).text[side.start : side.end] == side.text


def test_an_earlier_text_that_comes_late_does_not_replace_the_correction(archive):
    archive.add([WIRE, fire("Harbour Courier", 12, 11)])
    late = archive.add([COURIER])
    assert late.run is None
    assert len(late.unchanged) == 1
    assert [f.verdict for f in archive.findings()] == [Verdict.AGREEMENT]


def test_a_text_that_is_published_anew_is_a_correction_back(archive):
    archive.add([WIRE, COURIER])
    archive.add([fire("Harbour Courier", 12, 11)])
    assert archive.add([COURIER]).run is None
    back = archive.add([fire("Harbour Courier", 15, 13)])
    assert back.revised == (COURIER.id,)
    assert archive.record(COURIER.id).version == 3
    assert [f.verdict for f in archive.findings()] == [Verdict.CONFLICT]
    assert [f.verdict for f in archive.findings(statuses=[Status.RESOLVED])] == [Verdict.AGREEMENT]


def test_a_removed_article_leaves_no_claim_and_no_finding(archive):
    archive.add([WIRE, COURIER, WEEKLY])
    archive.add([fire("Harbour Courier", 16, 11)])
    archive.remove(COURIER.id)
    assert COURIER.id not in {record.id for record in archive.documents(history=True)}
    assert not archive.claims(document=COURIER.id)
    for finding in archive.findings(statuses=()):
        assert COURIER.id not in (finding.a.document, finding.b.document)
    assert [f.verdict for f in archive.findings()] == [Verdict.AGREEMENT]
    assert archive.check_file() == []


def rows(file):
    """How many texts and inferences an archive holds."""
    with closing(sqlite3.connect(file)) as connection:
        tables = ("texts WHERE claim IS NULL", "texts WHERE claim IS NOT NULL", "inferences")
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_what_a_model_said_of_claims_within_their_articles_stays_as_long_as_the_claims(file):
    stories = [story.model_copy(update={"title": "Mill fire"}) for story in (WIRE, COURIER, WEEKLY)]
    checker = newsroom(nli=ArticleNli())
    with checker.archive(file) as archive:
        archive.add(stories)
        assert any("Mill fire" in text for pair in checker.nli.asked for text in pair)
        before = rows(file)
        archive.remove(stories[2].id)
        assert archive.check_file() == []
        assert all(now < was for now, was in zip(rows(file), before, strict=True))
    for settings in ({"story_floor": 1.9}, {}):  # nothing is paired, then all again
        other = newsroom(nli=ArticleNli(), pairing=settings)
        with other.archive(file) as archive:
            archive.recompute()
            assert bool(archive.findings()) == (not settings)
            assert other.nli.asked == []


def test_removing_what_is_not_there_is_an_error(archive):
    with pytest.raises(NotInArchive, match="nothing-here"):
        archive.remove("nothing-here")


def test_a_claim_comes_back_as_it_was_read_open_ended_figures_too(archive):
    story = fire("Meridian Wire", 12)
    text = "More than 100 people were hurt by the fire at the Halden paper mill on Monday, the governor said."
    archive.add([story.model_copy(update={"text": text})])
    assert archive.claims() == list(extract(archive.document(story.id)).claims)
    assert archive.claims()[0].quantities[0].high == float("inf")
    archive.add([COURIER])
    assert archive.check_file() == []


AGENCY_TEXT = (
    "The fire at the Halden paper mill killed 12 people on Monday. Flames broke out in the drying room shortly after "
    "midnight and reached the paper store within minutes, the fire brigade said. Eight engines from four towns came. "
    "The governor of the district ordered the river road closed until Wednesday because of the smoke."
)


def test_a_copy_that_came_first_gives_its_findings_up_to_the_original(archive):
    original = Document(source="Meridian Wire", published="2025-03-04T08:00:00Z", text=AGENCY_TEXT)
    copy = wire_copy(original, "Coast Weekly", 9)
    archive.add([copy, COURIER])
    assert {f.a.document for f in archive.findings()} | {f.b.document for f in archive.findings()} == {
        copy.id,
        COURIER.id,
    }
    archive.add([original])
    assert archive.record(copy.id).copy_of == original.id
    assert {f.a.document for f in archive.findings()} | {f.b.document for f in archive.findings()} == {
        original.id,
        COURIER.id,
    }


def test_when_the_original_is_removed_its_copy_speaks_again(archive):
    original = Document(source="Meridian Wire", published="2025-03-04T08:00:00Z", text=AGENCY_TEXT)
    copy = wire_copy(original, "Coast Weekly", 9)
    archive.add([original, copy, COURIER])
    archive.remove(original.id)
    assert archive.record(copy.id).copy_of is None
    assert {f.a.document for f in archive.findings()} | {f.b.document for f in archive.findings()} == {
        copy.id,
        COURIER.id,
    }


def test_an_id_that_another_outlet_uses_is_a_problem_and_not_a_correction(archive):
    archive.add([WIRE.model_copy(update={"id": "1", "url": None})])
    change = archive.add([COURIER.model_copy(update={"id": "1", "url": None})])
    assert (change.run, len(change.problems)) == (None, 1)
    assert "Meridian Wire" in change.problems[0].message
    assert archive.document("1").text == WIRE.text


def test_one_id_for_two_outlets_in_one_batch_is_a_problem_too(archive):
    change = archive.add([WIRE.model_copy(update={"id": "1"}), COURIER.model_copy(update={"id": "1"})])
    assert (change.added, len(change.problems)) == (("1",), 1)
    assert archive.document("1").text == WIRE.text


def test_two_corrections_of_one_article_in_one_batch_are_the_later_one(archive):
    archive.add([WIRE.model_copy(update={"id": "wire"})])
    by_id = fire("Meridian Wire", 13, 9).model_copy(update={"id": "wire", "url": None})
    by_page = fire("Meridian Wire", 14, 10)
    change = archive.add([by_page, by_id])
    assert change.revised == ("wire",)
    assert archive.document("wire").text == by_page.text


def test_the_texts_that_were_corrected_in_the_same_batch_are_history(archive):
    hours = {11: 14, 9: 12, 10: 13}
    change = archive.add([fire("Meridian Wire", dead, hour, id="wire") for hour, dead in hours.items()])
    assert (change.added, change.revised) == (("wire",), ())
    kept = [archive.document("wire", version) for version in (1, 2, 3)]
    assert [document.published.hour for document in kept] == [9, 10, 11]
    assert archive.document("wire") == kept[2]
    assert archive.add(kept).run is None
    archive.add([fire("Meridian Wire", 15, 12, id="wire"), fire("Meridian Wire", 16, 13, id="wire")])
    assert archive.record("wire").version == 5
    assert archive.check_file() == []


def test_a_document_of_one_article_s_id_and_another_s_page_is_of_the_page(archive):
    by_id = WIRE.model_copy(update={"id": "1", "url": None})
    by_page = fire("Meridian Wire", 13, 9, id="2")
    both = fire("Meridian Wire", 14, 10, id="1")
    assert set(archive.add([by_id, by_page, both]).added) == {"1", "2"}
    assert (archive.document("1").text, archive.document("2").text) == (WIRE.text, both.text)


def test_an_article_whose_correction_names_no_page_is_still_found_by_its_page(archive):
    archive.add([WIRE.model_copy(update={"id": "wire"})])
    archive.add([fire("Meridian Wire", 13, 9, id="wire").model_copy(update={"url": None})])
    assert archive.add([fire("Meridian Wire", 14, 10)]).revised == ("wire",)


def test_a_date_that_becomes_known_later_is_filled_in_and_findings_stay(archive):
    archive.add([COURIER, WIRE.model_copy(update={"published": None, "title": None})])
    (before,) = archive.findings()
    change = archive.add([WIRE])
    assert (change.revised, change.new, change.resolved) == ((WIRE.id,), (), ())
    record = archive.record(WIRE.id)
    assert (record.published, record.title, record.version) == (WIRE.published, WIRE.title, 1)
    assert len(archive.documents(history=True)) == 2
    (after,) = archive.findings()
    assert (after.id, after.first_run, after.reopened_run) == (before.id, 1, None)
    assert all(claim.published == WIRE.published for claim in archive.claims(document=WIRE.id))
    assert archive.add([WIRE, COURIER]).run is None
    assert archive.check_file() == []


def test_of_one_text_with_several_dates_the_earliest_counts_and_history_stays(archive):
    late = WIRE.model_copy(update={"published": fire("Meridian Wire", 12, 20).published})
    archive.add([late, COURIER])
    archive.add([fire("Harbour Courier", 12, 12)])
    assert archive.add([WIRE]).revised == (WIRE.id,)
    assert archive.record(WIRE.id).published == WIRE.published
    assert archive.add([late]).run is None
    (resolved,) = archive.findings(statuses=[Status.RESOLVED])
    assert WIRE.id in (resolved.a.document, resolved.b.document)


def test_a_text_that_was_put_back_keeps_the_date_of_that(archive):
    taken_back = [WIRE, fire("Meridian Wire", 13, 10), fire("Meridian Wire", 12, 12)]
    archive.add(taken_back)
    assert archive.record(WIRE.id).published == taken_back[2].published
    assert archive.add(taken_back).run is None
    assert archive.record(WIRE.id).version == 3


def test_an_archived_article_is_loaded_once_for_a_batch_however_many_are_near_it(archive, monkeypatch):
    places = ["Halden", "Vestby", "Rovik", "Lindal", "Osmark", "Tarnby"]
    archive.add([fire("Meridian Wire", 12, place=place) for place in places])
    loaded = []

    def load(connection, rows, model):
        loaded.extend(rows)
        return load_articles(connection, rows, model)

    monkeypatch.setattr(holdings, "MOST_KEPT", 2)
    monkeypatch.setattr(holdings, "load_articles", load)
    archive.add(
        [fire(source, 12, 9, place=p) for source in ("Harbour Courier", "Coast Weekly") for p in places]
    )
    assert len(loaded) == len(set(loaded)) == len(places)


def test_articles_that_share_a_stock_phrase_are_not_compared_as_copies(archive, monkeypatch):
    phrase = " Reporting by our staff in the capital and edited for length by the desk."
    votes = " ".join(f"The board settled item {n} by {n + 3} votes to two on Monday." for n in range(30))
    catches = " ".join(
        f"Boat {n} landed {n + 3} tonnes of herring in the harbour of Rovik." for n in range(30)
    )
    first = Document(source="Ridge Radio", published="2025-03-01", text=votes + phrase)
    archive.add([first])
    compared = []

    def compare(one, others):
        compared.extend(others)
        return containments(one, others)

    monkeypatch.setattr(families, "containments", compare)
    archive.add([Document(source="Harbour Courier", published="2025-03-02", text=catches + phrase)])
    assert compared == []
    copy = wire_copy(first, "Coast Weekly", 12)
    archive.add([copy])
    assert len(compared) == 1
    assert archive.record(copy.id).copy_of == first.id


@given(st.lists(st.sets(st.integers(-60, 60), min_size=1), min_size=2, max_size=6))
def test_what_many_texts_share_with_one_is_what_each_shares_with_it(sets):
    one, *others = (np.array(sorted(hashes)) for hashes in sets)
    alone = [
        len(sets[0] & other) / shorter if (shorter := min(len(sets[0]), len(other))) >= 20 else 0.0
        for other in sets[1:]
    ]
    assert containments(one, others) == alone


def test_what_is_no_text_is_a_problem_and_the_rest_is_added(archive):
    change = archive.add([WIRE, COURIER.model_copy(update={"text": COURIER.text + " \ud800"})])
    assert (change.added, len(change.problems)) == ((WIRE.id,), 1)
    assert "surrogates" in change.problems[0].message


def test_threads_add_in_turns(archive):
    threads = [threading.Thread(target=archive.add, args=([story],)) for story in (WIRE, COURIER, WEEKLY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(archive.findings()) == 3
    assert len(archive.runs()) == 3


def test_a_second_checker_reads_what_the_first_one_wrote(archive, file):
    archive.add([WIRE, COURIER])
    with newsroom().archive(file, create=False) as other:
        assert told(other) == told(archive)
        other.add([WEEKLY])
    assert len(archive.findings()) == 3
    archive.remove(WIRE.id)
    assert len(archive.findings()) == 1


def test_a_sentence_that_another_process_takes_away_meanwhile_is_kept_with_its_vector(archive, file):
    sentence = "The fire at the Halden paper mill killed 12 people on Monday."
    first = Document(id="first", source="Meridian Wire", published="2025-03-04T08:00:00Z", text=sentence)
    repeating = WEEKLY.model_copy(
        update={"text": f"{sentence} The owner of the Halden mill had been fined twice over its sprinklers."}
    )

    class Interrupted(FigureNli):
        def predict(self, pairs, progress):
            if pairs and archive.documents(source="Meridian Wire"):
                archive.remove("first")
            return super().predict(pairs, progress)

    archive.add([first, COURIER])
    with newsroom(nli=Interrupted()).archive(file) as other:
        assert other.add([repeating]).added == (repeating.id,)
    assert archive.add([fire("Meridian Wire", 16, 12)]).new

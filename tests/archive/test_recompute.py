"""Changed models and settings: what depends on them is computed anew, and nothing else."""

import time
from dataclasses import replace

import numpy as np
import pytest
from judging_by_hand import judge_by_hand
from newsroom import CountingEncoder, FigureNli, fire, newsroom, told
from sqlalchemy.dialects import sqlite

from crosscheck import Verdict
from crosscheck.archive import Status
from crosscheck.archive.memory import _inferences_on
from crosscheck.errors import ArchiveStale
from crosscheck.judging.evidence import PROBED_RELATIONS
from crosscheck.judging.points import FLAGS
from crosscheck.judging.probes import TYPES, Probe, Probes

STORIES = [fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9), fire("Coast Weekly", 12, 10)]


@pytest.fixture
def stocked(archive):
    archive.add(STORIES)
    return archive


def test_an_archive_that_fits_its_checker_is_not_stale(stocked):
    assert stocked.stale() is None


def test_an_empty_archive_is_never_stale(archive):
    assert archive.stale() is None


def test_where_nothing_has_changed_nothing_is_computed_anew(stocked, archive, checker):
    checker.nli.asked.clear()
    checker.encoder.asked.clear()
    change = stocked.recompute()
    assert (change.run, change.new, change.resolved) == (None, (), ())
    assert [run.kind for run in stocked.runs()] == ["add"]
    assert (checker.nli.asked, checker.encoder.asked) == ([], [])


def test_an_empty_archive_belongs_to_no_model_after_a_recomputation_either(archive, file):
    archive.recompute()
    with newsroom(nli=FigureNli("better")).archive(file) as other:
        assert other.stale() is None


def test_adding_with_other_models_is_refused_and_reading_is_not(stocked, file):
    with newsroom(nli=FigureNli("better")).archive(file) as other:
        with pytest.raises(ArchiveStale, match="recompute"):
            other.add([fire("Meridian Wire", 3, place="Vestby")])
        assert told(other) == told(stocked)


def test_another_nli_model_is_asked_for_all_pairs_and_the_encoder_for_nothing(stocked, file, checker):
    pairs = set(checker.nli.asked)
    new = newsroom(nli=FigureNli("better"))
    with new.archive(file) as other:
        staleness = other.stale()
        assert (staleness.changed, staleness.texts, staleness.pairs) == (("nli",), 0, len(pairs))
        assert staleness.was == {"nli": "figure-nli"}
        assert staleness.seconds > 0
        new.nli.asked.clear()
        other.recompute()
        assert set(new.nli.asked) == pairs
        assert new.encoder.asked == []
        assert other.stale() is None
        assert told(other) == told(stocked)


def test_another_encoder_embeds_all_claims_and_asks_no_pair_again(stocked, file, checker):
    new = newsroom(encoder=CountingEncoder("other"))
    with new.archive(file) as other:
        staleness = other.stale()
        assert (staleness.changed, staleness.pairs) == (("encoder",), 0)
        new.encoder.asked.clear()
        other.recompute()
        assert len(new.encoder.asked) == staleness.texts == len({c.text for c in other.claims()})
        assert new.nli.asked == []


def test_another_judge_asks_no_model_at_all(stocked, file):
    new = newsroom()
    by_hand = judge_by_hand()
    new.judge = replace(by_hand, rules=())
    with new.archive(file) as other:
        assert other.stale().changed == ("judging",)
        other.recompute()
        assert new.nli.asked == []
        assert new.encoder.asked == []
        assert other.stale() is None


class SlowStates(FigureNli):
    """Shows states, slowly."""

    SECONDS = 0.01

    def states(self, pairs, progress=None):
        time.sleep(self.SECONDS * len(pairs))
        return np.zeros((len(pairs), 4), dtype=np.float32)

    def tokens(self, pairs, progress=None):
        raise AssertionError("figures are named, so no words are read")


def test_the_estimate_counts_what_the_probes_of_another_judge_read_again(stocked, file):
    def probe(features, classes):
        return Probe(np.zeros((features, classes), np.float32), np.ones(classes, np.float32))

    new = newsroom(nli=SlowStates())
    relation, kind = probe(4, 1 + len(PROBED_RELATIONS)), probe(4, len(TYPES))
    probes = Probes("figure-nli", relation, kind, probe(4 + len(FLAGS), 2))
    new.judge = replace(judge_by_hand(), probes=probes, rules=())
    with new.archive(file) as other:
        conflicts = len(stocked.findings(verdicts=[Verdict.CONFLICT]))
        assert conflicts == 2
        assert conflicts * SlowStates.SECONDS <= other.stale().seconds < 20 * conflicts * SlowStates.SECONDS


def test_other_settings_of_pairing_ask_only_for_new_pairs(stocked, file, checker):
    asked = set(checker.nli.asked)
    new = newsroom(pairing={"story_floor": 1.9})
    with new.archive(file) as other:
        assert other.stale().changed == ("pairing",)
        change = other.recompute()
        assert new.nli.asked == []
        assert len(change.resolved) == 3
        assert other.findings() == []
        assert len(other.findings(statuses=[Status.RESOLVED])) == 3
    again = newsroom()
    with again.archive(file) as back:
        back.recompute()
        assert not set(again.nli.asked) - asked
        assert len(back.findings()) == 3


def test_settings_that_pair_more_claims_are_estimated_to_ask_more(stocked, file):
    wider = newsroom(pairing={"neighbours": 6, "within_documents": True})
    with wider.archive(file) as other:
        staleness = other.stale()
        assert staleness.changed == ("pairing",)
        wider.nli.asked.clear()
        other.recompute()
        assert 0 < len(wider.nli.asked) <= staleness.pairs
    narrower = newsroom(pairing={"neighbours": 1})
    with narrower.archive(file) as other:
        assert other.stale().pairs == 0


def test_what_was_recomputed_is_what_a_new_archive_holds(stocked, file, tmp_path):
    def changed():
        return newsroom(encoder=CountingEncoder("other"), pairing={"neighbours": 1})

    with changed().archive(file) as other, changed().archive(tmp_path / "new.db") as new:
        other.recompute()
        new.add(STORIES)
        assert told(other) == told(new)


def test_a_broken_off_recomputation_leaves_the_old_state_and_keeps_what_was_said(stocked, file):
    class Stops(FigureNli):
        def predict(self, pairs, progress):
            raise KeyboardInterrupt

    before = told(stocked)
    with (
        newsroom(encoder=CountingEncoder("other"), nli=Stops("better")).archive(file) as other,
        pytest.raises(KeyboardInterrupt),
    ):
        other.recompute()
    assert told(stocked) == before
    new = newsroom(encoder=CountingEncoder("other"), nli=FigureNli("better"))
    with new.archive(file) as other:
        other.recompute()
        assert new.encoder.asked == []  # the vectors were kept


def test_a_sentence_removed_during_a_recomputation_and_told_again_has_its_vector(stocked, file):
    class Interrupted(FigureNli):
        def predict(self, pairs, progress):
            if STORIES[2].id in {record.id for record in stocked.documents()}:
                stocked.remove(STORIES[2].id)
                stocked.add([STORIES[2].model_copy(update={"id": "again", "url": None})])
            return super().predict(pairs, progress)

    new = newsroom(encoder=CountingEncoder("other"), nli=Interrupted("better"))
    with new.archive(file) as other:
        other.recompute()
        assert other.add([fire("Meridian Wire", 13, 11)]).new


def test_what_was_said_of_pairs_is_looked_up_by_the_primary_key(stocked):
    query = _inferences_on([(1, 2), (2, 1)], 1)
    sql = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with stocked._store.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert any(
        "SEARCH inferences USING PRIMARY KEY (premise=? AND hypothesis=? AND model=?)" in p for p in plan
    )

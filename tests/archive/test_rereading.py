"""A later version reads claims otherwise: they are read anew from the stored texts, and what follows from them."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from newsroom import COURIER, WEEKLY, WIRE, FigureNli, fire, newsroom, told
from test_batches import STORIES

from crosscheck import Document, Verdict
from crosscheck.archive import Decision, Status
from crosscheck.claims import by_rules
from crosscheck.claims.by_rules import Extraction, extract
from crosscheck.errors import ArchiveStale


@pytest.fixture
def stocked(archive):
    archive.add([WIRE, COURIER, WEEKLY])
    return archive


@pytest.fixture
def read_otherwise(monkeypatch):
    """Let claims be read otherwise from now on: what is read now is handed to a function."""

    def change(otherwise):
        def later(document):
            read = extract(document)
            return Extraction(read.sentences, tuple(otherwise(document, claim) for claim in read.claims))

        monkeypatch.setattr("crosscheck.claims.extractor.revision", lambda: "later")
        monkeypatch.setattr("crosscheck.claims.extractor.extract", later)

    return change


def clipped(document, claim):
    """A claim without its full stop."""
    return claim.model_copy(update={"end": claim.end - 1, "text": claim.text[:-1]})


def clipped_of_the_weekly(document, claim):
    return clipped(document, claim) if document.source == "Coast Weekly" else claim


def test_nothing_is_mixed_with_claims_that_were_read_otherwise(stocked, read_otherwise):
    read_otherwise(clipped)
    assert stocked.stale().changed == ("claims",)
    with pytest.raises(ArchiveStale, match="recompute"):
        stocked.add([fire("Meridian Wire", 3, place="Vestby")])
    with pytest.raises(ArchiveStale, match="recompute"):
        stocked.check(Document(text="The fire in Halden killed 12 people.", source="Our desk"))


def test_claims_read_anew_are_those_of_a_new_archive(archive, checker, read_otherwise, tmp_path):
    archive.add(STORIES[:8])
    archive.add(STORIES[8:])
    read_otherwise(clipped)
    assert all(claim.text.endswith(".") for claim in archive.claims())
    archive.recompute()
    assert archive.stale() is None
    assert not any(claim.text.endswith(".") for claim in archive.claims())
    with newsroom().archive(tmp_path / "new.db") as new:
        new.add(STORIES)
        assert told(archive) == told(new)
        assert [c.model_dump() for c in archive.claims()] == [c.model_dump() for c in new.claims()]
        assert [d.claims for d in archive.documents()] == [d.claims for d in new.documents()]
    assert archive.check_file() == []


def test_what_no_claim_says_any_more_is_forgotten(stocked, checker, read_otherwise):
    read_otherwise(clipped)
    stocked.recompute()
    with stocked._store.reading() as connection:
        for table in ("texts", "vectors"):
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert rows == len({claim.text for claim in stocked.claims()})


def test_only_what_is_read_otherwise_is_compared_again(stocked, checker, read_otherwise):
    kept = {
        f.id for f in stocked.findings() if "Coast Weekly" not in {f.document_a.source, f.document_b.source}
    }
    read_otherwise(clipped_of_the_weekly)
    checker.encoder.asked.clear()
    checker.nli.asked.clear()
    change = stocked.recompute()
    assert set(checker.encoder.asked) == {claim.text for claim in stocked.claims(document=WEEKLY.id)}
    assert all(any(not text.endswith(".") for text in pair) for pair in checker.nli.asked)
    assert kept
    assert not kept & {f.id for f in (*change.new, *change.resolved)}
    assert {f.first_run for f in stocked.findings() if f.id in kept} == {1}


def test_a_draft_meets_the_claims_as_they_are_read_now(stocked, read_otherwise):
    question = Document(
        text="The fire at the paper mill in Halden killed 15 people.",
        source="Our desk",
        published="2025-03-05",
    )
    before = stocked.check(question)
    read_otherwise(clipped)
    stocked.recompute()
    after = stocked.check(question)
    assert [s.standing for s in after.sentences] == [s.standing for s in before.sentences]
    quotes = {piece.finding.b.text for piece in after.sentences[0].evidence}
    assert quotes
    assert not any(quote.endswith(".") for quote in quotes)


def test_the_estimate_tells_how_much_of_the_archive_is_read_otherwise(stocked, checker, read_otherwise):
    texts, pairs = len({c.text for c in stocked.claims()}), len(checker.nli.asked)
    read_otherwise(clipped)
    staleness = stocked.stale()
    assert (staleness.texts, staleness.pairs) == (texts, pairs)
    assert staleness.seconds > 0
    read_otherwise(lambda document, claim: claim)
    assert (stocked.stale().texts, stocked.stale().pairs) == (0, 0)


def test_claims_and_models_can_change_at_once(stocked, file, read_otherwise, tmp_path):
    read_otherwise(clipped)
    with (
        newsroom(nli=FigureNli("better")).archive(file) as other,
        newsroom(nli=FigureNli("better")).archive(tmp_path / "new.db") as new,
    ):
        assert other.stale().changed == ("claims", "nli")
        other.recompute()
        assert other.stale() is None
        new.add([WIRE, COURIER, WEEKLY])
        assert told(other) == told(new)


def test_reviews_of_texts_that_are_read_as_before_stay(stocked, read_otherwise):
    conflict = next(
        f for f in stocked.findings(sources=["Harbour Courier"]) if f.document_a.source == "Meridian Wire"
    )
    stocked.review(conflict.id, Decision.DISMISS)
    read_otherwise(clipped_of_the_weekly)
    stocked.recompute()
    assert stocked.finding(conflict.id).status is Status.DISMISSED


def test_an_archive_from_before_claims_had_versions_is_read_anew_and_found_as_it_was(stocked, checker):
    before = told(stocked)
    with stocked._store.writing() as connection:
        connection.exec_driver_sql("UPDATE basis SET claims = NULL")
    assert stocked.stale().changed == ("claims",)
    checker.nli.asked.clear()
    change = stocked.recompute()
    assert (change.new, change.resolved, checker.nli.asked) == ((), (), [])
    assert told(stocked) == before
    assert stocked.stale() is None


def test_an_archive_of_the_schema_before_is_brought_up_to_date_read_anew_and_goes_on(stocked, file, checker):
    before = told(stocked)
    stocked.close()
    with sqlite3.connect(file) as connection:
        connection.executescript(
            "PRAGMA foreign_keys = OFF; DROP INDEX documents_changed; ALTER TABLE basis DROP COLUMN claims;"
            "ALTER TABLE documents DROP COLUMN changed_run; DROP INDEX texts_claim;"
            "ALTER TABLE texts DROP COLUMN claim; PRAGMA user_version = 2"
        )
    connection.close()
    with newsroom().archive(file) as opened:
        assert told(opened) == before
        opened.recompute()
        assert told(opened) == before
        assert {f.verdict for f in opened.add([fire("Meridian Wire", 14, 11)]).new} == {Verdict.CONFLICT}


@pytest.mark.parametrize("name", ["times.py", "data/names.toml"])
def test_a_change_of_a_rule_or_a_word_list_is_another_reading(monkeypatch, tmp_path, name):
    copy = tmp_path / "claims"
    shutil.copytree(Path(by_rules.__file__).parent, copy)
    monkeypatch.setattr(by_rules, "__file__", str(copy / "by_rules.py"))
    here = by_rules.revision.__wrapped__()
    assert here == by_rules.revision()
    (copy / name).write_text((copy / name).read_text() + "\n")
    assert by_rules.revision.__wrapped__() != here

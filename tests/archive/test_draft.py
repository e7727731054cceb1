"""A draft, sentence by sentence, against what was published."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from newsroom import FigureNli, fire, newsroom

from crosscheck import Document, Verdict
from crosscheck.archive import Decision, DraftCheck, Standing, Status
from crosscheck.archive.memory import text_rows
from crosscheck.errors import ArchiveStale
from crosscheck.testing import FakeEncoder

QUOTED = "The fire at the Halden paper mill killed 12 people on Monday."
QUESTION = "Who was on the night shift?"
UNKNOWN = "The harbour board of Rovik bought 3 tugs in January, officials announced."


def draft(*sentences, **fields):
    return Document(
        text=" ".join(sentences), source="Our desk", published=fields.pop("published", "2025-03-05"), **fields
    )


def toll(dead):
    return f"The fire at the paper mill in Halden killed {dead} people on Monday."


def standings(check):
    return {sentence.text: sentence.standing for sentence in check.sentences}


@pytest.fixture
def stocked(archive):
    archive.add([fire("Meridian Wire", 12), fire("Coast Weekly", 12, 10)])
    return archive


def test_each_sentence_stands_somewhere(stocked):
    check = stocked.check(draft(toll(12), QUESTION, UNKNOWN))
    assert standings(check) == {
        toll(12): Standing.SUPPORTED,
        QUESTION: Standing.NO_CLAIM,
        UNKNOWN: Standing.NOWHERE,
    }


def test_a_sentence_that_stands_in_the_archive_word_for_word_is_supported_and_says_why(stocked):
    (sentence,) = stocked.check(draft(QUOTED), sources=["Meridian Wire"]).sentences
    assert sentence.standing is Standing.SUPPORTED
    assert [piece.finding.reason for piece in sentence.evidence] == ["the same wording"]
    (later,) = stocked.check(draft(QUOTED, published="2025-06-20")).sentences
    assert later.standing is Standing.NOWHERE  # another Monday


def test_a_figure_that_the_archive_contradicts_is_disputed_with_quotes_and_sources(stocked):
    (sentence,) = stocked.check(draft(toll(15))).sentences
    assert sentence.standing is Standing.DISPUTED
    assert {piece.document.source for piece in sentence.evidence} == {"Meridian Wire", "Coast Weekly"}
    for piece in sentence.evidence:
        assert piece.finding.verdict is Verdict.CONFLICT
        assert piece.finding.a.text == sentence.text
        text = stocked.document(piece.document.id).text
        assert text[piece.finding.b.start : piece.finding.b.end] == piece.finding.b.text


def test_a_figure_that_later_reports_replaced_is_superseded(archive):
    archive.add([fire("Meridian Wire", 12, 8), fire("Coast Weekly", 15, 18)])
    assert standings(archive.check(draft(toll(12)))) == {toll(12): Standing.SUPERSEDED}
    assert standings(archive.check(draft(toll(15)))) == {toll(15): Standing.DISPUTED}


@pytest.mark.parametrize(("hours", "standing"), [((8, 8), Standing.DISPUTED), ((8, 18), Standing.SUPERSEDED)])
def test_what_the_archive_holds_against_a_repeated_sentence_counts_wherever_it_stands(
    archive, monkeypatch, hours, standing
):
    monkeypatch.setattr("crosscheck.archive.draft.MOST_PAIRS", 1)  # the sentence itself is the nearest
    archive.add([fire("Meridian Wire", 12, hours[0]), fire("Coast Weekly", 15, hours[1])])
    (sentence,) = archive.check(draft(QUOTED)).sentences
    assert sentence.standing is standing
    against, same = sentence.evidence
    assert (against.document.source, same.document.source) == ("Coast Weekly", "Meridian Wire")
    stored = next(f for f in archive.findings() if f.verdict is not Verdict.AGREEMENT)
    assert (against.finding.verdict, against.finding.reason) == (stored.verdict, stored.reason)
    assert against.finding.a.text == QUOTED
    assert against.finding.b in (stored.a, stored.b)
    only = archive.check(draft(QUOTED), exclude_sources=["Coast Weekly"])
    assert standings(only) == {QUOTED: Standing.SUPPORTED}
    archive.review(stored.id, Decision.DISMISS, reason="two fires")
    assert standings(archive.check(draft(QUOTED))) == {QUOTED: Standing.SUPPORTED}


def test_the_voice_of_a_source_can_be_left_out(stocked):
    stocked.add([fire("Harbour Courier", 15, 9)])
    assert standings(stocked.check(draft(toll(15)), sources=["Harbour Courier"])) == {
        toll(15): Standing.SUPPORTED
    }
    only = stocked.check(draft(toll(15)), exclude_sources=["Harbour Courier"])
    assert standings(only) == {toll(15): Standing.DISPUTED}
    assert standings(
        stocked.check(draft(toll(15)), since=fire("Meridian Wire", 1).published_on)
    ) == standings(stocked.check(draft(toll(15))))
    assert standings(
        stocked.check(draft(toll(15), published="2025-03-10"), since=draft("x").published_on)
    ) == {toll(15): Standing.NOWHERE}


def test_our_own_earlier_version_of_the_draft_is_no_witness(stocked):
    ours = draft(toll(15), url="https://desk.example/halden")
    stocked.add([ours])
    (sentence,) = stocked.check(draft(toll(16), url="https://desk.example/halden")).sentences
    assert {piece.document.source for piece in sentence.evidence} == {"Meridian Wire", "Coast Weekly"}


def test_background_is_found_in_articles_of_another_story(stocked):
    story = [
        f"The harbour board of Rovik met for the {n}th time over pilot fees and dredging."
        for n in range(4, 12)
    ]
    check = stocked.check(draft(*story, toll(12)))
    assert standings(check)[toll(12)] is Standing.SUPPORTED


def test_what_an_editor_dismissed_is_not_held_against_the_draft_again(stocked):
    stocked.add([draft(toll(15), id="published")])
    for finding in stocked.findings(document="published"):
        stocked.review(finding.id, Decision.DISMISS)
    (sentence,) = stocked.check(draft(toll(15), id="again"), exclude_sources=["Our desk"]).sentences
    assert (sentence.standing, sentence.evidence) == (Standing.NOWHERE, ())


def test_an_update_that_an_editor_confirmed_still_supersedes_the_draft(archive):
    archive.add([fire("Meridian Wire", 12, 8)])
    risen = f"The toll has risen: {toll(15)[:-1]}, officials said."
    archive.add([Document(source="Coast Weekly", published="2025-03-06", text=risen)])
    before = archive.check(draft(toll(12)))
    assert before.sentences[0].standing is Standing.SUPERSEDED
    archive.add([draft(toll(12), id="published")])
    (update,) = archive.findings(document="published", verdicts=[Verdict.UPDATE])
    archive.review(update.id, Decision.UPDATE)
    assert archive.finding(update.id).status is Status.ACCEPTED
    (sentence,) = archive.check(draft(toll(12), id="again"), exclude_sources=["Our desk"]).sentences
    assert sentence.standing is Standing.SUPERSEDED


class TestAnUpdateThatOnlyAnEditorSees:
    """Morning: 12 dead; evening, another outlet: 15 dead. The models call that a conflict, an editor an update."""

    MORNING, EVENING = fire("Meridian Wire", 12, 8), fire("Coast Weekly", 15, 18)
    OLD = "The fire at the Halden paper mill killed 12 people on Monday."
    NEW = "In all 15 people were killed on Monday by the fire at the Halden paper mill."

    @pytest.fixture
    def reviewed(self, archive):
        archive.add([self.MORNING, self.EVENING])
        (conflict,) = archive.findings()
        assert conflict.verdict is Verdict.CONFLICT
        archive.review(conflict.id, Decision.UPDATE)
        return archive

    def sentence(self, archive, text, source, **fields):
        (sentence,) = archive.check(draft(text, **fields), sources=[source]).sentences
        return sentence

    @pytest.mark.parametrize("published", ["2025-03-04", "2025-03-05", "2025-03-08"])
    def test_a_draft_that_repeats_the_old_figure_is_superseded_whenever_it_appears(self, reviewed, published):
        sentence = self.sentence(reviewed, self.OLD, "Coast Weekly", published=published)
        assert sentence.standing is Standing.SUPERSEDED
        (piece,) = sentence.evidence
        assert (piece.finding.verdict, piece.document.source) == (Verdict.UPDATE, "Coast Weekly")
        assert piece.finding.reason.startswith("marked as an update: ")
        assert "15" in piece.finding.b.text

    def test_a_draft_that_has_the_new_figure_is_not_held_to_the_old_one(self, reviewed):
        sentence = self.sentence(reviewed, self.NEW, "Meridian Wire")
        assert sentence.standing is Standing.NOWHERE
        assert [piece.finding.verdict for piece in sentence.evidence] == [Verdict.UPDATE]
        (both,) = reviewed.check(draft(self.NEW)).sentences
        assert both.standing is Standing.SUPPORTED

    def test_the_reviewed_texts_alone_are_meant(self, reviewed):
        other = "The fire at the Halden paper mill killed 13 people on Monday."
        assert self.sentence(reviewed, other, "Coast Weekly").standing is Standing.DISPUTED

    def test_undone_it_is_a_conflict_again(self, reviewed):
        (finding,) = reviewed.findings(statuses=[Status.DISMISSED])
        reviewed.undo(finding.id)
        assert self.sentence(reviewed, self.OLD, "Coast Weekly").standing is Standing.DISPUTED

    def test_where_no_date_tells_which_is_newer_the_draft_is_not_called_superseded(self, archive):
        archive.add([self.MORNING.model_copy(update={"published": None}), self.EVENING])
        (conflict,) = archive.findings()
        archive.review(conflict.id, Decision.UPDATE)
        sentence = self.sentence(archive, self.OLD, "Coast Weekly")
        assert sentence.standing is Standing.NOWHERE
        assert [piece.finding.verdict for piece in sentence.evidence] == [Verdict.UPDATE]


@pytest.mark.parametrize("published", [None, date(2025, 3, 4)])
def test_a_report_that_is_not_known_to_be_later_supersedes_nothing(archive, published):
    other = fire("Coast Weekly", 15, 18).model_copy(update={"published": published})
    archive.add([fire("Meridian Wire", 12, 8), other])
    assert standings(archive.check(draft(toll(12)))) == {toll(12): Standing.DISPUTED}


def test_the_day_since_which_reports_count_is_that_of_utc(stocked):
    evening = datetime(2025, 3, 4, 20, tzinfo=timezone(timedelta(hours=-5)))  # 5 March in UTC
    assert standings(stocked.check(draft(toll(12)), since=evening)) == {toll(12): Standing.NOWHERE}


def test_nothing_is_stored_and_the_same_draft_gives_the_same_bytes(stocked):
    first = stocked.check(draft(toll(15), UNKNOWN))
    assert stocked.check(draft(toll(15), UNKNOWN)).model_dump_json() == first.model_dump_json()
    assert DraftCheck.model_validate_json(first.model_dump_json(by_alias=True)) == first
    assert len(stocked.documents()) == 2


def test_a_draft_of_which_a_sentence_has_changed_has_only_that_one_asked_about_again(stocked, checker):
    stocked.check(draft(toll(15), UNKNOWN))
    checker.nli.asked.clear()
    checker.encoder.asked.clear()
    stocked.check(draft(toll(16), UNKNOWN))
    assert checker.encoder.asked == [toll(16)]
    assert checker.nli.asked
    assert all(toll(16) in pair for pair in checker.nli.asked)


def test_what_the_archive_knows_of_a_quoted_sentence_is_not_asked_again(stocked, checker):
    stocked.add([fire("Harbour Courier", 15, 9)])
    (quoted, _) = stocked.claims(source="Harbour Courier")
    checker.nli.asked.clear()
    check = stocked.check(draft(quoted.text), sources=["Meridian Wire"])
    assert standings(check) == {quoted.text: Standing.DISPUTED}
    known = {frozenset(pair) for pair in checker.nli.asked}
    assert frozenset((quoted.text, check.sentences[0].evidence[0].finding.b.text)) not in known


@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_all_sentences_are_answered_however_many_there_are(stocked, count):
    check = stocked.check(
        draft(*(f"The fire at the mill in Halden killed {n} people." for n in range(count)))
    )
    assert [f"killed {n} people" in sentence.text for n, sentence in enumerate(check.sentences)] == [
        True
    ] * count


def test_sentences_stream_in_order_and_are_those_of_the_whole_check(stocked):
    article = draft(*(toll(n) for n in range(10, 16)), QUESTION)
    assert tuple(stocked.check_stream(article)) == stocked.check(article).sentences


def test_a_draft_without_a_date_appears_today(stocked):
    assert stocked.check(Document(text=toll(12))).draft.published is not None


def test_an_empty_archive_knows_nothing(archive):
    assert standings(archive.check(draft(toll(12)))) == {toll(12): Standing.NOWHERE}
    assert archive.check(draft(QUESTION)).sentences[0].standing is Standing.NO_CLAIM


def test_other_models_than_the_archive_s_cannot_check(stocked, file):
    with (
        newsroom(nli=FigureNli("other")).archive(file) as other,
        pytest.raises(ArchiveStale, match="recompute"),
    ):
        other.check(draft(toll(12)))


class TestTheIndexFile:
    """A cache beside the archive."""

    @pytest.fixture
    def cache(self, stocked, file):
        stocked.check(draft(toll(15)))
        cache = file.with_name("newsroom.db.faiss")
        assert cache.is_file()
        return cache

    @pytest.fixture
    def reference(self, stocked):
        return stocked.check(draft(toll(15)))

    def checked_anew(self, file):
        with newsroom().archive(file, create=False) as archive:
            return archive.check(draft(toll(15)))

    def test_is_made_anew_when_missing(self, reference, cache, file):
        cache.unlink()
        assert self.checked_anew(file) == reference
        assert cache.is_file()

    @pytest.mark.parametrize("damage", [lambda b: b[:-7], lambda b: b[:40] + b"x" + b[41:], lambda b: b""])
    def test_is_made_anew_when_damaged(self, reference, cache, file, damage):
        cache.write_bytes(damage(cache.read_bytes()))
        assert self.checked_anew(file) == reference

    def test_is_made_anew_when_it_is_of_another_archive(self, reference, cache, file, tmp_path):
        with newsroom().archive(tmp_path / "other.db") as other:
            other.add([fire("Meridian Wire", 3, place="Vestby"), fire("Coast Weekly", 4, place="Vestby")])
            other.check(draft(toll(1)))
        cache.write_bytes((tmp_path / "other.db.faiss").read_bytes())
        assert self.checked_anew(file) == reference

    def test_follows_what_others_write(self, stocked, cache, file):
        with newsroom().archive(file) as other:
            other.add([fire("Harbour Courier", 15, 9)])
            other.remove(fire("Meridian Wire", 12).id)
        sources = {p.document.source for p in stocked.check(draft(toll(15))).sentences[0].evidence}
        assert sources == {"Harbour Courier", "Coast Weekly"}

    def test_is_right_after_a_backup_was_put_back_and_row_numbers_were_given_out_again(
        self, stocked, file, tmp_path
    ):
        backup = tmp_path / "backup.db"
        stocked.close()
        backup.write_bytes(file.read_bytes())
        with newsroom().archive(file) as archive:
            archive.add([fire("Meridian Wire", 4, place="Rovik"), fire("Coast Weekly", 5, place="Lindal")])
            archive.check(draft(toll(15)))
        for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            part.unlink(missing_ok=True)
        file.write_bytes(backup.read_bytes())
        article = draft("The fire at the mill in Vestby killed 7 people on Monday.")
        with newsroom().archive(file) as archive:
            archive.add([fire("Harbour Courier", 6, place="Osmark"), fire("Coast Weekly", 8, place="Vestby")])
            archive.check(article)
            texts = [claim.text for claim in archive.claims()]
            cosines, rows = archive._drafts._index.search(FakeEncoder().encode(texts), 1)
            assert cosines.ravel() == pytest.approx(1)
            with archive._store.reading() as connection:
                assert rows.ravel().tolist() == [text_rows(connection, [text])[text] for text in texts]

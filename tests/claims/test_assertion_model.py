"""How claims are put, by the model that ships and what it hears from the rules."""

import json

import numpy as np
import pytest

from crosscheck import Crosscheck, Document
from crosscheck.claims.assertion_model import AssertionModel
from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.errors import IncompatibleModel
from crosscheck.models import FOLDER, KINDS
from crosscheck.testing import FakeAssertions
from crosscheck.types import AssertionKind

JUDGED = "Nobody comes out of the affair with much credit."
UNSAID = "Were the tunnel to flood again, the operator would lose its licence."
PLAIN = "The tunnel was closed for two hours on Monday."
DENIED = "The operator denied that the pumps had failed."
TEXTS = [PLAIN, JUDGED, DENIED, UNSAID]


@pytest.fixture(scope="module")
def model():
    return AssertionModel()


@pytest.fixture(scope="module")
def extractor():
    return ClaimExtractor()


def kinds(claims):
    return [claim.assertion for claim in claims]


def test_a_judgement_without_a_word_of_judging_is_an_opinion(model):
    claim = sentence_claim(JUDGED)
    assert claim.assertion is AssertionKind.STATEMENT
    assert kinds(model.with_kinds([claim])) == [AssertionKind.OPINION]


def test_what_form_alone_tells_stays_as_the_rules_found_it(model):
    claims = [sentence_claim(text) for text in (UNSAID, PLAIN, DENIED)]
    assert kinds(model.with_kinds(claims)) == kinds(claims)


def test_nothing_but_the_kind_is_changed(model):
    claim = sentence_claim("The mayor said that 12 people were hurt on Monday.", "2025-03-05")
    (revised,) = model.with_kinds([claim])
    assert revised.model_copy(update={"assertion": claim.assertion}) == claim


@pytest.mark.parametrize("sure", [0.85, 2])
def test_a_claim_is_of_the_same_kind_in_any_company(sure, monkeypatch):
    monkeypatch.setattr("crosscheck.claims.assertion_model.SURE", sure)
    model = AssertionModel()
    texts = [PLAIN, JUDGED, DENIED, UNSAID, "It rained.", f"{PLAIN[:-1]}, {PLAIN[4:]}"]
    together = model.probabilities(texts)
    one_by_one, backwards = AssertionModel(), AssertionModel()  # they remember none of it
    assert np.array_equal(np.concatenate([one_by_one.probabilities([text]) for text in texts]), together)
    assert np.array_equal(backwards.probabilities(texts[::-1]), together[::-1])


def test_no_claims_ask_nothing_of_the_model():
    steps = []
    assert AssertionModel().with_kinds([], lambda *step: steps.append(step)) == []
    assert not steps


def test_a_text_is_read_once():
    model, steps = AssertionModel(), []
    for texts in ([PLAIN, JUDGED, PLAIN], [JUDGED, DENIED], [PLAIN]):
        model.probabilities(texts, lambda *step: steps.append(step))
    done = [step for step in steps if step[0] == "assertions" and step[1] == step[2]]
    assert done == [("assertions", 2, 2), ("assertions", 1, 1)]


def test_what_the_small_model_is_sure_of_is_not_read_twice(monkeypatch):
    def read(sure):
        steps = []
        monkeypatch.setattr("crosscheck.claims.assertion_model.SURE", sure)
        return AssertionModel().probabilities(TEXTS, lambda *step: steps.append(step)), steps

    small, _ = read(0)
    both, steps = read(2)
    assert steps[-1] == ("doubtful", len(TEXTS), len(TEXTS))
    largest = sorted(small.max(axis=1))
    some, steps = read((largest[0] + largest[1]) / 2)
    assert steps[-1] == ("doubtful", 1, 1)
    doubtful = small.max(axis=1).argmin()
    assert np.array_equal(some[doubtful], both[doubtful])
    assert np.array_equal(np.delete(some, doubtful, axis=0), np.delete(small, doubtful, axis=0))
    assert not np.array_equal(both[doubtful], small[doubtful])


def test_opening_reads_nothing_but_lets_nothing_wait(monkeypatch):
    monkeypatch.setattr("crosscheck.claims.assertion_model.SURE", 2)  # the teacher is asked too
    model = AssertionModel()
    model.open()
    monkeypatch.setattr("crosscheck.runtime.session.Session.__init__", None)  # nothing is left to open
    assert model.probabilities(TEXTS).shape == (len(TEXTS), len(AssertionKind))


@pytest.mark.parametrize(
    ("text", "heard"),
    [("The bridge was old.", AssertionKind.OPINION), (PLAIN, AssertionKind.STATEMENT)],
)
def test_the_rules_decide_where_words_leave_it_open(text, heard, model):
    claim = sentence_claim(text).model_copy(update={"assertion": AssertionKind.OPINION})
    assert kinds(model.with_kinds([sentence_claim(text), claim])) == [AssertionKind.STATEMENT, heard]


def test_a_checker_may_leave_the_kinds_to_the_rules():
    checker = Crosscheck(assertions=FakeAssertions())
    (read,) = checker.extractor.extract([Document(text=JUDGED)])
    assert kinds(read.claims) == [AssertionKind.STATEMENT]


def test_documents_read_together_are_read_as_each_alone(extractor):
    fresh = ClaimExtractor()  # it remembers none of the texts
    documents = [
        Document(id="a", title="Tunnel", text=f"{PLAIN} {JUDGED}", published="2025-03-05"),
        Document(id="b", text="Advertisement"),
        Document(id="c", title="Pumps", text=f"{DENIED} {UNSAID} {PLAIN}"),
    ]
    steps = []
    together = fresh.extract(documents, lambda *step: steps.append(step))
    assert together == [read for document in documents for read in extractor.extract([document])]
    assert [len(read.claims) for read in together] == [2, 0, 3]
    assert steps[2] == ("claims", 3, 3)
    assert steps[-1] == ("assertions", 4, 4)  # the sentence that both have is read once
    by_rules = extract(documents[0]).claims
    assert [claim.text for claim in together[0].claims] == [claim.text for claim in by_rules]
    assert kinds(together[0].claims) != kinds(by_rules)


def test_a_bare_sentence_is_one_claim_of_its_document(extractor):
    text = "The board reconvenes on 20 March."
    before, after = extractor.whole([Document(text=text, published=f"2025-03-{day}") for day in (14, 25)])
    assert before.assertion is AssertionKind.FORECAST
    assert (after.text, after.end) == (text, len(text))
    assert after.times[0].earliest.isoformat() == "2025-03-20"


def test_the_revision_names_rules_and_model(extractor, model):
    assert extractor.revision.endswith(f"+{model.name}")


def test_a_teacher_of_another_trunk_is_not_run(tmp_path, monkeypatch):
    for kind in KINDS:
        (tmp_path / kind).symlink_to(FOLDER / kind)
    (tmp_path / "careful_nli").unlink()
    (tmp_path / "careful_nli").mkdir()
    identity = json.loads((FOLDER / "careful_nli" / "model.json").read_text())
    (tmp_path / "careful_nli" / "model.json").write_text(json.dumps(identity | {"revision": "of tomorrow"}))
    monkeypatch.setattr("crosscheck.models.FOLDER", tmp_path)
    with pytest.raises(IncompatibleModel, match="crosscheck-careful-nli@of tomorrow; train it anew"):
        AssertionModel()

"""How claims are put, by the model that ships and what it hears from the rules."""

import shutil

import numpy as np
import pytest

from crosscheck import Crosscheck, Document
from crosscheck.claims.assertion_model import ASSERTIONS, AssertionModel, AssertionWeights
from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.models import FOLDER
from crosscheck.testing import FakeAssertions
from crosscheck.types import AssertionKind

JUDGED = "Nobody comes out of the affair with much credit."
UNSAID = "Were the tunnel to flood again, the operator would lose its licence."
PLAIN = "The tunnel was closed for two hours on Monday."
DENIED = "The operator denied that the pumps had failed."


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


def test_a_claim_is_of_the_same_kind_in_any_company(model):
    texts = [PLAIN, JUDGED, DENIED, UNSAID, "It rained.", f"{PLAIN[:-1]}, {PLAIN[4:]}"]
    together = model.log_probabilities(texts)
    one_by_one, backwards = AssertionModel(), AssertionModel()  # they remember none of it
    assert np.array_equal(np.concatenate([one_by_one.log_probabilities([text]) for text in texts]), together)
    assert np.array_equal(backwards.log_probabilities(texts[::-1]), together[::-1])
    weights = AssertionWeights.load(FOLDER / "assertions" / "weights.json")
    by_rules = [sentence_claim(text).assertion for text in texts]
    alone = [weights.scores(row[None], [kind])[0] for row, kind in zip(together, by_rules, strict=True)]
    assert np.array_equal(weights.scores(together, by_rules), alone)


def test_no_claims_ask_nothing_of_the_model():
    told = []
    assert AssertionModel().with_kinds([], lambda *step: told.append(step)) == []
    assert not told


def test_a_text_is_read_once():
    model, told = AssertionModel(), []
    for texts in ([PLAIN, JUDGED, PLAIN], [JUDGED, DENIED], [PLAIN]):
        model.log_probabilities(texts, lambda *step: told.append(step))
    assert [step for step in told if step[1] == step[2]] == [("assertions", 2, 2), ("assertions", 1, 1)]


def test_other_weights_are_another_model(model, tmp_path, monkeypatch):
    shutil.copytree(FOLDER / "assertions", tmp_path / "assertions")
    monkeypatch.setattr("crosscheck.models.FOLDER", tmp_path)
    assert AssertionModel().name == model.name
    (tmp_path / "assertions" / "weights.json").write_text("{}")
    assert AssertionModel().name != model.name


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
    told = []
    together = fresh.extract(documents, lambda *step: told.append(step))
    assert together == [read for document in documents for read in extractor.extract([document])]
    assert [len(read.claims) for read in together] == [2, 0, 3]
    assert told[2] == ("claims", 3, 3)
    assert told[-1] == ("assertions", 4, 4)  # the sentence that both have is read once
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


def test_weights_are_read_as_they_were_written(tmp_path):
    drawn = np.random.default_rng(3)
    size = len(ASSERTIONS)
    written = AssertionWeights(
        *(drawn.normal(size=shape).round(3) for shape in ((size, size), (size, size), size))
    )
    written.save(tmp_path / "weights.json")
    said, found = drawn.normal(size=(2, size)), [AssertionKind.DENIAL, AssertionKind.STATEMENT]
    read = AssertionWeights.load(tmp_path / "weights.json")
    assert np.allclose(read.scores(said, found), written.scores(said, found), atol=1e-5)


def test_the_rules_tip_the_balance_where_the_model_does_not_know():
    size = len(ASSERTIONS)
    weights = AssertionWeights(np.eye(size), 2 * np.eye(size), np.zeros(size))
    undecided = np.full((1, size), -np.log(size))
    for kind in AssertionKind:
        assert ASSERTIONS[weights.scores(undecided, [kind]).argmax()] is kind

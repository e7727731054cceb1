"""The claims stage against labelled sentences."""

from datetime import date

import pytest

from crosscheck.claims.by_rules import extract
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.evaluation.labels import LabelledSentence, Passage, Place
from crosscheck.evaluation.sentences import (
    attribution_figures,
    checkworthiness_figures,
    kind_confusion,
    segmentation_figures,
    speaker_head,
)
from crosscheck.testing import FakeAssertions
from crosscheck.types import AssertionKind, Document, SentenceKind

BY_RULES = ClaimExtractor(assertions=FakeAssertions())
TEXT = "Advertisement\n\nThe ministry said that twelve people died in Leeds. Why did nobody warn them?"
DOCUMENT = Document(id="quake/wire", text=TEXT)


def labelled(text, kind, speaker=None, assertion=None):
    start = TEXT.index(text)
    place = Place(document=DOCUMENT.id, start=start, end=start + len(text))
    return LabelledSentence(place=place, text=text, kind=kind, speaker=speaker, assertion=assertion)


TOLL = labelled(
    "The ministry said that twelve people died in Leeds.",
    SentenceKind.CLAIM,
    "The ministry",
    AssertionKind.ATTRIBUTED,
)
QUESTION = labelled("Why did nobody warn them?", SentenceKind.QUESTION)
NOTICE = labelled("Advertisement", SentenceKind.BOILERPLATE)


def values(figures):
    return {figure.key: figure.value for figure in figures}


def test_a_report_is_a_claim_and_an_advertisement_is_none():
    found = values(checkworthiness_figures((TOLL, QUESTION, NOTICE), {DOCUMENT.id: extract(DOCUMENT)}))
    assert found["sentences.claim_f1"] == found["sentences.kind_macro_f1"] == 1


def test_a_question_labelled_a_claim_costs_recall():
    wrong = QUESTION.model_copy(update={"kind": SentenceKind.CLAIM})
    extractions = {DOCUMENT.id: extract(DOCUMENT)}
    assert values(checkworthiness_figures((TOLL, wrong), extractions))["sentences.claim_recall"] == 0.5
    table = kind_confusion((TOLL, wrong), extractions)
    assert table.counts[table.rows.index("claim")][table.columns.index("question")] == 1


def test_a_speaker_is_right_by_its_head_noun():
    assert speaker_head("the emergencies ministry in Bishkek") == speaker_head("The ministry") == "ministry"
    assert speaker_head(None) is None
    assert values(attribution_figures([TOLL], {}, BY_RULES))["sentences.speaker"] == 1


def test_a_wrong_speaker_counts_only_where_one_is_named():
    denied = TOLL.model_copy(update={"speaker": "the mayor"})
    assert values(attribution_figures([denied], {}, BY_RULES))["sentences.speaker_credited"] == 0


def test_what_lies_ahead_depends_on_the_day_of_publication():
    text = "The board reconvenes on 20 March."
    ahead = LabelledSentence(
        place=Place(document="board/wire", start=0, end=len(text)),
        text=text,
        kind=SentenceKind.CLAIM,
        speaker=None,
        assertion=AssertionKind.FORECAST,
    )
    right = [
        values(attribution_figures([ahead], {"board/wire": day}, BY_RULES))["sentences.assertion"]
        for day in (date(2025, 3, 14), date(2025, 3, 25), None)
    ]
    assert right == [1, 0, 0]


def test_one_wrong_boundary_costs_both_sentences():
    text = "Mr. Linardos resigned. Nobody said why."
    right = Passage(id="a", text=text, spans=frozenset({(0, 22), (23, 39)}))
    wrong = Passage(id="b", text=text, spans=frozenset({(0, 39)}))
    (figure,) = segmentation_figures([right, wrong])
    assert figure.value == pytest.approx(2 * 2 / (2 + 2 + 2 + 1))

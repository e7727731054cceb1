from __future__ import annotations

import json
from pathlib import Path

import pytest

from crosscheck.claims.checkworthiness import classify, classify_sentences
from crosscheck.claims.sentences import split_sentences
from crosscheck.types import SentenceKind

NONCLAIMS = Path(__file__).parents[2] / "eval" / "data" / "segmentation" / "nonclaims.jsonl"


def kinds(text: str) -> list[tuple[str, str]]:
    return [
        (sentence.text, sentence.kind.value) for sentence in classify_sentences(text, split_sentences(text))
    ]


def share_left_out(kind: SentenceKind) -> float:
    lines = [json.loads(line) for line in NONCLAIMS.read_text(encoding="utf-8").splitlines()]
    texts = [line["text"] for line in lines if line["kind"] == kind]
    return sum(classify(text, alone=True) is not SentenceKind.CLAIM for text in texts) / len(texts)


def test_an_article_keeps_its_facts_and_drops_the_rest():
    article = (
        "By Ruth Castellan\n\n"
        "FLOOD WARNINGS IN FORCE\n\n"
        "LIMA, March 3 (Andina) - A dam burst above Puno on Monday, killing nine people.\n\n"
        "Advertisement\n\n"
        "Who is to blame? The owner had been warned twice. "
        "Observers say the coming weeks will show whether lessons have been learnt.\n\n"
        "Photo: The dam before it burst."
    )
    assert [text for text, kind in kinds(article) if kind == "claim"] == [
        "A dam burst above Puno on Monday, killing nine people.",
        "The owner had been warned twice.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "No document was signed.",
        "Nobody was arrested.",
        "A wider ceasefire was not discussed.",
        "The minister denied it.",
        "By Friday the river had crested.",
        "By noon nothing stood.",
        "The trust said it could not comment on individual claims.",
        "Experts say the vaccine prevents infection in children.",
        "Critics say the law bans peaceful protest.",
        "The ruling could delay the sale of the port.",
        "The regional government resigned.",
        "Herzog underscored that Israel is doing its utmost to protect civilians.",
        "The leaders stressed the importance of dialogue in a call that lasted 50 minutes.",
        "The two sides signed a framework agreement on regional cooperation on Tuesday.",
        "“The talks were constructive and a turning point,” the envoy said.",
        "The photo shows a policeman on the ground.",
    ],
)
def test_a_checkable_fact_is_a_claim_however_short_or_solemn(sentence):
    assert classify(sentence) is SentenceKind.CLAIM
    assert classify(sentence, alone=True) is SentenceKind.CLAIM


@pytest.mark.parametrize("line", ["At least 12 people died in Leeds on Tuesday", "14 people drowned"])
def test_a_statement_without_a_full_stop_is_a_claim(line):
    assert classify(line, alone=True) is SentenceKind.CLAIM


@pytest.mark.parametrize(
    "sentence",
    [
        "The coming weeks will show whether both sides mean it.",
        "Observers expect further exchanges that could shape policy in the months ahead.",
        "The significance of the Meyer-Okafor call cannot be overstated, as it reflects broader interests.",
    ],
)
def test_vague_commentary_is_no_claim(sentence):
    assert classify(sentence) is SentenceKind.COMMENTARY


def test_commentary_that_holds_a_figure_stays_a_claim():
    assert (
        classify("The 40-minute call underscores the importance of regional dialogue.") is SentenceKind.CLAIM
    )


def test_a_question_is_no_claim_inside_a_quotation_either():
    assert classify("“How many more must drown?”") is SentenceKind.QUESTION


def test_a_question_with_its_answer_keeps_the_answer():
    assert kinds("Who pays? The state pays 40 million euros.") == [
        ("Who pays?", "question"),
        ("The state pays 40 million euros.", "claim"),
    ]


def test_a_heading_stands_alone_in_its_line():
    assert kinds("The Situation in Syria\n\nThe war began in 2011.")[0] == (
        "The Situation in Syria",
        "heading",
    )
    assert (
        classify("The Situation in Syria will be debated by the council", alone=False) is SentenceKind.CLAIM
    )


def test_a_dateline_is_a_fragment():
    assert kinds("KHUJAND, April 3. Border guards opened fire.") == [
        ("KHUJAND, April 3.", "fragment"),
        ("Border guards opened fire.", "claim"),
    ]


def test_a_signature_is_a_fragment_but_a_list_item_with_a_fact_is_not():
    assert classify("— The Reliability Team", alone=True) is SentenceKind.FRAGMENT
    assert classify("– 31 people were missing", alone=True) is SentenceKind.CLAIM


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (SentenceKind.QUESTION, 1.0),
        (SentenceKind.HEADING, 1.0),
        (SentenceKind.FRAGMENT, 1.0),
        (SentenceKind.BOILERPLATE, 0.95),
        (SentenceKind.COMMENTARY, 0.65),
    ],
)
def test_labelled_lines_that_are_no_claims_are_left_out(kind, least):
    assert share_left_out(kind) >= least


def test_offsets_slice_the_text():
    text = "Background\n\nThe canal was dug in 1936.\tIt leaks.  Why?\n— The Editors"
    for sentence in classify_sentences(text, split_sentences(text)):
        assert sentence.text == text[sentence.start : sentence.end]

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
        "Photos by Reuters show smoke above the plant on Tuesday.",
        "Compiled by Amnesty International, the list names 340 prisoners.",
        "Source: the ministry said 12 people died.",
        "Sources: the valve was open at noon.",
        "Source: the ministry names 12 dead.",
    ],
)
def test_a_checkable_fact_is_a_claim_however_short_or_solemn(sentence):
    assert classify(sentence) is SentenceKind.CLAIM
    assert classify(sentence, alone=True) is SentenceKind.CLAIM


@pytest.mark.parametrize(
    "line", ["Source: Statistics Office", "Sources: police, coastguard", "Source: police."]
)
def test_a_source_line_is_a_fragment(line):
    assert classify(line, alone=True) is SentenceKind.FRAGMENT


@pytest.mark.parametrize(
    "line",
    [
        "At least 12 people died in Leeds on Tuesday",
        "14 people drowned",
        "Fifteen people were killed",
        "The fire began at 22:15 on Monday",
    ],
)
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


@pytest.mark.parametrize("mark", ["-", "•", "*"])
def test_a_list_item_is_what_it_would_be_without_its_mark(mark):
    assert classify(f"{mark} The fire began at 22:15 on Monday", alone=True) is SentenceKind.CLAIM
    assert classify(f"{mark} Rotterdam in mourning", alone=True) is SentenceKind.HEADING
    assert classify(f"{mark} Cancel anytime.", alone=True) is SentenceKind.BOILERPLATE


def test_a_signature_behind_the_sentence_is_no_list_item():
    assert kinds("I saw the valve open.\n\n- Maud Ferrer, chair of the trust")[1][1] != "claim"
    assert classify("- Maud Ferrer, chair of the Kestel trust", alone=False) is SentenceKind.FRAGMENT


NOTICES = [
    "Correction, 22 October: an earlier version of this article said that eleven people had died.",
    "Corrections and clarifications: the pilot was misnamed as Karl Berg.",
    "Correction – The pilot was misnamed as Karl Berg.",
    "This article was amended on 22 October 2024.",
    "This article has since been amended to remove the name of the pilot.",
    "• This article was corrected on 22 October 2024 because the pilot was misnamed as Karl Berg.",
    "We have since corrected this article, which named eleven dead.",
    "The headline of this article was corrected to say that nine people died.",
    "This story has been updated to correct the number of dead, which was given as eleven.",
    "Because of an editing error, an earlier version of this article misstated the number of dead as eleven.",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_a_correction_notice_takes_back_is_no_claim(notice):
    assert classify(notice) is SentenceKind.BOILERPLATE
    assert classify(notice, alone=True) is SentenceKind.BOILERPLATE


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry issued a correction: nine people died, not eleven.",
        "Correction officers found two men dead in their cell.",
        "Correction of the signals on Monday cost 3 million euros.",
        "Clarification came on Monday, when the ministry said nine people had died.",
        "The editor's note of 3 March names nine people.",
        "An earlier version of the bill banned protests near schools.",
        "The article was amended by parliament in 2019.",
        "This report was revised by the agency in March and now counts nine dead.",
        "This story was told by eleven survivors.",
        "We have corrected the signals, the operator said.",
    ],
)
def test_a_report_on_a_correction_is_a_claim(sentence):
    assert classify(sentence) is SentenceKind.CLAIM


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: nine people died near Lund, not eleven.",
        "CORRECTION (Oct. 22, 2024): Nine people died near Lund.",
        "Clarification: the law was passed in March.",
        "Editor’s note: the number of dead has been changed from eleven to nine.",
    ],
)
def test_what_a_correction_notice_puts_right_is_a_claim(notice):
    assert classify(notice) is SentenceKind.CLAIM


def test_a_correction_notice_ends_with_its_paragraph():
    text = (
        "Nine people died near Lund.\n\n"
        "This article was amended on 22 October. An earlier version said that eleven died; in fact nine did.\n\n"
        "Police closed the road on Sunday."
    )
    assert [kind for _, kind in kinds(text)] == ["claim", "boilerplate", "boilerplate", "claim"]


def test_an_earlier_version_of_something_else_is_news():
    text = "The bill was published on Monday. An earlier version said that eleven offices would close."
    assert [kind for _, kind in kinds(text)] == ["claim", "claim"]


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

"""Short references and days told from others: what is resolved, and above all what is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.archive.holdings import claim_json
from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.judging.findings import side_of
from crosscheck.types import Claim, Document

PUBLISHED = "2025-03-14"  # a Friday


def last_claim(*sentences: str, title: str | None = None) -> Claim:
    document = Document(text=" ".join(sentences), title=title, published=PUBLISHED)
    return extract(document).claims[-1]


def meanings(*sentences: str, title: str | None = None) -> list[str | None]:
    return [reference.meaning for reference in last_claim(*sentences, title=title).references]


DVORSKA = "Governor Helena Dvorska told a news conference that every further step would be a small one."


@pytest.mark.parametrize(
    ("before", "claim", "meaning"),
    [
        (DVORSKA, "She said services prices remained the chief worry of the board.", "Helena Dvorska"),
        (DVORSKA, "Services prices remained the chief worry of the board, she added.", "Helena Dvorska"),
        ("Gilles Antonelli got home at ten on Wednesday.", "He was brought sandwiches.", "Gilles Antonelli"),
        (
            "A Commission spokesman, Bram Dekeyser, said the text contained clarifications.",
            "He denied that Spain had written any part of it.",
            "Bram Dekeyser",
        ),
        (
            "The paper was photographed in a strongroom, an official of the security ministry said.",
            "It was sold for 600,000 rupees, he added.",
            "an official of the security ministry",
        ),
    ],
)
def test_a_pronoun_means_who_spoke_or_was_spoken_of_before(before, claim, meaning):
    assert meanings(before, claim) == [meaning]


def test_a_person_is_named_in_the_fullest_form_so_far():
    told = [
        "President Kerem Demir landed in Ankara on Tuesday.",
        "Demir met nobody.",
        "He left again on Friday.",
    ]
    assert meanings(*told) == ["Kerem Demir"]


def test_sentences_without_a_person_are_passed_over():
    told = [
        "Mr Pavel Brandt resigned on Monday.",
        "The bridge has been closed for weeks.",
        "He blamed the rain.",
    ]
    assert meanings(*told) == ["Pavel Brandt"]


def test_the_title_comes_last():
    assert meanings("He resigned on Monday.", title="Fallout of the Pavel Brandt affair") == ["Pavel Brandt"]


@pytest.mark.parametrize(
    "told",
    [
        ["On Monday the council heard Pavel Brandt and Tomas Hrubec.", "He resigned on Tuesday."],
        ["Ms Helena Dvorska resigned on Monday.", "He had been asked to stay."],
        ["Wagtail Home is recalling 310,000 monitors.", "He said that nobody had been hurt."],
        ["His wife said that the door had been open.", "He had left the house at six."],
        ["He had left the house at six."],
    ],
    ids=["two men", "a woman", "a company", "someone's wife", "nobody"],
)
def test_a_pronoun_that_could_be_several_or_is_nobody_stays_unresolved(told):
    assert meanings(*told) == [None]


@pytest.mark.parametrize(
    ("before", "claim", "meaning"),
    [
        (
            "The Ministry of Defence has no news of the convoy.",
            "The ministry said it was looking into the report.",
            "Ministry of Defence",
        ),
        (
            "Governor Umar Dankolo announced the release on Friday.",
            "Two kidnappers were killed, the governor said.",
            "Umar Dankolo",
        ),
        (
            "Ana Lindqvist, the mayor of Graz, opened the bridge.",
            "The mayor said it had cost four million euros.",
            "Ana Lindqvist",
        ),
        (
            "The emergencies ministry has sent two aircraft.",
            "Both will arrive on Monday, the ministry said.",
            "The emergencies ministry",
        ),
        (
            "The Ministry of Defence has blamed the Ministry of Finance.",
            "The ministry said it would answer on Monday.",
            None,
        ),
        (
            "Vice-president Agnes Koroma kept her seat on Thursday.",
            "The president said he would not go back to the table.",
            None,
        ),
        (
            "The office of the deputy prime minister, Arsen Galoyan, confirmed the exchange.",
            "The prime minister said that eleven men had come home.",
            None,
        ),
    ],
)
def test_a_short_name_means_the_only_one_that_is_called_so(before, claim, meaning):
    assert meanings(before, claim)[:1] == [meaning]


def test_the_two_are_the_persons_of_the_nearest_sentence_with_two():
    told = [
        "President Kerem Demir called Prime Minister Eleni Markatou on Tuesday.",
        "The talk went on for an hour.",
        "Energy was discussed, and the two leaders will meet in Izmir.",
    ]
    assert meanings(*told) == ["Kerem Demir and Eleni Markatou"]


def test_two_countries_are_named_as_such():
    told = ["Oman and Kuwait built the line together.", "The two governments paid three billion dollars."]
    assert meanings(*told) == ["Oman and Kuwait"]


@pytest.mark.parametrize(
    "told",
    [
        ["Pavel Brandt, Eleni Markatou and Tomas Hrubec sat down on Monday.", "The two left early."],
        ["Pavel Brandt met Eleni Markatou on Monday.", "The two finance ministries paid for it."],
    ],
    ids=["three", "ministries"],
)
def test_the_two_of_three_or_of_something_else_are_not_resolved(told):
    assert not any(meanings(*told))


# ---- who speaks ----


def test_the_voice_is_what_the_speaker_means():
    claim = last_claim(DVORSKA, "Services prices remained the chief worry, she said.")
    assert (claim.speaker, claim.voice) == ("she", "Helena Dvorska")
    assert side_of(claim).speaker == "Helena Dvorska"


def test_a_pronoun_that_nothing_explains_has_no_voice():
    claim = sentence_claim("Nobody was hurt, he said.")
    assert (claim.speaker, claim.voice) == ("he", None)


def test_a_short_name_that_nothing_explains_speaks_in_its_own_words():
    claim = sentence_claim("Nobody was hurt, the ministry said.")
    assert claim.voice == "the ministry"


def test_the_outlet_has_no_voice():
    assert sentence_claim("Nobody was hurt.").voice is None


def test_references_survive_the_archive():
    claim = last_claim(DVORSKA, "Services prices remained the chief worry, she said.")
    assert Claim.model_validate_json(claim_json(claim)) == claim


# ---- days ----


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (["The buyer paid on Tuesday and was arrested the same evening."], date(2025, 3, 11)),
        (["The bridge fell on Tuesday.", "No storm was registered that day."], date(2025, 3, 11)),
        (["The premier resigned on Tuesday.", "She left the country the next day."], date(2025, 3, 12)),
        (["The vote of March 11 had been called off the day before."], date(2025, 3, 10)),
        (["The vote was held on March 3 and repeated two days later."], date(2025, 3, 5)),
        (["The vote was held on March 10, a week later than planned, or a week later."], date(2025, 3, 17)),
    ],
)
def test_a_day_is_counted_from_the_last_one_named(told, day):
    assert last_claim(*told).times[-1].earliest == day


@pytest.mark.parametrize(
    "told",
    [
        ["The paper was photographed on the night before the test."],
        ["The crews struck on Thursday over the same night shifts."],
        [
            "Seventeen people were killed, an official said on Thursday.",
            "The bride was pulled out that evening.",
        ],
        ["The bridge has been closed.", "No storm was registered that day."],
    ],
    ids=["before what follows", "a noun follows", "day of saying", "no day"],
)
def test_a_day_that_hangs_on_something_else_is_not_made_up(told):
    claim = last_claim(*told)
    assert not any(time.text.lower().startswith(("the night", "the same", "that")) for time in claim.times)


@given(
    st.lists(
        st.sampled_from(
            [
                "He said so.",
                "The two met that day.",
                "Mr Pavel Brandt resigned on Monday.",
                "The ministry denied it.",
                "“She left,” he added.",
                "The day after, nobody spoke.",
                "A mayor, Ana Lee, was told, she said, the same day.",
            ]
        ),
        max_size=7,
    )
)
def test_offsets_slice_the_claim(sentences):
    for claim in extract(Document(text=" ".join(sentences), published=PUBLISHED)).claims:
        for found in (*claim.references, *claim.times):
            assert claim.text[found.start : found.end] == found.text


def test_a_ministry_that_another_one_stands_beside_stays_unresolved():
    before = "The Ministry of Defence said 12 soldiers died. The health ministry said 30 people died."
    assert meanings(before, "The ministry said the toll may rise to 40.")[:1] == [None]


def test_no_day_is_counted_from_that_on_which_it_was_told_beyond_the_article():
    claim = sentence_claim(
        "Police said on Monday that the suspect fled and was caught two days later.", "2024-10-22"
    )
    assert [time.earliest.isoformat() for time in claim.times] == ["2024-10-21"]

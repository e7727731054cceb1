"""Who says it, and as what: the frames in which news credits its sources."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.claims.speakers import find_attribution
from crosscheck.types import AssertionKind


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The fund confirmed that it wanted the chairman out.", "The fund"),
        ("By Monday 1,024 had come out of Gaza, the emergencies ministry says.", "the emergencies ministry"),
        ("The talk lasted about 40 minutes, an Israeli official said.", "an Israeli official"),
        ("There was no alarm, said the manager, who absolved the cleaners.", "the manager"),
        ("According to Birch, her superiors silenced her.", "Birch"),
        ("According to the log the ambulance took 38 minutes.", "the log"),
        (
            "Both will stay for a day, according to two people involved in the planning.",
            "two people involved in the planning",
        ),
        ("Netanyahu told all three that beating Hamas was in their interest.", "Netanyahu"),
        ("In a statement the ministry said that nobody had been hurt.", "the ministry"),
        ("On Tuesday, Abbas Araghchi declared that his country did not seek war.", "Abbas Araghchi"),
        ("The report, which was published in May, says that the dam could fail.", "The report"),
        ("Prices will rise, the governor, Saleem Baigzada, told analysts.", "the governor"),
        (
            "An aide passed him a note, two people who were present told the Post.",
            "two people who were present",
        ),
        (
            "JERUSALEM, Dec. 10 (Meridian) — Netanyahu spoke with Putin on Sunday, his office said.",
            "his office",
        ),
    ],
)
def test_the_speaker_is_found_in_every_order(text, speaker):
    found = find_attribution(text)
    assert found.speaker == speaker
    assert text[slice(*found.span)] == speaker
    assert not found.pronoun


@pytest.mark.parametrize(
    "text",
    [
        "The Kremlin released its own summary of the conversation.",
        "A LeClaire woman has claimed the largest prize in the history of the lottery.",
        "The force declined to say whether any officer had touched the man.",
        "The doctor has not said whether she will stand.",
        "In the bazaar there are rumours of expired drops, which the doctors deny.",
        "Figures reported by the ministry were wrong.",
        "The governor was told that the engineers had gone.",
        "It was a spokesman who told reporters that the report would be published.",
        "Azerbaijan turned down the proposal to swap lists of prisoners.",
    ],
)
def test_an_act_or_an_aside_credits_nobody(text):
    found = find_attribution(text)
    assert found.speaker is None
    assert found.span is None
    assert found.assertion is AssertionKind.STATEMENT


def test_a_pronoun_is_marked_to_be_resolved():
    found = find_attribution("He had sent the ham back unopened, he told the committee.")
    assert (found.speaker, found.pronoun) == ("he", True)


def test_his_lawyer_is_no_pronoun():
    found = find_attribution("He was never asked, his lawyer said.")
    assert (found.speaker, found.pronoun) == ("his lawyer", False)


def test_a_verb_within_the_quotation_does_not_count():
    found = find_attribution('"Nobody from Brussels ever told me that," he said at his office.')
    assert (found.speaker, found.assertion) == ("he", AssertionKind.QUOTATION)


def test_the_first_main_clause_decides():
    found = find_attribution("It arrived within eight minutes, the service said; it took 40, said the widow.")
    assert found.speaker == "the service"


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("The conversation lasted about 50 minutes.", "statement"),
        ("The skipper says that he called his wife at 3.30.", "attributed"),
        ("“The chemistry is fine,” sighed one ambassador.", "quotation"),
        ("“Old is not the same as dangerous.”", "quotation"),
        ("Police denied that any officer had been drinking.", "denial"),
        ("The Border Troops categorically reject the assertion that they crossed the line.", "denial"),
        ("There was no truth in the story, the company said.", "denial"),
        ("Each country accused the other of shooting first.", "allegation"),
        ("The foreman is suspected of having lent his badge for money.", "allegation"),
        ("He claims to have worked for the service for eleven years.", "allegation"),
        ("The second tunnel will be fitted with extra ventilators in May.", "forecast"),
        ("The council plans to close four libraries.", "forecast"),
        ("India confirmed on Thursday that the minister would visit Delhi in January.", "forecast"),
        ("The complaint is to be heard by three judges, the county said.", "forecast"),
        ("Drivers would walk out if no offer was made, the union said.", "condition"),
        ("It lapses on Wednesday unless it is renewed.", "condition"),
        ('Council President Joyce Arneson called the plan "a decent first draft".', "opinion"),
        ("Only two of the nine members are thought to favour the sale.", "opinion"),
    ],
)
def test_the_kind_of_assertion(text, assertion):
    assert find_attribution(text).assertion is AssertionKind(assertion)


@pytest.mark.parametrize(
    "text",
    [
        "The cause was a strike, and the wind was to blame.",
        "Asked if she would stay, the mayor smiled.",
        "The delay was due to the wind.",
        "Zambia rejected the offer.",
        "The governor would not comment.",
    ],
)
def test_words_that_only_look_like_a_weaker_kind(text):
    assert find_attribution(text).assertion is AssertionKind.STATEMENT


@given(
    st.lists(
        st.sampled_from(
            ["said", ",", "he", "the mayor", "“", "”", "that", "told", "according to", ";", "May"]
        )
    )
)
def test_any_order_of_words_gives_a_speaker_that_slices_the_text(words):
    text = " ".join(words)
    found = find_attribution(text)
    assert (found.speaker is None) == (found.span is None)
    if found.span:
        assert text[slice(*found.span)] == found.speaker

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from crosscheck.reading import normalise
from crosscheck.reading.normalisation import encodable

ANY_TEXT = st.text(st.characters(codec=None), max_size=80) | st.text(
    "ab .-\n\r\t\u00a0\u00ad\u200b\u2011\u2028\u0301\ufeff\ud800e\u0000\u202e", max_size=40
)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(ANY_TEXT)
def test_kept_text_is_nfc_and_can_be_saved(text):
    kept = normalise(text)
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode("utf-8")


@given(ANY_TEXT)
def test_paragraphs_are_separated_by_one_empty_line_and_hold_no_control_character(text):
    for paragraph in filter(None, normalise(text).split("\n\n")):
        assert paragraph == paragraph.strip()
        assert not any(unicodedata.category(character) == "Cc" for character in paragraph)


@given(st.text(st.characters(codec=None)))
def test_replacing_lone_surrogates_moves_no_offset(text):
    assert len(encodable(text)) == len(text)


def test_two_spellings_of_the_same_sentence_become_equal():
    typeset = "The high\u2011level talks las\u00adted 50\u00a0minutes, Josee\u0301 said.\r\n"
    typed = "The high-level talks lasted 50 minutes, Jose\u00e9 said."
    assert normalise(typeset) == typed


def test_ligatures_of_a_typeset_page_are_letters():
    assert normalise("The \ufb01re was put out by an o\ufb03cer.") == "The fire was put out by an officer."


def test_line_ends_of_windows_and_old_macs_end_paragraphs():
    assert (
        normalise("One.\r\nTwo.\rThree.\u2028Four.\n\n\n\nFive.")
        == "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive."
    )


def test_direction_marks_cannot_disguise_a_quote():
    assert normalise("He said \u202eyes\u202c.") == "He said yes."

from hypothesis import given
from hypothesis import strategies as st

from crosscheck.reading.reflow import Vocabulary, blocks, join_lines


def joined(*lines: str, elsewhere: str = "") -> str:
    return join_lines(lines, Vocabulary("\n".join((*lines, elsewhere))))


def test_a_word_broken_at_the_end_of_a_line_is_put_together():
    assert joined("closed on Tues-", "day after a spill") == "closed on Tuesday after a spill"


def test_a_compound_that_the_text_has_elsewhere_keeps_its_hyphen():
    assert joined("a long-", "term plan", elsewhere="The long-term plan failed.") == "a long-term plan"


def test_hyphens_of_names_figures_and_chains_stay():
    assert joined("the Netanyahu-", "Trump call") == "the Netanyahu-Trump call"
    assert joined("in 2024-", "25 the") == "in 2024-25 the"
    assert joined("a state-of-the-", "art pump") == "a state-of-the-art pump"


def test_a_dash_between_words_is_no_broken_word():
    assert joined("the valve -", "open since noon") == "the valve - open since noon"


def test_lines_of_a_list_stay_lines():
    assert blocks("Dead: 12\nMissing: 4\nMoved: 30") == ["Dead: 12\nMissing: 4\nMoved: 30"]


@given(st.lists(st.text("abc -.\n", min_size=1, max_size=90), max_size=6))
def test_no_letter_is_lost_or_moved(pieces):
    text = "\n\n".join(pieces)
    letters = [character for character in text if character.isalpha()]
    assert [character for block in blocks(text) for character in block if character.isalpha()] == letters

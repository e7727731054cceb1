"""Quotes: what differs is marked, nothing that a terminal or a browser obeys is left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import side

from crosscheck.report.quotes import Segment, excerpt, printable, segments
from crosscheck.types import Side


def test_the_differing_words_of_a_quote_are_cut_out_by_their_place_in_the_document():
    quote = side("wire", 812, "At least 12 people died and 30 were hurt.", "12", "30")
    assert segments(quote) == (
        Segment("At least "),
        Segment("12", differs=True),
        Segment(" people died and "),
        Segment("30", differs=True),
        Segment(" were hurt."),
    )


def test_overlapping_and_touching_spans_are_one_mark():
    quote = Side(
        document="wire", start=100, end=110, text="0123456789", spans=((104, 106), (102, 105), (106, 107))
    )
    assert segments(quote) == (Segment("01"), Segment("23456", differs=True), Segment("789"))


def test_spans_outside_the_quote_mark_nothing_but_the_part_inside():
    quote = Side(
        document="wire", start=100, end=110, text="0123456789", spans=((0, 20), (90, 102), (108, 500), (7, 3))
    )
    assert [piece.text for piece in segments(quote) if piece.differs] == ["01", "89"]


@given(
    text=st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1),
    start=st.integers(0, 10_000),
    spans=st.lists(st.tuples(st.integers(-50, 10_100), st.integers(-50, 10_100)), max_size=6),
)
def test_no_span_loses_doubles_or_reorders_a_character_of_the_quote(text, start, spans):
    quote = Side(document="d", start=start, end=start + len(text), text=text, spans=tuple(spans))
    pieces = segments(quote)
    assert "".join(piece.text for piece in pieces) == text
    assert all(before.differs != after.differs for before, after in pairwise(pieces))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jgone\x07", "2Jgone"),
        ("toll \u202e21\u202c", "toll 21"),
        ("two\r\nlines\u2028and\ta tab", "two lines and a tab"),
        ("قال المتحدث", "قال المتحدث"),
        ("naïve café, 5 €", "naïve café, 5 €"),
    ],
)
def test_control_characters_and_direction_overrides_are_dropped_and_letters_are_not(text, shown):
    assert printable(text) == shown


def test_a_short_quote_is_its_own_excerpt():
    pieces = segments(side("wire", 0, "The call lasted 50 minutes.", "50 minutes"))
    assert excerpt(pieces, 100) == pieces


def test_an_excerpt_of_a_long_quote_keeps_the_differing_words_and_whole_words_around_them():
    text = "before " * 500 + "the toll was 48 on Tuesday " + "after " * 500
    pieces = excerpt(segments(side("wire", 0, text, "48")), 120)
    shown = "".join(piece.text for piece in pieces)
    assert Segment("48", differs=True) in pieces
    assert shown.startswith("… before")
    assert shown.rstrip().endswith("after …")
    assert len(shown) <= 130


def test_an_excerpt_of_a_long_quote_without_differing_words_is_its_beginning():
    text = "First words. " + "more " * 500
    (piece,) = excerpt(segments(side("wire", 0, text)), 100)
    assert piece.text.startswith("First words. more")
    assert piece.text.endswith(" …")
    assert len(piece.text) <= 102


def test_an_excerpt_of_one_endless_word_is_cut_all_the_same():
    (piece,) = excerpt(segments(side("wire", 0, "x" * 10_000)), 100)
    assert len(piece.text) == 102

"""Who holds an office, and who held it, where the text says so."""

import pytest

from crosscheck.claims.offices import offices


@pytest.mark.parametrize(
    ("text", "person", "is_past", "telling"),
    [
        ("Former U.S. President Jane Roe spoke first.", "Jane Roe", True, "Former"),
        ("He met U.S. President Jane Roe on Tuesday.", "Jane Roe", False, "President"),
        ("The ex-Prime Minister Tomas Wirth left early.", "Tomas Wirth", True, "ex"),
        ("French Foreign Minister Anne Le Goff signed.", "Anne Le Goff", False, "Foreign Minister"),
        ("The sitting Mayor Anna Berg declined.", "Anna Berg", False, "sitting"),
    ],
)
def test_a_text_says_whether_an_office_is_held(text, person, is_past, telling):
    (office,) = offices(text)
    assert (office.person, office.is_past, text[office.start : office.end]) == (person, is_past, telling)


@pytest.mark.parametrize(
    "text",
    [
        "President Jane Roe said so.",  # a courtesy that former presidents keep
        "Then-President Jane Roe had refused in 2011.",
        "The president left for Oslo.",
    ],
)
def test_a_bare_title_says_nothing(text):
    assert offices(text) == ()

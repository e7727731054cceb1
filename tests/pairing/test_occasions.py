"""The same people meet in January and in October."""

import pytest

from crosscheck.claims.extract import sentence_claim
from crosscheck.pairing.occasions import may_share_occasion


def share(a, published_a, b, published_b):
    return may_share_occasion(sentence_claim(a, published_a), sentence_claim(b, published_b))


def test_two_meetings_nine_months_apart_are_two_occasions():
    assert not share(
        "Blinken met Netanyahu in Tel Aviv on Tuesday.",
        "2024-01-09",
        "Blinken met Netanyahu in Jerusalem on Tuesday.",
        "2024-10-22",
    )


def test_a_later_report_that_looks_back_speaks_of_the_earlier_occasion():
    assert share(
        "Blinken met Netanyahu in Tel Aviv on Tuesday.",
        "2024-01-09",
        "In January the two men had met in Tel Aviv.",
        "2024-10-22",
    )


def test_reports_of_the_same_week_may_always_share_an_occasion():
    assert share("The bridge opens on July 1.", "2025-06-18", "The bridge opens on August 1.", "2025-06-20")


@pytest.mark.parametrize(("first", "second"), [(None, "2024-10-22"), ("2024-01-09", None), (None, None)])
def test_an_unknown_date_can_be_any(first, second):
    assert share("Blinken met Netanyahu.", first, "Netanyahu met Blinken.", second)

"""The same people meet in January and in October."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.pairing.occasions import ClaimDays, may_share_occasion, shared_occasions


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


THIS_YEAR = "This year the ministry dismissed 4 governors."


def test_what_speaks_of_a_whole_year_is_no_occasion_of_all_the_news_of_that_year():
    assert not share(THIS_YEAR, "2025-09-01", "The ministry dismissed a governor.", "2025-03-03")
    assert not share("The ministry dismissed a governor.", "2025-03-03", THIS_YEAR, "2025-09-01")
    assert share(THIS_YEAR, "2025-09-01", "The ministry dismissed a governor.", "2025-08-25")


def test_what_speaks_of_a_whole_year_meets_what_names_a_day_or_that_year_too():
    assert share(THIS_YEAR, "2025-09-01", "The ministry dismissed a governor on 3 March 2025.", "2025-03-04")
    assert share(THIS_YEAR, "2025-09-01", "The ministry has dismissed 5 governors this year.", "2025-05-01")


def test_a_month_is_no_more_than_an_occasion_can_last():
    assert share("In March 2025 the two met.", "2025-06-01", "The two met.", "2025-03-20")


CLAIMS = st.builds(
    sentence_claim,
    st.sampled_from(
        [
            "The two met.",
            "The two met on 3 February 2025.",
            "They will meet in March 2025.",
            "The talks went on from 10 January 2025 to 20 February 2025.",
            THIS_YEAR,
        ]
    ),
    st.none() | st.dates(date(2025, 1, 1), date(2025, 3, 31)).map(date.isoformat),
)


@given(st.lists(CLAIMS, max_size=4), st.lists(CLAIMS, max_size=4))
def test_of_many_claims_the_same_share_an_occasion_as_one_by_one_whichever_comes_first(some, others):
    shared = shared_occasions(ClaimDays.of(some), ClaimDays.of(others))
    assert shared.shape == (len(some), len(others))
    assert shared.tolist() == [[may_share_occasion(b, a) for b in others] for a in some]

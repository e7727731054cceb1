"""The words of the reports."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from report_samples import POST

from crosscheck.report import wording
from crosscheck.types import Coverage, DifferenceType, Tier, Verdict


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (datetime(2024, 10, 22, 18, 40, tzinfo=UTC), "22 Oct 2024, 18:40 UTC"),
        (datetime(2024, 10, 23, 0, 5, tzinfo=timezone(timedelta(hours=3))), "22 Oct 2024, 21:05 UTC"),
        (date(2024, 3, 1), "1 Mar 2024"),
        (None, "date unknown"),
    ],
)
def test_publication_times_are_told_in_utc_and_no_hour_is_made_up(published, words):
    assert wording.moment(published) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 conflict"), (0, "0 conflicts"), (2, "2 conflicts"), (1204, "1,204 conflicts")],
)
def test_counts_agree_with_their_noun(number, words):
    assert wording.counted(number, "conflict") == words


def test_every_verdict_type_and_tier_has_words():
    assert set(wording.VERDICTS) == set(Verdict)
    assert set(wording.TYPES) == set(DifferenceType)
    assert set(wording.TIERS) == set(Tier)


def test_the_summary_counts_a_wire_copy_as_no_source(editors_report):
    assert wording.summary(editors_report) == (
        "4 sources and 1 copy, 143 sentences: 2 conflicts, 1 competing account, 1 update and 2 agreements"
    )


def test_two_articles_of_one_outlet_are_one_source(report_without_findings):
    first, second = report_without_findings.documents
    same = second.model_copy(update={"source": first.source})
    report = report_without_findings.model_copy(update={"documents": (first, same)})
    assert wording.scope(report) == "1 source, 65 sentences"


def test_a_report_without_findings_says_how_much_was_compared(report_without_findings, report_of_nothing):
    assert wording.summary(report_without_findings) == (
        "2 sources, 65 sentences: no findings in 57 pairs of claims"
    )
    assert wording.summary(report_of_nothing) == "No documents could be read: no claims to compare"


@pytest.mark.parametrize(
    ("documents", "sentences", "claims", "pairs", "words"),
    [
        (0, 0, 0, 0, "No updates: no document could be read."),
        (2, 9, 0, 0, "No updates: read 9 sentences in 2 documents, and none states anything checkable."),
        (
            2,
            9,
            5,
            0,
            "No updates: read 5 claims in 2 documents, and no two of them can speak of the same fact.",
        ),
        (2, 9, 5, 1, "No updates: compared 1 pair drawn from 5 claims in 2 documents."),
    ],
)
def test_an_empty_section_says_how_far_the_chain_came(documents, sentences, claims, pairs, words):
    coverage = Coverage(
        documents=documents, sentences=sentences, claims=claims, pairs=pairs, single_source_claims=0
    )
    assert wording.nothing_found("updates", coverage) == words


def test_claims_of_one_source_that_a_report_does_not_list_are_not_denied():
    coverage = Coverage(documents=2, sentences=40, claims=30, pairs=50, single_source_claims=12)
    assert wording.no_single_source(coverage) == (
        "12 claims of 30 found in one source only; this report does not list them."
    )


def test_months_are_named_in_english_whatever_the_locale_of_the_machine():
    told = [wording.moment(date(2024, month, 1)).split()[1] for month in range(1, 13)]
    assert told == ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def test_the_outlets_that_run_a_wire_text_are_named_up_to_four_and_counted_beyond():
    outlets = [POST.model_copy(update={"source": f"Outlet {n}"}) for n in range(1, 11)]
    assert wording.copied_by(outlets[:1]) == "copied by Outlet 1"
    assert wording.copied_by(outlets[:4]) == "copied by Outlet 1, Outlet 2, Outlet 3 and Outlet 4"
    assert wording.copied_by(outlets) == "copied by Outlet 1, Outlet 2, Outlet 3 and 7 more"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("The State Department", "according to the State Department"),
        ("two people", "according to two people"),
        ("Theodora Lee", "according to Theodora Lee"),
    ],
)
def test_an_article_within_a_sentence_is_small(name, words):
    assert wording.speaker(name) == words

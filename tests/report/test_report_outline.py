"""The order in which a report shows what was found."""

from datetime import UTC, date, datetime

import pytest
from report_samples import LEDGER, POST, TOLL, WIRE

from crosscheck.report import wording
from crosscheck.report.outline import Outline
from crosscheck.types import Verdict


def test_conflicts_come_first_and_agreements_last(editors_report):
    sections = Outline(editors_report).sections
    assert [section.verdict for section in sections] == [
        Verdict.CONFLICT,
        Verdict.COMPETING_ACCOUNTS,
        Verdict.UPDATE,
        Verdict.AGREEMENT,
    ]
    assert [len(section.comparisons) for section in sections] == [2, 1, 1, 2]


def _order(report, verdict=Verdict.UPDATE):
    (section,) = (section for section in Outline(report).sections if section.verdict is verdict)
    return [(pair.first.document.id, pair.second.document.id) for pair in section.comparisons]


def _published(report, **times):
    documents = tuple(
        document.model_copy(update={"published": times.get(document.id, document.published)})
        for document in report.documents
    )
    return report.model_copy(update={"documents": documents})


def test_an_update_shows_the_earlier_report_first_whichever_side_it_is(editors_report):
    swapped = TOLL.model_copy(update={"a": TOLL.b, "b": TOLL.a})
    for finding in (TOLL, swapped):
        report = editors_report.with_findings((finding,))
        assert _order(report) == [("ledger", "radio")]


@pytest.mark.parametrize(
    ("radio", "ledger", "first"),
    [
        (datetime(2024, 10, 22, 8, tzinfo=UTC), datetime(2024, 10, 22, 9, tzinfo=UTC), "radio"),
        (datetime(2024, 10, 22, 9, tzinfo=UTC), datetime(2024, 10, 22, 8, tzinfo=UTC), "ledger"),
        (date(2024, 10, 22), datetime(2024, 10, 22, 8, tzinfo=UTC), "radio"),
        (datetime(2024, 10, 22, 8, tzinfo=UTC), date(2024, 10, 21), "ledger"),
        (None, datetime(2024, 10, 22, 8, tzinfo=UTC), "radio"),
        (datetime(2024, 10, 22, 8, tzinfo=UTC), None, "radio"),
    ],
)
def test_an_update_is_turned_only_where_both_times_are_known_to_differ(editors_report, radio, ledger, first):
    order = _order(_published(editors_report, radio=radio, ledger=ledger))
    assert [pair[0] for pair in order] == [first]


def test_a_copy_that_speaks_for_itself_is_not_named_among_the_copies(editors_report):
    copies = tuple(
        document.model_copy(update={"copy_of": "ledger"}) if document.id == "radio" else document
        for document in editors_report.documents
    )
    report = editors_report.model_copy(update={"documents": copies}).with_findings((TOLL,))
    (comparison,) = (each for section in Outline(report).sections for each in section.comparisons)
    quotes = {quote.document.id: quote for quote in (comparison.first, comparison.second)}
    assert quotes.keys() == {"ledger", "radio"}
    assert quotes["ledger"].copies == ()


def test_a_conflict_keeps_its_sides_whatever_their_times(editors_report):
    late_wire = _published(editors_report, wire=datetime(2030, 1, 1, tzinfo=UTC))
    assert _order(late_wire, Verdict.CONFLICT) == [("wire", "ledger"), ("wire", "draft")]


def test_claims_of_one_source_stand_under_it_in_the_order_of_its_articles(editors_report):
    second = LEDGER.model_copy(update={"source": "Meridian Wire"})
    report = editors_report.model_copy(update={"documents": (WIRE, second, *editors_report.documents[2:])})
    quote = report.single_source[1].model_copy(update={"document": "ledger"})
    report = report.model_copy(update={"single_source": (quote, *report.single_source)})
    soles = Outline(report).sole_sources
    assert [sole.source for sole in soles] == ["Meridian Wire", "Capital Radio News", "draft.md"]
    assert [(q.document.id, q.side.start) for q in soles[0].quotes] == [
        ("wire", 820),
        ("wire", 1710),
        ("wire", 1820),
        ("wire", 2011),
        ("ledger", 1710),
    ]


def test_wire_copies_stand_under_their_original_and_beside_its_quotes(editors_report):
    outline = Outline(editors_report)
    assert [(voice.original.id, voice.copies) for voice in outline.voices] == [
        ("wire", (POST,)),
        ("ledger", ()),
        ("radio", ()),
        ("draft", ()),
    ]
    duration = outline.sections[0].comparisons[0]
    assert duration.first.copies == (POST,)
    assert duration.second.copies == ()


def test_the_funnel_runs_from_documents_to_findings(editors_report):
    funnel = [(stage.noun, stage.amount) for stage in Outline(editors_report).funnel]
    assert funnel == [("document", 5), ("sentence", 143), ("claim", 82), ("pair", 214), ("finding", 6)]


def test_an_article_that_repeats_itself_is_not_named_as_a_further_source(editors_report):
    own, other = editors_report.documents[0], editors_report.documents[1]
    assert wording.also([own, other], own) == f"also reported by {other.source}"
    assert wording.also([own], own) == "said again in the same article"
    second = own.model_copy(update={"id": "second"})
    assert wording.also([own, second], own) == "said again by the same source"
    assert wording.also([second, other], own) == f"also reported by {other.source}"

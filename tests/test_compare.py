"""The whole chain on small stories, with the real bundled models."""

import itertools

import pytest
from judging_by_hand import judge_by_hand

from crosscheck import Crosscheck, Document, Settings, Verdict
from crosscheck.protocols import Encoder, Index, NliModel, Reader
from crosscheck.testing import FakeAssertions, FakeEncoder, FakeIndex, FakeNli, FakeReader

WIRE = Document(
    source="Meridian Wire",
    title="Turkish, Romanian presidents speak about mines",
    published="2025-04-16T08:00:00Z",
    text=(
        "ANKARA, April 16 (Meridian) - The Turkish and Romanian presidents spoke by telephone for 50 minutes on "
        "Tuesday.\n\nThey discussed mines adrift in the Black Sea and the price of gas.\n\nAdvertisement\n\n"
        "A joint commission of naval officers will meet in Constanta in March. Three merchant ships have struck "
        "drifting mines since February. The Turkish communications directorate published a read-out at midnight."
    ),
)
COURIER = Document(
    source="Harbour Courier",
    title="Presidents on the phone",
    published="2025-04-16T11:00:00Z",
    text=(
        "The call between the Turkish and Romanian presidents on Tuesday lasted two hours.\n\n"
        "Mines adrift in the Black Sea were the main subject. Fishermen in Constanta have not left port for nine days, "
        "and the price of a box of turbot has doubled since the winter."
    ),
)
COPY = Document(
    source="Coast Weekly",
    title="Presidents speak about mines",
    published="2025-04-16T12:00:00Z",
    text="From our agency desk\n\n" + WIRE.text,
)
LABELS = {
    (
        "The Turkish and Romanian presidents spoke by telephone for 50 minutes on Tuesday.",
        "The call between the Turkish and Romanian presidents on Tuesday lasted two hours.",
    ): "contradiction",
    (
        "They discussed mines adrift in the Black Sea and the price of gas.",
        "Mines adrift in the Black Sea were the main subject.",
    ): "entailment",
}


@pytest.fixture(scope="module")
def checker() -> Crosscheck:
    return Crosscheck(settings=Settings())


@pytest.fixture
def fake_checker() -> Crosscheck:
    checker = Crosscheck(
        FakeEncoder(),
        FakeNli(LABELS),
        new_index=FakeIndex,
        assertions=FakeAssertions(),
        settings=Settings(),
    )
    checker.judge = judge_by_hand()
    return checker


def test_every_quote_slices_its_document(checker):
    documents = {document.id: document for document in (WIRE, COURIER, COPY)}
    report = checker.compare(documents.values())
    sides = [side for finding in report.findings for side in (finding.a, finding.b)]
    for side in (*sides, *report.single_source):
        text = documents[side.document].text
        assert text[side.start : side.end] == side.text
        assert all(side.start <= start < end <= side.end for start, end in side.spans)


def test_the_order_of_the_documents_changes_nothing(checker):
    reports = {checker.compare(order).to_json() for order in itertools.permutations((WIRE, COURIER, COPY))}
    assert len(reports) == 1


def test_a_report_survives_json(checker):
    report = checker.compare([WIRE, COURIER])
    assert type(report).from_json(report.to_json()) == report


def test_what_the_model_says_becomes_a_finding_with_both_quotes_and_a_reason(fake_checker):
    report = fake_checker.compare([WIRE, COURIER])
    (conflict,) = report.conflicts
    assert {conflict.a.text, conflict.b.text} == set(next(iter(LABELS)))
    assert "50 minutes" in conflict.reason
    assert "two hours" in conflict.reason
    (agreement,) = report.agreements
    assert agreement.a.document == WIRE.id


def test_a_wire_copy_is_shown_as_a_copy_and_confirms_nothing(fake_checker):
    report = fake_checker.compare([WIRE, COURIER, COPY])
    assert report.document(COPY.id).copy_of == WIRE.id
    quoted = {side.document for finding in report.findings for side in (finding.a, finding.b)}
    assert quoted == {WIRE.id, COURIER.id}


def test_documents_of_one_source_are_not_compared(fake_checker):
    other = COURIER.model_copy(update={"source": WIRE.source})
    report = fake_checker.compare([WIRE, other])
    assert report.findings == ()
    assert report.coverage.pairs == 0


def test_documents_without_a_source_are_not_compared_and_a_problem_says_so(fake_checker):
    unnamed = [document.model_copy(update={"source": ""}) for document in (WIRE, COURIER)]
    report = fake_checker.compare(unnamed)
    assert report.coverage.pairs == 0
    assert [str(problem) for problem in report.problems] == [
        f"{WIRE.id}: 2 documents name no source, so they are not compared with one another; name it"
    ]
    assert fake_checker.compare([unnamed[0], COURIER]).problems == ()


def test_what_two_sources_say_in_the_same_words_is_not_said_by_one_alone():
    line = "Three merchant ships have struck drifting mines since February."
    says = FakeNli({(line, line): "entailment"})
    fake_checker = Crosscheck(FakeEncoder(), says, assertions=FakeAssertions(), settings=Settings())
    fake_checker.judge = judge_by_hand()
    documents = [Document(source=name, text=f"{line} {name} has more.") for name in ("Wire", "Post")]
    report = fake_checker.compare(documents)
    assert report.findings == ()
    assert line not in {side.text for side in report.single_source}


def test_what_one_document_says_twice_is_said_by_it_alone():
    text = " ".join(next(labels for labels, kind in LABELS.items() if kind == "contradiction"))
    settings = Settings(pairing={"within_documents": True})
    checker = Crosscheck(FakeEncoder(), FakeNli(LABELS), assertions=FakeAssertions(), settings=settings)
    checker.judge = judge_by_hand()
    report = checker.compare([Document(source="Wire", text=text)])
    assert len(report.findings) == 1
    assert len(report.single_source) == report.coverage.claims == 2


def test_one_document_is_compared_with_itself_on_request_only():
    text = (
        "The Turkish and Romanian presidents spoke by telephone for 50 minutes on Tuesday. Gas was discussed too, "
        "officials in Ankara said. The call between the Turkish and Romanian presidents on Tuesday lasted two hours."
    )
    for within, expected in ((False, 0), (True, 1)):
        settings = Settings(pairing={"within_documents": within})
        checker = Crosscheck(FakeEncoder(), FakeNli(LABELS), settings=settings)
        checker.judge = judge_by_hand()
        assert len(checker.compare([Document(source="Wire", text=text)]).conflicts) == expected


def test_boilerplate_and_datelines_are_no_claims(fake_checker):
    report = fake_checker.compare([WIRE])
    texts = {side.text for side in report.single_source}
    assert not any("Advertisement" in text or "ANKARA" in text for text in texts)
    assert report.coverage.claims == 5


def test_a_claim_that_no_other_source_has_is_counted_and_listed(fake_checker):
    report = fake_checker.compare([WIRE, COURIER])
    assert report.coverage.single_source_claims == len(report.single_source)
    assert any("read-out at midnight" in side.text for side in report.single_source)


def test_a_text_in_an_unknown_language_is_a_problem_and_the_rest_is_done(fake_checker):
    german = Document(
        source="Küstenblatt",
        text=(
            "Der türkische und der rumänische Präsident haben am Dienstag fünfzig Minuten lang miteinander telefoniert, "
            "wie die Regierung in Ankara mitteilte. Es ging um Minen im Schwarzen Meer und um den Preis von Gas."
        ),
    )
    report = fake_checker.compare([WIRE, german, COURIER])
    assert [problem.path for problem in report.problems] == ["Küstenblatt"]
    assert len(report.conflicts) == 1


def test_nothing_to_compare_gives_an_empty_report(fake_checker):
    report = fake_checker.compare([])
    assert report.findings == ()
    assert report.coverage.documents == 0


def test_no_pairs_come_to_no_judgements(fake_checker):
    assert fake_checker.pairs([]) == []


def test_pairs_are_judged_in_their_order_and_like_single_ones(checker):
    pairs = [(a, b) for a, b in LABELS] + [("Goats like hay.", "The bank cut its rate on Thursday.")]
    together = checker.pairs(pairs)
    assert together == [checker.pair(a, b) for a, b in pairs]
    assert together[2].verdict is None


def test_a_conflict_of_two_sentences_is_seen_and_explained(checker):
    judged = checker.pair("The call lasted 50 minutes.", "They spoke for two hours.")
    assert judged.verdict is Verdict.CONFLICT
    assert sum(judged.probabilities.model_dump().values()) == pytest.approx(1, abs=1e-3)


def test_the_fakes_fit_the_protocols():
    assert isinstance(FakeEncoder(), Encoder)
    assert isinstance(FakeNli(), NliModel)
    assert isinstance(FakeIndex(4), Index)
    assert isinstance(FakeReader({}), Reader)


def test_a_readers_documents_and_problems_arrive():
    checker = Crosscheck(reader=FakeReader({"desk": [WIRE]}), settings=Settings())
    documents, problems = checker.read(["desk", "nowhere"])
    assert documents == [WIRE]
    assert [problem.path for problem in problems] == ["nowhere"]


def test_progress_tells_every_stage(fake_checker):
    stages = []
    fake_checker.compare([WIRE, COURIER], progress=lambda stage, done, total: stages.append(stage))
    assert list(dict.fromkeys(stages)) == ["claims", "assertions", "embed", "infer"]

"""Judgements do not depend on order or company, and say what they compare."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.differences import Difference, as_phrases, find_difference, span_texts
from crosscheck.judging.evidence import gather
from crosscheck.judging.findings import finding, finding_id, order_findings
from crosscheck.judging.judge import Judge
from crosscheck.judging.reasons import agreement_reason, conflict_reason, update_reason
from crosscheck.judging.weights import SENTENCES, STORIES, UNDATED, load_weights, save_weights
from crosscheck.settings import JudgingSettings
from crosscheck.types import DifferenceType, Pair, Side, Tier, Verdict

LINES = [
    "The call lasted about 50 minutes.",
    "They spoke for two hours.",
    "Neither side issued a joint statement.",
    "A joint statement was issued after the meeting in Jerusalem.",
    "The minister resigned on Tuesday.",
    "The minister was dismissed by President Aman on Wednesday.",
]


def make_pair(a, b, document_a="a", document_b="b"):
    return Pair(
        a=sentence_claim(a, "2025-04-16", document=document_a),
        b=sentence_claim(b, "2025-04-16", document=document_b),
        similarity=0.5,
    )


@settings(max_examples=40)
@given(st.permutations(range(len(LINES))), st.integers(0, 10_000))
def test_the_order_of_pairs_and_of_their_sides_never_changes_a_verdict(order, seed):
    judge = Judge.bundled(JudgingSettings())
    pairs = [make_pair(a, b) for a in LINES for b in LINES if a < b]
    rng = np.random.default_rng(seed)
    forward, backward = (rng.dirichlet([1, 1, 1], len(pairs)).astype(np.float32) for _ in range(2))
    expected = judge.judge_all(pairs, forward, backward)
    shuffled = [i for i in order if i < len(pairs)]
    assert judge.judge_all([pairs[i] for i in shuffled], forward[shuffled], backward[shuffled]) == [
        expected[i] for i in shuffled
    ]
    turned = [p.model_copy(update={"a": p.b, "b": p.a}) for p in pairs]
    for before, after in zip(expected, judge.judge_all(turned, backward, forward), strict=True):
        assert (after.verdict, after.score, after.tier) == (before.verdict, before.score, before.tier)
        assert (after.spans_a, after.spans_b) == (before.spans_b, before.spans_a)


def test_a_conflict_of_durations_names_both_and_marks_them(judge):
    pair = make_pair(LINES[0], LINES[1])
    nli = np.array([[0.01, 0.01, 0.98]], dtype=np.float32)
    found = judge.judge_all([pair], nli, nli)[0]
    assert found.type is DifferenceType.NUMBER
    assert "about 50 minutes" in found.reason
    assert "two hours" in found.reason
    assert [pair.a.text[s:e] for s, e in found.spans_a] == ["about 50 minutes"]
    assert [pair.b.text[s:e] for s, e in found.spans_b] == ["two hours"]


@pytest.mark.parametrize(
    ("a", "b", "topic"),
    [
        ("The fire burned 12,400 acres.", "The fire burned 33,500 acres.", "area"),
        ("Demand reached 5,120 megawatts.", "Demand reached 5,205 megawatts.", "power"),
        ("The bridge cost $12 million.", "The bridge cost $15 million.", "amount"),
        ("The river rose by two metres.", "The river rose by three metres.", "length"),
    ],
)
def test_a_figure_is_called_by_what_it_measures(a, b, topic):
    pair = make_pair(a, b)
    assert f"; {topic}: " in conflict_reason(pair.a, pair.b, find_difference(pair.a, pair.b))


def test_what_may_differ_on_a_figure_or_a_date_is_weighed_by_whether_it_is_of_one_thing():
    relations = np.array([2.0, -3.0, 1.0, 0.5], dtype=np.float32)  # trap, agreement, conflict, update
    types = np.array([0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0], dtype=np.float32)  # number, date, place …
    nli = np.array([0.1, 0.1, 0.8], dtype=np.float32)
    found = gather(make_pair(LINES[0], LINES[1]), nli, nli, relations, types)
    assert (found.exact_trap, found.exact_agreement) == (1.5, -2.25)


def test_the_bundled_judge_asks_more_where_a_publication_is_unknown():
    judge = Judge.bundled(JudgingSettings())
    dated, undated = (own.thresholds[Verdict.CONFLICT] for own in (judge.stories, judge.undated))
    assert all(dated[tier] < undated[tier] for tier in Tier)


def test_every_pair_is_weighed_by_the_weights_for_its_kind_in_any_company(judge):
    bare = make_pair(LINES[0], LINES[1])
    dated = bare.model_copy(update={"story": 1.0})
    undated = dated.model_copy(update={"b": sentence_claim(LINES[1], document="b")})
    pairs = [dated, undated, bare, undated, dated]
    evidence = np.tile(gather(bare, *np.array([[0.1, 0.5, 0.4]] * 2, dtype=np.float32)).vector(), (5, 1))
    together = judge.probabilities(pairs, evidence)
    for row, weights in enumerate(
        (judge.stories, judge.undated, judge.sentences, judge.undated, judge.stories)
    ):
        assert judge.weights_for(pairs[row]) is weights
        assert np.array_equal(together[row], weights.probabilities(evidence[:1])[0])
        assert np.array_equal(together[row], judge.probabilities([pairs[row]], evidence[:1])[0])
    assert len({tuple(row) for row in together.tolist()}) == 3


def test_more_is_asked_of_a_pair_where_a_publication_is_unknown(judge):
    pair = make_pair(LINES[0], LINES[1]).model_copy(update={"story": 1.0})
    nli = np.array([[0.01, 0.49, 0.5]], dtype=np.float32)
    unknown = sentence_claim(LINES[1], document="b")
    (dated,) = judge.judge_all([pair], nli, nli)
    (undated,) = judge.judge_all([pair.model_copy(update={"b": unknown})], nli, nli)
    assert dated.verdict is Verdict.CONFLICT
    assert undated.verdict is None


def test_nothing_to_report_still_says_why(judge):
    nli = np.array([[0.01, 0.98, 0.01]], dtype=np.float32)
    found = judge.judge_all([make_pair("Goats like hay.", "The bank cut its rate.")], nli, nli)[0]
    assert found.verdict is None
    assert found.reason == "not comparable: nothing in common"


def test_a_findings_id_depends_on_the_texts_and_documents_only():
    a = Side(document="x", start=0, end=4, text="Zwei")
    b = Side(document="y", start=9, end=13, text="Drei")
    moved = a.model_copy(update={"start": 50, "end": 54})
    assert finding_id(a, b) == finding_id(b, a) == finding_id(moved, b)
    assert finding_id(a, b) != finding_id(a, b.model_copy(update={"text": "Vier"}))
    assert finding_id(a, b) != finding_id(a, b.model_copy(update={"document": "z"}))


def test_spans_of_a_finding_count_in_the_document(judge):
    text = "Ankara. The call lasted about 50 minutes."
    pair = make_pair(LINES[0], LINES[1])
    pair = pair.model_copy(update={"a": pair.a.model_copy(update={"start": 8, "end": len(text)})})
    nli = np.array([[0.01, 0.01, 0.98]], dtype=np.float32)
    made = finding(pair, judge.judge_all([pair], nli, nli)[0])
    assert [text[s:e] for s, e in made.a.spans] == ["about 50 minutes"]


def test_conflicts_come_first_and_the_surest_of_them_on_top(judge):
    def made(nli, a, b):
        row = np.array([nli], dtype=np.float32)
        pair = make_pair(a, b, f"a{nli}", f"b{nli}")
        return finding(pair, judge.judge_all([pair], row, row)[0])

    findings = [
        made(
            [0.98, 0.01, 0.01], "The minister resigned on Tuesday.", "On Tuesday the minister stepped down."
        ),
        made([0.02, 0.2, 0.78], LINES[0], LINES[1]),
        made([0.01, 0.01, 0.98], LINES[0], LINES[1]),
    ]
    ordered = order_findings(findings)
    assert [f.verdict for f in ordered] == [Verdict.CONFLICT, Verdict.CONFLICT, Verdict.AGREEMENT]
    assert ordered[0].score > ordered[1].score


def test_weights_survive_being_saved(judge, tmp_path):
    sets = {STORIES: judge.stories, UNDATED: judge.undated, SENTENCES: judge.sentences}
    save_weights(tmp_path / "judge.json", sets, {"data": "by hand"})
    loaded = load_weights(tmp_path / "judge.json")
    assert np.array_equal(loaded[STORIES].weights, judge.stories.weights)
    assert loaded[SENTENCES].thresholds == judge.sentences.thresholds
    assert loaded[UNDATED].thresholds == judge.undated.thresholds != judge.stories.thresholds


def test_a_reason_names_no_figure_or_date_among_the_words_in_common():
    pair = make_pair(
        "The ministers agreed on 512 million euros for dredging in 2031, the shares fell to S$1.02.",
        "For dredging, 512 million euros were promised by the ministers for 2031, shares closed at S$1.04.",
    )
    words = agreement_reason(pair.a, pair.b).partition(";")[0].split(", ")
    assert "dredging" in words
    assert not {"512", "million", "euros", "2031", "s"} & set(words)


@pytest.mark.parametrize(
    ("a", "b", "subject"),
    [
        ("They went home without having put it off.", "Both put it off.", "same matter"),
        ("Victims were found.", "The first victim was found.", "Victims"),
        (
            "The first shots came from Kyrgyz guards.",
            "Nearly all Kyrgyz guards were first.",
            "Kyrgyz, guards",
        ),
    ],
)
def test_a_reason_is_headed_by_what_names_something_as_it_is_written(a, b, subject):
    pair = make_pair(a, b)
    assert agreement_reason(pair.a, pair.b) == f"{subject}; both report the same"


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (
            "The two presidents spoke for 50 minutes.",
            "The two presidents spoke for two hours.",
            "same call; duration: “50 minutes” against “two hours”",
        ),
        (
            "The blast killed 12 people and injured 30 people.",
            "The blast killed 12 people and injured 45 people.",
            "same explosion; people injured: “30” against “45”",
        ),
        (
            "Police seized eleven boxes.",
            "Police seized eighteen boxes.",
            "Police, seized, boxes: “eleven” against “eighteen”",
        ),
        (
            "The train left at 7:42 a.m. on Monday.",
            "The train left at half past eight in the morning on Tuesday.",
            "train; date: “Monday” against “Tuesday”",
        ),
    ],
)
def test_a_conflict_is_headed_by_what_differs(a, b, reason):
    pair = make_pair(a, b)
    assert conflict_reason(pair.a, pair.b, find_difference(pair.a, pair.b)) == reason


def test_hours_of_one_day_differ_in_time_and_not_in_date():
    pair = make_pair("The train left at 7:42 a.m. on Monday.", "On Monday the train left at half past eight.")
    spans = tuple(
        ((claim.text.index(hour), claim.text.index(hour) + len(hour)),)
        for claim, hour in ((pair.a, "7:42 a.m."), (pair.b, "half past eight"))
    )
    reason = conflict_reason(pair.a, pair.b, Difference(DifferenceType.DATE, *spans))
    assert reason == "train, 14 April; time: “7:42 a.m.” against “half past eight”"


def test_names_around_two_claims_head_what_has_no_word_in_common():
    pair = make_pair("Fewer than 150 were on board.", "It carried 212 passengers.")
    a, b = (claim.model_copy(update={"title": "Crash at Pombal"}) for claim in (pair.a, pair.b))
    assert conflict_reason(a, b, find_difference(a, b)).startswith("Pombal; ")


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ("Some 300 people fled.", "Some 300 people left.", "both give Some 300"),
        ("Nearly 50 people fled.", "Some 48 people left.", "“Nearly 50” and “Some 48” agree"),
    ],
)
def test_an_agreement_gives_a_figure_once(a, b, said):
    pair = make_pair(a, b)
    assert agreement_reason(pair.a, pair.b).endswith(f"; {said}")


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        ("2025-04-16T10:00:00Z", "2025-04-16T10:05:00Z", "5 minutes"),
        ("2025-04-16T10:00:00Z", "2025-04-16T11:10:00Z", "1 hour"),
        ("2025-04-16T10:00:00Z", "2025-04-18T22:00:00Z", "2 days"),
        ("2025-04-15", "2025-04-16T18:00:00Z", "1 day"),
    ],
)
def test_an_update_says_how_much_later_it_came(first, second, gap):
    a, b = (
        sentence_claim("Twelve people were killed.", first),
        sentence_claim("15 people were killed.", second),
    )
    assert update_reason(a, b, find_difference(a, b)).endswith(f", {gap} later")


@pytest.mark.parametrize(
    ("text", "marked", "phrases"),
    [
        ("The A&E department has stayed open.", ["E", "stayed open"], ["A&E department has stayed open"]),
        ("Trains will not run before Friday.", ["run", "Friday"], ["will not run before Friday"]),
        ("Each country accused the other.", ["country accused"], ["Each country accused"]),
        ("President Aurelio Banfi left. He won.", ["Banfi left", "won"], ["Aurelio Banfi left", "won"]),
        ("The law passed by a narrow vote.", ["passed", "vote"], ["passed by a narrow vote"]),
        ("It passed, it is said, by two votes.", ["passed", "two"], ["passed", "two"]),
    ],
)
def test_marks_read_as_phrases(text, marked, phrases):
    claim = sentence_claim(text)
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in marked]
    assert span_texts(text, as_phrases(claim, spans)) == phrases

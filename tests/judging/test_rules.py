"""Each rule with cases that it wins and cases that it leaves alone."""

import numpy as np
import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.differences import find_difference
from crosscheck.judging.judge import Judge, apply_rules
from crosscheck.judging.rules import RULES
from crosscheck.settings import JudgingSettings
from crosscheck.types import DifferenceType, Pair, Tier, Verdict

CONTRADICTION = np.array([[0.01, 0.01, 0.98]], dtype=np.float32)
ENTAILMENT = np.array([[0.98, 0.01, 0.01]], dtype=np.float32)
NEUTRAL = np.array([[0.01, 0.98, 0.01]], dtype=np.float32)


@pytest.fixture
def verdict(judge):
    def of(a, b, nli=CONTRADICTION, *, published_a="2025-04-16", published_b="2025-04-16", story=None):
        pair = Pair(
            a=sentence_claim(a, published_a, document="a"),
            b=sentence_claim(b, published_b, document="b"),
            similarity=0.6,
            story=story,
        )
        return judge.judge_all([pair], nli, nli)[0]

    return of


def test_the_same_wording_in_two_papers_confirms_nothing(verdict):
    line = "Twelve people were killed when the roof of the market hall came down."
    found = verdict(line, line, ENTAILMENT)
    assert found.verdict is None
    assert "same_wording" in found.rules
    assert "one voice" in found.reason


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The fine was $12 million.", "The fine was €12 million."),
        ("It was -5 degrees at noon.", "It was 5 degrees at noon."),
        ("Turnout was 12% in the city.", "Turnout was 12 in the city."),
    ],
)
def test_a_sign_that_changes_a_figure_is_another_wording(a, b, verdict):
    assert "same_wording" not in verdict(a, b).rules


def test_other_wording_of_the_same_fact_is_an_agreement(verdict):
    found = verdict("Twelve people were killed.", "A dozen people lost their lives.", ENTAILMENT)
    assert found.verdict is Verdict.AGREEMENT
    assert found.rules == ()


def test_meetings_nine_months_apart_do_not_conflict(verdict):
    found = verdict(
        "Blinken and Netanyahu talked for two hours on Tuesday.",
        "Blinken and Netanyahu talked for 40 minutes on Tuesday.",
        published_a="2024-01-09",
        published_b="2024-10-22",
    )
    assert found.verdict is None
    assert "other_occasion" in found.rules
    assert "not comparable" in found.reason


def test_a_later_report_on_the_same_occasion_can_conflict(verdict):
    found = verdict(
        "Blinken and Netanyahu talked for two hours on Tuesday.",
        "On January 9 Blinken and Netanyahu had talked for 40 minutes.",
        published_a="2024-01-09",
        published_b="2024-10-22",
    )
    assert found.verdict is Verdict.CONFLICT


def test_a_toll_that_has_risen_is_an_update(verdict):
    found = verdict(
        "The quake killed 12 people.",
        "The toll of the quake has risen to 15 dead.",
        published_a="2025-04-16T08:00:00Z",
        published_b="2025-04-16T20:00:00Z",
    )
    assert found.verdict is Verdict.UPDATE
    assert "12 hours later" in found.reason


def test_no_update_where_nobody_knows_which_report_is_later(verdict):
    found = verdict("The quake killed 12 people.", "The toll has risen to 15 dead.", published_b=None)
    assert found.verdict is Verdict.CONFLICT


def test_a_ministry_and_rebels_who_contradict_one_another_are_competing_accounts(verdict):
    found = verdict(
        "The defence ministry denied that any soldiers had been killed.",
        "Rebel commander Idris Aman claimed that 30 soldiers had been killed.",
    )
    assert found.verdict is Verdict.COMPETING_ACCOUNTS
    assert "rival_parties" in found.rules


def test_two_outlets_that_contradict_one_another_in_their_own_words_conflict(verdict):
    found = verdict("The call lasted 50 minutes.", "They spoke for two hours.")
    assert found.verdict is Verdict.CONFLICT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The meeting lasted two and a half hours.", "An hour and a half is all that the meeting took."),
        ("No joint statement was issued.", "The two sides issued a joint statement."),
        ("Sunak met Netanyahu in Jerusalem.", "Sunak sat down with Netanyahu in Tel Aviv."),
    ],
)
def test_a_difference_that_can_be_named_is_a_conflict(verdict, a, b):
    assert verdict(a, b, story=1.0).verdict is Verdict.CONFLICT


def test_claims_that_share_a_name_and_one_word_agree_on_nothing(verdict):
    a = "Netanyahu called security the first duty of Israel."
    b = "Netanyahu said that security had improved in the south."
    found = verdict(a, b, ENTAILMENT, story=1.0)
    assert found.verdict is None
    assert "little_in_common" in found.rules


def test_a_quarter_point_and_half_a_point_are_no_agreement(verdict):
    found = verdict(
        "The bank cut its base rate by half a percentage point on Thursday.",
        "Brokers welcome the cut of the base rate by a quarter of a percentage point.",
        ENTAILMENT,
    )
    assert found.verdict is None
    assert "figures_clash" in found.rules


def test_a_rule_that_is_switched_off_has_no_say():
    for rule in RULES:
        settings = JudgingSettings(disabled_rules=frozenset({rule.name}))
        assert rule.name not in {kept.name for kept in Judge.bundled(settings).rules}
        assert len(Judge.bundled(settings).rules) == len(RULES) - 1


def test_no_return_before_a_truce_does_not_deny_a_return():
    needed = "Katz said that evacuated residents needed security before they could return to the border."
    denied = "Katz said there was no return to the border for residents before Hezbollah backs off."
    assert not find_difference(
        *(sentence_claim(text, document=text[:9]) for text in (needed, denied))
    ).is_named


MEETING = "The meeting was described as friendly and lasted around two and a half hours."


UNDATED = {"published_a": None, "published_b": None, "story": 1.0}


def test_of_undated_articles_a_call_and_a_meeting_with_no_name_in_common_are_two_events(verdict):
    found = verdict(MEETING, "The conversation lasted about 50 minutes.", **UNDATED)
    assert found.verdict is None
    assert found.rules[-1] == "other_event"
    assert found.reason == "not comparable: meeting and call, no name in common"


def test_on_one_day_a_call_and_a_meeting_can_be_one_event(verdict):
    found = verdict(MEETING, "The conversation lasted about 50 minutes.", story=1.0)
    assert found.verdict is Verdict.CONFLICT


def test_where_a_date_is_unknown_claims_that_each_name_somebody_else_are_of_two_events(verdict):
    with_katz = "Only Israel Katz made Blinken drive up to Jerusalem for their meeting."
    with_netanyahu = "The meeting between Blinken and Netanyahu took place in Tel Aviv."
    found = verdict(with_katz, with_netanyahu, **UNDATED)
    assert found.verdict is None
    assert found.rules[-1] == "other_event"
    assert "date unknown" in found.reason


def test_where_a_date_is_unknown_who_did_it_can_still_be_disputed(verdict):
    first = "It was Karla Mohn who wrote the amendment on the libraries, an aide says."
    found = verdict(first, "Teo Alvarado's amendment keeps the four libraries open.", **UNDATED)
    assert found.verdict is Verdict.CONFLICT


def test_where_a_date_is_unknown_claims_with_one_name_and_nothing_else_in_common_are_not_compared(verdict):
    first = "The prime minister landed shortly after nine and drove to Isaac Herzog."
    found = verdict(first, "Isaac Herzog came out of the seafront hotel.", **UNDATED)
    assert found.verdict is None
    assert found.reason == "not comparable: date unknown, too little in common"


def test_where_a_date_is_unknown_two_counts_of_visits_can_still_be_compared(verdict):
    first = "It was the secretary's sixth visit to Israel since October 7."
    found = verdict(first, "I counted, and this was visit number five in Israel since October 7.", **UNDATED)
    assert found.verdict is Verdict.CONFLICT


def test_where_a_date_is_unknown_the_place_of_one_meeting_can_still_be_disputed(verdict):
    in_one, in_other = (
        f"Blinken and Netanyahu met in {place} for two hours." for place in ("Haifa", "Eilat")
    )
    assert verdict(in_one, in_other, **UNDATED).verdict is Verdict.CONFLICT


def test_two_reports_of_a_meeting_without_names_can_conflict(verdict):
    assert verdict(MEETING, "The talks lasted about 50 minutes.", **UNDATED).verdict is Verdict.CONFLICT


@pytest.fixture
def within(judge):
    def of(a, b, published="2025-04-16", documents=("one", "one")):
        claims = [
            sentence_claim(text, published, document=d) for text, d in zip((a, b), documents, strict=True)
        ]
        return judge.judge_all([Pair(a=claims[0], b=claims[1], similarity=0.3, story=1.0)], NEUTRAL, NEUTRAL)[
            0
        ]

    return of


def test_one_article_that_calls_somebody_former_and_present_president_contradicts_itself(within):
    found = within(
        "The call between the minister and former U.S. President Jane Roe was warm.",
        "In the call with U.S. President Jane Roe, the minister named three aims.",
    )
    assert (found.verdict, found.type) == (Verdict.CONFLICT, DifferenceType.STATUS)
    assert "office_held" in found.rules
    assert found.spans_a == ((34, 40),)
    assert found.reason == "Jane Roe: former or present President"
    assert found.tier is Tier.SUGGESTED  # whatever the chance of another verdict is
    assert found.score < 0.5


def test_two_articles_may_each_be_right_in_their_own_time(within):
    found = within(
        "Former U.S. President Jane Roe was warm.",
        "U.S. President Jane Roe was warm.",
        documents=("one", "two"),
    )
    assert "office_held" not in found.rules


def test_who_held_an_office_in_old_days_is_no_contradiction(within):
    found = within(
        "Former U.S. President Jane Roe spoke on Monday.",
        "In March 2011 U.S. President Jane Roe had refused to sign.",
    )
    assert "office_held" not in found.rules


def test_an_article_does_not_confirm_itself(judge):
    texts = (
        "Twelve people were killed in the market hall.",
        "A dozen people lost their lives in the market hall.",
    )
    a, b = (sentence_claim(text, "2025-04-16", document="one") for text in texts)
    found = judge.judge_all([Pair(a=a, b=b, similarity=0.9, story=1.0)], ENTAILMENT, ENTAILMENT)[0]
    assert found.verdict is None
    assert found.rules[-1] == "same_article"


def of_dates(first, second, verdict=Verdict.CONFLICT, differing=DifferenceType.DATE):
    """What the rules make of two claims that may differ on a day; both were published on Sunday, 10 December."""
    a, b = (sentence_claim(text, "2023-12-10", document=name) for text, name in ((first, "a"), (second, "b")))
    return apply_rules(RULES, Pair(a=a, b=b, similarity=0.6), verdict, differing)


SPOKE, ON_SATURDAY = (
    "On 9 December the President spoke to Mr el-Sisi.",
    "Mr Putin rang Mr el-Sisi on Saturday.",
)


def test_the_same_day_in_other_words_is_no_conflict_of_dates():
    ruled = of_dates(SPOKE, ON_SATURDAY)
    assert ruled.verdict is None
    assert ruled.applied == ("same_day",)
    assert "same day" in ruled.veto


def test_a_figure_that_looks_like_an_hour_tells_none():
    cut = "The board cut its rate by a quarter of a point to 3.75 per cent on 9 December."
    assert of_dates(cut, "The board cut its rate on Saturday.").applied == ("same_day",)


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        (SPOKE, "Mr Putin rang Mr el-Sisi on Friday.", {}),
        (SPOKE, "Mr Putin rang Mr el-Sisi last week.", {}),
        (SPOKE, "Mr Putin rang Mr el-Sisi.", {}),
        ("On 9 December the President spoke to him at 9.40.", "Mr Putin rang him on Saturday evening.", {}),
        ("He resigned on 9 December.", "He had resigned before Saturday.", {}),
        (SPOKE, ON_SATURDAY, {"differing": DifferenceType.PERSON}),
        (SPOKE, ON_SATURDAY, {"differing": None}),
        (SPOKE, ON_SATURDAY, {"verdict": Verdict.UPDATE}),
    ],
)
def test_another_day_an_hour_or_anything_else_may_conflict_on_the_same_day(first, second, how):
    ruled = of_dates(first, second, **how)
    assert ruled.verdict is how.get("verdict", Verdict.CONFLICT)
    assert "same_day" not in ruled.applied


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "He denied that any soldiers had been killed.",
            "The ministry said that 30 soldiers had been killed.",
        ),
        (
            "The ministry denied that any soldiers had been killed.",
            "The defence ministry said that 30 soldiers had been killed.",
        ),
        (
            "Kano police denied that any soldiers had been killed.",
            "Police said that 30 soldiers had been killed.",
        ),
        (
            "The mayor denied that any soldiers had been killed.",
            "Mayor Anne Hidalgo said that 30 soldiers had been killed.",
        ),
        (
            "The Israeli military denied that any soldiers had been killed.",
            "The IDF said that 30 soldiers had been killed.",
        ),
    ],
)
def test_speakers_who_may_be_one_are_no_rival_parties(a, b, verdict):
    found = verdict(a, b)
    assert found.verdict is Verdict.CONFLICT
    assert "rival_parties" not in found.rules


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "Kano police denied that any soldiers had been killed.",
            "Lagos police said that 30 soldiers had been killed.",
        ),
        (
            "The army denied that any soldiers had been killed.",
            "Rebels said that 30 soldiers had been killed.",
        ),
        (
            "Israel's military denied that any soldiers had been killed.",
            "Hamas said that 30 soldiers had been killed.",
        ),
    ],
)
def test_two_speakers_with_other_nouns_or_owners_give_competing_accounts(a, b, verdict):
    found = verdict(a, b)
    assert found.verdict is Verdict.COMPETING_ACCOUNTS
    assert "rival_parties" in found.rules

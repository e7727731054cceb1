"""What a news sentence counts and measures, and which of its numbers are no quantities."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.claims.quantities import find_quantities
from crosscheck.types import Quantity

SAMPLE = Path(__file__).parents[2] / "eval" / "data" / "claims" / "quantities.jsonl"
DAY, YEAR = 24 * 60, (365 * 24 * 60, 366 * 24 * 60)


def only(sentence: str) -> Quantity:
    (quantity,) = find_quantities(sentence)
    return quantity


def interval(quantity: Quantity) -> tuple[float, float]:
    return pytest.approx(quantity.low), pytest.approx(quantity.high)


@pytest.mark.parametrize(
    ("sentence", "span", "value", "unit"),
    [
        ("Forty-two miners came home.", "Forty-two", 42, "count"),
        ("A hundred and fifty lorries waited.", "A hundred and fifty", 150, "count"),
        ("Twelve hundred workers walked out.", "Twelve hundred", 1_200, "count"),
        (
            "Two million three hundred thousand votes were cast.",
            "Two million three hundred thousand",
            2.3e6,
            "count",
        ),
        ("A dozen officers joined.", "A dozen", 12, "count"),
        ("12\u202f400 acres burned.", "12\u202f400 acres", 12_400 * 4_046.8564224, "square metre"),
        ("Half a million Syrians have returned.", "Half a million", 500_000, "count"),
        ("The firm lost $1.2bn.", "$1.2bn", 1.2e9, "USD"),
        ("It paid €250,000 in fines.", "€250,000", 250_000, "EUR"),
        ("Exports reached USD 1.04 billion.", "USD 1.04 billion", 1.04e9, "USD"),
        ("It cost 3.4 million euros.", "3.4 million euros", 3.4e6, "EUR"),
        ("They offered a C$25m loan.", "C$25m", 25e6, "CAD"),
        ("A $5 note was found.", "$5", 5, "USD"),
        ("The talks took two and a half hours.", "two and a half hours", 150, "minute"),
        ("They spoke for half an hour.", "half an hour", 30, "minute"),
        ("It lasted an hour and a half.", "an hour and a half", 90, "minute"),
        ("The run took 2 hours 6 minutes.", "2 hours 6 minutes", 126, "minute"),
        ("A 970-km border divides them.", "970-km", 970_000, "metre"),
        ("The plant makes 450 megawatts.", "450 megawatts", 450e6, "watt"),
        ("Inflation reached 3.2 per cent.", "3.2 per cent", 3.2, "percent"),
        ("The bank cut by 25 basis points.", "25 basis points", 0.25, "percentage point"),
        ("A 7.1-magnitude quake struck.", "7.1-magnitude", 7.1, "magnitude"),
        ("It was minus four degrees Celsius.", "minus four degrees Celsius", -4, "degree celsius"),
    ],
)
def test_a_number_is_read_with_its_unit(sentence: str, span: str, value: float, unit: str) -> None:
    quantity = only(sentence)
    assert (quantity.text, quantity.unit) == (span, unit)
    assert interval(quantity) == (value, value)
    assert not quantity.approximate


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("About 50 people came.", 45, 55),
        ("Nearly 50 people came.", 45, 50),
        ("At least 50 people came.", 50, math.inf),
        ("More than 50 people came.", 50, math.inf),
        ("Up to 50 people came.", 0, 50),
        ("Fewer than 50 people came.", 0, 50),
        ("Just over 50 people came.", 50, 60),
        ("Dozens of people came.", 24, 100),
        ("Several hundred people came.", 300, 1_000),
        ("Several hundred thousand people came.", 300_000, 1_000_000),
        ("Fifty or more people came.", 50, math.inf),
    ],
)
def test_a_hedge_opens_the_interval(sentence: str, low: float, high: float) -> None:
    quantity = only(sentence)
    assert interval(quantity) == (low, high)
    assert quantity.approximate
    assert quantity.counted == "person"


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("Between 10 and 12 people were there.", 10, 12),
        ("Witnesses counted 10-12 people.", 10, 12),
        ("From 5 to 7 officers stood guard.", 5, 7),
        ("Three to four hundred villagers fled.", 300, 400),
        ("Three to four hundred thousand villagers fled.", 300_000, 400_000),
        ("It will cost Rs 1.5 to 2 lakh crore.", 1.5e12, 2e12),
        ("It will cost $3 to $4 billion.", 3e9, 4e9),
    ],
)
def test_two_ends_make_a_range(sentence: str, low: float, high: float) -> None:
    assert interval(only(sentence)) == (low, high)


def test_a_change_from_one_value_to_another_is_no_range() -> None:
    before, after = find_quantities("The bank cut its rate from 4 to 3.75 per cent.")
    assert (before.low, before.unit) == (4, "percent")
    assert (after.low, after.unit) == (3.75, "percent")


def test_durations_in_different_units_can_be_compared() -> None:
    assert only("The call lasted 2.5 hours.").low == only("The call lasted 150 minutes.").low


def test_three_months_and_ninety_days_can_be_the_same() -> None:
    months, days = only("He is banned for three months."), only("He is banned for 90 days.")
    assert months.low <= days.low <= months.high


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("A third of the homes burned.", 31.67, 35),
        ("One in five voters abstained.", 19, 21),
        ("More than half of the members agreed.", 50, math.inf),
    ],
)
def test_a_share_in_words_is_a_rounded_percentage(sentence: str, low: float, high: float) -> None:
    quantity = only(sentence)
    assert quantity.unit == "percent"
    assert quantity.low == pytest.approx(low, abs=0.01)
    assert quantity.high == pytest.approx(high, abs=0.01)


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("Four more servicemen were seen.", "serviceman"),
        ("Five of the seven board members agreed.", "member"),
        ("They signed a 14-point declaration.", "point"),
        ("12 people were killed.", "person killed"),
        ("The strike killed 12 people.", "person killed"),
        ("12 people have died.", "person killed"),
        ("The blast caused 12 deaths.", "person killed"),
        ("The death toll rose to 12.", "person killed"),
        ("At least 30 injured were brought in.", "person injured"),
        ("187 villagers were still unaccounted for.", "villager missing"),
        ("1,800 kilos of cocaine were found.", "cocaine"),
        ("The 35-minute call was friendly.", "call"),
    ],
)
def test_what_is_counted_is_named_in_one_way(sentence: str, counted: str) -> None:
    assert find_quantities(sentence)[0].counted == counted


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("The river drove 1,50,000 people out.", 150_000, "count"),
        ("The sum was 12,34,567.50 rupees.", 1_234_567.5, "INR"),
        ("The state lent to 5 lakh farmers.", 500_000, "count"),
        ("They need 2.3 crore doses.", 23e6, "count"),
        ("The plan costs Rs 1.5 lakh crore.", 1.5e12, "INR"),
        ("It was fined Rs. 500 crore.", 5e9, "INR"),
        ("The bridge cost ₦4.5 billion.", 4.5e9, "NGN"),
        ("Each got N500,000.", 500_000, "NGN"),
        ("It set R350m aside.", 350e6, "ZAR"),
        ("A bag costs KSh500.", 500, "KES"),
        ("The road cost USh3bn.", 3e9, "UGX"),
        ("The dam cost TSh40bn.", 40e9, "TZS"),
        ("A tonne fetches GH¢46,200.", 46_200, "GHS"),
        ("Profit was S$2.8bn.", 2.8e9, "SGD"),
        ("The firm lost RM5m.", 5e6, "MYR"),
        ("The bank wrote off Tk 500 crore.", 5e9, "BDT"),
        ("The school cost ₱40 million.", 40e6, "PHP"),
        ("A ticket costs 750 naira.", 750, "NGN"),
        ("He was fined 30,000 rand.", 30_000, "ZAR"),
        ("It raised 12m Kenyan shillings.", 12e6, "KES"),
        ("The levy raised 3b naira.", 3e9, "NGN"),
    ],
)
def test_money_and_figures_of_south_asia_and_africa(sentence: str, value: float, unit: str) -> None:
    quantity = only(sentence)
    assert quantity.unit == unit
    assert interval(quantity) == (value, value)


@pytest.mark.parametrize("road", ["the M6", "the N4", "the R350", "an R100 engine", "N95 masks"])
def test_a_letter_before_a_number_names_a_road_or_a_model(road: str) -> None:
    assert find_quantities(f"The police asked about {road}.") == ()


def test_metres_stay_metres() -> None:
    race, pool = find_quantities("She won the 100m Olympic race beside a 5m deep pool.")
    assert (race.low, race.unit, pool.low, pool.unit) == (100, "metre", 5, "metre")


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("The blast killed 9.", ["person killed"]),
        ("A lorry ran into them, killing 12 and injuring 40.", ["person killed", "person injured"]),
        ("A bomb went off, killing at least 40.", ["person killed"]),
        ("The jet came down, killing all six aboard.", ["person killed"]),
        ("Frost killed a million salmon.", [None]),
        ("He was killed 12 kilometres away.", [None]),
        ("All 38 people on board were killed.", ["person killed"]),
        ("Three volunteers aboard died.", ["volunteer killed"]),
        ("Five people later died.", ["person killed"]),
        ("Four miners were found dead.", ["miner killed"]),
        ("Seven fishermen were shot dead.", ["fisherman killed"]),
        ("Three guards were shot and killed.", ["guard killed"]),
        ("One sailor lost his life.", ["sailor killed"]),
        ("38 people, six of them children, were killed.", ["person killed", None]),
        ("Eleven labourers, most of them women, died.", ["labourer killed"]),
        ("The bus carried 40 people, police said, and killed a man.", ["person"]),
        ("Two of the 25 passengers were killed.", ["passenger killed", "passenger"]),
        ("Two of the 25 were killed.", ["person killed", None]),
        ("Two of the injured died.", ["person killed"]),
        ("Two of the injured were flown out.", ["person injured"]),
        ("Troops killed most of the 25 rebels.", ["rebel"]),
        ("All of the 25 passengers were killed.", ["passenger killed"]),
        ("She was one of the 12 people killed there.", ["person killed"]),
        ("All but two of the 181 people were killed.", ["person", "person"]),
    ],
)
def test_what_befell_those_counted(sentence: str, counted: list[str | None]) -> None:
    assert [one.counted for one in find_quantities(sentence)] == counted


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("The death toll stood at 54 and hundreds are missing.", ["person killed", "person missing"]),
        ("The toll stood at 54 and 12 people are missing.", ["person killed", "person missing"]),
        ("The toll reached 61 and dozens of homes burned.", ["person killed", "home"]),
        ("He is 71 metres up and denies the charge.", [None]),
        ("The list grew by 96 and names tankers.", [None]),
        ("The boards have 12 and 15 members.", ["member", "member"]),
        ("The 35-minute call came three days after.", ["call", None]),
        ("A 6.1-magnitude earthquake struck two islands.", ["earthquake", "island"]),
        ("They found 1.2kg of heroin worth a fortune.", ["heroin"]),
        ("33 tonnes of grain left Ukraine.", ["grain"]),
        ("Two lost dogs were found.", ["dog"]),
        ("Her two hit singles sold well.", ["single"]),
        ("A 20-minute power cut followed.", ["cut"]),
    ],
)
def test_the_noun_ends_at_a_join_or_a_verb(sentence: str, counted: list[str | None]) -> None:
    assert [one.counted for one in find_quantities(sentence)] == counted


@pytest.mark.parametrize(
    "number",
    ["A couple of officers", "A couple hundred officers", "A couple more officers", "A couple officers"],
)
def test_a_couple_before_a_noun_is_a_number(number: str) -> None:
    assert only(f"{number} came.").counted == "officer"


def test_a_couple_with_children_is_no_number() -> None:
    children = only("A couple and their three children were rescued.")
    assert (children.low, children.counted) == (3, "child rescued")


@pytest.mark.parametrize(
    ("sentence", "step", "result"),
    [
        ("The toll rose by six to 29.", 6, 29),
        ("Oil rose $1.35 to $76.40.", 1.35, 76.4),
        ("Reserves rose by $40 million to $14.34 billion.", 40e6, 14.34e9),
        ("Gas was up another 3 per cent to 45 pence.", 3, 0.45),
        ("A stamp goes up by five pence to £1.70.", 0.05, 1.7),
        ("The wait grew by 10 minutes to two hours.", 10, 120),
        ("The index fell 1.15 per cent or 930 points.", 1.15, 930),
    ],
)
def test_a_change_and_its_result_are_no_range(sentence: str, step: float, result: float) -> None:
    assert [one.low for one in find_quantities(sentence)] == pytest.approx([step, result])


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("It cooled down by four to five degrees.", 4, 5),
        ("Prices rose 10 to 15 per cent.", 10, 15),
        ("Output will fall by five to 20 per cent.", 5, 20),
        ("Sales grew 2% to 5%.", 2, 5),
        ("A ticket costs $5 to $20.", 5, 20),
        ("It fetched Rs 10-12 lakh.", 1e6, 1.2e6),
        ("It lasts between 45 minutes and two hours.", 45, 120),
        ("He faces six months to five years in jail.", 6 * 30 * DAY, 5 * YEAR[1]),
        ("It fell 800 metres to 2km away.", 800, 2_000),
        ("The work takes 10 days to six weeks.", 10 * DAY, 42 * DAY),
    ],
)
def test_a_range_may_have_two_units_and_follow_a_verb_of_change(
    sentence: str, low: float, high: float
) -> None:
    assert interval(only(sentence)) == (low, high)


@pytest.mark.parametrize(
    ("sentence", "minutes"),
    [
        ("They needed seven minutes to get in.", 7),
        ("The ferry crosses in an hour and 40 minutes.", 100),
        ("It was ten minutes to noon.", None),
        ("It was ten minutes past the hour.", None),
    ],
)
def test_minutes_before_a_verb_are_no_time_of_the_clock(sentence: str, minutes: float | None) -> None:
    read = [one.low for one in find_quantities(sentence)]
    assert read == pytest.approx([] if minutes is None else [minutes])


def test_the_two_leaders_are_two_and_the_two_are_none() -> None:
    assert only("The two leaders spoke.").counted == "leader"
    assert find_quantities("The two agreed to meet again.") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "It began in 2022 and ended on 22 October 2024.",
        "The talks opened on Oct. 3-5 in Geneva.",
        "They met on the 24th at 9:30 p.m.",
        "He called at 7 p.m. local time, then at half past eight.",
        "Three days ago the army denied it.",
        "A man aged 24 and a 31-year-old were freed.",
        "Omar Haddad, 31, denied it.",
        "Resolution 1701 and Article 5 were cited.",
        "Train no. 10 left with an F-16 model and a Covid-19 kit.",
        "The G7 and the Group of 20 condemned it.",
        "Wards 7 and 8 stay shut.",
        "The team won 3-1 after losing 2-0.",
        "The motion passed 6-1.",
        "One of them said that no one knew.",
        "The two-state solution is dead.",
        "A third patient died in the second half of the night.",
        "Call the hotline on 0800 123 456.",
        "It costs more a year than a day earlier.",
        "He was president from 1985 to 1990.",
    ],
)
def test_dates_ages_ranks_scores_and_pronouns_are_no_quantities(sentence: str) -> None:
    assert find_quantities(sentence) == ()


def test_a_period_up_to_a_date_is_no_range() -> None:
    assert interval(only("Sales rose in the 13 weeks to 26 July.")) == (13 * 7 * DAY, 13 * 7 * DAY)


def test_a_year_has_the_slack_of_the_calendar() -> None:
    quantity = only("He got four years.")
    assert (quantity.low, quantity.high) == (4 * YEAR[0], 4 * YEAR[1])


@given(st.text(alphabet="0123456789 .,-–:$€%aontwfhuedrimlk'’\n", max_size=80))
def test_every_span_slices_the_text_and_every_interval_is_closed(text: str) -> None:
    behind = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert behind <= quantity.start < quantity.end
        assert quantity.low <= quantity.high
        behind = quantity.end


def test_the_labelled_sample_is_read_as_well_as_measured() -> None:
    """The floor of `python eval/claims.py`: 0.92 F1 by exact span, interval and unit."""
    hits = found = wanted = 0
    for row in map(json.loads, SAMPLE.read_text(encoding="utf-8").splitlines()):
        labels = {
            (one["start"], one["end"], f"{one['low']:.5g}", f"{one['high'] or math.inf:.5g}", one["unit"])
            for one in row["quantities"]
        }
        read = {
            (one.start, one.end, f"{one.low:.5g}", f"{one.high or math.inf:.5g}", one.unit)
            for one in find_quantities(row["text"])
        }
        hits, found, wanted = hits + len(labels & read), found + len(read), wanted + len(labels)
    assert 2 * hits / (found + wanted) >= 0.92


def test_words_repeated_without_end_are_read_in_time():
    (found,) = find_quantities("two " + "million " * 60)
    assert found.high == 2e12
    find_quantities("an hour and " * 400)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The fire burnt 35 km² of forest.", 35e6, "square metre"),
        ("The flat has 80 m2.", 80, "square metre"),
        ("It spilled 3,000 m³ of water.", 3e6, "litre"),
    ],
)
def test_areas_and_volumes_written_with_a_power(text, value, unit):
    (found,) = find_quantities(text)
    assert (found.low, found.unit) == (value, unit)

"""Which days the dates of a news sentence mean."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.claims.times import find_times

SAMPLE = Path(__file__).parents[2] / "eval" / "data" / "claims" / "times.jsonl"
PUBLISHED = date(2024, 10, 24)  # a Thursday


def dates(sentence: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    return [
        (found.text, found.earliest.isoformat(), found.latest.isoformat())
        for found in find_times(sentence, published)
    ]


@pytest.mark.parametrize(
    ("sentence", "span", "earliest", "latest"),
    [
        ("He died on 22 October 2024.", "22 October 2024", "2024-10-22", "2024-10-22"),
        ("On Oct. 22, 2024, they met.", "Oct. 22, 2024", "2024-10-22", "2024-10-22"),
        ("It opened in October 2023.", "October 2023", "2023-10-01", "2023-10-31"),
        ("It fell in 2022.", "2022", "2022-01-01", "2022-12-31"),
        ("The war of 1914-1918 ended empires.", "1914-1918", "1914-01-01", "1918-12-31"),
        ("Growth slowed in the 1990s.", "the 1990s", "1990-01-01", "1999-12-31"),
        ("It rose in the first quarter of 2025.", "the first quarter of 2025", "2025-01-01", "2025-03-31"),
        ("It came in the summer of 2022.", "the summer of 2022", "2022-06-01", "2022-08-31"),
    ],
)
def test_a_full_date_needs_no_publication_date(sentence: str, span: str, earliest: str, latest: str) -> None:
    (found,) = find_times(sentence, None)
    assert (found.text, found.earliest.isoformat(), found.latest.isoformat()) == (span, earliest, latest)
    assert not found.relative
    assert dates(sentence) == [(span, earliest, latest)]


def test_without_a_publication_date_other_dates_stay_unknown() -> None:
    assert find_times("On Tuesday, three days ago, he left for the March talks of 22 October.", None) == ()


@pytest.mark.parametrize(
    ("sentence", "span", "earliest", "latest"),
    [
        ("He arrived on Tuesday.", "Tuesday", "2024-10-22", "2024-10-22"),
        ("He spoke on Thursday.", "Thursday", "2024-10-24", "2024-10-24"),
        ("They met on Monday evening.", "Monday evening", "2024-10-21", "2024-10-21"),
        ("Wednesday's vote was close.", "Wednesday", "2024-10-23", "2024-10-23"),
        ("The ministers will meet on Tuesday.", "Tuesday", "2024-10-29", "2024-10-29"),
        ("On Friday the ministers will meet.", "Friday", "2024-10-25", "2024-10-25"),
        ("The law will be passed on Monday.", "Monday", "2024-10-28", "2024-10-28"),
        ("Mourning was declared for Saturday.", "Saturday", "2024-10-26", "2024-10-26"),
        ("It failed last Thursday.", "last Thursday", "2024-10-17", "2024-10-17"),
        ("The session is to open next Thursday.", "next Thursday", "2024-10-31", "2024-10-31"),
        ("He left yesterday.", "yesterday", "2024-10-23", "2024-10-23"),
        ("He left the day before yesterday.", "the day before yesterday", "2024-10-22", "2024-10-22"),
        ("He will testify tomorrow.", "tomorrow", "2024-10-25", "2024-10-25"),
        ("It rained last night.", "last night", "2024-10-23", "2024-10-23"),
        ("It rained last week.", "last week", "2024-10-14", "2024-10-20"),
        ("Prices fell last month.", "last month", "2024-09-01", "2024-09-30"),
        ("Earlier this month he quit.", "Earlier this month", "2024-10-01", "2024-10-24"),
        ("He will quit later this year.", "later this year", "2024-10-24", "2024-12-31"),
        ("Three days ago he quit.", "Three days ago", "2024-10-21", "2024-10-21"),
        ("Two weeks ago he quit.", "Two weeks ago", "2024-10-07", "2024-10-13"),
        ("Six years ago he won.", "Six years ago", "2018-01-01", "2018-12-31"),
        ("The minutes come out in eight days' time.", "eight days' time", "2024-11-01", "2024-11-01"),
        ("They marched at the weekend.", "the weekend", "2024-10-19", "2024-10-20"),
        ("They will march at the weekend.", "the weekend", "2024-10-26", "2024-10-27"),
        ("Prices rose in January.", "January", "2024-01-01", "2024-01-31"),
        ("They will meet again in April.", "April", "2025-04-01", "2025-04-30"),
        ("It was agreed on December 28.", "December 28", "2024-12-28", "2024-12-28"),
        ("A raid last October failed.", "last October", "2023-10-01", "2023-10-31"),
        ("He was held on the 20th.", "the 20th", "2024-10-20", "2024-10-20"),
        ("A vote is due on the first of November.", "the first of November", "2024-11-01", "2024-11-01"),
        ("Tuesday, October 22, was quiet.", "Tuesday, October 22", "2024-10-22", "2024-10-22"),
        ("The summit is planned for 3-5 November.", "3-5 November", "2024-11-03", "2024-11-05"),
        ("It closed in mid-May.", "mid-May", "2024-05-11", "2024-05-20"),
        ("It reopens in early 2025.", "early 2025", "2025-01-01", "2025-04-30"),
        (
            "Delegates will meet on the last Saturday in November.",
            "the last Saturday in November",
            "2024-11-30",
            "2024-11-30",
        ),
    ],
)
def test_a_date_is_resolved_against_publication_and_tense(
    sentence: str, span: str, earliest: str, latest: str
) -> None:
    assert dates(sentence) == [(span, earliest, latest)]


def test_each_verb_decides_for_its_own_date() -> None:
    sentence = "The minister is to meet his counterpart on Monday, his office said on Wednesday."
    assert dates(sentence) == [
        ("Monday", "2024-10-28", "2024-10-28"),
        ("Wednesday", "2024-10-23", "2024-10-23"),
    ]


TUESDAY = date(2024, 10, 22)


def days(sentence: str) -> list[str]:
    """The dates of a sentence published on that Tuesday: a day alone, or "first..last"."""
    return [
        earliest if earliest == latest else f"{earliest}..{latest}"
        for _, earliest, latest in dates(sentence, TUESDAY)
    ]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Ministers approved the plan on Monday.", "2024-10-21"),
        ("The museum announced plans to build a wing on Friday.", "2024-10-18"),
        ("MPs approved the plan in March.", "2024-03-01..2024-03-31"),
        ("The sides agreed to a ceasefire on Sunday.", "2024-10-20"),
        ("They agreed to talks on Friday.", "2024-10-18"),
        ("The firm posted a smaller loss than expected on Thursday.", "2024-10-17"),
        ("The scheduled talks collapsed on Sunday.", "2024-10-20"),
        ("The deadline passed on Sunday.", "2024-10-20"),
        ("Lawmakers heard the minister's promise on Friday.", "2024-10-18"),
        ("He may have died on Saturday.", "2024-10-19"),
        ("The guards should not have left on Saturday.", "2024-10-19"),
        ("He was to have spoken on Saturday.", "2024-10-19"),
        ("The move follows a raid on Friday.", "2024-10-18"),
        ("The vote was postponed on Monday.", "2024-10-21"),
    ],
)
def test_a_word_of_planning_or_a_possibility_leaves_a_past_day_in_the_past(sentence: str, day: str) -> None:
    assert days(sentence) == [day]


@pytest.mark.parametrize(
    "sentence",
    [
        "The museum plans to reopen on Friday.",
        "The verdict is now expected on Friday.",
        "The verdict, expected on Friday, could end his career.",
        "A decision is not expected on Friday.",
        "The planned visit on Friday will go ahead.",
        "The deadline for bids is Friday.",
        "The minister promises to publish it on Friday.",
        "They agreed to meet on Friday.",
        "The army could have a new chief on Friday.",
        "He may have to resign on Friday.",
        "They'll gather on Friday.",
    ],
)
def test_a_plan_told_by_its_verb_lies_ahead(sentence: str) -> None:
    assert days(sentence) == ["2024-10-25"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Voters go to the polls on Sunday.", ["2024-10-27"]),
        ("The country goes to the polls in March.", ["2025-03-01..2025-03-31"]),
        ("The trial starts Monday.", ["2024-10-28"]),
        ("Officials said the trial starts Monday.", ["2024-10-28"]),
        ("The trial starts Monday after a judge refused a delay.", ["2024-10-28"]),
        ("The president arrives in Delhi on Thursday.", ["2024-10-24"]),
        ("The president leaves Delhi on Thursday.", ["2024-10-24"]),
        ("The law takes effect on Friday.", ["2024-10-25"]),
        ("The ceasefire expires on Friday, officials said on Monday.", ["2024-10-25", "2024-10-21"]),
        ("Talks resume in Cairo on Sunday.", ["2024-10-27"]),
    ],
)
def test_the_present_of_a_timetable_tells_what_is_to_come(sentence: str, found: list[str]) -> None:
    assert days(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Voters did not go to the polls on Sunday.", "2024-10-20"),
        ("The festival ended on Friday.", "2024-10-18"),
        ("The trial of the man who starts fires began on Monday.", "2024-10-21"),
        ("She arrives at court on Thursday, where she was sentenced.", "2024-10-17"),
        ("The army leaves Kherson on Thursday while residents cheered.", "2024-10-17"),
        ("A bus crash leaves 12 people dead on Sunday.", "2024-10-20"),
        ("Saturday's defeat leaves his side ten points behind.", "2024-10-19"),
        ("Troops failed to leave on Friday.", "2024-10-18"),
    ],
)
def test_a_caption_or_another_verb_in_the_present_tells_no_timetable(sentence: str, day: str) -> None:
    assert days(sentence) == [day]


@pytest.mark.parametrize(
    ("sentence", "span", "day"),
    [
        ("On October 7 last year gunmen attacked.", "October 7 last year", "2023-10-07"),
        ("On October 7, last year, gunmen attacked.", "October 7, last year", "2023-10-07"),
        ("He left in August last year.", "August last year", "2023-08-01..2023-08-31"),
        ("He left in February of last year.", "February of last year", "2023-02-01..2023-02-28"),
        ("He left in March earlier this year.", "March earlier this year", "2024-03-01..2024-03-31"),
        ("It opens in the spring of next year.", "the spring of next year", "2025-03-01..2025-05-31"),
        ("He spoke on Tuesday last week.", "Tuesday last week", "2024-10-15"),
        ("It opens on Wednesday of next week.", "Wednesday of next week", "2024-10-30"),
        ("Some have fled since October 7 last year.", "October 7 last year", "2023-10-07..2024-10-22"),
        ("Pay by Friday next week.", "Friday next week", "2024-10-22..2024-11-01"),
        (
            "From August last year to March this year prices rose.",
            "August last year to March this year",
            "2023-08-01..2024-03-31",
        ),
    ],
)
def test_the_year_or_week_behind_a_date_belongs_to_it(sentence: str, span: str, day: str) -> None:
    assert [text for text, _, _ in dates(sentence, TUESDAY)] == [span]
    assert days(sentence) == [day]


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        ("In October, last year's winner resigned.", ["October", "last year"]),
        ("On Monday last week's figures were revised.", ["Monday", "last week"]),
        ("On Monday, last week was forgotten.", ["Monday", "last week"]),
        ("He said on Tuesday next year would be hard.", ["Tuesday", "next year"]),
        ("It closed on 29 February last year.", ["29 February", "last year"]),
        ("It rose in March 2023, last year, in all.", ["March 2023", "last year"]),
    ],
)
def test_a_year_or_week_that_only_follows_a_date_stays_apart(sentence: str, spans: list[str]) -> None:
    assert [text for text, _, _ in dates(sentence, TUESDAY)] == spans


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The hearing was adjourned until Friday.", ["2024-10-25"]),
        ("The hearing was adjourned on Monday until Friday.", ["2024-10-21", "2024-10-25"]),
        ("The vote was postponed to Monday.", ["2024-10-28"]),
        ("They put off the vote until Friday.", ["2024-10-25"]),
        ("The meeting was rescheduled for Friday.", ["2024-10-25"]),
        ("The strike was delayed by a week, to Friday.", ["2024-10-25"]),
        ("The match was moved from Saturday to Sunday.", ["2024-10-19", "2024-10-27"]),
        ("The launch was deferred until March.", ["2025-03-01..2025-03-31"]),
        ("The meeting was moved up to November 9.", ["2024-11-09"]),
    ],
)
def test_what_is_put_off_until_a_day_is_on_that_day(sentence: str, found: list[str]) -> None:
    assert days(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The school is closed until Friday.", ["2024-10-22..2024-10-25"]),
        ("The vote was postponed and the school is closed until Friday.", ["2024-10-22..2024-10-25"]),
        ("The vote was postponed, so the army stayed until Friday.", ["2024-10-22..2024-10-25"]),
        ("He was moved to hospital on Friday.", ["2024-10-18"]),
        ("The fair will run from Friday to Sunday.", ["2024-10-25..2024-10-27"]),
    ],
)
def test_a_stretch_until_a_day_stays_one(sentence: str, found: list[str]) -> None:
    assert days(sentence) == found


def test_since_reaches_to_the_publication_and_by_from_it() -> None:
    (since,) = find_times("Some 43,000 people have been killed since October 7, 2023.", PUBLISHED)
    assert (since.earliest, since.latest, since.relative) == (date(2023, 10, 7), PUBLISHED, True)
    assert dates("Troops must leave by December 1.") == [("December 1", "2024-10-24", "2024-12-01")]
    assert dates("By Monday the fire had spread.") == [("Monday", "2024-10-21", "2024-10-21")]


@pytest.mark.parametrize(
    ("sentence", "span", "earliest", "latest"),
    [
        ("Transfers were made between 2019 and 2022.", "2019 and 2022", "2019-01-01", "2022-12-31"),
        ("It ran from September 28 to October 2.", "September 28 to October 2", "2024-09-28", "2024-10-02"),
        ("It will run from Friday to Sunday.", "Friday to Sunday", "2024-10-25", "2024-10-27"),
    ],
)
def test_two_dates_can_name_one_stretch(sentence: str, span: str, earliest: str, latest: str) -> None:
    assert dates(sentence) == [(span, earliest, latest)]


@pytest.mark.parametrize(
    "sentence",
    [
        "They may march on, the second minister said.",
        "April Jones and June Carter agreed.",
        "The Sunday Times wrote about Black Friday.",
        "The museum is closed every Monday and opens on Sundays.",
        "He flew home the same day, a year later.",
        "The call came at 9:30 p.m. and lasted three weeks.",
        "The 24th meeting was held in a hall of the 19th century.",
        "About 2000 people fled.",
        "It cost $2024.",
        "Homeowners will see it on their spring bills.",
    ],
)
def test_names_habits_clock_times_and_other_words_are_no_dates(sentence: str) -> None:
    assert dates(sentence) == []


def test_a_publication_time_counts_by_its_day() -> None:
    moment = datetime(2024, 10, 24, 5, 30, tzinfo=UTC)
    assert find_times("He left yesterday.", moment) == find_times("He left yesterday.", PUBLISHED)


WORDS = (
    "last next this the 24th 2024 31 February May Oct. Tuesday weekend early mid- of since by to - 3 days ago"
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join),
    st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)),
)
def test_every_span_slices_the_text_and_every_interval_is_closed(text: str, published: date) -> None:
    behind = 0
    for found in find_times(text, published):
        assert text[found.start : found.end] == found.text
        assert behind <= found.start < found.end
        assert found.earliest <= found.latest
        behind = found.end


def test_the_labelled_sample_is_read_as_well_as_measured() -> None:
    """The floor of `python eval/claims.py`: 0.95 F1 by exact span and interval."""
    hits = found = wanted = 0
    for row in map(json.loads, SAMPLE.read_text(encoding="utf-8").splitlines()):
        labels = {(one["text"], one["earliest"], one["latest"]) for one in row["times"]}
        published = date.fromisoformat(row["published"]) if row["published"] else None
        read = set(dates(row["text"], published))
        hits, found, wanted = hits + len(labels & read), found + len(read), wanted + len(labels)
    assert 2 * hits / (found + wanted) >= 0.95


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2024-10-22T21:00:00-04:00", date(2024, 10, 22)),  # the 23rd in UTC
        ("2024-10-22T07:30:00+11:00", date(2024, 10, 22)),  # the 21st in UTC
        ("2024-10-22T21:00:00Z", date(2024, 10, 22)),
    ],
)
def test_today_is_the_day_where_the_article_appeared(published, day):
    claim = sentence_claim("The minister resigned today.", published)
    assert [time.earliest for time in claim.times] == [day]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("They met on Monday and Tuesday last week.", ["2024-10-14", "2024-10-15"]),
        ("It fell in March and April last year.", ["2023-03-01", "2023-04-01"]),
        (
            "They met on Monday, and Tuesday was a holiday last year.",
            ["2024-10-21", "2024-10-22", "2023-01-01"],
        ),
    ],
)
def test_a_list_of_dates_moves_with_its_last_one(sentence, days):
    assert [earliest for _, earliest, _ in dates(sentence)] == days


def test_no_stretch_ends_before_it_begins():
    assert dates("It will come later last year.") == [("later last year", "2023-01-01", "2023-12-31")]

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscheck.types import Document

from .conftest import read
from .pages import TEXT

RECORD = {
    "id": "mw-1",
    "source": "Meridian Wire",
    "title": "Harbour closed",
    "published": "2024-10-22T18:40:00+02:00",
    "url": "https://meridian-wire.example/harbour",
    "author": "Hanna Corvin",
    "text": TEXT,
}
EXPECTED = Document(**{**RECORD, "published": datetime(2024, 10, 22, 16, 40, tzinfo=UTC)})


def lines(*records: object) -> str:
    return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in records)


def as_csv(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", lines(RECORD)),
        ("a.jsonl", "\ufeff" + lines("", RECORD, "")),
        ("a.ndjson", json.dumps(RECORD)),
        ("a.json", json.dumps([RECORD])),
        ("a.json", json.dumps({"documents": [RECORD], "fetched": "today"}, indent=2)),
        ("a.json", json.dumps(RECORD)),
        ("a.csv", as_csv(",".join(RECORD), ",".join(f'"{value}"' for value in RECORD.values()))),
        ("a.csv", "\ufeff" + as_csv(";".join(RECORD), ";".join(f'"{value}"' for value in RECORD.values()))),
        (
            "a.csv",
            as_csv("\t".join(map(str.upper, RECORD)), "\t".join(f'"{value}"' for value in RECORD.values())),
        ),
    ],
)
def test_a_record_says_everything_of_its_article(inbox, name, content):
    (document,), problems = inbox(name, content)
    assert problems == []
    assert document.model_copy(update={"path": None}) == EXPECTED


@pytest.mark.parametrize("name", ["post.jsonl", "post.json", "post.csv"])
def test_only_the_text_is_required(inbox, name):
    contents = {
        "post.jsonl": lines({"text": "A."}),
        "post.json": '[{"text": "A."}]',
        "post.csv": "text\nA.\n",
    }
    (document,), problems = inbox(name, contents[name])
    assert problems == []
    assert (document.text, document.source, document.published) == ("A.", "post", None)
    assert document.id


def test_a_missing_source_is_the_host_of_the_address(inbox):
    (document,), _ = inbox("a.jsonl", lines({"text": "A.", "url": "https://www.Meridian-Wire.example:443/x"}))
    assert document.source == "meridian-wire.example"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_the_text_of_a_record_stays_untouched_so_that_its_offsets_hold(inbox, text):
    (document,), _ = inbox("a.jsonl", lines({"text": text}))
    assert document.text == text


def test_even_a_lone_surrogate_moves_no_offset(inbox):
    (document,), _ = inbox("a.jsonl", '{"text": "The \\ud800 valve was open."}')
    assert document.text == "The \ufffd valve was open."
    assert Document.model_validate_json(document.model_dump_json()) == document


def test_unknown_fields_and_nulls_are_ignored(inbox):
    (document,), problems = inbox("a.jsonl", lines({"text": "A.", "lang": "en", "title": None, "id": 812}))
    assert problems == []
    assert (document.title, document.id) == (None, "812")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2024-10-22", date(2024, 10, 22)),
        ("20241022", date(2024, 10, 22)),
        ("2024-W43-2", date(2024, 10, 22)),
        ("2024-10-22T16:40:00Z", datetime(2024, 10, 22, 16, 40, tzinfo=UTC)),
        ("2024-10-22T18:40+02:00", datetime(2024, 10, 22, 16, 40, tzinfo=UTC)),
        ("20241022T164000Z", datetime(2024, 10, 22, 16, 40, tzinfo=UTC)),
        ("2024-10-22 16:40:00", datetime(2024, 10, 22, 16, 40, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_any_iso_form(inbox, published, expected):
    (document,), problems = inbox("a.jsonl", lines({"text": "A.", "published": published}))
    assert problems == []
    assert document.published == expected


@pytest.mark.parametrize(
    "published", ["22/10/2024", "yesterday", "2024-13-01", 1729615200, ["2024"], "0001-01-01T00:00+09:00"]
)
def test_a_date_that_is_none_is_reported_and_taken_as_unknown(inbox, published):
    records = lines({"text": "A."}, {"text": "B.", "published": published})
    (_, document), (problem,) = inbox("a.jsonl", records)
    assert document.published is None
    assert problem.line == 2
    assert "`published`" in problem.message
    assert "ISO 8601" in problem.message


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"text": "cut', "not valid JSON"),
        ("not json", "not valid JSON"),
        ('["text"]', "the record is a list"),
        ('"text"', "the record is text"),
        ('{"title": "no text"}', "no field `text`"),
        ('{"text": "   "}', "field `text` is empty"),
        ('{"text": ["A."]}', "field `text` is a list"),
        ('{"text": "A.", "source": {"name": "Post"}}', "field `source` is an object"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(inbox, bad, message):
    documents, (problem,) = inbox("a.jsonl", lines({"text": "A."}, bad, {"text": "C."}))
    assert [document.text for document in documents] == ["A.", "C."]
    assert problem.line == 2
    assert message in problem.message
    assert str(problem).startswith(f"{problem.path}:2: ")


def test_a_line_that_is_not_utf8_is_named(inbox):
    _, (problem,) = inbox("a.jsonl", b'{"text": "A."}\n' + '{"text": "José"}\n'.encode("latin-1"))
    assert (problem.line, "not UTF-8" in problem.message) == (2, True)


def test_a_file_of_records_may_be_larger_than_the_limit_but_no_record_may(inbox):
    small, large = {"text": "A small one."}, {"text": "x" * 2000}
    documents, (problem,) = inbox("a.jsonl", lines(*[small] * 50, large, small), max_bytes=1000)
    assert len(documents) == 51
    assert problem.line == 51
    assert "larger than" in problem.message


def test_binary_data_named_jsonl_is_one_problem_and_not_thousands(inbox):
    documents, problems = inbox("a.jsonl", b"\x00\n" * 1000)
    assert (documents, len(problems)) == ([], 1)


def test_broken_json_is_reported_with_its_line(inbox):
    documents, (problem,) = inbox("a.json", '[\n {"text": "A."},\n {"text": "B."\n]')
    assert documents == []
    assert problem.line == 4
    assert "not valid JSON" in problem.message


@pytest.mark.parametrize("content", ['{"articles": []}', '"text"', "3"])
def test_json_that_holds_no_records_says_what_is_expected(inbox, content):
    _, (problem,) = inbox("a.json", content)
    assert "documents" in problem.message


def test_a_bad_record_of_a_json_list_is_named_by_its_number(inbox):
    documents, (problem,) = inbox("a.json", '[{"text": "A."}, {"title": "B"}, {"text": "C."}]')
    assert len(documents) == 2
    assert problem.message.startswith("record 2: ")


def test_a_csv_file_without_a_column_text_says_which_it_has(inbox):
    documents, (problem,) = inbox("a.csv", "headline,body\nA,B\n")
    assert documents == []
    assert "no column `text` but headline, body" in problem.message
    assert problem.line == 1


def test_lines_of_a_csv_file_are_counted_through_texts_of_several_lines(inbox):
    rows = as_csv("source,text", 'Post,"One.\nTwo."', "Post,", "Post,four,fields,here", "Post,Last.")
    documents, problems = inbox("a.csv", rows)
    assert [document.text for document in documents] == ["One.\nTwo.", "Last."]
    assert [problem.line for problem in problems] == [4, 5]


def test_a_quote_that_never_closes_is_reported_and_what_came_before_is_read(inbox):
    documents, (problem,) = inbox("a.csv", as_csv("source,text", "Post,One.", 'Post,"Two.'))
    assert len(documents) == 1
    assert (problem.line, "check the quotes" in problem.message) == (3, True)


def test_an_article_longer_than_the_csv_module_takes_by_default_is_read(inbox):
    (document,), _ = inbox("a.csv", "text\n" + "word " * 40_000)
    assert len(document.text.split()) == 40_000


def test_an_address_that_runs_code_is_left_out_and_reported(inbox):
    (document,), (problem,) = inbox("a.jsonl", lines({"text": "A.", "url": "javascript:alert(1)"}))
    assert document.url is None
    assert "`url`" in problem.message


def test_the_missing_file_has_the_same_kind_of_message(tmp_path):
    documents, (problem,) = read(tmp_path / "missing.jsonl")
    assert documents == []
    assert "no such file or folder" in problem.message

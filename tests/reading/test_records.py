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
    "published",
    [
        "22/10/2024",
        "yesterday",
        "2024-13-01",
        1729615200,
        1712101500000,
        "1712101500000",
        "1712101500.25",
        "20241022184000",
        "20241322",
        "202410",
        ["2024"],
        "0001-01-01T00:00+09:00",
    ],
)
def test_a_date_that_is_none_is_reported_and_taken_as_unknown(inbox, published):
    records = lines({"text": "A."}, {"text": "B.", "published": published})
    (_, document), (problem,) = inbox("a.jsonl", records)
    assert document.published is None
    assert problem.line == 2
    assert "`published`" in problem.message
    assert "ISO 8601" in problem.message


def test_a_number_of_eight_digits_is_a_day(inbox):
    (document,), problems = inbox("a.jsonl", lines({"text": "A.", "published": 20241022}))
    assert (document.published, problems) == (date(2024, 10, 22), [])


@pytest.mark.parametrize("published", [{}, {"published": None}, {"published": " "}])
def test_a_date_is_taken_where_the_publication_time_is_missing(inbox, published):
    (document,), problems = inbox("a.jsonl", lines({"text": "A.", "date": "2024-10-22", **published}))
    assert (document.published, problems) == (date(2024, 10, 22), [])


def test_the_publication_time_comes_before_the_date(inbox):
    record = {"text": "A.", "date": "2020-01-01", "published": "2024-10-22"}
    (document,), _ = inbox("a.jsonl", lines(record))
    assert document.published == date(2024, 10, 22)


def test_a_wrong_date_is_reported_under_its_own_name(inbox):
    (document,), (problem,) = inbox("a.jsonl", lines({"text": "A.", "date": "soon"}))
    assert document.published is None
    assert "`date`" in problem.message


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source": {"id": "bbc", "name": "BBC News"}}, {"source": "BBC News"}),
        ({"source": ["BBC News", "Post"]}, {"source": "BBC News"}),
        ({"author": [{"name": "Eva Bos"}, "Ota Brandl"]}, {"author": "Eva Bos, Ota Brandl"}),
        ({"author": {"name": "Eva Bos"}}, {"author": "Eva Bos"}),
        ({"url": ["https://post.example/a"]}, {"url": "https://post.example/a", "source": "post.example"}),
        ({"author": [], "title": []}, {"author": None, "title": None}),
    ],
)
def test_an_optional_field_may_be_an_object_with_a_name_or_a_list(inbox, fields, expected):
    (document,), problems = inbox("a.jsonl", lines({"text": "A.", **fields}))
    assert problems == []
    assert document.model_dump(include=set(expected)) == expected


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("source", {"id": "bbc"}, "an object"),
        ("source", {"name": {"name": "BBC"}}, "an object"),
        ("title", True, "true or false"),
        ("author", ["Eva Bos", ["Ota Brandl"]], "a list"),
        ("url", [["https://post.example/a"]], "a list"),
    ],
)
def test_a_wrong_optional_field_does_not_lose_the_article(inbox, name, value, kind):
    documents, (problem,) = inbox("post.jsonl", lines({"text": "A."}, {"text": "B.", name: value}))
    assert [document.text for document in documents] == ["A.", "B."]
    assert getattr(documents[1], name) == getattr(documents[0], name)
    assert problem.line == 2
    assert f"field `{name}` is {kind}, so it is left out" in problem.message


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
        ('{"text": {"name": "A."}}', "field `text` is an object"),
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


def test_a_row_with_a_broken_quotation_is_reported_and_the_next_is_read(inbox):
    rows = as_csv(
        "source,text", 'Post,"One."', 'Wire,"The "Harbour" store burnt, killing 12."', 'Times,"Three."'
    )
    documents, (problem,) = inbox("a.csv", rows)
    assert [document.text for document in documents] == ["One.", "Three."]
    assert problem.line == 3
    assert "written twice" in problem.message


def test_a_broken_row_of_several_lines_names_them(inbox):
    rows = as_csv("source,text", 'Post,"One.', 'The "Harbour" store burnt."', "Times,Three.", "Echo,Four.")
    documents, (problem,) = inbox("a.csv", rows)
    assert [document.text for document in documents] == ["Three.", "Four."]
    assert problem.line == 2
    assert "lines 2 to 3 are left out" in problem.message


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_the_line_in_which_excel_names_the_separator_is_skipped_and_counted(inbox, first):
    rows = as_csv(first, "source;text", "Post;One, two, three.", "Post;")
    (document,), (problem,) = inbox("a.csv", rows)
    assert (document.source, document.text) == ("Post", "One, two, three.")
    assert problem.line == 4


def test_empty_cells_beyond_the_header_are_ignored(inbox):
    documents, problems = inbox("a.csv", as_csv("source,text", "Post,One.,,", "Post,Two., "))
    assert [document.text for document in documents] == ["One.", "Two."]
    assert problems == []


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

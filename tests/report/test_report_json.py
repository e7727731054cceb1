"""The JSON report and its schema."""

import json

import jsonschema
import pytest

from crosscheck.report.schema import SCHEMA_FILE, report_schema, schema_text
from crosscheck.types import Report


@pytest.fixture
def validator():
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture(params=["editors_report", "hostile_report", "report_without_findings", "report_of_nothing"])
def any_report(request):
    return request.getfixturevalue(request.param)


def test_the_shipped_schema_is_the_one_that_the_types_give():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == report_schema()


def test_every_report_validates_against_the_shipped_schema(any_report, validator):
    validator.validate(json.loads(any_report.to_json()))


def test_a_report_comes_back_from_json_as_it_was(any_report):
    again = Report.from_json(any_report.to_json())
    assert again == any_report
    assert again.to_json() == any_report.to_json()


def test_json_names_its_schema_and_keeps_quotes_and_scores(editors_report):
    report = json.loads(editors_report.to_json())
    assert report["schema"] == "crosscheck.report/1"
    finding = next(f for f in report["findings"] if f["id"] == "9f2c61d07b1e4a35")
    assert finding["score"] == 0.93
    start, end = finding["a"]["spans"][0]
    offset = finding["a"]["start"]
    assert finding["a"]["text"][start - offset : end - offset] == "50 minutes"


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "crosscheck.report/2"},
        {"findings": [{"id": "1"}]},
        {"coverage": {}},
        {"documents": [{"id": "1", "source": "Wire", "sentences": "many", "claims": 1}]},
        {"unknown": 1},
    ],
)
def test_the_schema_refuses_what_is_no_report(editors_report, validator, change):
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**json.loads(editors_report.to_json()), **change})

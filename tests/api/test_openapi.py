"""The OpenAPI document: worth reading, and true of every answer (schemathesis)."""

import pytest
import schemathesis
from archive.newsroom import fire, newsroom
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crosscheck.desk.app import create_app

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 12  # for each operation
HERE = {"Host": "127.0.0.1:8600"}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    file = tmp_path_factory.mktemp("api") / "newsroom.db"
    checker = newsroom()
    with checker.archive(file) as archive:
        archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9)])
    return create_app(file, checker)


@pytest.fixture(scope="module")
def described(app):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HERE)


def test_no_request_brings_the_server_down_and_every_answer_is_as_described(described):
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(
            max_examples=EXAMPLES, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def answers_as_described(case):
            case.call_and_validate(headers=HERE, checks=CHECKS)

        answers_as_described()


def test_every_operation_says_what_it_is_for(app):
    document = app.openapi()
    for path, operations in document["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert operation["tags"]
            assert "default" in operation["responses"]
    assert "problem details" in document["info"]["description"]
    assert {tag["name"] for tag in document["tags"]} == {
        tag for path in document["paths"].values() for operation in path.values() for tag in operation["tags"]
    }

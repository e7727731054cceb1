"""Value types: ids, publication times, round trips."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from crosscheck import Document
from crosscheck.types import precedes


def test_an_id_is_derived_from_the_content():
    a = Document(text="Twelve were killed.", source="Wire")
    assert a.id == Document(text="Twelve were killed.", source="Wire").id
    assert a.id != Document(text="Twelve were killed.", source="Courier").id
    assert a.id != Document(text="Fifteen were killed.", source="Wire").id


def test_a_source_that_is_not_given_is_the_host_of_the_address():
    url = "https://www.harbour-post.example/1"
    assert Document(text="It rained.", url=url).source == "harbour-post.example"
    assert Document(text="It rained.", url=url, source="Harbour Post").source == "Harbour Post"
    assert Document(text="It rained.", url="no address").source == ""


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00", "9999-12-31", date(1, 1, 1)])
def test_the_null_dates_of_databases_are_unknown(published):
    assert Document(text="It rained.", published=published).published is None


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("2025-04-15", "2025-04-16T00:10:00Z", True),
        ("2025-04-16", "2025-04-16T18:00:00Z", False),  # on one day, an unknown hour may be any
        ("2025-04-16T17:00:00Z", "2025-04-16T18:00:00Z", True),
        (None, "2025-04-16", False),
    ],
)
def test_a_publication_precedes_another_where_that_is_known(one, other, known):
    first, second = (Document(text="It rained.", published=each).published for each in (one, other))
    assert precedes(first, second) is known
    assert not precedes(second, first)


def test_a_given_id_stays():
    assert Document(text="x", id="cms-17").id == "cms-17"


def test_a_bare_date_stays_a_date_because_its_hour_is_unknown():
    assert Document(text="x", published="2024-10-22").published == date(2024, 10, 22)


def test_a_time_keeps_its_zone_in_json():
    document = Document(text="It rained.", published="2024-10-22T21:00:00-04:00")
    assert '"published":"2024-10-22T21:00:00-04:00"' in document.model_dump_json()
    assert Document.model_validate_json(document.model_dump_json()).local_day == date(2024, 10, 22)
    assert document.published_on == date(2024, 10, 23)


def test_a_time_without_a_zone_is_taken_as_utc():
    assert Document(text="x", published="2024-10-22T18:40:00").published == datetime(
        2024, 10, 22, 18, 40, tzinfo=UTC
    )


def test_the_day_of_publication_is_counted_in_utc():
    assert Document(text="x", published="2024-10-22T23:30:00-05:00").published_on == date(2024, 10, 23)


@pytest.mark.parametrize("published", [None, ""])
def test_an_unknown_date_stays_unknown(published):
    assert Document(text="x", published=published).published is None


@pytest.mark.parametrize("published", ["yesterday", "2024-13-01", "22.10.2024"])
def test_a_date_that_is_no_iso_date_is_refused(published):
    with pytest.raises(ValidationError):
        Document(text="x", published=published)


@pytest.mark.parametrize("published", ["2024-10-22", "2024-10-22T18:40:00Z", None])
def test_json_keeps_a_document_as_it_was(published):
    document = Document(text="Zwölf Tote.", source="Wire", published=published)
    assert Document.model_validate_json(document.model_dump_json()) == document


def test_values_are_frozen():
    with pytest.raises(ValidationError):
        Document(text="x").text = "y"

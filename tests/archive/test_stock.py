"""What of an archive is in memory is what the file holds, however it came about, and little is read for it."""

import pytest
from newsroom import COURIER, WEEKLY, WIRE, newsroom
from sqlalchemy.dialects import sqlite
from test_batches import STORIES

from crosscheck import Document
from crosscheck.archive import stock as stock_module
from crosscheck.archive.holdings import Holdings
from crosscheck.archive.stock import Stock


@pytest.fixture
def stock(checker):
    return Stock(checker.encoder.name)


@pytest.fixture
def loaded(monkeypatch):
    """The rows of documents that were read, in turn."""
    asked = []
    load = Holdings.load

    def noted(connection, rows):
        asked.append(sorted(rows))
        return load(connection, rows)

    monkeypatch.setattr(stock_module.Holdings, "load", noted)
    return asked


def held(holdings):
    """What is held of each article, by its row."""
    return {
        row: (
            holdings.days[n],
            holdings.sources[n],
            holdings.vectors[n].tobytes(),
            sorted(
                (holdings.first[m], holdings.last[m], holdings.texts[m])
                for m in (holdings.owners == n).nonzero()[0]
            ),
        )
        for n, row in enumerate(holdings.rows.tolist())
    }


def in_file(archive, model):
    with archive._store.reading() as connection:
        fresh = Stock(model)
        fresh.bring_up_to_date(connection)
        return fresh.holdings


def bring(stock, archive):
    with archive._store.reading() as connection:
        stock.bring_up_to_date(connection)
    return stock.holdings


def test_it_follows_additions_corrections_copies_and_removals_by_whomever(archive, file, stock):
    changes = [
        lambda a: a.add(STORIES[6:10]),
        lambda a: a.add(STORIES[3:6]),
        lambda a: a.add(STORIES[:3]),  # originals of what is there: other claims are their own
        lambda a: a.add(STORIES[10:]),
        lambda a: a.remove(STORIES[0].id),
        lambda a: a.add(STORIES[:1]),
    ]
    with newsroom().archive(file) as other:
        for turn, change in enumerate(changes):
            change(other if turn % 2 else archive)
            assert held(bring(stock, archive)) == held(in_file(archive, "counting-encoder"))
    assert len(stock.holdings.rows) > 5


def test_a_change_has_only_what_changed_read_again(archive, stock, loaded):
    archive.add([WIRE, COURIER])
    bring(stock, archive)
    loaded.clear()
    archive.add([WEEKLY])
    bring(stock, archive)
    archive.review(archive.findings()[0].id, None, note="asked")
    bring(stock, archive)
    assert loaded == [[1, 2], [3]]  # the writer's, which held nothing yet, and this one's


def test_drafts_read_nothing_again_of_an_archive_that_stays_as_it_is(archive, loaded):
    archive.add([WIRE, COURIER, WEEKLY])
    question = Document(
        text="The fire in Halden killed 12 people.", source="Our desk", published="2025-03-05"
    )
    archive.check(question)
    loaded.clear()
    archive.check(question)
    assert loaded == []


def test_what_changed_is_read_from_an_index_alone(archive):
    archive.add([WIRE])
    sql = str(stock_module._changes().compile(dialect=sqlite.dialect()))
    with archive._store.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert ["USING COVERING INDEX documents_changed" in step for step in plan] == [True]

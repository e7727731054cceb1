"""With 5,000 articles every page asks little of SQLite; the archive is made of rows, since no model matters here.

What is counted does not depend on the machine; `crosscheck.evaluation.desk_bench` measures seconds.
"""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from archive.newsroom import fire, newsroom
from desk_pages import tree
from sqlalchemy import Engine, event, insert, select
from starlette.testclient import TestClient

from crosscheck.archive import schema
from crosscheck.archive.store import Store
from crosscheck.desk.app import create_app

ARTICLES = 5_000
FINDINGS = 20_000
OUTLETS = 60
MOST_STATEMENTS = 100  # the timeline asks 76, others half of that
MOST_STEPS = 5_000_000  # of the virtual machine of SQLite; the queue with a search takes 3.9 million
STEPS_COUNTED = 1_000  # at a time


def fill(file):
    """Copies of two reports and of the conflict between them, each a row with an id, day and outlet of its own."""
    with newsroom().archive(file) as archive:
        archive.add([fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9)])
    dice = random.Random(1)
    store = Store(file, 5, create=False)
    with store.writing() as connection:
        document = dict(connection.execute(select(schema.documents)).mappings().first())
        finding = dict(connection.execute(select(schema.findings)).mappings().one())
        claim = dict(connection.execute(select(schema.claims)).mappings().first())
        documents, claims, findings = [], [], []
        for number in range(10, ARTICLES + 10):
            published = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=number)
            documents.append(
                document
                | {
                    "id": number,
                    "document": f"report-{number}",
                    "source": f"Outlet {number % OUTLETS}",
                    "published": published.isoformat(),
                    "moment": published.isoformat(),
                    "day": published.date().toordinal(),
                    "text": document["text"] * 20,
                    "url": f"https://outlet.example/{number}",
                }
            )
            claims += [
                claim | {"id": number * 30 + place, "document": number, "ordinal": place}
                for place in range(20)
            ]
        for number in range(10, FINDINGS + 10):
            # mostly within a story of five reports, now and then across
            a = dice.randrange(10, ARTICLES + 4)
            b = a + dice.randint(1, 4) if dice.random() < 0.97 else dice.randrange(10, ARTICLES + 10)
            verdict = dice.choices(["conflict", "agreement", "update"], [2, 7, 1])[0]
            sides = {f"document_{side}": row for side, row in (("a", a), ("b", b))} | {
                side: json.dumps(json.loads(finding[side]) | {"document": f"report-{row}"})
                for side, row in (("a", a), ("b", b))
            }
            findings.append(
                finding
                | sides
                | {
                    "number": number,
                    "id": f"{number:016x}",
                    "verdict": verdict,
                    "key": f"{number:016x}",
                    "score": dice.random(),
                }
            )
        connection.execute(insert(schema.documents), documents)
        connection.execute(insert(schema.claims), claims)
        connection.execute(insert(schema.findings), findings)
    store.close()


@pytest.fixture(scope="module")
def work():
    """What SQLite was asked for on all connections that were opened since."""
    counted = Counter()

    def step():
        counted["steps"] += STEPS_COUNTED

    def prepare(connection, _record):
        connection.set_progress_handler(step, STEPS_COUNTED)

    def statement(*_):
        counted["statements"] += 1

    event.listen(Engine, "connect", prepare)
    event.listen(Engine, "before_cursor_execute", statement)
    yield counted
    event.remove(Engine, "connect", prepare)
    event.remove(Engine, "before_cursor_execute", statement)


@pytest.fixture(scope="module")
def large(tmp_path_factory, work):
    file = tmp_path_factory.mktemp("large") / "newsroom.db"
    fill(file)
    assert work["statements"]
    assert work["steps"]
    with TestClient(create_app(file, newsroom()), base_url="http://127.0.0.1:8600") as desk:
        yield desk


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?verdict=conflict&source=Outlet+7",
        "/?text=paper+mill&number=40",
        "/?type=place",
        "/?published_since=2025-02-01&published_until=2025-02-28",
        "/?published_since=2026-01-01",
        "/stories",
        "/stories/report-2000",
        "/articles",
        "/articles?number=90",
        "/articles/report-2000",
        "/timeline/00000000000003e8",
        "/findings/00000000000003e8",
        "/sources",
        "/draft",
        "/add",
    ],
)
def test_every_page_asks_little_of_a_large_archive(large, work, path):
    work.clear()
    answer = large.get(path)
    assert answer.status_code == 200
    assert tree(answer).xpath("//h1")
    assert work["statements"] <= MOST_STATEMENTS
    assert work["steps"] <= MOST_STEPS

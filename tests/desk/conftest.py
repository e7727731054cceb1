"""A desk over a small newsroom, asked without a network."""

import pytest
from archive.newsroom import fire, newsroom, wire_copy
from starlette.testclient import TestClient

from crosscheck.archive import Archive
from crosscheck.desk.app import create_app
from crosscheck.desk.settings import DeskSettings

HERE = "http://127.0.0.1:8600"


@pytest.fixture
def checker():
    return newsroom()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "newsroom.db"


@pytest.fixture
def archive(checker, file):
    """Opened beside the desk, as another program would."""
    with checker.archive(file) as opened:
        yield opened


@pytest.fixture
def stories(archive) -> Archive:
    """Two outlets on one fire, whose tolls clash, a third that agrees with one of them, and two copies."""
    wire = fire("Meridian Wire", 12)
    archive.add(
        [
            wire,
            fire("Harbour Courier", 15, 14),
            fire("Coast Weekly", 12, 10),
            wire_copy(wire, "Valley Echo", 9),
            wire_copy(wire, "Northern Standard", 11),
        ]
    )
    return archive


@pytest.fixture
def desk(file, checker):
    with TestClient(create_app(file, checker), base_url=HERE) as client:
        yield client


@pytest.fixture
def guarded(file, checker):
    """A desk that other machines can reach."""
    settings = DeskSettings(host="0.0.0.0", token="correct horse")
    with TestClient(create_app(file, checker, settings), base_url="http://desk.example:8600") as client:
        yield client

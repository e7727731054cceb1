"""An empty archive for each test."""

import pytest
from newsroom import newsroom


@pytest.fixture
def checker():
    return newsroom()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "newsroom.db"


@pytest.fixture
def archive(checker, file):
    with checker.archive(file) as opened:
        yield opened

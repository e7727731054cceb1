"""The API over a small newsroom."""

import pytest
from archive.newsroom import fire, newsroom
from starlette.testclient import TestClient

from crosscheck.desk.app import create_app


@pytest.fixture
def api(tmp_path):
    app = create_app(tmp_path / "newsroom.db", newsroom())
    with TestClient(app, base_url="http://127.0.0.1:8600/api/v1/") as client:
        yield client


@pytest.fixture
def reports():
    """Two outlets on one fire, whose tolls clash."""
    return [fire("Meridian Wire", 12), fire("Harbour Courier", 15, 9)]


@pytest.fixture
def filled(api, reports):
    answer = api.post("documents", json={"documents": [r.model_dump(mode="json") for r in reports]})
    assert answer.status_code == 200, answer.text
    return api

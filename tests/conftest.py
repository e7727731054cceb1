"""Fixtures that several rooms share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("crosscheck", deadline=None)  # laws, not speed: a busy machine must not fail them
settings.load_profile("crosscheck")

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The sample newsroom corpus."""
    return REPOSITORY / "seeds"


@pytest.fixture(scope="session")
def newsbench() -> Path:
    """The labelled clusters and pairs."""
    return REPOSITORY / "eval" / "data" / "newsbench"

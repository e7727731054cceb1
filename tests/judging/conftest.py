"""A judge with readable weights: it follows the NLI model alone, so that the rules stand out."""

import pytest
from judging_by_hand import judge_by_hand

from crosscheck.judging.judge import Judge


@pytest.fixture
def judge() -> Judge:
    return judge_by_hand()

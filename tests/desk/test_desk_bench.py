"""The benchmark of the desk still finds every page and every sentence of its draft; its figures are for a quiet machine."""

import httpx
import pytest
from api.serving import serving

from crosscheck.client import Client
from crosscheck.desk.app import create_app
from crosscheck.evaluation.desk_bench import SENTENCES, latest_draft, timed_draft, timed_pages
from crosscheck.evaluation.generated import generated_articles


@pytest.fixture
def address(file, checker, archive):
    archive.add(generated_articles(40, events_a_day=15))
    assert archive.findings(), "the invented outlets must speak of the same events"
    with serving(create_app(file, checker)) as address:
        yield address


def test_every_page_and_the_draft_are_timed(address):
    with Client(address) as newsroom, httpx.Client(base_url=address, follow_redirects=True) as browser:
        pages = list(timed_pages(browser, newsroom, rounds=2))
        first, done = timed_draft(browser, latest_draft(newsroom))
    assert {"queue", "timeline", "story", "article", "sources", "draft, the form"} <= {
        page.name for page in pages
    }
    assert all(len(page.seconds) == 2 and min(page.seconds) > 0 for page in pages)
    assert SENTENCES == 40
    assert 0 < first < done

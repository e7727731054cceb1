"""How long the review desk takes to answer over an archive that is there: every kind of page, and a draft.

    python -m crosscheck.evaluation.desk_bench --archive newsroom.db [--rounds 5] [--threads 2]

The desk is the real one, in a process of its own, on this machine. Each round asks for every kind of page,
with another article, finding or part of a list each time; the first round, in which templates are compiled,
does not count. The draft has forty sentences of the latest articles (those of `generated`, where the archive
was made as `archive_bench` makes it) and is sent as an editor sends it; the first result is there when the
first marked sentence has come, all when the last one has.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import quote, quote_plus

import httpx
from rich.console import Console
from rich.table import Table

from crosscheck.client import Client
from crosscheck.evaluation.generated import generated_draft
from crosscheck.types import Document

SENTENCES = 40
DRAFT_ARTICLES = 30  # that a draft draws on: more than its sentences fill
DRAFTS = 4
TIMEOUT = 600.0
MILLISECONDS = 1000

_ADDRESS = re.compile(r"http://\S+?(?=/)")
_PROOF = re.compile(r'name="csrf" value="([^"]+)"')
_MARKED = re.compile(r'id="sentence-')


class Timed(NamedTuple):
    """What was asked for, and the seconds that each answer took."""

    name: str
    seconds: Sequence[float]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", required=True, help="the SQLite file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0, help="of the models; 0 stands for all cores")
    arguments = parser.parse_args()
    console = Console()
    with (
        served_desk(arguments.archive, arguments.threads) as address,
        Client(address) as newsroom,
        httpx.Client(base_url=address, timeout=TIMEOUT, follow_redirects=True) as browser,
    ):
        pages = list(timed_pages(browser, newsroom, arguments.rounds))
        _print(console, "Pages", pages, MILLISECONDS, "ms")
        drafts = timed_drafts(browser, latest_draft(newsroom))
        _print(console, f"A draft of {SENTENCES} sentences", drafts, 1, "s")


@contextmanager
def served_desk(archive: str, threads: int = 0) -> Iterator[str]:
    """The desk over an archive, as `crosscheck serve` starts it; yields its address."""
    command = [sys.executable, "-m", "crosscheck", "serve", "--archive", archive, "--port", "0"]
    environment = os.environ | {"CROSSCHECK_RUNTIME__THREADS": str(threads)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603
        try:
            said = process.stderr.readline() if process.stderr else ""
            found = _ADDRESS.search(said)
            if found is None:
                raise SystemExit(f"the desk did not start: {said.strip()}")
            yield found[0]
        finally:
            process.terminate()


def timed_pages(browser: httpx.Client, newsroom: Client, rounds: int) -> Iterator[Timed]:
    """Each kind of page, with other contents in each round."""
    kinds = [list(_addresses(newsroom, number, rounds + 1)) for number in range(rounds + 1)]
    for name, *_ in kinds[0]:
        seconds = []
        for asked in kinds:
            started = time.perf_counter()
            browser.get(dict(asked)[name]).raise_for_status()
            seconds.append(time.perf_counter() - started)
        yield Timed(name, seconds[1:])


def _addresses(newsroom: Client, number: int, of: int) -> Iterator[tuple[str, str]]:
    """A page of each kind: in each round with another finding and article, evenly over all of them."""
    total = newsroom.findings(limit=1).total
    (finding,) = newsroom.findings(limit=1, offset=number * total // of).findings
    article, source = quote(finding.a.document, safe=""), quote_plus(finding.document_a.source)
    word = quote_plus(max(finding.a.text.split(), key=len))
    yield "queue", "/"
    yield "queue, further on", f"/?number={1 + number * total // of // 20}"
    yield "queue, a source", f"/?source={source}"
    yield "queue, a verdict and tier", f"/?verdict={finding.verdict}&tier={finding.tier}"
    yield "queue, words", f"/?text={word}"
    yield "queue, nothing fits", f"/?text=no+such+words+{number}"
    yield "queue, decided", "/?status=dismissed"
    yield "finding", f"/findings/{finding.id}"
    yield "timeline", f"/timeline/{finding.id}"
    yield "stories", f"/stories?number={1 + number}"
    yield "story", f"/stories/{article}"
    yield "articles", f"/articles?number={1 + number}"
    yield "articles, words", f"/articles?text={word}"
    yield "article", f"/articles/{article}"
    yield "sources", "/sources"
    yield "add", "/add"
    yield "draft, the form", "/draft"
    yield "API, findings", f"/api/v1/findings?verdict={finding.verdict}"
    yield "API, documents", f"/api/v1/documents?source={source}"


def latest_draft(newsroom: Client) -> Document:
    """A draft of what the latest articles tell."""
    latest_first = newsroom.documents(limit=DRAFT_ARTICLES)
    return generated_draft([newsroom.document(record.id) for record in reversed(latest_first)], SENTENCES)


def timed_drafts(browser: httpx.Client, draft: Document) -> list[Timed]:
    """The same draft several times, once the models are loaded; the first check also loads the archive."""
    browser.get("/recompute/notice").raise_for_status()  # answers when the models are loaded
    checks = [timed_draft(browser, draft) for _ in range(DRAFTS)]
    first, done = zip(*checks, strict=True)
    return [
        Timed("first result, first draft", first[:1]),
        Timed("all results, first draft", done[:1]),
        Timed("first result, later drafts", first[1:]),
        Timed("all results, later drafts", done[1:]),
    ]


def timed_draft(browser: httpx.Client, draft: Document) -> tuple[float, float]:
    """Seconds from the press of the button to the first marked sentence and to the last."""
    proof = _PROOF.findall(browser.get("/draft").text)[0]
    published = draft.published.isoformat()[:10] if draft.published else ""
    form = {"csrf": proof, "text": draft.text, "published": published}
    started = time.perf_counter()
    page = browser.post("/draft", data=form)
    with browser.stream("GET", f"{page.url.path}/events") as events:
        marked = [time.perf_counter() - started for line in events.iter_lines() if _MARKED.search(line)]
    if len(marked) < SENTENCES:
        raise SystemExit(f"of {SENTENCES} sentences {len(marked)} were marked")
    return marked[0], marked[-1]


def _print(console: Console, title: str, rows: Sequence[Timed], unit: int, name: str) -> None:
    table = Table("", f"median, {name}", f"worst, {name}", title=title, title_justify="left", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        figures = (statistics.median(row.seconds) * unit, max(row.seconds) * unit)
        table.add_row(row.name, *(f"{figure:.0f}" if unit > 1 else f"{figure:.2f}" for figure in figures))
    console.print(table)


if __name__ == "__main__":
    main()

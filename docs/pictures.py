"""The pictures in README.md and desk.md: `python docs/pictures.py ARCHIVE REPORT`, both of seeds/.

`crosscheck ingest seeds --archive ARCHIVE` makes the one, `crosscheck compare seeds --html REPORT` the other.
Taken in Debian's Chromium, in light colours, as a laptop shows them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, expect, sync_playwright

from crosscheck import Verdict
from crosscheck.client import Client
from crosscheck.evaluation.desk_bench import served_desk

HERE = Path(__file__).parent
CHROMIUM = "/usr/bin/chromium"
SCREEN = {"width": 1280, "height": 800}
REPORT_SCREEN = {"width": 1180, "height": 1000}
PATIENCE = 300_000  # milliseconds, on a busy machine

QUESTION = "joint statement"
HEADLINE = "No joint statement after Jerusalem talks"
DRAFT = (
    "Antony Blinken and Benjamin Netanyahu wrapped up their talks on Tuesday without a joint statement or a "
    "press conference, leaving each government to describe the encounter in its own words. The meeting "
    "lasted about two and a half hours.\n\n"
    "It was Blinken's 11th visit to the region since October 7. He also met Defense Minister Yoav Gallant "
    "separately the same evening.\n\n"
    "In Kuwait, Iran's foreign minister Abbas Araghchi said that his country did not want war but was ready "
    "for it. The mayor of Haifa opened a new library on Monday."
)
APPEARS = "2024-10-23"


def main() -> None:
    """Take them."""
    archive, report = sys.argv[1:]
    with served_desk(archive) as address, Client(address) as newsroom, sync_playwright() as playwright:
        found = newsroom.findings(verdict=[Verdict.CONFLICT], text=QUESTION).findings[0]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=SCREEN, reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/?verdict=conflict&text={quote(QUESTION)}")
        page.keyboard.press("j")
        page.screenshot(path=HERE / "desk-queue.png")
        page.goto(f"{address}/stories/{quote(found.a.document, safe='')}")
        page.screenshot(path=HERE / "desk-story.png")
        check_draft(page, address)
        page.screenshot(path=HERE / "desk-draft.png")
        page = browser.new_page(viewport=REPORT_SCREEN)
        page.goto(Path(report).resolve().as_uri())
        page.screenshot(path=HERE / "report.png")
        browser.close()


def check_draft(page: Page, address: str) -> None:
    """Bring the page of a finished check up."""
    page.goto(f"{address}/draft")
    page.get_by_label("Text").fill(DRAFT)
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Appears on").fill(APPEARS)
    page.get_by_role("button", name="Check against the archive").click()
    expect(page.locator(".pending")).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("#tally .export")).to_be_visible(timeout=PATIENCE)


if __name__ == "__main__":
    main()

"""Feeds and folders are watched politely, over real HTTP; what conflicts is told, and nothing stops the rest."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from newsroom import FigureNli, fire, newsroom

from crosscheck import Verdict
from crosscheck.archive import Decision
from crosscheck.cli import cli
from crosscheck.errors import ArchiveStale, FetchFailed
from crosscheck.types import Tier
from crosscheck.watching import Printer, Watcher, Webhook

WIRE, COURIER, WEEKLY = (
    fire("Meridian Wire", 12),
    fire("Harbour Courier", 15, 9),
    fire("Coast Weekly", 15, 10),
)
PAGE = "<html><head><title>Fire</title></head><body><article><h1>Fire</h1>{}</article></body></html>"


def feed(*documents, base="https://wire.example", summary=None):
    """A feed with the documents' whole texts, or with summaries that link to pages."""
    items = "".join(
        f"<item><title>{escape(d.title)}</title><link>{base}/{number}</link>"
        f"<pubDate>{formatdate(d.published.timestamp())}</pubDate>"
        + (f"<description>{summary}</description>" if summary else _content(d))
        + "</item>"
        for number, d in enumerate(documents)
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{documents[0].source}</title>{items}</channel></rss>"
    ).encode()


def _content(document):
    return f"<content:encoded>&lt;p&gt;{escape(document.text)}&lt;/p&gt;</content:encoded>"


def served(body, **headers):
    return 200, {"Content-Type": "application/rss+xml", **headers}, body


@pytest.fixture
def problems():
    return []


@pytest.fixture
def told():
    return []


@pytest.fixture
def watch(archive, problems, told):
    """Make a watcher; all are closed at the end."""
    made = []

    def make(*locations, announcers=None, tier=Tier.CONFIRMED):
        announcer = Printer(told.append, lambda finding: [finding])
        watcher = Watcher(
            archive,
            [str(location) for location in locations],
            announcers or [announcer],
            tier=tier,
            report=problems.append,
        )
        made.append(watcher)
        return watcher

    yield make
    for watcher in made:
        watcher.close()


def look_again(watcher):
    """Look once all waiting times are over."""
    time.sleep(0.05)
    return watcher.look()


def test_what_two_feeds_disagree_on_is_told_once(site, archive, watch, told, problems):
    site.pages["/wire.xml"] = served(feed(WIRE))
    site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
    watcher = watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml")
    assert watcher.look() == 0
    assert [finding.verdict for finding in told] == [Verdict.CONFLICT]
    assert {record.source for record in archive.documents()} == {"Meridian Wire", "Harbour Courier"}
    look_again(watcher)
    assert len(told) == 1
    assert problems == []


def test_an_unchanged_feed_is_not_sent_again(site, watch, archive):
    def answer(headers):
        if headers.get("If-None-Match") == '"v1"' and headers.get("If-Modified-Since") == "Tue, 04 Mar 2025":
            return 304, {}, b""
        return served(feed(WIRE), ETag='"v1"', **{"Last-Modified": "Tue, 04 Mar 2025"})

    site.pages["/wire.xml"] = answer
    watcher = watch(f"{site.url}/wire.xml")
    watcher.look()
    watcher.close()
    again = watch(f"{site.url}/wire.xml")  # a later run knows it still
    assert again.look() == 0
    asked = [headers for _, path, headers, _ in site.asked if path == "/wire.xml"]
    assert [headers.get("If-None-Match") for headers in asked] == [None, '"v1"']
    assert len(archive.runs()) == 1


def test_we_say_who_we_are(site, watch):
    site.pages["/wire.xml"] = served(feed(WIRE))
    watch(f"{site.url}/wire.xml").look()
    assert all(headers["User-Agent"].startswith("crosscheck/") for _, _, headers, _ in site.asked)


def test_a_corrected_entry_is_a_new_version(site, archive, watch, told):
    site.pages["/wire.xml"] = served(feed(WIRE))
    watcher = watch(f"{site.url}/wire.xml")
    watcher.look()
    site.pages["/wire.xml"] = served(feed(fire("Meridian Wire", 14, 11)))
    look_again(watcher)
    (record,) = archive.documents()
    assert record.version == 2
    assert "14 people" in archive.document(record.id).text


class TestRobots:
    def test_what_robots_txt_forbids_is_not_fetched(self, site, watch, problems, archive):
        site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private/")
        site.pages["/private/wire.xml"] = served(feed(WIRE))
        site.pages["/wire.xml"] = served(feed(WIRE))
        watcher = watch(f"{site.url}/private/wire.xml", f"{site.url}/wire.xml")
        assert watcher.look() == 1
        assert "/private/wire.xml" not in site.paths()
        assert "robots.txt" in problems[0].message
        assert site.paths().count("/robots.txt") == 1
        assert len(archive.documents()) == 1

    def test_rules_for_us_by_name_count(self, site, watch, problems):
        site.pages["/robots.txt"] = (
            200,
            {},
            b"User-agent: crosscheck\nDisallow: /\n\nUser-agent: *\nAllow: /",
        )
        assert watch(f"{site.url}/wire.xml").look() == 1
        assert site.paths() == ["/robots.txt"]

    def test_a_host_that_cannot_say_what_it_allows_is_not_asked_for_more(self, site, watch):
        site.pages["/robots.txt"] = (503, {}, b"")
        assert watch(f"{site.url}/wire.xml").look() == 1
        assert site.paths() == ["/robots.txt"]

    def test_linked_pages_are_asked_for_too_and_fetched_once(self, site, watch, archive, problems):
        text = f"<p>{WIRE.text}</p><p>{COURIER.text}</p>"
        site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /1")
        site.pages["/0"] = (200, {"Content-Type": "text/html"}, PAGE.format(text).encode())
        site.pages["/wire.xml"] = served(
            feed(WIRE, COURIER, base=site.url, summary="A mill burnt down in Halden.")
        )
        watcher = watch(f"{site.url}/wire.xml")
        watcher.look()
        look_again(watcher)
        assert site.paths().count("/0") == 1
        assert "/1" not in site.paths()
        assert any("robots.txt" in problem.message for problem in problems)
        assert any("killed 12 people" in archive.document(d.id).text for d in archive.documents())

    @pytest.mark.parametrize(
        ("rules", "allowed"),
        [
            (b"Disallow: /*.xml$", False),
            (b"Disallow: /*.xm$", True),
            (b"Disallow: /\nAllow: /wire", True),  # the most specific rule counts, not the first
            (b"Allow: /\nDisallow: /*wire", False),
        ],
    )
    def test_rules_are_those_of_rfc_9309(self, site, watch, archive, *, rules, allowed):
        site.pages["/robots.txt"] = (200, {}, b"User-agent: *\n" + rules)
        site.pages["/wire.xml"] = served(feed(WIRE))
        assert watch(f"{site.url}/wire.xml").look() == (0 if allowed else 1)
        assert len(archive.documents()) == allowed

    def test_a_crawl_delay_is_kept(self, site, watch):
        site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 1")
        site.pages["/wire.xml"] = served(feed(WIRE))
        site.pages["/courier.xml"] = served(feed(COURIER))
        started = time.monotonic()
        watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml").look()
        assert time.monotonic() - started >= 1


class TestLinkedPages:
    """A feed with a summary, and the page that has the text."""

    @pytest.fixture
    def entry(self, site):
        text = f"<p>{WIRE.text}</p><p>{COURIER.text}</p>"
        site.pages["/0"] = (200, {"Content-Type": "text/html"}, PAGE.format(text).encode())
        summary = "A mill burnt down in Halden on Monday, the fire brigade of the town said."

        def answer(headers):
            if headers.get("If-None-Match") == '"v1"':
                return 304, {}, b""
            return served(feed(WIRE, base=site.url, summary=summary), ETag='"v1"')

        site.pages["/wire.xml"] = answer
        return f"{site.url}/wire.xml"

    def test_a_page_that_fails_is_no_reason_to_take_the_summary_for_a_correction(
        self, site, watch, archive, entry
    ):
        watcher = watch(entry)
        watcher.look()
        (record,) = archive.documents()
        text = archive.document(record.id).text
        page = site.pages["/0"]
        watcher._feeds._articles.clear()
        watcher._state.feeds.clear()
        site.pages["/0"] = (503, {"Retry-After": "0"}, b"")
        look_again(watcher)
        assert (archive.record(record.id).version, archive.document(record.id).text) == (1, text)
        site.pages["/0"] = page
        look_again(watcher)
        assert (archive.record(record.id).version, archive.document(record.id).text) == (1, text)

    def test_a_page_that_failed_is_asked_for_again_and_takes_the_place_of_the_summary(
        self, site, watch, archive, entry
    ):
        page = site.pages["/0"]
        site.pages["/0"] = (500, {}, b"")
        watcher = watch(entry)
        watcher.look()
        (record,) = archive.documents()
        assert "12 people" not in archive.document(record.id).text
        site.pages["/0"] = page
        look_again(watcher)
        assert "12 people" in archive.document(record.id).text
        look_again(watcher)
        assert site.paths().count("/0") == 2
        assert [h.get("If-None-Match") for _, path, h, _ in site.asked if path == "/wire.xml"] == [
            None,
            None,
            '"v1"',
        ]

    def test_a_page_is_read_anew_once_it_is_old_though_the_feed_is_the_same(
        self, site, watch, archive, entry, monkeypatch
    ):
        watcher = watch(entry)
        watcher.look()
        corrected = f"<p>{fire('Meridian Wire', 14).text}</p><p>{COURIER.text}</p>"
        site.pages["/0"] = (200, {"Content-Type": "text/html"}, PAGE.format(corrected).encode())
        look_again(watcher)
        assert site.paths().count("/0") == 1
        hours_later = time.time() + watcher._settings.page_age
        monkeypatch.setattr(time, "time", lambda: hours_later)
        look_again(watcher)
        (record,) = archive.documents()
        assert "14 people" in archive.document(record.id).text

    def test_a_host_that_asks_for_patience_is_not_asked_for_the_next_page(self, site, watch):
        site.pages["/0"] = site.pages["/1"] = (429, {"Retry-After": "3600"}, b"")
        site.pages["/wire.xml"] = served(
            feed(WIRE, COURIER, base=site.url, summary="A mill burnt down in Halden.")
        )
        watcher = watch(f"{site.url}/wire.xml")
        watcher.look()
        look_again(watcher)
        assert site.paths() == ["/robots.txt", "/wire.xml", "/0"]

    def test_nobody_waits_for_longer_than_a_day_whatever_a_host_asks_for(self, site, watch):
        site.pages["/wire.xml"] = (429, {"Retry-After": "99999999"}, b"")
        watcher = watch(f"{site.url}/wire.xml")
        watcher.look()
        assert watcher._places[0].due - time.monotonic() <= 86400

    def test_a_robots_txt_that_fails_is_asked_for_once_for_all_entries(self, site, watch):
        other = f"http://localhost:{site.url.rpartition(':')[2]}"  # the same site under another name
        rules = iter([(404, {}, b"")])
        site.pages["/robots.txt"] = lambda headers: next(rules, (503, {}, b""))
        site.pages["/wire.xml"] = served(
            feed(WIRE, COURIER, WEEKLY, base=other, summary="A mill burnt down.")
        )
        watch(f"{site.url}/wire.xml").look()
        assert site.paths() == ["/robots.txt", "/wire.xml", "/robots.txt"]


class TestFailures:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ((404, {}, b""), "404"),
            ((500, {}, b""), "500"),
            (served(b"<html>no feed</html>"), "no RSS or Atom feed"),
            (served(b""), "is empty"),
        ],
    )
    def test_one_bad_feed_stops_no_other(self, site, watch, archive, problems, *, answer, words):
        site.pages["/bad.xml"] = answer
        site.pages["/wire.xml"] = served(feed(WIRE))
        assert watch(f"{site.url}/bad.xml", f"{site.url}/wire.xml").look() == 1
        assert words in problems[0].message
        assert len(archive.documents()) == 1

    @pytest.mark.parametrize("dripping", ["/robots.txt", "/wire.xml"])
    def test_a_server_that_drips_holds_nobody_up(self, site, archive, problems, tmp_path, *, dripping):
        def drip():
            for _ in range(500):
                time.sleep(0.02)
                yield b"."

        site.pages[dripping] = (200, {}, drip())
        checker = newsroom(reading={"timeout": 0.3})
        with checker.archive(archive.file) as opened:
            watcher = Watcher(opened, [f"{site.url}/wire.xml"], [], report=problems.append)
            started = time.monotonic()
            assert watcher.look() == 1
            watcher.close()
        assert time.monotonic() - started < 5
        assert "no complete answer within 0.3 seconds" in problems[0].message

    def test_a_feed_that_is_too_large_is_refused_while_it_comes(self, site, archive, problems):
        site.pages["/wire.xml"] = (200, {}, (bytes(10_000) for _ in range(10_000)))
        with newsroom(reading={"max_bytes": 50_000}).archive(archive.file) as opened:
            watcher = Watcher(opened, [f"{site.url}/wire.xml"], [], report=problems.append)
            assert watcher.look() == 1
            watcher.close()
        assert "larger than" in problems[0].message

    def test_a_server_that_is_away_and_a_folder_that_is_missing(self, watch, problems, tmp_path):
        assert watch("http://127.0.0.1:9/feed.xml", tmp_path / "missing").look() == 2
        assert len(problems) == 2

    def test_a_failing_feed_is_left_alone_for_longer_and_longer(self, site, watch):
        site.pages["/robots.txt"] = (404, {}, b"")
        site.pages["/bad.xml"] = (500, {}, b"")
        watcher = watch(f"{site.url}/bad.xml")
        deadline = time.monotonic() + 0.6
        while time.monotonic() < deadline:
            watcher.look()
            time.sleep(0.005)
        looks = site.paths().count("/bad.xml")
        assert 3 <= looks <= 7  # 0, 0.04, 0.12, 0.28, 0.48; steady looks would be 30

    def test_a_feed_that_comes_back_is_looked_at_as_before(self, site, watch, archive):
        site.pages["/wire.xml"] = (500, {}, b"")
        watcher = watch(f"{site.url}/wire.xml")
        watcher.look()
        site.pages["/wire.xml"] = served(feed(WIRE))
        time.sleep(0.1)
        assert watcher.look() == 0
        assert len(archive.documents()) == 1

    @pytest.mark.parametrize("wait", ["1", formatdate(time.time() + 3600, usegmt=True)])
    def test_a_server_that_asks_for_patience_gets_it(self, site, watch, wait):
        site.pages["/wire.xml"] = (429, {"Retry-After": wait}, b"")
        watcher = watch(f"{site.url}/wire.xml")
        assert watcher.look() == 1
        time.sleep(0.3)
        watcher.look()
        assert site.paths().count("/wire.xml") == 1

    def test_an_archive_of_other_models_ends_the_watch(self, site, archive, problems):
        archive.add([WIRE])
        site.pages["/courier.xml"] = served(feed(COURIER))
        with newsroom(nli=FigureNli("other")).archive(archive.file) as stale:
            watcher = Watcher(stale, [f"{site.url}/courier.xml"], [], report=problems.append)
            with pytest.raises(ArchiveStale):
                watcher.run()
            watcher.close()

    def test_a_busy_archive_is_no_fault_of_the_feed(self, site, archive, problems):
        site.pages["/wire.xml"] = served(feed(WIRE))
        settings = {"archive": {"patience": 0.05}, "watch": {"interval": 0.02, "page_delay": 0}}
        with newsroom(**settings).archive(archive.file) as waiting:
            watcher = Watcher(waiting, [f"{site.url}/wire.xml"], [], report=problems.append)
            with archive._store.writing():
                for _ in range(6):
                    assert look_again(watcher) == 1
            assert look_again(watcher) == 0
            watcher.close()
        assert len(problems) == 6
        assert len(archive.documents()) == 1


class TestFolders:
    def write(self, folder, document, age=5.0):
        path = folder / f"{document.source.split()[0].lower()}.json"
        path.write_text(document.model_dump_json(exclude={"id", "path"}))
        moment = time.time() - age
        os.utime(path, (moment, moment))
        return path

    def test_new_and_changed_files_are_added(self, tmp_path, watch, archive, told):
        folder = tmp_path / "in"
        (folder / "deep").mkdir(parents=True)
        self.write(folder, WIRE)
        watcher = watch(folder)
        watcher.look()
        self.write(folder / "deep", COURIER)
        look_again(watcher)
        assert [finding.verdict for finding in told] == [Verdict.CONFLICT]
        self.write(folder / "deep", fire("Harbour Courier", 12, 11), age=3)
        look_again(watcher)
        assert {record.version for record in archive.documents()} == {1, 2}
        runs = len(archive.runs())
        look_again(watcher)
        assert len(archive.runs()) == runs

    def test_a_file_that_is_still_written_and_a_hidden_one_wait(self, tmp_path, watch, archive):
        folder = tmp_path / "in"
        folder.mkdir()
        self.write(folder, WIRE, age=0)
        self.write(folder, COURIER).rename(folder / ".courier.json.part")
        watcher = watch(folder)
        watcher.look()
        assert archive.documents() == []

    def test_a_file_may_be_named_itself(self, tmp_path, watch, archive):
        assert watch(self.write(tmp_path, WIRE)).look() == 0
        assert len(archive.documents()) == 1

    def test_a_file_that_vanishes_while_the_folder_is_read_stops_no_other(
        self, tmp_path, watch, archive, monkeypatch
    ):
        folder = tmp_path / "in"
        folder.mkdir()
        vanished = self.write(folder, COURIER)
        self.write(folder, WIRE)
        stat = Path.stat
        seen = []

        def vanishing(path, **arguments):
            seen.append(path)
            if path == vanished and seen.count(path) > 1:
                raise FileNotFoundError
            return stat(path, **arguments)

        monkeypatch.setattr(Path, "stat", vanishing)
        assert watch(folder).look() == 0
        assert [record.source for record in archive.documents()] == ["Meridian Wire"]

    def test_a_broken_file_is_named_once(self, tmp_path, watch, problems, archive):
        folder = tmp_path / "in"
        folder.mkdir()
        self.write(folder, WIRE)
        path = folder / "broken.json"
        path.write_text("{")
        os.utime(path, (1, 1))
        watcher = watch(folder)
        watcher.look()
        look_again(watcher)
        assert [problem.path for problem in problems] == [str(path)]
        assert len(archive.documents()) == 1


class TestAnnouncing:
    def test_a_webhook_gets_json(self, site, watch, archive):
        site.pages["/hook"] = (204, {}, b"")
        site.pages["/wire.xml"] = served(feed(WIRE))
        site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
        hook = Webhook(f"{site.url}/hook", 5)
        watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml", announcers=[hook]).look()
        hook.close()
        ((method, _, headers, body),) = [asked for asked in site.asked if asked[1] == "/hook"]
        assert (method, headers["Content-Type"]) == ("POST", "application/json")
        message = json.loads(body)
        assert message["schema"] == "crosscheck.watch/1"
        assert [finding["id"] for finding in message["findings"]] == [f.id for f in archive.findings()]

    def test_what_a_webhook_failed_to_take_is_posted_the_next_time(self, site, watch, problems):
        site.pages["/hook"] = (500, {}, b"")
        site.pages["/wire.xml"] = served(feed(WIRE))
        site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
        hook = Webhook(f"{site.url}/hook", 5)
        watcher = watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml", announcers=[hook])
        watcher.look()
        assert "500" in problems[0].message
        watcher.close()
        site.pages["/hook"] = (200, {}, b"")
        again = watch(f"{site.url}/wire.xml", announcers=[hook])
        again.look()
        look_again(again)
        hook.close()
        bodies = [json.loads(body) for _, path, _, body in site.asked if path == "/hook"]
        assert len(bodies) == 2
        assert bodies[0] == bodies[1]

    def test_what_one_announcer_failed_to_take_another_does_not_tell_twice(self, site, watch, told):
        site.pages["/hook"] = (500, {}, b"")
        site.pages["/wire.xml"] = served(feed(WIRE))
        site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
        hook = Webhook(f"{site.url}/hook", 5)
        both = [Printer(told.append, lambda finding: [finding]), hook]
        watcher = watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml", announcers=both)
        watcher.look()
        look_again(watcher)
        hook.close()
        assert site.paths().count("/hook") == 2
        assert len(told) == 1

    def test_what_the_first_look_found_before_it_was_cut_off_is_told_by_the_next(
        self, site, watch, archive, told, monkeypatch
    ):
        site.pages["/wire.xml"] = served(feed(WIRE))
        site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
        first = watch(f"{site.url}/wire.xml", f"{site.url}/courier.xml")
        monkeypatch.setattr(first, "_announce", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            first.look()
        watch(f"{site.url}/wire.xml").look()
        assert len(told) == 1

    def test_a_webhook_that_is_away(self, archive):
        archive.add([WIRE, COURIER])
        hook = Webhook("http://127.0.0.1:9/hook", 1)
        with pytest.raises(FetchFailed, match="cannot be reached"):
            hook.announce(archive.findings())
        hook.close()

    def test_what_was_found_before_is_no_news_and_agreements_are_none(self, site, watch, archive, told):
        archive.add([WIRE, COURIER])
        site.pages["/weekly.xml"] = served(feed(WEEKLY, base="https://weekly.example"))
        watch(f"{site.url}/weekly.xml", tier=Tier.SUGGESTED).look()
        assert [finding.verdict for finding in told] == [Verdict.CONFLICT]
        assert {told[0].a.text[:3], told[0].b.text[:3]} == {"The", "In "}

    def test_a_dismissed_pair_of_texts_is_not_told_again(self, site, watch, archive, told):
        archive.add([WIRE, COURIER])
        archive.review(archive.findings()[0].id, Decision.DISMISS)
        archive.remove(COURIER.id)
        site.pages["/courier.xml"] = served(feed(COURIER, base="https://courier.example"))
        watch(f"{site.url}/courier.xml").look()
        assert told == []


class TestStopping:
    def test_nothing_is_fetched_after_stop(self, site, watch, archive):
        documents = [fire("Meridian Wire", 12, place=place) for place in ("Halden", "Vestby", "Rovik")]
        site.pages["/wire.xml"] = served(
            feed(*documents, base=site.url, summary="A mill burnt down in Halden.")
        )
        watcher = watch(f"{site.url}/wire.xml")

        def stopping(headers):
            watcher.stop()
            return 404, {}, b""

        site.pages["/0"] = stopping
        assert watcher.look() == 0
        assert site.paths() == ["/robots.txt", "/wire.xml", "/0"]
        assert archive.documents() == []

    def test_stop_ends_the_waiting_at_once(self, site, watch):
        site.pages["/wire.xml"] = served(feed(WIRE))
        watcher = watch(f"{site.url}/wire.xml")
        watcher._settings = watcher._settings.model_copy(update={"interval": 3600.0})
        thread = threading.Thread(target=watcher.run)
        thread.start()
        while "/wire.xml" not in site.paths():
            time.sleep(0.01)
        watcher.stop()
        thread.join(timeout=10)
        assert not thread.is_alive()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_the_command_stops_cleanly_on_a_signal(self, tmp_path, number):
        (tmp_path / "in").mkdir()
        command = [
            sys.executable,
            "-m",
            "crosscheck",
            "watch",
            str(tmp_path / "in"),
            "--archive",
            str(tmp_path / "a.db"),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        state = tmp_path / "a.db.watch.json"
        deadline = time.monotonic() + 60
        while not state.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "")

    def test_once_says_by_its_status_what_failed(self, tmp_path):
        (tmp_path / "in").mkdir()
        there, missing = str(tmp_path / "in"), str(tmp_path / "missing")
        for locations, status in (([there], 0), ([there, missing], 3), ([missing], 4)):
            arguments = ["watch", "--once", *locations, "--archive", str(tmp_path / "a.db")]
            done = CliRunner().invoke(cli, arguments)
            assert done.exit_code == status
            assert ("missing" in done.stderr) == (status > 0)


def test_a_damaged_memory_costs_one_request_and_nothing_else(site, watch, archive):
    site.pages["/wire.xml"] = served(feed(WIRE))
    watcher = watch(f"{site.url}/wire.xml")
    watcher.look()
    watcher.close()
    Path(f"{archive.file}.watch.json").write_text("{")
    assert watch(f"{site.url}/wire.xml").look() == 0
    assert len(archive.runs()) == 1


def test_what_is_remembered_of_another_archive_or_of_a_later_state_does_not_count(
    site, checker, tmp_path, problems
):
    site.pages["/wire.xml"] = lambda headers: (
        (304, {}, b"") if "If-None-Match" in headers else served(feed(WIRE), ETag='"v1"')
    )

    def looked_at(file):
        with checker.archive(file) as archive:
            watcher = Watcher(
                archive, [f"{site.url}/wire.xml"], [Printer(print, lambda f: [])], report=problems.append
            )
            watcher.look()
            watcher.close()
            return len(archive.documents())

    file = tmp_path / "a.db"
    with checker.archive(file):
        pass
    backup = file.read_bytes()
    assert looked_at(file) == 1
    file.write_bytes(backup)
    assert looked_at(file) == 1  # of a later state
    file.unlink()
    assert looked_at(file) == 1  # of another archive

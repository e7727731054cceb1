"""Looks at feeds and folders in turn and adds what is new; no bad one stops another."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosscheck.archive import Archive
from crosscheck.errors import ArchiveBusy, ArchiveUnwritable, CrosscheckError, InputError
from crosscheck.reading.reader import DocumentReader
from crosscheck.reading.web import AskedToWait
from crosscheck.types import Document, Problem, Tier
from crosscheck.watching.announcements import Announcer, news
from crosscheck.watching.feeds import FeedReader
from crosscheck.watching.folders import changed_files
from crosscheck.watching.robots import MOST_PATIENCE
from crosscheck.watching.state import Validators, WatchState

BATCH = 25  # documents added at once: so soon a signal is heeded
JITTER = 0.1  # share of the interval by which looks are spread

MOST_DOUBLINGS = 20

Report = Callable[[Problem], None]

_LOGGER = logging.getLogger(__name__)


class Stopped(Exception):
    """A look at a feed was cut off by `stop`."""


@dataclass
class _Place:
    """A location and when it is looked at next, by the monotonic clock."""

    location: str
    due: float = 0.0
    failures: int = 0

    @property
    def is_feed(self) -> bool:
        return self.location.lower().startswith(("http://", "https://"))


class Watcher:
    """Watches.

    Args:
        archive: Where documents go.
        locations: Addresses of feeds, and paths of folders or files.
        announcers: Are told of new findings.
        tier: Findings of this tier or better are announced.
        report: Is told of everything that goes wrong.
        state_file: What is remembered between runs; beside the archive where None.
    """

    def __init__(
        self,
        archive: Archive,
        locations: Sequence[str],
        announcers: Sequence[Announcer],
        *,
        tier: Tier = Tier.CONFIRMED,
        report: Report,
        state_file: Path | None = None,
    ) -> None:
        self._archive = archive
        self._announcers = announcers
        self._tier = tier
        self._report = report
        self._settings = archive.checker.settings.watch
        reading = archive.checker.settings.reading
        self._stop = threading.Event()
        self._feeds = FeedReader(reading, self._settings, self._pause)
        self._reader = DocumentReader(reading)
        self._state_file = state_file or archive.file.with_name(f"{archive.file.name}.watch.json")
        self._state = self._remembered()
        self._places = [_Place(location) for location in dict.fromkeys(locations)]

    def stop(self) -> None:
        """Make `run` return as soon as the batch at hand is kept; safe in a signal handler."""
        self._stop.set()

    def close(self) -> None:
        """Close all connections and keep what is to be remembered."""
        self._state.save(self._state_file)
        self._feeds.close()

    def run(self) -> None:
        """Look again and again until `stop`.

        Raises:
            CrosscheckError: No location can be looked at, such as an `ArchiveStale`.
        """
        while not self._stop.is_set():
            self.look()
            self._stop.wait(max(0.0, min(place.due for place in self._places) - time.monotonic()))

    def look(self) -> int:
        """Look once at every location that is due, and announce what is new.

        Returns:
            How many locations could not be looked at.

        Raises:
            CrosscheckError: As for `run`.
        """
        self._state.save(self._state_file)  # what is no news is known even if this look is cut off
        failed = 0
        for place in self._places:
            if self._stop.is_set():
                break
            if place.due <= time.monotonic():
                failed += not self._look_at(place)
        self._announce()
        self._state.save(self._state_file)
        return failed

    def _look_at(self, place: _Place) -> bool:
        """Look at one location; whatever is wrong with it is reported and it is left alone for a while."""
        patience, failures, is_done = 0.0, place.failures + 1, True
        try:
            if place.is_feed:
                self._look_at_feed(place.location)
            else:
                self._look_at_folder(Path(place.location))
            failures = 0
        except Stopped:
            return True
        except ArchiveBusy as error:  # no fault of the place
            self._tell(place, str(error))
            failures, is_done = place.failures, False
        except InputError as error:
            patience = min(error.seconds or 0.0, MOST_PATIENCE) if isinstance(error, AskedToWait) else 0.0
            self._tell(place, error.message)
        except (ArchiveUnwritable, OSError) as error:
            self._tell(place, str(error))
        except CrosscheckError:  # a stale or damaged archive, a missing model: no place fares better
            raise
        except Exception as error:
            _LOGGER.exception("%s", place.location)
            self._tell(place, f"failed unexpectedly ({type(error).__name__}: {error})")
        place.failures = failures
        place.due = time.monotonic() + max(patience, self._interval(place.failures))
        return is_done and failures == 0

    def _tell(self, place: _Place, message: str) -> None:
        self._report(Problem(path=place.location, message=message))

    def _interval(self, failures: int) -> float:
        """Seconds to the next look: twice as many after each failure, and never for all feeds at once."""
        doubled = self._settings.interval * 2.0 ** min(failures, MOST_DOUBLINGS)
        spread = 1 + JITTER * random.random()  # noqa: S311 - no secret
        return min(doubled, max(self._settings.interval, self._settings.longest_interval)) * spread

    def _look_at_feed(self, url: str) -> None:
        look = self._feeds.look(url, self._state.feeds.get(url, Validators()))
        if look.items is None:
            return
        items = [item for item in look.items if not self._is_less_than_known(item, look.missed)]
        if self._add(items):
            self._state.feeds[url] = look.validators

    def _is_less_than_known(self, item: Document | Problem, missed: frozenset[str]) -> bool:
        """Whether it is a feed's summary of an article that the archive has: no correction of its text."""
        if isinstance(item, Problem) or item.url is None or item.url not in missed:
            return False
        return self._archive.has_page(item.url)

    def _look_at_folder(self, folder: Path) -> None:
        pending: list[Document | Problem] = []
        read: dict[str, tuple[int, int]] = {}
        for path, signature in changed_files(folder, self._state.files).items():
            pending += self._reader.read(path)
            read[path] = signature
            if len(pending) >= BATCH:
                if not self._add(pending):
                    return
                self._state.files |= read
                pending, read = [], {}
        if self._add(pending):
            self._state.files |= read

    def _add(self, items: Sequence[Document | Problem]) -> bool:
        """Add documents in small batches; False where `stop` came before the last."""
        for item in items:
            if isinstance(item, Problem):
                self._report(item)
        documents = [item for item in items if isinstance(item, Document)]
        for start in range(0, len(documents), BATCH):
            if self._stop.is_set():
                return False
            added = self._archive.add(documents[start : start + BATCH])
            for problem in added.problems:
                self._report(problem)
        return True

    def _announce(self) -> None:
        """Tell what was found since the last time; what could not be delivered stays for the next."""
        last = self._archive.generation
        for announcer in self._announcers:
            since = self._state.announced[announcer.name]
            found = news(self._archive, since, self._tier) if since < last else []
            try:
                if found:
                    announcer.announce(found)
            except InputError as error:
                self._report(Problem(path=error.path, message=error.message))
            else:
                self._state.announced[announcer.name] = last

    def _remembered(self) -> WatchState:
        """What was remembered, if it is of this archive and not of one that an older copy has replaced."""
        state = WatchState.load(self._state_file)
        last = self._archive.generation
        if state.archive != self._archive.name or any(run > last for run in state.announced.values()):
            state = WatchState(archive=self._archive.name)
        for announcer in self._announcers:  # what was found before anybody watched is no news
            state.announced.setdefault(announcer.name, last)
        return state

    def _pause(self, seconds: float) -> None:
        """Wait before something is fetched.

        Raises:
            Stopped: `stop` came before or meanwhile.
        """
        if self._stop.wait(seconds):
            raise Stopped

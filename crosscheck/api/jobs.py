"""Work that needs the models: one thing at a time, in a thread of its own, followed by any number."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from crosscheck.errors import CrosscheckError

_log = logging.getLogger(__name__)

KEPT_JOBS = 64
"""Finished jobs that can still be looked at; the oldest is forgotten first."""

MOST_WAITING = 32


class Cancelled(Exception):
    """Whoever asked for the work no longer waits for it."""


class TooBusy(CrosscheckError):
    """More work is waiting than the server takes on."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a job has to say: its number from 1, its name, and a value of that name's type."""

    number: int
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a stage of the chain has come."""

    stage: str
    done: int
    total: int


@dataclass(eq=False)
class Job:
    """A piece of work; it is told from the worker's thread and followed from the event loop.

    Attributes:
        id: Cannot be guessed.
        kind: What it does, in a word.
        subject: What it is about, for whoever shows it.
        events: All that it has said.
        result: What it came to; None until then.
        error: Why it failed; None unless it did.
        is_done: Whether it has ended, either way.
    """

    kind: str
    subject: Any = None
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    events: list[Event] = field(default_factory=list)
    result: Any = None
    error: Exception | None = None
    is_done: bool = False

    def __post_init__(self) -> None:
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def say(self, name: str, value: Any) -> None:  # noqa: ANN401 - any value that the job's readers know
        """Append an event.

        Raises:
            Cancelled: Nobody wants it any more.
        """
        if self._cancelled.is_set():
            raise Cancelled
        self.events.append(Event(len(self.events) + 1, name, value))
        self._wake()

    def progress(self, stage: str, done: int, total: int) -> None:
        """A `Progress` for the chain: an `advance` event, at most about a hundred for each stage."""
        if done == total or done % max(1, total // 100) == 0:
            self.say("advance", Advance(stage, done, total))

    def cancel(self) -> None:
        """Stop at the next event."""
        self._cancelled.set()

    async def follow(self, after: int = 0) -> AsyncIterator[Event]:
        """Yield the events after that number, as they come, until the job ends."""
        loop = asyncio.get_running_loop()
        news = asyncio.Event()
        follower = (loop, news)
        with self._lock:
            self._followers.add(follower)
        try:
            while True:
                news.clear()
                is_last = self.is_done  # read before the events: what is said later wakes us again
                for event in self.events[after:]:
                    after = event.number
                    yield event
                if is_last:
                    return
                await news.wait()
        finally:
            with self._lock:
                self._followers.discard(follower)

    async def finished(self) -> Any:  # noqa: ANN401 - the type of the work's result
        """What the work came to.

        Raises:
            Exception: Whatever it raised.
        """
        async for _ in self.follow(len(self.events)):
            pass
        if self.error is not None:
            raise self.error
        return self.result

    def run(self, work: Callable[[Job], Any]) -> None:
        """Do the work, in the worker's thread."""
        try:
            if not self._cancelled.is_set():
                self.result = work(self)
        except (CrosscheckError, Cancelled) as error:
            self.error = error
        except Exception as error:
            _log.exception("%s failed", self.kind)
            self.error = error
        finally:
            self.is_done = True
            self._wake()

    def _wake(self) -> None:
        with self._lock:
            followers = list(self._followers)
        for loop, news in followers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(news.set)


class Worker:
    """Runs jobs one after the other, so that two drafts never fight for the same cores."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crosscheck-worker")
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._lock = threading.Lock()

    def submit(self, job: Job, work: Callable[[Job], Any]) -> Job:
        """Queue work.

        Args:
            job: What is told of it.
            work: Called with the job, in the worker's thread.

        Raises:
            TooBusy: Too much is waiting already.
        """
        with self._lock:
            return self._submit(job, work)

    def submit_once(self, job: Job, work: Callable[[Job], Any]) -> Job:
        """Queue work, unless a job of that kind waits or is under way: then answer that one.

        Raises:
            TooBusy: Too much is waiting already.
        """
        with self._lock:
            return self.unfinished(job.kind) or self._submit(job, work)

    def _submit(self, job: Job, work: Callable[[Job], Any]) -> Job:
        waiting = sum(not other.is_done for other in self._jobs.values())
        if waiting >= MOST_WAITING:
            raise TooBusy(f"{waiting} other requests are waiting; try again in a minute")
        self._jobs[job.id] = job
        for old in [other for other in self._jobs.values() if other.is_done][: -KEPT_JOBS or None]:
            del self._jobs[old.id]
        self._executor.submit(job.run, work)
        return job

    def job(self, job_id: str) -> Job | None:
        """The job of that id, None where it was never there or is forgotten."""
        return self._jobs.get(job_id)

    def unfinished(self, kind: str) -> Job | None:
        """The first job of that kind that waits or is under way, None where there is none."""
        return next((job for job in list(self._jobs.values()) if job.kind == kind and not job.is_done), None)

    def close(self) -> None:
        """Cancel everything and wait for the job at hand to notice."""
        for job in list(self._jobs.values()):
            job.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)

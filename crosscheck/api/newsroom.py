"""What every request works with: the archive, the checker and the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from fastapi import Depends
from starlette.requests import HTTPConnection

from crosscheck.api.jobs import Job, Worker
from crosscheck.archive import Archive
from crosscheck.archive.basis import Part, present_basis, stored_basis
from crosscheck.archive.draft import DraftChecker
from crosscheck.archive.store import Store
from crosscheck.checker import Crosscheck

OPEN_QUESTION = ("The call lasted 50 minutes.", "The call lasted two hours.")
"""What no model of a cascade settles alone, so that all of them are loaded to answer it."""


class Newsroom:
    """An open archive, the checker that fills it, and the thread that computes.

    Reading the archive is allowed from any thread; whatever asks the models goes through the worker.

    Args:
        archive_file: The SQLite file; made where it does not exist.
        checker: Whose models and settings are used.

    Raises:
        ArchiveError: The archive cannot be opened.
    """

    def __init__(self, archive_file: Path, checker: Crosscheck) -> None:
        self.checker = checker
        self.store = Store(archive_file, checker.settings.archive.patience, create=True)
        self.archive = Archive(self.store, checker)
        self.drafts = DraftChecker(self.store, checker)
        self.worker = Worker()
        self._warm_up: Job | None = None
        self._basis: dict[Part, str] | None = None

    @classmethod
    def of(cls, request: HTTPConnection) -> Self:
        """The newsroom of the application that a request came to."""
        newsroom: Self = request.app.state.newsroom
        return newsroom

    def warm_up(self) -> Job:
        """Have the worker load the models, once; whoever is about to ask them then waits less."""
        if self._warm_up is None:
            self._warm_up = self.worker.submit(Job("warm-up"), self._load_models)
        return self._warm_up

    @property
    def is_stale(self) -> bool:
        """Whether the archive has other models or settings; known once the models are loaded."""
        if self._basis is None:
            return False
        with self.store.reading() as connection:
            return stored_basis(connection) not in (None, self._basis)

    def _load_models(self, _job: Job) -> None:
        self.checker.pair(*OPEN_QUESTION)
        self._basis = present_basis(self.checker)
        if not self.is_stale:
            self.drafts.prepare()

    def close(self) -> None:
        """End the work at hand and close the archive."""
        self.worker.close()
        self.archive.close()


NewsroomOf = Annotated[Newsroom, Depends(Newsroom.of)]
"""A parameter of a request handler."""

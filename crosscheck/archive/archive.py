"""The facade: everything that an archive does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Self

from crosscheck.archive import reviews
from crosscheck.archive.commit import now
from crosscheck.archive.contents import ArchiveContents
from crosscheck.archive.draft import DraftChecker, dated, draft_check
from crosscheck.archive.records import Addition, Decision, DraftCheck, DraftSentence, Review, Staleness
from crosscheck.archive.scope import Scope
from crosscheck.archive.staleness import find_staleness
from crosscheck.archive.store import Store
from crosscheck.archive.writer import Writer
from crosscheck.checker import Crosscheck
from crosscheck.protocols import Progress, no_progress
from crosscheck.types import Document, Problem


class Archive(ArchiveContents):
    """Documents, claims, findings and reviews of a newsroom, in one SQLite file.

    Any number of processes and threads may read while one writes. Reading needs no model.

    Args:
        store: The opened file.
        checker: Whose models and settings are used.
    """

    def __init__(self, store: Store, checker: Crosscheck) -> None:
        super().__init__(store)
        self._checker = checker
        self._writer = Writer(store, checker)
        self._drafts = DraftChecker(store, checker)

    @classmethod
    def open(cls, file: str | Path, checker: Crosscheck, *, create: bool = True) -> Self:
        """Open an archive; close it, or use it in a `with` block.

        Args:
            file: The SQLite file.
            checker: Whose models and settings are used.
            create: Whether to make the file where it does not exist.

        Raises:
            ArchiveError: It cannot be opened (see `crosscheck.errors`).
        """
        return cls(Store(Path(file), checker.settings.archive.patience, create=create), checker)

    @property
    def checker(self) -> Crosscheck:
        """Whose models and settings are used."""
        return self._checker

    def add(
        self,
        documents: Iterable[Document],
        *,
        problems: Sequence[Problem] = (),
        progress: Progress = no_progress,
    ) -> Addition:
        """Store documents and compare them with the archive and one another; all of it or nothing is kept.

        A document of an id or address that the archive has is a new version of that article if its text is
        another one, and changes nothing if not.

        Args:
            documents: In any order; neither it nor how they are batched changes what is found in the end.
            problems: Of reading, for the result.
            progress: Called as the stages advance.

        Raises:
            ArchiveStale: The archive was computed with other models or settings.
            ArchiveBusy: Other processes keep writing.
            ArchiveUnwritable: The disk is full, failing or read-only.
        """
        return self._writer.add(documents, problems, progress)

    def remove(self, document_id: str, *, progress: Progress = no_progress) -> Addition:
        """Remove an article, all its versions, and its claims and findings; reviews of its texts stay.

        Raises:
            NotInArchive: There is no such document.
            ArchiveStale: As for `add`, as are `ArchiveBusy` and `ArchiveUnwritable`.
        """
        return self._writer.remove(document_id, progress)

    def recompute(self, *, progress: Progress = no_progress) -> Addition:
        """Compute anew what depends on models and settings that have changed, and nothing else.

        Another encoder means all vectors and what follows; another NLI model the inferences on pairs, another
        judge the judgements on stored inferences, other settings of pairing whatever pairs are new. Reviews
        stay.

        Raises:
            ArchiveBusy: Other processes keep writing.
            ArchiveUnwritable: The disk is full, failing or read-only.
        """
        return self._writer.recompute(progress)

    def stale(self) -> Staleness | None:
        """What changed models or settings mean for the archive, timed on a few claims; None where nothing."""
        with self._store.reading() as connection:
            return find_staleness(connection, self._checker)

    def prepare(self) -> None:
        """Load what the first draft would wait for: the archived articles and the index of their claims.

        Raises:
            ArchiveStale: The archive was computed with other models or settings.
        """
        self._drafts.prepare()

    def check(
        self,
        draft: Document,
        *,
        since: datetime | date | None = None,
        sources: Collection[str] = (),
        exclude_sources: Collection[str] = (),
        progress: Progress = no_progress,
    ) -> DraftCheck:
        """Say of each sentence of a draft whether the archive supports it, disputes it, or has newer reports.

        Nothing is stored. A draft without a date is taken to appear today. Findings that an editor has
        dismissed are left out.

        Args:
            draft: What is about to be published.
            since: Documents published before this day, or without a date, have no say.
            sources: Only these outlets have a say; all where empty.
            exclude_sources: These outlets have no say.
            progress: Called as sentences are done.

        Raises:
            ArchiveStale: The archive was computed with other models or settings.
        """
        scope = Scope(since, tuple(sources), tuple(exclude_sources))
        draft = dated(draft)
        inquiry = self._drafts.inquire(draft, scope)
        sentences = tuple(self._drafts.answer(inquiry, progress))
        return draft_check(draft, inquiry, sentences, self._checker.provenance)

    def check_stream(
        self,
        draft: Document,
        *,
        since: datetime | date | None = None,
        sources: Collection[str] = (),
        exclude_sources: Collection[str] = (),
        progress: Progress = no_progress,
    ) -> Iterator[DraftSentence]:
        """The sentences of `check`, each as soon as it is judged; arguments and errors are the same."""
        scope = Scope(since, tuple(sources), tuple(exclude_sources))
        yield from self._drafts.answer(self._drafts.inquire(dated(draft), scope), progress)

    def review(
        self,
        finding_id: str,
        decision: Decision | None,
        *,
        reason: str = "",
        note: str = "",
        reviewer: str = "",
    ) -> Review:
        """Say what a finding is worth; it holds for its two texts wherever they stand, now and later.

        Args:
            finding_id: Which.
            decision: What it is worth; None for a note alone.
            reason: Why, in words.
            note: For colleagues.
            reviewer: Who says it.

        Raises:
            NotInArchive: There is no such finding.
            ArchiveBusy: Another process keeps writing.
        """
        said = {"decision": decision.value if decision else None, "reason": reason, "note": note}
        with self._store.writing() as connection:
            context = reviews.reviewed(connection, finding_id)
            return reviews.add_review(connection, {**context, **said, "reviewer": reviewer, "at": now()})

    def undo(self, finding_id: str) -> Review | None:
        """Take back the last review of a finding's two texts; None where there is none.

        Raises:
            NotInArchive: There is no such finding.
            ArchiveBusy: Another process keeps writing.
        """
        with self._store.writing() as connection:
            return reviews.undo_last(connection, reviews.reviewed(connection, finding_id)["key"])

"""The facade: everything that an archive does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crosscheck.archive import listing, reviews
from crosscheck.archive.commit import now
from crosscheck.archive.draft import DraftChecker, dated, draft_check
from crosscheck.archive.history import find_changes, list_runs
from crosscheck.archive.listing import FindingFilter, Since
from crosscheck.archive.records import (
    Addition,
    ArchivedFinding,
    Changes,
    Decision,
    DocumentRecord,
    DraftCheck,
    DraftSentence,
    Review,
    RunRecord,
    SourceRecord,
    Staleness,
    Status,
    TimelineEntry,
)
from crosscheck.archive.scope import Scope
from crosscheck.archive.sources import list_sources
from crosscheck.archive.staleness import find_staleness
from crosscheck.archive.store import Store
from crosscheck.archive.timeline import find_timeline
from crosscheck.archive.writer import Writer
from crosscheck.checker import Crosscheck
from crosscheck.errors import NotInArchive
from crosscheck.protocols import Progress, no_progress
from crosscheck.types import Claim, DifferenceType, Document, Problem, Tier, Verdict


class Archive:
    """Documents, claims, findings and reviews of a newsroom, in one SQLite file.

    Any number of processes and threads may read while one writes. Reading needs no model.

    Args:
        store: The opened file.
        checker: Whose models and settings are used.
    """

    def __init__(self, store: Store, checker: Crosscheck) -> None:
        self._store = store
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

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def checker(self) -> Crosscheck:
        """Whose models and settings are used."""
        return self._checker

    @property
    def file(self) -> Path:
        """Where it lies."""
        return self._store.file

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

    def check_file(self) -> list[str]:
        """What is wrong with the file, in SQLite's words; reads all of it. Empty where nothing is."""
        return self._store.check()

    def documents(
        self,
        *,
        source: str | None = None,
        since: datetime | date | None = None,
        until: datetime | date | None = None,
        text: str | None = None,
        history: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DocumentRecord]:
        """Documents, latest publication first.

        Args:
            source: Of this outlet only.
            since: Published on or after this day.
            until: Published on or before this day.
            text: These words stand in the text or the title, case ignored.
            history: Whether earlier versions are listed too.
            limit: At most so many.
            offset: Leave out so many first.
        """
        with self._store.reading() as connection:
            return listing.find_documents(
                connection,
                source=source,
                since=since,
                until=until,
                text=text,
                history=history,
                limit=limit,
                offset=offset,
            )

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document as it was given, the present version where none is named.

        Raises:
            NotInArchive: There is no such document or version.
        """
        with self._store.reading() as connection:
            found = listing.find_document(connection, document_id, version)
        if found is None:
            which = document_id if version is None else f"{document_id} of version {version}"
            raise NotInArchive(f"the archive has no document {which}")
        return found

    def record(self, document_id: str) -> DocumentRecord:
        """What is known of the present version of a document.

        Raises:
            NotInArchive: There is no such document.
        """
        with self._store.reading() as connection:
            found = listing.find_record(connection, document_id)
        if found is None:
            raise NotInArchive(f"the archive has no document {document_id}")
        return found

    def claims(
        self,
        *,
        document: str | None = None,
        source: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Claim]:
        """Claims of present versions, in order of publication.

        Args:
            document: Of this document only.
            source: Of this outlet only.
            text: These words stand in it, case ignored.
            limit: At most so many.
            offset: Leave out so many first.
        """
        with self._store.reading() as connection:
            return listing.find_claims(
                connection, document=document, source=source, text=text, limit=limit, offset=offset
            )

    def findings(
        self,
        *,
        verdicts: Collection[Verdict] = (),
        types: Collection[DifferenceType] = (),
        tier: Tier | None = None,
        sources: Collection[str] = (),
        statuses: Collection[Status] = (Status.OPEN, Status.ACCEPTED),
        since: Since = None,
        document: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArchivedFinding]:
        """Findings, conflicts first, confirmed before suggested, best score first.

        Args:
            verdicts: Any of these; all where empty, as for the other collections.
            types: Any of these.
            tier: This or better.
            sources: One of the two sides stands in one of these outlets.
            statuses: Any of these; by default those that were dismissed or no longer hold are left out.
            since: Found after this run, or on or after this day or time.
            document: One side stands in this document.
            text: These words stand in a quote or the reason, case ignored.
            limit: At most so many.
            offset: Leave out so many first.
        """
        wanted = FindingFilter(verdicts, types, tier, sources, statuses, since, document, text)
        with self._store.reading() as connection:
            return listing.find_findings(connection, wanted, limit, offset)

    def count_findings(
        self,
        *,
        verdicts: Collection[Verdict] = (),
        types: Collection[DifferenceType] = (),
        tier: Tier | None = None,
        sources: Collection[str] = (),
        statuses: Collection[Status] = (Status.OPEN, Status.ACCEPTED),
        since: Since = None,
        document: str | None = None,
        text: str | None = None,
    ) -> int:
        """How many findings there are; arguments as of `findings`."""
        wanted = FindingFilter(verdicts, types, tier, sources, statuses, since, document, text)
        with self._store.reading() as connection:
            return listing.count_findings(connection, wanted)

    def finding(self, finding_id: str) -> ArchivedFinding:
        """A finding, whatever its status.

        Raises:
            NotInArchive: There is no such finding.
        """
        with self._store.reading() as connection:
            found = listing.archived(connection, listing.numbers_of(connection, [finding_id]))
        if not found:
            raise NotInArchive(f"the archive has no finding {finding_id}")
        return found[0]

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

    def reviews(self) -> list[Review]:
        """All reviews that were not taken back, latest first."""
        with self._store.reading() as connection:
            return list(reviews.list_reviews(connection))

    def export_labelled(self) -> list[dict[str, Any]]:
        """The pairs that editors decided on, oldest first, in the pair format of `eval/data/newsbench`."""
        with self._store.reading() as connection:
            return list(reviews.labelled_pairs(connection))

    def runs(self) -> list[RunRecord]:
        """All changes of documents or findings, latest first."""
        with self._store.reading() as connection:
            return list_runs(connection)

    def changes(self, since: int | datetime) -> Changes:
        """What is new, resolved and still open since a run or a time; dismissed findings are left out.

        Raises:
            NotInArchive: There is no such run.
        """
        with self._store.reading() as connection:
            return find_changes(connection, since)

    def timeline(self, finding_id: str) -> list[TimelineEntry]:
        """The reports of one fact in order of publication: all quotes that findings tie to those of one.

        Raises:
            NotInArchive: There is no such finding.
        """
        with self._store.reading() as connection:
            return find_timeline(connection, finding_id)

    def sources(self) -> list[SourceRecord]:
        """How often each source stands alone, agrees, is contradicted, is superseded, corrects itself."""
        with self._store.reading() as connection:
            return list_sources(connection)

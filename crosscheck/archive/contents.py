"""What an archive holds, to be read without any model."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crosscheck.archive import listing, reviews
from crosscheck.archive.basis import archive_name
from crosscheck.archive.history import find_changes, list_runs
from crosscheck.archive.intake import has_page
from crosscheck.archive.listing import FindingFilter, Since
from crosscheck.archive.records import (
    ArchivedFinding,
    Changes,
    DocumentRecord,
    Review,
    RunRecord,
    SourceRecord,
    Status,
    TimelineEntry,
)
from crosscheck.archive.sources import list_sources
from crosscheck.archive.store import Store, generation
from crosscheck.archive.timeline import find_timeline
from crosscheck.errors import NotInArchive
from crosscheck.types import Claim, DifferenceType, Document, Tier, Verdict


class ArchiveContents:
    """Documents, claims, findings and reviews, and what happened to them.

    Any number of processes and threads may read while one writes.

    Args:
        store: The opened file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

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
    def generation(self) -> int:
        """Number of the last run, 0 while the archive is empty; reviews do not change it."""
        with self._store.reading() as connection:
            return generation(connection)

    @property
    def name(self) -> str:
        """The random name that it got when it was made; a copy has the same one."""
        with self._store.reading() as connection:
            return archive_name(connection)

    @property
    def file(self) -> Path:
        """Where it lies."""
        return self._store.file

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

    def has_page(self, url: str) -> bool:
        """Whether the archive has an article of that address; the place in the page does not count."""
        with self._store.reading() as connection:
            return has_page(connection, url)

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
        published_since: datetime | date | None = None,
        published_until: datetime | date | None = None,
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
            published_since: One side was published on or after this day and not after `published_until`.
            published_until: One side was published on or before this day and not before `published_since`.
            document: One side stands in this document.
            text: These words stand in a quote or the reason, case ignored.
            limit: At most so many.
            offset: Leave out so many first.
        """
        days = published_since, published_until
        wanted = FindingFilter(verdicts, types, tier, sources, statuses, since, *days, document, text)
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
        published_since: datetime | date | None = None,
        published_until: datetime | date | None = None,
        document: str | None = None,
        text: str | None = None,
    ) -> int:
        """How many findings there are; arguments as of `findings`."""
        days = published_since, published_until
        wanted = FindingFilter(verdicts, types, tier, sources, statuses, since, *days, document, text)
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

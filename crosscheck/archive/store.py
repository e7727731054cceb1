"""The SQLite file of an archive: opened with care, read in snapshots, written in short transactions.

Readers never wait (write-ahead log). A writer waits for another one up to the patience of the settings.
Everything that SQLite can complain of becomes an error of `crosscheck.errors`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError

from crosscheck.archive import schema
from crosscheck.archive.migrations import APPLICATION_ID, migrate, newest_version
from crosscheck.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveNotFound,
    ArchiveTooNew,
    ArchiveUnwritable,
    NotAnArchive,
)

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_CACHE_KIB = 65536
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Store:
    """The file.

    Args:
        file: Made where it does not exist yet, if `create`.
        patience: Seconds to wait for another writer.
        create: Whether to make it.

    Raises:
        ArchiveNotFound: It does not exist and is not to be made, or its folder does not exist.
        NotAnArchive: Something else lies there.
        ArchiveDamaged: It was truncated or overwritten.
        ArchiveTooNew: A later version of crosscheck wrote it.
        ArchiveBusy: Another process is bringing it up to date.
        ArchiveUnwritable: It cannot be opened for writing.
    """

    def __init__(self, file: Path, patience: float, *, create: bool) -> None:
        self.file = file
        self._patience = patience
        _inspect(file, create=create)
        self._engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            with self._told():
                migrate(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the archive, whatever others write meanwhile."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose changes are kept together when the block ends, or not at all.

        Raises:
            ArchiveBusy: Another process kept writing.
            ArchiveUnwritable: The disk is full, failing or read-only.
        """
        with (
            self._told(),
            self._engine.connect().execution_options(immediate=True) as connection,
            connection.begin(),
        ):
            yield connection

    def check(self) -> list[str]:
        """Everything that SQLite finds wrong with the file; reads all of it."""
        with self.reading() as connection:
            found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            dangling = [
                f"row {row[1]} of {row[0]} refers to nothing in {row[2]}"
                for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
            ]
        return [*(line for line in found if line != "ok"), *dangling]

    def _prepare(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver's guess
        for pragma in (
            f"busy_timeout = {int(self._patience * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",  # a review that was confirmed on screen survives a power cut
            "foreign_keys = ON",
            f"cache_size = -{_CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._error(error.orig) from error
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: BaseException | None) -> ArchiveError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return ArchiveBusy(
                f"{self.file}: another process has been writing for more than {self._patience:g} seconds; "
                "try again, or raise archive.patience"
            )
        if code in _UNWRITABLE:
            return ArchiveUnwritable(
                f"{self.file}: cannot be written ({error}); nothing was changed. Check the free space and "
                "the permissions of the folder, then try again"
            )
        if code in _DAMAGED:
            return _damaged(self.file, str(error))
        return ArchiveError(f"{self.file}: {error}")


def generation(connection: Connection) -> int:
    """Number of the last change of documents or findings; 0 for an empty archive."""
    return int(connection.scalar(select(func.coalesce(func.max(schema.runs.c.id), 0))) or 0)


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _inspect(file: Path, *, create: bool) -> None:
    """Look at the header before SQLite does: it would take an empty file for a new database."""
    if not file.exists():
        if not create:
            raise ArchiveNotFound(f"{file}: no such archive; make one with `crosscheck ingest`")
        if not file.parent.is_dir():
            raise ArchiveNotFound(f"{file}: the folder {file.parent} does not exist; make it first")
        return
    if not file.is_file():
        raise NotAnArchive(f"{file}: is no file; name the archive's file")
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        raise ArchiveUnwritable(f"{file}: cannot be opened: {error.strerror}") from error
    if not header:
        raise ArchiveDamaged(
            f"{file}: is empty; if it is to be a new archive, delete it, else restore it from a copy"
        )
    if header[:16] != _MAGIC[: len(header)]:
        raise NotAnArchive(f"{file}: is no archive but some other file; name another one")
    if len(header) < _HEADER_BYTES:
        raise _damaged(file, "cut off within its first page")
    _inspect_size(file, header)
    _inspect_identity(file)


def _inspect_size(file: Path, header: bytes) -> None:
    fields = _fields(header)
    size = file.stat().st_size
    wal = Path(f"{file}-wal")
    log_is_empty = not wal.exists() or wal.stat().st_size == 0  # else it may hold the missing pages
    counted = fields["change_counter"] == fields["version_valid_for"]
    if log_is_empty and counted and size < fields["pages"] * fields["page_size"]:
        missing = fields["pages"] * fields["page_size"] - size
        raise _damaged(file, f"its last {missing:,} bytes are missing")


def _inspect_identity(file: Path) -> None:
    """Whose database it is and of which schema, as SQLite says: its log may know better than the header."""
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            owner, schema_version, tables = (
                connection.execute(query).fetchone()[0]
                for query in (
                    "PRAGMA application_id",
                    "PRAGMA user_version",
                    "SELECT count(*) FROM sqlite_master",
                )
            )
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise _damaged(file, str(error)) from error
    is_unfinished = owner == 0 and tables == 0  # an archive whose making was cut off
    if owner != APPLICATION_ID and not is_unfinished:
        raise NotAnArchive(f"{file}: is a database of another program; name another file")
    if schema_version > newest_version():
        raise ArchiveTooNew(
            f"{file}: was written by a later version of crosscheck (schema {schema_version}, "
            f"this one knows {newest_version()}); update crosscheck"
        )


def _fields(header: bytes) -> dict[str, int]:
    """The fields of the database header (https://www.sqlite.org/fileformat.html, section 1.3)."""

    def number(offset: int) -> int:
        return int.from_bytes(header[offset : offset + 4], "big")

    page_size = int.from_bytes(header[16:18], "big")
    return {
        "page_size": 65536 if page_size == 1 else page_size,
        "change_counter": number(24),
        "pages": number(28),
        "version_valid_for": number(92),
    }


def _damaged(file: Path, detail: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"{file}: is damaged ({detail}); restore it from a copy, or save what is left with "
        f"`sqlite3 {file} .recover`"
    )

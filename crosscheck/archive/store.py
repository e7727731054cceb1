"""The SQLite file of an archive: opened with care, read in snapshots, written in short transactions.

Readers never wait (write-ahead log). A writer waits for another one up to the patience of the settings.
Everything that SQLite can complain of becomes an error of `crosscheck.errors`.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crosscheck.archive import schema
from crosscheck.archive.inspection import damaged, inspect
from crosscheck.archive.migrations import migrate
from crosscheck.errors import (
    ArchiveBusy,
    ArchiveError,
    ArchiveNotFound,
    ArchiveUnwritable,
)

_CACHE_KIB = 65536
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
_UNREADABLE = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
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
        ArchiveBusy: Another process has locked it, or is bringing it up to date.
        ArchiveUnwritable: It cannot be opened for writing.
        ArchiveError: It cannot be read.
    """

    def __init__(self, file: Path, patience: float, *, create: bool) -> None:
        self.file = file
        self._patience = patience
        if create and not file.exists():
            self._make()
        with self._told(is_reading=True):
            inspect(file, patience)
        self._engine = self._engine_of(file)
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
        with self._told(is_reading=True), self._engine.connect() as connection:
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

    def _make(self) -> None:
        """Make the file beside its place and put it there whole: several processes may make it at once."""
        if not self.file.parent.is_dir():
            raise ArchiveNotFound(f"{self.file}: the folder {self.file.parent} does not exist; make it first")
        part = self.file.with_name(f".{self.file.name}.{uuid.uuid4().hex}")
        engine = self._engine_of(part)
        try:
            with self._told():
                migrate(engine)
            engine.dispose()  # the last connection puts the log into the file
            self.file.hardlink_to(part)
        except FileExistsError:
            pass  # another process was faster
        except OSError:  # a file system without links
            part.rename(self.file)
        finally:
            engine.dispose()
            part.unlink(missing_ok=True)

    def _engine_of(self, file: Path) -> Engine:
        engine = create_engine(f"sqlite:///{file}", connect_args={"check_same_thread": False})
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver's guess
        connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows ASCII only
        for pragma in (
            f"busy_timeout = {int(self._patience * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",  # a review that was confirmed on screen survives a power cut
            "foreign_keys = ON",
            f"cache_size = -{_CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @contextmanager
    def _told(self, *, is_reading: bool = False) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._error(error.orig, is_reading=is_reading) from error
        except sqlite3.Error as error:
            raise self._error(error, is_reading=is_reading) from error
        except PoolTimeout as error:
            raise ArchiveBusy(f"{self.file}: too many threads use it at once; try again") from error

    def _error(self, error: BaseException | None, *, is_reading: bool = False) -> ArchiveError:
        extended = getattr(error, "sqlite_errorcode", 0)
        code = extended & 0xFF
        if code in _DAMAGED or extended == sqlite3.SQLITE_IOERR_SHORT_READ:
            return damaged(self.file, str(error))
        if code in _BUSY:
            return ArchiveBusy(
                f"{self.file}: another process has been writing for more than {self._patience:g} seconds; "
                "try again, or raise archive.patience"
            )
        if is_reading and code in _UNREADABLE:
            return ArchiveError(f"{self.file}: cannot be read ({error}); check the disk and the permissions")
        if code in _UNWRITABLE:
            return ArchiveUnwritable(
                f"{self.file}: cannot be written ({error}); nothing was changed. Check the free space and "
                "the permissions of the folder, then try again"
            )
        return ArchiveError(f"{self.file}: {error}")


def generation(connection: Connection) -> int:
    """Number of the last change of documents or findings; 0 for an empty archive."""
    return int(connection.scalar(select(func.coalesce(func.max(schema.runs.c.id), 0))) or 0)


def _lower(text: str | None) -> str | None:
    return text if text is None else text.lower()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

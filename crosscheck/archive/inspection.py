"""What lies where an archive should, looked at before SQLite, which takes an empty file for a new one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crosscheck.archive.migrations import APPLICATION_ID, newest_version
from crosscheck.errors import ArchiveDamaged, ArchiveError, ArchiveNotFound, ArchiveTooNew, NotAnArchive

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100


def inspect(file: Path, patience: float) -> None:
    """Refuse what is no archive of this version.

    Args:
        file: Where one should lie.
        patience: Seconds to wait for another process that has locked it.

    Raises:
        ArchiveNotFound: Nothing lies there.
        NotAnArchive: Something else lies there.
        ArchiveDamaged: It was truncated or overwritten.
        ArchiveTooNew: A later version of crosscheck wrote it.
        ArchiveError: It may not be read.
        sqlite3.Error: SQLite cannot read it.
    """
    if not file.exists():
        raise ArchiveNotFound(f"{file}: no such archive; make one with `crosscheck ingest`")
    if not file.is_file():
        raise NotAnArchive(f"{file}: is no file; name the archive's file")
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        raise ArchiveError(f"{file}: cannot be opened: {error.strerror}") from error
    if not header:
        raise ArchiveDamaged(
            f"{file}: is empty; if it is to be a new archive, delete it, else restore it from a copy"
        )
    if header[:16] != _MAGIC[: len(header)]:
        raise NotAnArchive(f"{file}: is no archive but some other file; name another one")
    if len(header) < _HEADER_BYTES:
        raise damaged(file, "cut off within its first page")
    _inspect_size(file, header)
    _inspect_identity(file, patience)


def _inspect_size(file: Path, header: bytes) -> None:
    fields = _fields(header)
    size = file.stat().st_size
    wal = Path(f"{file}-wal")
    log_is_empty = not wal.exists() or wal.stat().st_size == 0  # else it may hold the missing pages
    counted = fields["change_counter"] == fields["version_valid_for"]
    if log_is_empty and counted and size < fields["pages"] * fields["page_size"]:
        missing = fields["pages"] * fields["page_size"] - size
        raise damaged(file, f"its last {missing:,} bytes are missing")


def _inspect_identity(file: Path, patience: float) -> None:
    """Whose database it is and of which schema, as SQLite says: its log may know better than the header."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=patience)
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


def damaged(file: Path, detail: str) -> ArchiveDamaged:
    """The error of a damaged file, with what can be done."""
    return ArchiveDamaged(
        f"{file}: is damaged ({detail}); restore it from a copy, or save what is left with "
        f"`sqlite3 {file} .recover`"
    )

"""Schema changes: numbered SQL scripts, applied in order, each in one transaction with its number.

The number is SQLite's own `user_version`: an older program knows a newer file before it reads a table, and
the number changes in the same transaction as the tables do. That, and scripts that never change once
released, is all that a single-file store needs; Alembic would keep the number in a table of its own, and
needs an environment script to run inside a transaction that the program has begun.
"""

from __future__ import annotations

import re
import sqlite3
import uuid
from functools import cache
from importlib import resources

from sqlalchemy import Engine

APPLICATION_ID = 0x78636B61  # "xcka"


@cache
def scripts() -> tuple[str, ...]:
    """The scripts in order: the first makes schema 1."""
    files = sorted(
        (file for file in resources.files(__name__).iterdir() if re.match(r"\d{4}_.*\.sql", file.name)),
        key=lambda file: file.name,
    )
    return tuple(file.read_text(encoding="utf-8") for file in files)


def newest_version() -> int:
    """The schema that this version of crosscheck works with."""
    return len(scripts())


def migrate(engine: Engine) -> None:
    """Bring a file to the newest schema; a new file gets its identity."""
    with engine.connect().execution_options(immediate=False) as connection:
        if _version(connection.connection.dbapi_connection) == newest_version():  # type: ignore[arg-type]
            return
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)
        version = _version(raw)  # again, now that no other process can be at it
        for number, script in enumerate(scripts()[version:], start=version + 1):
            for statement in _statements(script):
                raw.execute(statement)
            raw.execute(f"PRAGMA user_version = {number}")
        if version == 0:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.execute("INSERT INTO basis (id, archive) VALUES (1, ?)", (uuid.uuid4().hex,))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit the transaction that they belong to."""
    statements: list[str] = []
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return [*statements, pending] if pending.strip() else statements

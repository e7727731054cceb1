"""What of an archive stays in memory between changes and drafts: only what changed is read again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, select

from crosscheck.archive import schema
from crosscheck.archive.holdings import Holdings, Shelf
from crosscheck.archive.store import generation
from crosscheck.pairing.stories import Article

_documents = schema.documents


class Stock:
    """All current articles with claims of their own as arrays, and the last ones that were used, whole.

    Args:
        model: Name of the encoder.

    Attributes:
        holdings: The articles as of when they were last brought up to date.
    """

    def __init__(self, model: str) -> None:
        self.holdings = Holdings.of({})
        self._shelf = Shelf(model)
        self._changed: dict[int, int] = {}
        self._generation = 0

    def bring_up_to_date(self, connection: Connection) -> None:
        """Read what has changed, whoever changed it."""
        present = generation(connection)
        if present == self._generation:
            return
        changed = {row: run for row, run in connection.execute(_changes())}  # noqa: C416 - to mypy rows are no pairs
        gone = [row for row, run in self._changed.items() if changed.get(row) != run]
        new = [row for row, run in changed.items() if self._changed.get(row) != run]
        self.holdings = self.holdings.but(gone).with_more(Holdings.load(connection, new))
        self._shelf.drop(gone)
        self._changed, self._generation = changed, present

    def articles(self, connection: Connection, rows: Collection[int]) -> dict[int, Article]:
        """The articles of these rows, without their texts, which pairing does not need."""
        return self._shelf.articles(connection, rows)


def _changes() -> Select[Any]:
    """The run that last changed what is compared of each article; an index answers, no article is read."""
    return select(_documents.c.id, _documents.c.changed_run).where(_documents.c.changed_run.is_not(None))

"""Lists cut to what one SQL statement takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST_PARAMETERS = 500  # well below SQLite's limit, and few enough for one plan to be cached

T = TypeVar("T")


def chunks(items: Sequence[T], size: int = MOST_PARAMETERS) -> Iterator[Sequence[T]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]

"""The documents of a run: from many locations, checked against one another."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from crosscheck.protocols import Reader
from crosscheck.reading.languages import language_name, language_of
from crosscheck.reading.reader import DocumentReader
from crosscheck.settings import ReadingSettings
from crosscheck.types import Document, Problem


def read_all(
    locations: Iterable[str | os.PathLike[str]],
    settings: ReadingSettings = ReadingSettings(),  # noqa: B008 - frozen
    reader: Reader | None = None,
) -> tuple[list[Document], list[Problem]]:
    """Read everything at the locations.

    Args:
        locations: As `DocumentReader.read` takes them.
        settings: Limits, and the languages that are known.
        reader: Reads a location; a `DocumentReader` where None.

    Returns:
        The documents that can be compared, with unique ids, in the order in which they were read, and what is
        wrong with the others.
    """
    used = reader if reader is not None else DocumentReader(settings)
    return admit((item for location in locations for item in used.read(os.fspath(location))), settings)


def admit(
    items: Iterable[Document | Problem],
    settings: ReadingSettings = ReadingSettings(),  # noqa: B008 - frozen
) -> tuple[list[Document], list[Problem]]:
    """Keep the documents that can be compared; each other one is a problem.

    Left out are documents without text, in a language that is not known, and with an id that an earlier one
    has. The very same document read twice from the same path is left out without a word.
    """
    kept: dict[str, Document] = {}
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        objections = list(_objections(item, kept.get(item.id), settings))
        problems += (
            Problem(path=item.path or item.source or item.id, message=text) for text in objections if text
        )
        if not objections:
            kept[item.id] = item
    return list(kept.values()), problems


def _objections(
    document: Document, earlier: Document | None, settings: ReadingSettings
) -> Iterator[str | None]:
    """Why a document cannot be kept, in words; None where there is nothing to say about it."""
    if not document.text.strip():
        yield f"document {document.id} has no text"
    elif earlier is not None:
        yield _repetition(document, earlier)
    elif (language := language_of(document.text)) not in (None, *settings.languages):
        known = ", ".join(map(language_name, settings.languages))
        yield f"document {document.id} is in {language_name(str(language))}; only {known} can be compared"


def _repetition(document: Document, earlier: Document) -> str | None:
    where = earlier.path or earlier.source or "an earlier one"
    is_same = document.model_copy(update={"path": earlier.path}) == earlier
    if not is_same:
        return (
            f"id {document.id} is already that of another document ({where}), which is kept; use unique ids"
        )
    if _is_same_path(document.path, earlier.path):
        return None
    return f"is the same document as in {where}, and is kept once"


def _is_same_path(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return one == other or Path(one).resolve() == Path(other).resolve()

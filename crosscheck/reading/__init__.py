"""Reading: files, folders, URLs and feeds to documents, without the boilerplate of the page they stood on.

    documents, problems = read_all(["articles/", "https://meridian-wire.example/feed.xml"])

`DocumentReader` reads one location; `read_all` and `admit` check documents against one another. Importing the
package loads no format library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscheck.reading.boilerplate import is_boilerplate
    from crosscheck.reading.collection import admit, read_all
    from crosscheck.reading.normalisation import normalise
    from crosscheck.reading.reader import DocumentReader

_HOME = {
    "DocumentReader": "reader",
    "admit": "collection",
    "is_boilerplate": "boilerplate",
    "normalise": "normalisation",
    "read_all": "collection",
}

__all__ = ["DocumentReader", "admit", "is_boilerplate", "normalise", "read_all"]


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value

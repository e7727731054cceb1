"""What is remembered between two looks, and between two runs: a small JSON file beside the archive.

Losing it costs one unconditional request a feed, no document.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError


class Validators(BaseModel):
    """What a server wants to be told again (RFC 9110, section 13).

    Attributes:
        etag: The entity tag of the last answer.
        modified: Its Last-Modified.
        pages_due: When (Unix time) a page that the feed links to is to be read anew; None without such.
    """

    etag: str | None = None
    modified: str | None = None
    pages_due: float | None = None

    def headers(self) -> dict[str, str]:
        """Of a conditional request; none once a page is due, of which the feed itself must tell again."""
        if self.pages_due is not None and self.pages_due <= time.time():
            return {}
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in pairs.items() if value}


class WatchState(BaseModel):
    """All that a watcher remembers.

    Attributes:
        feeds: Validators by address.
        files: Size and time of change of files that were read, by path.
        announced: Number of the last run whose findings were announced, by the announcer's name.
        archive: Name of the archive that all of this was put into.
    """

    feeds: dict[str, Validators] = Field(default_factory=dict)
    files: dict[str, tuple[int, int]] = Field(default_factory=dict)
    announced: dict[str, int] = Field(default_factory=dict)
    archive: str = ""

    @classmethod
    def load(cls, file: Path) -> WatchState:
        """What the file holds; nothing where it is missing or damaged."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            return cls()

    def save(self, file: Path) -> None:
        """Write the file whole or, where the disk is full, not at all."""
        with contextlib.suppress(OSError):
            descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                    stream.write(self.model_dump_json())
                Path(part).replace(file)
            except OSError:
                Path(part).unlink(missing_ok=True)

"""One look at a folder: files that are new or have changed, once whoever writes them has finished."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

SETTLED = 1.0  # seconds without change after which a file is taken to be written whole


def changed_files(folder: Path, known: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Size and time of change (ns) of the files that are not known as they are now, by path.

    Hidden files are left out; programs write under such names until they are done.

    Raises:
        OSError: The folder is missing or may not be read.
    """
    now = time.time()
    found: dict[str, tuple[int, int]] = {}
    for path in sorted(_files(folder)):
        status = path.stat()
        signature = (status.st_size, status.st_mtime_ns)
        if known.get(str(path)) != signature and now - status.st_mtime >= SETTLED:
            found[str(path)] = signature
    return found


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():  # rglob would find nothing in it and say nothing
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]

"""One look at a folder or a file: files that are new or have changed, once whoever writes them is done."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
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
        try:
            status = path.stat()
        except FileNotFoundError:  # taken away since the folder was read
            continue
        signature = (status.st_size, status.st_mtime_ns)
        if known.get(str(path)) != signature and now - status.st_mtime >= SETTLED:
            found[str(path)] = signature
    return found


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    with os.scandir(folder):  # a folder below it may vanish meanwhile, but this one must be there
        pass
    for parent, folders, names in os.walk(folder):
        folders[:] = (name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and path.is_file():
                yield path

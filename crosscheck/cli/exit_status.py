"""Exit statuses of the command line."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What a run came to; click itself exits with 2 on wrong usage."""

    DONE = 0
    CONFLICTS_FOUND = 1
    USAGE = 2
    SOME_INPUT_UNREAD = 3
    NOTHING_DONE = 4

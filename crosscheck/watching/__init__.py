"""Watching: feeds and folders are looked at again and again; what is new goes into an archive.

`robots` asks hosts what is allowed, `feeds` and `folders` look at one location each, `watcher` looks at all
of them in turn, and `announcements` says what was found.
"""

from crosscheck.watching.announcements import Announcer, Printer, Webhook
from crosscheck.watching.watcher import Watcher

__all__ = ["Announcer", "Printer", "Watcher", "Webhook"]

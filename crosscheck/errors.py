"""Every error that crosscheck raises on purpose.

    CrosscheckError
    ├── InputError              something given to read could not be read; names path, line and remedy
    │   ├── UnreadableInput     missing, no permission, damaged, or not what its name says
    │   ├── UnsupportedInput    a format or language that crosscheck does not know
    │   ├── EmptyInput          no text in it (a scanned PDF, a blank page)
    │   ├── OversizedInput      larger than the limit of the settings
    │   ├── InvalidRecord       a record of a .jsonl, .json or .csv file that breaks the contract
    │   └── FetchFailed         a URL or feed that did not answer, or answered with an error
    ├── ModelError              a model that cannot be used
    │   ├── ModelNotFound       no such bundled model, folder or installed name
    │   └── IncompatibleModel   not a three-way NLI model, or labels that cannot be told apart
    ├── ArchiveError            an archive that cannot be used, or not in that way
    │   ├── ArchiveNotFound     no such file
    │   ├── NotAnArchive        a file of another program
    │   ├── ArchiveDamaged      truncated or overwritten
    │   ├── ArchiveTooNew       written by a later version of crosscheck
    │   ├── ArchiveBusy         another process kept writing
    │   ├── ArchiveUnwritable   the disk is full, failing or read-only; nothing of the change was kept
    │   ├── ArchiveStale        computed with other models or settings; `recompute` first
    │   └── NotInArchive        no document, finding or run of that id
    ├── MissingExtra            an optional dependency is not installed; prints the pip command
    └── InvalidSettings         a setting that does not exist or has no valid value

Reading turns an `InputError` into a `Problem` of the report and goes on with the rest; the others end the
run. The command line prints them as one line, never as a traceback.
"""

from __future__ import annotations


class CrosscheckError(Exception):
    """Base of all errors raised on purpose; `str(error)` is a sentence for the user."""


class InputError(CrosscheckError):
    """Something given to read could not be read.

    Attributes:
        path: The file, URL or `-` that was read.
        line: 1-based line number in it where known, else None.
        message: What is wrong and what to do about it, without the path.
    """

    def __init__(self, message: str, *, path: str = "", line: int | None = None) -> None:
        self.path = path
        self.line = line
        self.message = message
        where = f"{path}:{line}" if line is not None else path
        super().__init__(f"{where}: {message}" if where else message)


class UnreadableInput(InputError):
    """Missing, not permitted, damaged, or not what its name says."""


class UnsupportedInput(InputError):
    """A format or a language that crosscheck does not know."""


class EmptyInput(InputError):
    """Nothing to read in it, such as a scanned PDF without a text layer."""


class OversizedInput(InputError):
    """Larger than `settings.reading.max_bytes`."""


class InvalidRecord(InputError):
    """A record of a .jsonl, .json or .csv file that breaks the input contract."""


class FetchFailed(InputError):
    """A URL or a feed did not answer, or answered with an error."""


class ModelError(CrosscheckError):
    """A model that cannot be used."""


class ModelNotFound(ModelError):
    """No bundled model, folder or installed model of that name."""


class IncompatibleModel(ModelError):
    """The model is not a three-way NLI model, or its labels cannot be told apart."""


class ArchiveError(CrosscheckError):
    """An archive that cannot be used, or not in that way; what was stored in it before is untouched."""


class ArchiveNotFound(ArchiveError):
    """No file lies there, and none was to be made."""


class NotAnArchive(ArchiveError):
    """The file is no SQLite database, or one of another program."""


class ArchiveDamaged(ArchiveError):
    """The file was truncated or overwritten."""


class ArchiveTooNew(ArchiveError):
    """A later version of crosscheck wrote the file."""


class ArchiveBusy(ArchiveError):
    """Another process kept writing for longer than `settings.archive.patience`."""


class ArchiveUnwritable(ArchiveError):
    """The disk is full, failing or read-only; nothing of the change was kept."""


class ArchiveStale(ArchiveError):
    """The archive was computed with other models or settings than those of the checker."""


class NotInArchive(ArchiveError):
    """No document, finding or run of that id."""


class MissingExtra(CrosscheckError):
    """An optional dependency is not installed.

    Args:
        extra: Name of the extra of the crosscheck package.
        purpose: What the extra is needed for, as the subject of a sentence.
    """

    def __init__(self, extra: str, purpose: str) -> None:
        self.extra = extra
        super().__init__(
            f"{purpose} needs an optional dependency: pip install -e '.[{extra}]' in crosscheck's checkout"
        )


class InvalidSettings(CrosscheckError):
    """A setting that does not exist or has no valid value."""

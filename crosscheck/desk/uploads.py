"""Uploads read like any file: by their names and bytes, from a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path, PurePosixPath, PureWindowsPath

from fastapi import HTTPException, UploadFile

from crosscheck.checker import Crosscheck
from crosscheck.types import Document, Problem

LONGEST_NAME = 120

Upload = tuple[str, bytes]
"""Name and content of a file."""


def name_of(upload: UploadFile) -> str:
    """The name of an uploaded file, without the folders that a browser or a stranger put before it."""
    name = PureWindowsPath(PurePosixPath(upload.filename or "").name).name
    kept = "".join(character for character in name if character.isprintable() and character not in '<>:"|?*')
    stem, ending = Path(kept).stem.strip(". "), Path(kept).suffix[:10]
    return f"{stem[:LONGEST_NAME] or 'upload'}{ending}"


def read_uploads(
    checker: Crosscheck, uploads: Sequence[Upload], addresses: Sequence[str] = ()
) -> tuple[list[Document], list[Problem]]:
    """The documents in uploads and at web addresses, and what could not be read, under the files' own names.

    Args:
        checker: Reads them.
        uploads: Files; two may have one name.
        addresses: Of pages and feeds; anything but http and https is refused, since a path would be one of
            this machine.
    """
    refused = [
        Problem(path=address, message="is no http or https address; upload files instead")
        for address in addresses
        if not address.lower().startswith(("http://", "https://"))
    ]
    folder = Path(tempfile.mkdtemp(prefix="crosscheck-"))
    try:
        names = {}
        for number, (name, content) in enumerate(uploads):
            path = folder / str(number) / name
            path.parent.mkdir()
            path.write_bytes(content)
            names[str(path)] = name
        wanted = [address for address in addresses if address not in {p.path for p in refused}]
        documents, problems = checker.read([*names, *wanted])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return (
        [d.model_copy(update={"path": names.get(d.path or "", d.path)}) for d in documents],
        [*refused, *(p.model_copy(update={"path": names.get(p.path, p.path)}) for p in problems)],
    )


def read_upload(checker: Crosscheck, upload: UploadFile) -> Document:
    """The one document in an upload.

    Raises:
        HTTPException: There is none, or more than one.
    """
    documents, problems = read_uploads(checker, [(name_of(upload), upload.file.read())])
    if problems:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"cannot read {problems[0]}")
    if len(documents) != 1:
        raise HTTPException(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"cannot check {name_of(upload)}: it holds {len(documents)} articles",
        )
    return documents[0]

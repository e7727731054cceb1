"""The nearest archived claims of a sentence: a FAISS index beside the archive, rebuilt whenever in doubt.

SQLite is the truth. The index holds the vectors of current claims by the hashes of their texts, which mean
the same text for ever: rows are given out again after a backup was put back. Before each search it is brought
to what the archive holds. Its file is a cache: one that is missing, of another archive or model, or damaged
is built anew without a word.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.basis import archive_name
from crosscheck.archive.chunks import chunks
from crosscheck.archive.memory import from_blob
from crosscheck.protocols import FloatArray, IntArray

SAVED_SHARE = 0.05  # of the vectors must have changed before the file is written anew
ID_BITS = 63  # of a text's hash: FAISS takes signed 64-bit numbers, and -1 stands for none

_texts, _vectors = schema.texts, schema.vectors


class ClaimIndex:
    """Vectors of the current claims, found by the rows of their texts.

    Args:
        file: The cache file.
        model: Name of the encoder.
        dimension: Length of a vector.
    """

    def __init__(self, file: Path, model: str, dimension: int) -> None:
        self._file = file
        self._model = model
        self._dimension = dimension
        self._index: Any = None
        self._unsaved = 0
        self._texts: IntArray | None = None
        self._ids = self._rows = np.empty(0, dtype=np.int64)  # of the texts held, in the order of ids

    def bring_up_to_date(self, connection: Connection, texts: IntArray) -> None:
        """Add and remove what the archive has added and removed since.

        Args:
            connection: To the archive.
            texts: Rows of the texts of all current claims, in any order and several times; the same array as
                before where nothing has changed.
        """
        if texts is self._texts:
            return
        name = archive_name(connection)
        if self._index is None:
            self._index = self._load(name)
        held = faiss.vector_to_array(self._index.id_map)
        self._know(connection, np.unique(texts))
        self._texts = texts
        gone, new = np.setdiff1d(held, self._ids), np.setdiff1d(self._ids, held)
        if len(gone):
            self._index.remove_ids(gone)
        for some in chunks(self._rows[np.searchsorted(self._ids, new)].tolist()):
            self._add(connection, some)
        self._unsaved += len(gone) + len(new)
        if self._unsaved > SAVED_SHARE * self._index.ntotal:
            self._save(name)

    def search(
        self, vectors: FloatArray, k: int, among: IntArray | None = None
    ) -> tuple[FloatArray, IntArray]:
        """Cosines and rows of the k nearest texts, best first, -1 where there are fewer.

        Args:
            vectors: Unit length, shape (n, dimension).
            k: How many for each.
            among: Rows of the texts that may be found; all where None.
        """
        parameters = None
        if among is not None:
            allowed = self._ids[np.isin(self._rows, among)]
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        cosines, ids = self._index.search(np.ascontiguousarray(vectors), k, params=parameters)
        rows = np.full(ids.shape, -1, dtype=np.int64)
        rows[ids >= 0] = self._rows[np.searchsorted(self._ids, ids[ids >= 0])]
        return cosines, rows

    def _know(self, connection: Connection, rows: IntArray) -> None:
        """Know the ids of these texts, and of no others."""
        kept = np.isin(self._rows, rows)
        ids, known = self._ids[kept].tolist(), self._rows[kept].tolist()
        for some in chunks(np.setdiff1d(rows, known).tolist()):
            query = select(_texts.c.hash, _texts.c.id).where(_texts.c.id.in_(some))
            for text_hash, row in connection.execute(query):
                ids.append(_id_of(text_hash))
                known.append(row)
        order = np.argsort(np.array(ids, dtype=np.int64))
        self._ids, self._rows = (np.array(values, dtype=np.int64)[order] for values in (ids, known))

    def _add(self, connection: Connection, rows: Sequence[int]) -> None:
        query = (
            select(_texts.c.hash, _vectors.c.vector)
            .join(_vectors, _vectors.c.text == _texts.c.id)
            .where(_texts.c.id.in_(rows), _vectors.c.model == self._model)
        )
        found = connection.execute(query).all()
        self._index.add_with_ids(
            np.stack([from_blob(row.vector) for row in found]),
            np.array([_id_of(row.hash) for row in found], dtype=np.int64),
        )

    def _empty(self) -> Any:  # noqa: ANN401 - faiss is not typed
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimension))

    def _load(self, archive: str) -> Any:  # noqa: ANN401 - as above
        """What the file holds, or an empty index where that is not certainly of this archive and model."""
        try:
            label, _, body = self._file.read_bytes().partition(b"\n")
            if json.loads(label) != self._label(archive, body):
                return self._empty()
            index = faiss.deserialize_index(np.frombuffer(body, dtype=np.uint8))
        except (OSError, ValueError, RuntimeError):
            return self._empty()
        return index

    def _save(self, archive: str) -> None:
        """Write the file whole or not at all; a disk that is full costs time at the next start, no more."""
        body = faiss.serialize_index(self._index).tobytes()
        label = json.dumps(self._label(archive, body)).encode()
        with contextlib.suppress(OSError):
            descriptor, part = tempfile.mkstemp(dir=self._file.parent, prefix=f".{self._file.name}.")
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(label + b"\n" + body)
                Path(part).replace(self._file)
                self._unsaved = 0
            except OSError:
                Path(part).unlink(missing_ok=True)

    def _label(self, archive: str, body: bytes) -> dict[str, str]:
        return {"archive": archive, "model": self._model, "sha256": hashlib.sha256(body).hexdigest()}


def _id_of(text_hash: str) -> int:
    return int(text_hash[:16], 16) >> (64 - ID_BITS)

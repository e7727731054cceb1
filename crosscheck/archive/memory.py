"""What the models said before: vectors of texts and inferences on pairs of texts, each asked for once.

A text's vector and a pair's probabilities depend on nothing else (`protocols`), so what is remembered is what
the model would say again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, Integer, Select, column, delete, select, values
from sqlalchemy.dialects.sqlite import insert

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.store import Store
from crosscheck.nli.context import alone
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import Encoder, FloatArray, NliModel, Progress, no_progress
from crosscheck.types import Claim

ASKED_AT_ONCE = 1024  # texts or pairs between two savings
PAIRS_LOOKED_UP = 200  # at once: two parameters each

_texts, _vectors, _models, _inferences = schema.texts, schema.vectors, schema.models, schema.inferences


def text_hash(text: str) -> str:
    """The name of a text in the archive: 128 bits of its SHA-256."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def to_blob(vector: FloatArray) -> bytes:
    """A vector as it is stored."""
    return vector.astype("<f4").tobytes()


def from_blob(blob: bytes) -> FloatArray:
    """A stored vector, shape (dimension,)."""
    return np.frombuffer(blob, dtype="<f4").astype(np.float32, copy=False)


def text_rows(connection: Connection, texts: Iterable[str]) -> dict[str, int]:
    """Rows of the texts that the archive knows."""
    hashes = {text_hash(text): text for text in texts}
    rows: dict[str, int] = {}
    for some in chunks(list(hashes)):
        for row, known in connection.execute(
            select(_texts.c.id, _texts.c.hash).where(_texts.c.hash.in_(some))
        ):
            rows[hashes[known]] = row
    return rows


def ensure_texts(connection: Connection, texts: Iterable[str]) -> dict[str, int]:
    """Rows of the texts, made where there is none."""
    return _ensured(connection, dict.fromkeys(texts))


def _ensure_passages(connection: Connection, passages: Iterable[str]) -> dict[str, int]:
    """Rows of claims as a model reads them; one within its article hangs on the claim alone."""
    claims = {passage: alone(passage) for passage in passages}
    rows = ensure_texts(connection, claims.values())
    return _ensured(connection, {p: None if p == claim else rows[claim] for p, claim in claims.items()})


def _ensured(connection: Connection, claim_of: Mapping[str, int | None]) -> dict[str, int]:
    """Rows of texts, made where there is none, each with the row of the claim that it hangs on."""
    rows = text_rows(connection, claim_of)
    missing = [text for text in claim_of if text not in rows]
    if missing:
        new = [{"hash": text_hash(text), "claim": claim_of[text]} for text in missing]
        connection.execute(insert(_texts), new)
        rows |= text_rows(connection, missing)
    return rows


class Memory:
    """Asks the models for what the archive does not know yet, and keeps their answers until they are stored.

    Fits `protocols.NliModel` and `ReadsContext`.

    Args:
        store: Where earlier answers lie.
        encoder: The encoder.
        nli: The NLI model.
        eager: Whether answers are stored at once and not with the change that they belong to, so that a long
            computation can be broken off and goes on where it was.
    """

    def __init__(self, store: Store, encoder: Encoder, nli: NliModel, *, eager: bool = False) -> None:
        self._store = store
        self._encoder = encoder
        self._nli = nli
        self._eager = eager
        self._known_vectors: dict[str, FloatArray] = {}
        self._new_vectors: set[str] = set()
        self._known: dict[tuple[str, str], FloatArray] = {}
        self._new: set[tuple[str, str]] = set()

    @property
    def name(self) -> str:
        """Name and revision of the NLI model."""
        return self._nli.name

    @property
    def size(self) -> int:
        """How many answers it has in memory."""
        return len(self._known_vectors) + len(self._known)

    def encode(self, texts: Sequence[str], progress: Progress = no_progress) -> FloatArray:
        """Vectors of unit length, shape (len(texts), dimension), in the order of the texts."""
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        distinct = [text for text in dict.fromkeys(texts) if text not in self._known_vectors]
        with self._store.reading() as connection:
            self._known_vectors |= stored_vectors(connection, distinct, self._encoder.name)
        new = sorted(text for text in distinct if text not in self._known_vectors)
        for some in chunks(new, ASKED_AT_ONCE if self._eager else max(1, len(new))):
            self._known_vectors.update(zip(some, self._encoder.encode(some, progress), strict=True))
            self._new_vectors.update(some)
            self._save_if_eager()
        return np.stack([self._known_vectors[text] for text in texts])

    def passage(self, claim: Claim) -> str:
        """What the NLI model is given of a claim."""
        return as_read(self._nli, claim)

    def predict(self, pairs: Sequence[tuple[str, str]], progress: Progress = no_progress) -> FloatArray:
        """Probabilities of entailment, neutral and contradiction, shape (len(pairs), 3)."""
        distinct = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        with self._store.reading() as connection:
            self._known |= _stored_inferences(connection, distinct, self._nli.name)
        new = [pair for pair in distinct if pair not in self._known]
        for some in chunks(new, ASKED_AT_ONCE if self._eager else max(1, len(new))):
            self._known.update(zip(some, self._nli.predict(some, progress), strict=True))
            self._new.update(some)
            self._save_if_eager()
        rows = [self._known[pair] for pair in pairs]
        return np.stack(rows) if rows else np.empty((0, 3), dtype=np.float32)

    def save(self, connection: Connection, needed: Iterable[str] = ()) -> None:
        """Store what the models were asked.

        Args:
            connection: In a write transaction.
            needed: Texts of which the vectors must be there afterwards: of those that were known when they
                were asked for, another process may have removed some since.
        """
        vectors = self._new_vectors.union(needed)
        rows = ensure_texts(connection, sorted(vectors))
        rows |= _ensure_passages(connection, sorted(set().union(*self._new)))
        if vectors:
            values = [
                {
                    "text": rows[text],
                    "model": self._encoder.name,
                    "vector": to_blob(self._known_vectors[text]),
                }
                for text in sorted(vectors)
            ]
            connection.execute(insert(_vectors).on_conflict_do_nothing(), values)
        if self._new:
            model = _model_row(connection, self._nli.name)
            answers = [
                {
                    "premise": rows[premise],
                    "hypothesis": rows[hypothesis],
                    "model": model,
                    "entailment": float(answer[0]),
                    "neutral": float(answer[1]),
                    "contradiction": float(answer[2]),
                }
                for premise, hypothesis in sorted(self._new)
                for answer in (self._known[premise, hypothesis],)
            ]
            connection.execute(insert(_inferences).on_conflict_do_nothing(), answers)

    def _save_if_eager(self) -> None:
        if self._eager:
            with self._store.writing() as connection:
                self.save(connection)
            self._new_vectors.clear()
            self._new.clear()


def stored_vectors(connection: Connection, texts: Iterable[str], model: str) -> dict[str, FloatArray]:
    """The vectors of the texts that the archive has of a model."""
    hashes = {text_hash(text): text for text in texts}
    found: dict[str, FloatArray] = {}
    for some in chunks(list(hashes)):
        query = (
            select(_texts.c.hash, _vectors.c.vector)
            .join(_vectors, _vectors.c.text == _texts.c.id)
            .where(_texts.c.hash.in_(some), _vectors.c.model == model)
        )
        for known, blob in connection.execute(query):
            found[hashes[known]] = from_blob(blob)
    return found


def _stored_inferences(
    connection: Connection, pairs: Sequence[tuple[str, str]], model: str
) -> dict[tuple[str, str], FloatArray]:
    rows = text_rows(connection, (text for pair in pairs for text in pair))
    model_row = connection.scalar(select(_models.c.id).where(_models.c.name == model))
    if model_row is None:
        return {}
    wanted = {
        (rows[premise], rows[hypothesis]): (premise, hypothesis)
        for premise, hypothesis in pairs
        if premise in rows and hypothesis in rows
    }
    found: dict[tuple[str, str], FloatArray] = {}
    for some in chunks(list(wanted), PAIRS_LOOKED_UP):
        for premise, hypothesis, _, *answer in connection.execute(_inferences_on(some, model_row)):
            found[wanted[premise, hypothesis]] = np.array(answer, dtype=np.float32)
    return found


def _inferences_on(pairs: Sequence[tuple[int, int]], model: int) -> Select[Any]:
    """Each pair is looked up by the primary key; of a row value in a list SQLite would search the table."""
    columns = (column("premise", Integer), column("hypothesis", Integer))
    asked = values(*columns, name="pairs").data(list(pairs)).cte("asked")
    return (
        select(_inferences)
        .select_from(asked)
        .join(
            _inferences,
            (_inferences.c.premise == asked.c.premise)
            & (_inferences.c.hypothesis == asked.c.hypothesis)
            & (_inferences.c.model == model),
        )
    )


def forget_models(connection: Connection, encoder: str, nli: str) -> None:
    """Drop what all other models said."""
    connection.execute(delete(_vectors).where(_vectors.c.model != encoder))
    connection.execute(delete(_models).where(_models.c.name != nli))  # inferences go with it


def _model_row(connection: Connection, name: str) -> int:
    connection.execute(insert(_models).on_conflict_do_nothing(), {"name": name})
    return int(connection.scalars(select(_models.c.id).where(_models.c.name == name)).one())

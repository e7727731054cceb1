"""Claims read anew from the stored texts, by a version of crosscheck that reads them otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.archive.holdings import claim_json
from crosscheck.archive.listing import as_document
from crosscheck.claims.by_rules import Extraction
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.protocols import Progress

_documents, _claims = schema.documents, schema.claims

READ_AT_ONCE = 32  # documents: enough to fill the model's batches, few enough to see it advance


def reread(connection: Connection, extractor: ClaimExtractor, progress: Progress) -> dict[int, Extraction]:
    """What is read now in the current documents in which other claims or sentences were read, by row."""
    changed: dict[int, Extraction] = {}
    rows = _current(connection)
    done = 0
    for some in chunks(rows, READ_AT_ONCE):
        for row, sentences, read in _read(connection, extractor, some):
            same_claims = [*map(claim_json, read.claims)] == _stored(connection, row)
            if not same_claims or len(read.sentences) != sentences:
                changed[row] = read
            done += 1
            progress("claims", done, len(rows))
    return changed


def read_sample(connection: Connection, extractor: ClaimExtractor, count: int) -> list[Extraction]:
    """What is read now in a few current documents, taken evenly from all."""
    rows = _current(connection)
    sample = rows[:: max(1, len(rows) // count)][:count]
    return [read for _, _, read in _read(connection, extractor, sample)]


def _current(connection: Connection) -> list[int]:
    return list(connection.scalars(select(_documents.c.id).where(_documents.c.current)))


def _read(
    connection: Connection, extractor: ClaimExtractor, rows: Sequence[int]
) -> Iterator[tuple[int, int, Extraction]]:
    """Row, number of stored sentences and present reading of documents."""
    stored = connection.execute(select(_documents).where(_documents.c.id.in_(rows))).all()
    for row, read in zip(stored, extractor.extract([*map(as_document, stored)]), strict=True):
        yield row.id, row.sentences, read


def _stored(connection: Connection, row: int) -> list[str]:
    """The claims as they are stored, which this version need not be able to read."""
    query = select(_claims.c.claim).where(_claims.c.document == row).order_by(_claims.c.ordinal)
    return list(connection.scalars(query))

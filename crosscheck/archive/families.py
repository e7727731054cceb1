"""Families of wire copies, kept up as documents come and go.

The same as `pairing.copies.find_copies`: a document repeats the earlier one that it shares most 5-grams with,
if it is enough, and its original is that one's original. There are two differences, so that a large archive
need not be read whole and no batch changes what another one found. Documents that may be copies are looked up
by a quarter of their 5-grams, chosen by their hashes (Broder 1997, section 4.1: modulo sketches), and
compared in full where they share about as many of these as a copy does; of the shortest copies, 20 5-grams of
which 14 are shared, that misses 2 in 100, of ordinary ones none. And no 5-gram is left out as a stock phrase,
since what is one depends on what else is there.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from sqlalchemy import Connection, func, select

from crosscheck.archive import schema
from crosscheck.archive.chunks import chunks
from crosscheck.pairing.copies import LEAST_SHINGLES, shingles
from crosscheck.protocols import IntArray

SAMPLED = 4  # one 5-gram in so many is looked up
SLACK = 4  # standard deviations by which a copy may share fewer of these than expected: 3 in 100,000 do
HASH_BYTES = 8

_documents, _shingles = schema.documents, schema.shingles


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is known of a document: when it came out, and its 5-grams.

    Attributes:
        moment: Sort key of publication.
        hashes: Sorted hashes of its distinct 5-grams.
    """

    moment: str
    hashes: IntArray


@dataclass(frozen=True, slots=True)
class Parent:
    """The earlier document that one repeats most of, and the share of the shorter one's 5-grams in common."""

    row: int
    share: float


def shingle_hashes(text: str) -> IntArray:
    """Sorted hashes of the distinct word 5-grams of a text."""
    values = [
        int.from_bytes(hashlib.blake2b(" ".join(gram).encode(), digest_size=8).digest(), "big", signed=True)
        for gram in shingles(text)
    ]
    return np.array(sorted(values), dtype=np.int64)


def sample(hashes: IntArray) -> IntArray:
    """The hashes that a document is looked up by."""
    sampled: IntArray = hashes[hashes % SAMPLED == 0]
    return sampled


class Families:
    """Who repeats whom, after some documents came and others went; reads only what is near them.

    Args:
        connection: To the archive as it was before.
        added: New documents, by the row that they will have.
        gone: Rows that are no longer current.
        containment: Least share of the shorter text's 5-grams that makes a copy.
    """

    def __init__(
        self, connection: Connection, added: Mapping[int, Leaf], gone: Collection[int], containment: float
    ) -> None:
        self._connection = connection
        self._added = added
        self._gone = frozenset(gone)
        self._containment = containment
        self._leaves: dict[int, Leaf] = dict(added)
        self._by_hash: dict[int, list[int]] = defaultdict(list)
        for row, leaf in added.items():
            for value in sample(leaf.hashes):
                self._by_hash[int(value)].append(row)
        self._stored: dict[int, Parent | None] = {}
        self.parents: dict[int, Parent | None] = {}
        """Of the documents whose parent is new: all added ones, and old ones that got another."""
        self._settle()
        self.roots: dict[int, int | None] = self._find_roots()
        """Rows of the originals of the documents that may have got another; None for an original."""

    def _settle(self) -> None:
        for row in self._added:
            near = self._near(row)
            self.parents[row] = self._best(row, near)
            for other, share in near.items():
                if other not in self._added and self._is_earlier(row, other):
                    self._offer(other, Parent(row, share))
        for row in self._orphans():
            self.parents[row] = self._best(row, self._near(row))

    def _offer(self, row: int, parent: Parent) -> None:
        """Let an old document take a new parent if it repeats more of it."""
        held = self.parents[row] if row in self.parents else self._stored_parent(row)
        if held is not None and held.row in self._gone:
            return  # an orphan looks at all documents anew
        if (
            held is None
            or parent.share > held.share
            or (parent.share == held.share and self._is_earlier(parent.row, held.row))
        ):
            self.parents[row] = parent

    def _orphans(self) -> list[int]:
        rows: list[int] = []
        for some in chunks(sorted(self._gone)):
            query = select(_documents.c.id).where(_documents.c.parent.in_(some), _documents.c.current)
            rows += self._connection.scalars(query)
        return sorted(set(rows) - self._gone)

    def _best(self, row: int, near: Mapping[int, float]) -> Parent | None:
        earlier = [other for other in near if self._is_earlier(other, row)]
        if not earlier:
            return None
        best = min(earlier, key=lambda other: (-near[other], self._order(other)))
        return Parent(best, near[best])

    def _near(self, row: int) -> dict[int, float]:
        """The current documents that share enough 5-grams with one, and the share."""
        hashes = self._leaves[row].hashes if row in self._leaves else self._load([row])[row].hashes
        if len(hashes) < LEAST_SHINGLES:
            return {}
        sampled = [int(value) for value in sample(hashes)]
        common: Counter[int] = Counter()
        for value in sampled:
            common.update(self._by_hash.get(value, ()))
        for some in chunks(sampled):
            query = (
                select(_shingles.c.document, func.count())
                .where(_shingles.c.hash.in_(some))
                .group_by(_shingles.c.document)
            )
            for other, count in self._connection.execute(query):
                common[other] += count
        present = [other for other in common if other != row and other not in self._gone]
        sizes = self._sizes(present)
        candidates = [
            other
            for other in present
            if common[other] >= least_sampled(min(len(hashes), sizes[other]), self._containment)
        ]
        self._load([other for other in candidates if other not in self._leaves])
        shares = containments(hashes, [self._leaves[other].hashes for other in candidates])
        return {o: s for o, s in zip(candidates, shares, strict=True) if s >= self._containment}

    def _sizes(self, rows: Iterable[int]) -> dict[int, int]:
        """How many 5-grams documents have; SQLite tells without reading them."""
        sizes = {row: len(self._leaves[row].hashes) for row in rows if row in self._leaves}
        for some in chunks([row for row in rows if row not in sizes]):
            length = func.length(_documents.c.shingles)
            for row, count in self._connection.execute(
                select(_documents.c.id, length).where(_documents.c.id.in_(some))
            ):
                sizes[row] = count // HASH_BYTES
        return sizes

    def _load(self, rows: Iterable[int]) -> dict[int, Leaf]:
        columns = (_documents.c.id, _documents.c.moment, _documents.c.shingles)
        for some in chunks(list(rows)):
            for row, moment, blob in self._connection.execute(
                select(*columns).where(_documents.c.id.in_(some))
            ):
                self._leaves[row] = Leaf(moment, np.frombuffer(blob, dtype=np.int64))
        return self._leaves

    def _stored_parent(self, row: int) -> Parent | None:
        if row not in self._stored:
            found = self._connection.execute(
                select(_documents.c.parent, _documents.c.share).where(_documents.c.id == row)
            ).one()
            self._stored[row] = Parent(*found) if found.parent is not None else None
        return self._stored[row]

    def _find_roots(self) -> dict[int, int | None]:
        """Originals of the documents with a new parent and of all that repeat them."""
        touched = list(self.parents)
        seen = set(touched)
        for row in touched:
            query = select(_documents.c.id).where(_documents.c.parent == row, _documents.c.current)
            for child in self._connection.scalars(query):
                if child not in seen and child not in self._gone:
                    seen.add(child)
                    touched.append(child)
        return {row: self._root(row) for row in touched}

    def _root(self, row: int) -> int | None:
        root = None
        parent = self._parent(row)
        while parent is not None:
            root = parent.row
            parent = self._parent(root)
        return root

    def _parent(self, row: int) -> Parent | None:
        return self.parents[row] if row in self.parents else self._stored_parent(row)

    def _order(self, row: int) -> str:
        return self._leaves[row].moment if row in self._leaves else self._load([row])[row].moment

    def _is_earlier(self, one: int, other: int) -> bool:
        return self._order(one) < self._order(other)


@cache
def least_sampled(size: int, containment: float) -> float:
    """How many sampled 5-grams a copy shares at least; one in any case.

    Args:
        size: 5-grams of the shorter text.
        containment: Least share of them that a copy has in common with the longer text.
    """
    expected = containment * size / SAMPLED
    return max(1.0, expected - SLACK * math.sqrt(expected * (1 - 1 / SAMPLED)))


def containments(one: IntArray, others: Sequence[IntArray]) -> list[float]:
    """Of one set of 5-grams and each of others, the share of the smaller that the larger has too.

    Args:
        one: Sorted hashes, at least one.
        others: The same; for texts too short to tell the share is 0.
    """
    if not others:
        return []
    hashes = np.concatenate(others)
    is_common = one[np.searchsorted(one, hashes).clip(max=len(one) - 1)] == hashes
    ends = np.cumsum([len(other) for other in others])
    common = np.diff(np.cumsum(is_common)[ends - 1], prepend=0)
    shorter = np.minimum(len(one), [len(other) for other in others])
    shares: list[float] = np.where(shorter < LEAST_SHINGLES, 0.0, common / shorter).tolist()
    return shares

"""Average-linkage clustering of things that findings tie together (Sokal and Michener 1958).

Joining whatever any tie connects would make one group of nearly all: one false finding is enough to join two.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

FACT_TIES = 0.5
"""Findings for each pair of quotes, on average, for two groups of them to speak of one fact: three quotes of
which two are compared with the third are one, a chain of four is two."""

T = TypeVar("T", int, tuple[str, int], tuple[str, int, int])


def group(ties: Iterable[tuple[T, T]], least: float) -> list[frozenset[T]]:
    """Groups of two and more, the closest two joined first.

    Args:
        ties: Pairs of different things; a pair may come several times.
        least: Ties for each pair of members, on average, for two groups to be joined.
    """
    between: dict[T, Counter[T]] = defaultdict(Counter)
    for a, b in ties:
        between[a][b] += 1
        between[b][a] += 1
    members = {thing: [thing] for thing in between}

    def closeness(one: T, other: T) -> float:
        return between[one][other] / (len(members[one]) * len(members[other]))

    queue = [(-closeness(a, b), a, b) for a, others in between.items() for b in others if a < b]
    heapq.heapify(queue)
    while queue:
        negative, a, b = heapq.heappop(queue)
        if -negative < least:
            break
        if a not in members or b not in members or -negative != closeness(a, b):
            continue  # one of the two has grown since
        members[a] += members.pop(b)
        for other, count in between.pop(b).items():
            if other != a:
                between[a][other] += count
                between[other][a] += count
                del between[other][b]
        del between[a][b]
        for other in between[a]:
            first, second = min(a, other), max(a, other)
            heapq.heappush(queue, (-closeness(first, second), first, second))
    return [frozenset(things) for things in members.values() if len(things) > 1]

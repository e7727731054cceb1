"""Wire copies: articles that repeat another article's text are one voice, not a confirmation.

Two texts are compared by their sets of word 5-grams (shingles, Broder 1997). The measure is containment, the
share of the shorter text's shingles that the longer one has too, since outlets cut agency texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time

from crosscheck.types import Claim, Document

SHINGLE_WORDS = 5
# a shingle that stands in more documents than this is a stock phrase; skipping it keeps the search linear
COMMON_SHINGLE = 64
LEAST_SHINGLES = 20

_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile(r"\w+|[$€£¥%°]|(?<![\w-])[-\u2212](?=\d)")


def words(text: str) -> tuple[str, ...]:
    """The lower-cased words of a text."""
    return tuple(_WORD.findall(text.lower()))


def wording(text: str) -> tuple[str, ...]:
    """The lower-cased words of a text with the signs that change a figure: currencies, per cent, minus."""
    return tuple(_WORD_OR_SIGN.findall(text.lower()))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The distinct word 5-grams of a text."""
    tokens = words(text)
    return frozenset(zip(*(tokens[i:] for i in range(SHINGLE_WORDS)), strict=False))


def publication_order(document: Document) -> tuple[bool, datetime, str]:
    """Sort key: known times first, earliest first; a bare date counts as its last moment."""
    published = document.published
    if published is None:
        moment = datetime.max.replace(tzinfo=UTC)
    elif isinstance(published, datetime):
        moment = published.astimezone(UTC)
    else:
        moment = datetime.combine(published, time.max, tzinfo=UTC)
    return (published is None, moment, document.id)


def find_copies(documents: Sequence[Document], containment: float) -> dict[str, str]:
    """Which documents repeat which.

    Args:
        documents: In any order.
        containment: Least share of the shorter text's shingles that the longer one has too.

    Returns:
        From the id of each copy to the id of its original, the earliest of its family by publication time;
        the original is in no key.
    """
    ordered = sorted(documents, key=publication_order)
    sets = [shingles(document.text) for document in ordered]
    posting: dict[tuple[str, ...], list[int]] = {}
    copies: dict[str, str] = {}
    for number, document in enumerate(ordered):
        common: Counter[int] = Counter()
        for shingle in sets[number]:
            earlier = posting.setdefault(shingle, [])
            common.update(earlier)
            if len(earlier) < COMMON_SHINGLE:
                earlier.append(number)
        best = _best_original(number, common, sets, containment)
        if best is not None:
            original = ordered[best]
            copies[document.id] = copies.get(original.id, original.id)
    return copies


def _best_original(
    number: int, common: Counter[int], sets: Sequence[frozenset[tuple[str, ...]]], containment: float
) -> int | None:
    best, best_share = None, containment
    for earlier, count in sorted(common.items()):
        shorter = min(len(sets[number]), len(sets[earlier]))
        share = count / shorter if shorter >= LEAST_SHINGLES else 0.0
        if share >= best_share and (best is None or share > best_share):
            best, best_share = earlier, share
    return best


def without_copied(
    claims: Mapping[str, Sequence[Claim]], copies: Mapping[str, str]
) -> dict[str, tuple[Claim, ...]]:
    """The claims of each document, of a copy only its own.

    Args:
        claims: Of every document, by its id.
        copies: As `find_copies` gives them.
    """
    return {
        document: tuple(own_claims(said, claims[copies[document]]) if document in copies else said)
        for document, said in claims.items()
    }


def own_claims(claims: Iterable[Claim], original: Iterable[Claim]) -> list[Claim]:
    """The claims of a copy that its original does not make in the same words.

    An edited figure in a copied text is a voice of its own; the rest is not.
    """
    known = {wording(claim.text) for claim in original}
    return [claim for claim in claims if wording(claim.text) not in known]

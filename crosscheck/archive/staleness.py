"""What changed models and settings cost: what must be computed anew, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, func, select

from crosscheck.archive import schema
from crosscheck.archive.basis import PARTS, present_basis, stored_basis
from crosscheck.archive.records import Staleness
from crosscheck.checker import Crosscheck
from crosscheck.settings import PairingSettings
from crosscheck.types import Claim

SAMPLE = 16  # claims and pairs that are timed
COMPARING = 0.0005  # seconds to pair, judge and store, for each inference: 2.7 s for 4,978 on one busy core

_claims, _vectors, _models, _inferences = schema.claims, schema.vectors, schema.models, schema.inferences


def find_staleness(connection: Connection, checker: Crosscheck) -> Staleness | None:
    """What of the archive must be computed anew; None where nothing, or where it is empty.

    Args:
        connection: To the archive.
        checker: Its models are loaded and timed on a few claims.
    """
    was, present = stored_basis(connection), present_basis(checker)
    changed = tuple(part for part in PARTS if was is not None and was[part] != present[part])
    if was is None or not changed:
        return None
    distinct = select(func.count(_claims.c.text.distinct())).where(_claims.c.own)
    all_texts, all_pairs = connection.scalar(distinct) or 0, _inferred(connection, was["nli"])
    texts = max(0, all_texts - _embedded(connection, present["encoder"])) if "encoder" in changed else 0
    paired = all_pairs + _added_by_pairing(connection, was["pairing"], checker.settings.pairing, all_pairs)
    pairs = max(0, paired - _inferred(connection, present["nli"]))
    sample = [
        Claim.model_validate_json(claim).text
        for claim in connection.scalars(select(_claims.c.claim).where(_claims.c.own).limit(SAMPLE))
    ]
    embedding = _seconds_each(sample, lambda: checker.encoder.encode(sample)) if texts else 0.0
    both = list(zip(sample, reversed(sample), strict=True))
    inferring = _seconds_each(both, lambda: checker.nli.predict(both)) if pairs else 0.0
    seconds = texts * embedding + pairs * inferring + paired * COMPARING
    return Staleness(
        changed=changed,
        was={part: was[part] for part in changed},
        texts=texts,
        pairs=pairs,
        seconds=round(seconds, 3),
    )


def _added_by_pairing(connection: Connection, was: str, present: PairingSettings, pairs: int) -> int:
    """How many more pairs other settings of pairing look at, about.

    As many for each neighbour as now, up to the claims that an article has; within articles, both directions
    of each pair of claims. What a lower floor of stories brings together is known only by comparing.
    """
    before = PairingSettings.model_validate_json(was)
    claims, articles = connection.execute(
        select(func.count(), func.count(_claims.c.document.distinct())).where(_claims.c.own)
    ).one()
    length = claims / max(1, articles)
    wider = pairs * max(0.0, min(present.neighbours, length) / max(1, min(before.neighbours, length)) - 1)
    is_new_within = present.within_documents and not before.within_documents
    within = claims * min(2 * present.neighbours, max(0.0, length - 1)) if is_new_within else 0.0
    return round(wider + within)


def _embedded(connection: Connection, model: str) -> int:
    return int(connection.scalar(select(func.count()).where(_vectors.c.model == model)) or 0)


def _inferred(connection: Connection, model: str) -> int:
    query = select(func.count()).select_from(_inferences.join(_models)).where(_models.c.name == model)
    return int(connection.scalar(query) or 0)


def _seconds_each(items: Sequence[object], run: Callable[[], object]) -> float:
    if not items:
        return 0.0
    run()  # the first call allocates what the model needs
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) / len(items)

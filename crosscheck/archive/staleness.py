"""What changed models, settings and readings cost: what is to be computed anew, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from crosscheck.archive import schema
from crosscheck.archive.basis import changed_parts, present_basis, stored_basis
from crosscheck.archive.memory import stored_vectors, text_rows
from crosscheck.archive.records import Staleness
from crosscheck.archive.rereading import read_sample
from crosscheck.checker import Crosscheck
from crosscheck.judging.probes import READ_FROM
from crosscheck.nli.scoring import as_read
from crosscheck.protocols import GivesStates, NliModel
from crosscheck.settings import PairingSettings
from crosscheck.types import Claim

SAMPLE = 16  # claims and pairs that are timed
COMPARING = 0.0005  # seconds to pair, judge and store, for each inference: 2.7 s for 4,978 on one busy core

_claims, _vectors, _models, _inferences = schema.claims, schema.vectors, schema.models, schema.inferences


def find_staleness(connection: Connection, checker: Crosscheck) -> Staleness | None:
    """What of the archive must be computed anew; None where nothing, or where it is empty.

    Args:
        connection: To the archive.
        checker: Its models are loaded and timed on a few claims, reading on a few documents.
    """
    was, present = stored_basis(connection), present_basis(checker)
    changed = changed_parts(connection, checker)
    if was is None or not changed:
        return None
    checker.extractor.open()  # is not to be timed
    started = time.perf_counter()
    claims = [claim for read in read_sample(connection, checker.extractor, SAMPLE) for claim in read.claims]
    took = time.perf_counter() - started
    reading = _reading(connection, checker, claims, took) if "claims" in changed else _Reading()
    distinct = select(func.count(_claims.c.text.distinct())).where(_claims.c.own)
    all_texts, all_pairs = connection.scalar(distinct) or 0, _inferred(connection, was["nli"])
    missing = all_texts - _embedded(connection, present["encoder"]) if "encoder" in changed else 0
    texts = max(0, missing, round(all_texts * reading.new_texts))
    paired = all_pairs + _added_by_pairing(connection, was["pairing"], checker.settings.pairing, all_pairs)
    reread = round(all_pairs * (1 - (1 - reading.new_passages) ** 2))  # one of the two is another one
    pairs = max(0, paired - _inferred(connection, present["nli"]), reread)
    sample = [claim.text for claim in claims[:SAMPLE]]
    embedding = _seconds_each(sample, lambda: checker.encoder.encode(sample)) if texts else 0.0
    passages = [as_read(checker.nli, claim) for claim in claims[:SAMPLE]]
    both = list(zip(passages, reversed(passages), strict=True))
    inferring = _seconds_each(both, lambda: checker.nli.predict(both)) if pairs else 0.0
    compared = pairs if changed == ("claims",) else paired
    probed = _contradicted(connection, was["nli"]) * compared / max(1, paired)
    seconds = reading.seconds + texts * embedding + pairs * inferring + compared * COMPARING
    seconds += probed * _probing(checker, both)
    return Staleness(
        changed=changed,
        was={part: was[part] for part in changed},
        texts=texts,
        pairs=pairs,
        seconds=round(seconds, 3),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading all claims anew comes to.

    Attributes:
        new_texts: Share of the texts of claims that the archive does not know.
        new_passages: Share of what the NLI model is given of claims that the archive does not know.
        seconds: How long it takes.
    """

    new_texts: float = 0.0
    new_passages: float = 0.0
    seconds: float = 0.0


def _reading(
    connection: Connection, checker: Crosscheck, claims: Sequence[Claim], seconds: float
) -> _Reading:
    """What reading a few documents anew, which took so many seconds, says about all."""
    by_text = {claim.text: claim for claim in claims}
    passages = {as_read(checker.nli, claim) for claim in claims}
    documents = connection.scalar(select(func.count()).where(schema.documents.c.current)) or 0
    unknown_texts = by_text.keys() - stored_vectors(connection, by_text, checker.encoder.name).keys()
    return _Reading(
        new_texts=len(unknown_texts) / max(1, len(by_text)),
        new_passages=len(passages - _read_before(connection, checker.nli, by_text)) / max(1, len(passages)),
        seconds=seconds * documents / max(1, min(SAMPLE, documents)),
    )


def _read_before(connection: Connection, nli: NliModel, texts: Collection[str]) -> set[str]:
    """What the NLI model was given of claims of these texts, of those that can still be read."""
    rows = text_rows(connection, texts).values()
    read = set()
    for stored in connection.scalars(select(_claims.c.claim).where(_claims.c.text.in_(list(rows)))):
        with suppress(ValidationError):  # an older version's
            read.add(as_read(nli, Claim.model_validate_json(stored)))
    return read


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


def _contradicted(connection: Connection, model: str) -> int:
    """How many pairs of texts the probes read anew: what they read is not stored."""
    one, other = _inferences.c.premise, _inferences.c.hypothesis
    pairs = (
        select(func.min(one, other), func.max(one, other))
        .select_from(_inferences.join(_models))
        .where(_models.c.name == model, _inferences.c.contradiction >= READ_FROM)
        .distinct()
        .subquery("contradicted")
    )
    return int(connection.scalar(select(func.count()).select_from(pairs)) or 0)


def _probing(checker: Crosscheck, sample: Sequence[tuple[str, str]]) -> float:
    """Seconds that the probes take for a pair; 0 where they read nothing of the model."""
    nli, probes = checker.nli, checker.judge.probes
    if probes is None or not isinstance(nli, GivesStates) or nli.name != probes.nli:
        return 0.0
    # a model may keep what it has run, so it is asked about pairs that it has not seen
    return _seconds_each(
        sample, lambda: nli.states([(one, f"{other} {time.perf_counter_ns()}") for one, other in sample])
    )


def _seconds_each(items: Sequence[object], run: Callable[[], object]) -> float:
    if not items:
        return 0.0
    run()  # the first call allocates what the model needs
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) / len(items)

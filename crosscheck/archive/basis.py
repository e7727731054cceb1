"""What an archive was computed with: models, settings, how claims are read; a checker may have others."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, select, update

import crosscheck
from crosscheck.archive import schema
from crosscheck.checker import Crosscheck
from crosscheck.errors import ArchiveStale

Part = Literal["claims", "encoder", "nli", "pairing", "judging"]
PARTS: tuple[Part, ...] = ("claims", "encoder", "nli", "pairing", "judging")

_basis = schema.basis


def present_basis(checker: Crosscheck) -> dict[Part, str]:
    """What a checker computes with: hashes of how claims are read and judged, names of models, settings."""
    judge = checker.judge
    judging = {
        "stories": judge.stories.to_dict(),
        "undated": judge.undated.to_dict(),
        "sentences": judge.sentences.to_dict(),
        "rules": [rule.name for rule in judge.rules],
        "probes": judge.probes.digest if judge.probes else None,
        "crosscheck": crosscheck.__version__,  # with it rules and word lists may change
    }
    return {
        "claims": checker.extractor.revision,
        "encoder": checker.encoder.name,
        "nli": checker.nli.name,
        "pairing": checker.settings.pairing.model_dump_json(),
        "judging": hashlib.sha256(json.dumps(judging).encode()).hexdigest()[:16],
    }


def stored_basis(connection: Connection) -> dict[Part, str] | None:
    """What the archive was computed with, None while it has never held a document; empty where not known."""
    row = connection.execute(select(*(_basis.c[part] for part in PARTS))).one()
    return None if row.encoder is None else {part: getattr(row, part) or "" for part in PARTS}


def changed_parts(connection: Connection, checker: Crosscheck) -> tuple[Part, ...]:
    """What a checker has otherwise than the archive was computed with; nothing where that is empty."""
    was, present = stored_basis(connection), present_basis(checker)
    return tuple(part for part in PARTS if was is not None and was[part] != present[part])


def refuse_stale(connection: Connection, checker: Crosscheck, file: Path) -> None:
    """Check that a checker has the models and settings of the archive.

    Raises:
        ArchiveStale: It has others.
    """
    if changed_parts(connection, checker):
        raise ArchiveStale(
            f"{file}: was computed with other models or settings; compute it anew with "
            "`crosscheck archive recompute`, which says first how long that takes"
        )


def store_basis(connection: Connection, basis: dict[Part, str]) -> None:
    """Say what the archive is computed with from now on."""
    connection.execute(update(_basis).values({part: basis[part] for part in PARTS}))


def archive_name(connection: Connection) -> str:
    """The random name that the archive got when it was made."""
    return str(connection.scalars(select(_basis.c.archive)).one())

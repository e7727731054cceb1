"""The models and settings that an archive was computed with, and what of them a checker has otherwise."""

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

Part = Literal["encoder", "nli", "pairing", "judging"]
PARTS: tuple[Part, ...] = ("encoder", "nli", "pairing", "judging")

_basis = schema.basis


def present_basis(checker: Crosscheck) -> dict[Part, str]:
    """What a checker computes with: names of models, settings of pairing, a hash of the judge."""
    judge = checker.judge
    judging = {
        "stories": judge.stories.to_dict(),
        "sentences": judge.sentences.to_dict(),
        "rules": [rule.name for rule in judge.rules],
        "crosscheck": crosscheck.__version__,  # with it rules and word lists may change
    }
    return {
        "encoder": checker.encoder.name,
        "nli": checker.nli.name,
        "pairing": checker.settings.pairing.model_dump_json(),
        "judging": hashlib.sha256(json.dumps(judging).encode()).hexdigest()[:16],
    }


def stored_basis(connection: Connection) -> dict[Part, str] | None:
    """What the archive was computed with, None while it has never held a document."""
    row = connection.execute(select(*(_basis.c[part] for part in PARTS))).one()
    return None if row.encoder is None else {part: getattr(row, part) for part in PARTS}


def refuse_stale(connection: Connection, checker: Crosscheck, file: Path) -> None:
    """Check that a checker has the models and settings of the archive.

    Raises:
        ArchiveStale: It has others.
    """
    if stored_basis(connection) not in (None, present_basis(checker)):
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

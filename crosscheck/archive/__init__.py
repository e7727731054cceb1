"""The archive: a newsroom's memory in one SQLite file.

    with Crosscheck().archive("newsroom.db") as archive:
        archive.add(documents)
        archive.findings(verdicts=[Verdict.CONFLICT])
        archive.check(draft)

`store` opens the file, `intake` tells the new from the known, `change` plans what a change comes to, `commit`
writes it and `writer` sees to it that both speak of the same state. `memory` asks the models once, `holdings`
and `families` find what the new can have to do with the old. `listing`, `reviews` and `history` read, `draft`
checks a draft, `staleness` says what changed models and settings cost.
"""

from crosscheck.archive.archive import Archive
from crosscheck.archive.records import (
    Addition,
    ArchivedFinding,
    Changes,
    Decision,
    DocumentRecord,
    DraftCheck,
    DraftSentence,
    Evidence,
    Review,
    RunRecord,
    SourceRecord,
    Staleness,
    Standing,
    Status,
    TimelineEntry,
)

__all__ = [
    "Addition",
    "Archive",
    "ArchivedFinding",
    "Changes",
    "Decision",
    "DocumentRecord",
    "DraftCheck",
    "DraftSentence",
    "Evidence",
    "Review",
    "RunRecord",
    "SourceRecord",
    "Staleness",
    "Standing",
    "Status",
    "TimelineEntry",
]

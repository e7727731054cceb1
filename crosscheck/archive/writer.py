"""Changes: planned on a snapshot, written if nobody else wrote meanwhile, else planned once more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from crosscheck.archive import schema
from crosscheck.archive.basis import changed_parts, present_basis, refuse_stale, store_basis
from crosscheck.archive.change import Plan, Planner
from crosscheck.archive.commit import Kept, Kind, keep, now
from crosscheck.archive.intake import Intake, sort_out
from crosscheck.archive.listing import archived, numbers_of
from crosscheck.archive.memory import Memory, forget_models
from crosscheck.archive.records import Addition, ArchivedFinding
from crosscheck.archive.reviews import is_dismissed
from crosscheck.archive.stock import Stock
from crosscheck.archive.store import Store, generation
from crosscheck.checker import Crosscheck
from crosscheck.errors import ArchiveBusy, NotInArchive
from crosscheck.judging.findings import finding
from crosscheck.protocols import Progress
from crosscheck.types import Coverage, Document, Finding, Pair, Problem

ATTEMPTS = 5

NOTHING_TO_DO = Plan(generation=-1)

Planned = tuple[Plan, Intake]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was planned and what was kept of it; None where there was nothing to do."""

    plan: Plan
    intake: Intake
    kept: Kept | None


class Writer:
    """Adds, removes and computes anew; threads take turns.

    Args:
        store: The file.
        checker: Whose models and settings are used.
    """

    def __init__(self, store: Store, checker: Crosscheck) -> None:
        self._store = store
        self._checker = checker
        self._turn = threading.Lock()
        self._stock: Stock | None = None

    def add(self, documents: Iterable[Document], problems: Sequence[Problem], progress: Progress) -> Addition:
        """Store documents and compare what is new (see `Archive.add`)."""
        admitted, objections = self._admitted(documents)

        def plan(connection: Connection, planner: Planner) -> Planned:
            intake = sort_out(connection, admitted)
            return (planner.add(intake.newcomers) if intake.newcomers else NOTHING_TO_DO), intake

        outcome = self._change("add", plan, progress)
        return self._addition(outcome, (*problems, *objections, *outcome.intake.problems))

    def remove(self, document_id: str, progress: Progress) -> Addition:
        """Remove an article (see `Archive.remove`)."""

        def plan(connection: Connection, planner: Planner) -> Planned:
            rows = select(schema.documents.c.id).where(schema.documents.c.document == document_id)
            versions = list(connection.scalars(rows))
            if not versions:
                raise NotInArchive(f"the archive has no document {document_id}")
            return planner.remove(versions), Intake()

        return self._addition(self._change("remove", plan, progress), ())

    def recompute(self, progress: Progress) -> Addition:
        """Compute anew what depends on changed models and settings (see `Archive.recompute`)."""

        def plan(connection: Connection, planner: Planner) -> Planned:
            changed = changed_parts(connection, self._checker)
            if not changed:
                return NOTHING_TO_DO, Intake()
            if changed == ("claims",):
                return planner.reread(), Intake()
            return planner.redo(rereading="claims" in changed), Intake()

        return self._addition(self._change("recompute", plan, progress), ())

    def _change(
        self, kind: Kind, plan: Callable[[Connection, Planner], Planned], progress: Progress
    ) -> _Outcome:
        with self._turn:
            return self._change_alone(kind, plan, progress)

    def _change_alone(
        self, kind: Kind, plan: Callable[[Connection, Planner], Planned], progress: Progress
    ) -> _Outcome:
        """Plan and write, anew while other processes write in between.

        Raises:
            ArchiveBusy: They did so too often, or kept the file locked.
            ArchiveStale: Models or settings are others than the archive was computed with.
        """
        started = now()
        memory = Memory(self._store, self._checker.encoder, self._checker.nli, eager=kind == "recompute")
        basis = present_basis(self._checker)
        for _ in range(ATTEMPTS):
            with self._store.reading() as connection:
                if kind != "recompute":
                    refuse_stale(connection, self._checker, self._store.file)
                stock = self._stock_at(connection)
                planner = Planner(
                    connection,
                    settings=self._checker.settings.pairing,
                    extractor=self._checker.extractor,
                    memory=memory,
                    stock=stock,
                    judge=self._judge(memory),
                    progress=progress,
                )
                planned, intake = plan(connection, planner)
            if planned is NOTHING_TO_DO:
                return _Outcome(planned, intake, None)
            with self._store.writing() as connection:
                if generation(connection) != planned.generation:
                    continue
                kept = keep(
                    connection, planned, memory, kind=kind, run=self._checker.provenance, started=started
                )
                store_basis(connection, basis)
                if kind == "recompute":
                    forget_models(connection, basis["encoder"], basis["nli"])
            return _Outcome(planned, intake, kept)
        raise ArchiveBusy(
            f"{self._store.file}: other processes changed it {ATTEMPTS} times while this change was made; "
            "nothing was changed, try again"
        )

    def _admitted(self, documents: Iterable[Document]) -> tuple[list[Document], list[Problem]]:
        """The documents that can be compared; two of one id may be versions of one article."""
        from crosscheck.reading import admit  # noqa: PLC0415 - loads the language identifier

        admitted: list[Document] = []
        objections: list[Problem] = []
        for document in documents:
            if not _is_storable(document):
                where = document.path or document.source or document.id
                message = "holds lone surrogates, which are no characters; decode it anew"
                objections.append(Problem(path=where, message=message))
                continue
            kept, problems = admit([document], self._checker.settings.reading)
            admitted += kept
            objections += problems
        return admitted, objections

    def _stock_at(self, connection: Connection) -> Stock:
        """The articles in memory as they are now."""
        if self._stock is None:
            self._stock = Stock(self._checker.encoder.name)
        self._stock.bring_up_to_date(connection)
        return self._stock

    def _judge(self, memory: Memory) -> Callable[[Sequence[Pair], Progress], list[Finding | None]]:
        def judge(pairs: Sequence[Pair], progress: Progress) -> list[Finding | None]:
            comparisons = self._checker.judge_pairs(pairs, nli=memory, progress=progress)
            return [finding(comparison.pair, comparison.judgement) for comparison in comparisons]

        return judge

    def _addition(self, outcome: _Outcome, problems: Sequence[Problem]) -> Addition:
        plan, intake, kept = outcome.plan, outcome.intake, outcome.kept
        new, resolved = self._findings(kept)
        arrivals = [plan.arrivals[row] for row in sorted(plan.arrivals)]
        return Addition(
            run=kept.run if kept else None,
            added=tuple(a.newcomer.document.id for a in arrivals if a.newcomer.replaces is None),
            revised=tuple(a.newcomer.document.id for a in arrivals if a.newcomer.replaces is not None),
            unchanged=tuple(intake.unchanged),
            new=tuple(found for found in new if not is_dismissed(found)),
            resolved=tuple(found for found in resolved if not is_dismissed(found)),
            coverage=_coverage(plan),
            problems=tuple(problems),
        )

    def _findings(self, kept: Kept | None) -> tuple[list[ArchivedFinding], list[ArchivedFinding]]:
        if kept is None:
            return [], []
        with self._store.reading() as connection:
            new = archived(connection, numbers_of(connection, kept.new))
            return new, archived(connection, numbers_of(connection, kept.resolved))


def _is_storable(document: Document) -> bool:
    values = (document.id, document.source, document.title, document.url, document.author, document.path)
    try:
        "".join(value or "" for value in (*values, document.text)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _coverage(plan: Plan) -> Coverage:
    arrivals = plan.arrivals.values()
    touched = {
        (side.document, side.start) for f in plan.found.values() for side in (f.finding.a, f.finding.b)
    }
    own = [claim for row, a in plan.articles.items() if row in plan.arrivals for claim in a.claims]
    return Coverage(
        documents=len(plan.arrivals),
        sentences=sum(len(arrival.extraction.sentences) for arrival in arrivals),
        claims=sum(len(arrival.extraction.claims) for arrival in arrivals),
        pairs=plan.pairs,
        single_source_claims=sum((claim.document, claim.start) not in touched for claim in own),
    )

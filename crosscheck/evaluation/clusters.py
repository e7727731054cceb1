"""End-to-end figures on whole clusters, for any system whose work was matched with the labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from crosscheck.evaluation.figures import Figure, figure, ratio
from crosscheck.evaluation.labels import RELATIONS, UNLISTED, GoldPair
from crosscheck.evaluation.measures import F1, AveragePrecision, PrecisionAt, Ratio
from crosscheck.evaluation.outcomes import STAGES, Fate, Judged, Outcome, Stage, alarm_kind, relation
from crosscheck.types import DifferenceType, Tier, Value, Verdict

FIRST = (10, 20, 50)
NO_VERDICT = "not reported"
RIGHT = "conflict"

Alarm = tuple[Judged, GoldPair | None]


class CountTable(Value):
    """Counts by two names.

    Attributes:
        rows: Names of the rows.
        columns: Names of the columns.
        counts: Shape (rows, columns).
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def cluster_figures(outcome: Outcome) -> list[Figure]:
    """Every figure of a system on the clusters."""
    groups = tuple(outcome.sentences)
    alarms = conflict_alarms(outcome)
    return [
        *_detection(groups, alarms, outcome.fates, "conflict", "Conflicts"),
        *_tiers(groups, outcome, alarms),
        *_ranking(groups, alarms),
        _quiet(outcome, alarms),
        *_types(groups, alarms, outcome.fates),
        *_other_verdicts(groups, outcome),
        *_pairing(groups, outcome),
    ]


def conflict_alarms(outcome: Outcome) -> list[Alarm]:
    """The pairs reported as conflicts, best score first."""
    alarms = [
        (judged, gold)
        for judged, gold in zip(outcome.judged, outcome.gold, strict=True)
        if judged.verdict is Verdict.CONFLICT
    ]
    return sorted(alarms, key=lambda alarm: (-alarm[0].score, alarm[0].number))


def is_right(alarm: Alarm) -> bool:
    """Whether an alarm is a labelled conflict."""
    return relation(alarm[1]) == RIGHT


def _detection(
    groups: Sequence[str], alarms: Sequence[Alarm], fates: Sequence[Fate], key: str, name: str
) -> list[Figure]:
    """Precision, recall and F1 of some alarms on some labelled conflicts."""
    precision, recall = _precision(groups, alarms), _recall(groups, alarms, fates)
    both = tuple((*first, *second) for first, second in zip(precision.counts, recall.counts, strict=True))
    return [
        figure(f"{key}.precision", f"{name}: precision", precision),
        figure(f"{key}.recall", f"{name}: recall", recall),
        figure(f"{key}.f1", f"{name}: F1", F1(groups=tuple(groups), counts=both)),
    ]


def _precision(groups: Sequence[str], alarms: Sequence[Alarm]) -> Ratio:
    raised = Counter(judged.a.cluster for judged, _ in alarms)
    right = Counter(alarm[0].a.cluster for alarm in alarms if is_right(alarm))
    return ratio(groups, right, raised)


def _recall(groups: Sequence[str], alarms: Sequence[Alarm], fates: Sequence[Fate]) -> Ratio:
    known = {gold for _, gold in alarms}
    listed = Counter(fate.gold.cluster for fate in fates)
    found = Counter(fate.gold.cluster for fate in fates if fate.gold in known)
    return ratio(groups, found, listed)


def _tiers(groups: Sequence[str], outcome: Outcome, alarms: Sequence[Alarm]) -> list[Figure]:
    """Each tier by itself, for a system that has tiers."""
    figures = []
    if any(judged.tier for judged in outcome.judged):
        for tier in Tier:
            of_tier = [alarm for alarm in alarms if alarm[0].tier is tier]
            name = f"Conflicts, {tier} tier"
            figures += _detection(groups, of_tier, outcome.fates, f"conflict.{tier}", name)
    return figures


def _ranking(groups: Sequence[str], alarms: Sequence[Alarm]) -> list[Figure]:
    numbers = {group: number for number, group in enumerate(groups)}
    ranked = {
        "groups": tuple(groups),
        "members": tuple(numbers[judged.a.cluster] for judged, _ in alarms),
        "scores": tuple(judged.score for judged, _ in alarms),
        "hits": tuple(int(is_right(alarm)) for alarm in alarms),
    }
    return [
        figure(
            "conflict.ranking",
            "Conflicts: average precision of the alarms",
            AveragePrecision.model_validate(ranked),
        ),
        *(
            figure(
                f"conflict.precision_at_{first}",
                f"Conflicts: precision among the first {first}",
                PrecisionAt.model_validate({**ranked, "first": first}),
            )
            for first in FIRST
        ),
    ]


def _quiet(outcome: Outcome, alarms: Sequence[Alarm]) -> Figure:
    """False alarms where there is nothing to find."""
    loud = {fate.gold.cluster for fate in outcome.fates}
    quiet = {cluster: count for cluster, count in outcome.sentences.items() if cluster not in loud}
    raised = Counter(judged.a.cluster for judged, _ in alarms)
    return figure(
        "conflict.quiet_alarms",
        "Alarms per 1,000 sentences of clusters without conflict",
        ratio(tuple(quiet), raised, quiet, scale=1000),
        higher_is_better=False,
    )


def _types(groups: Sequence[str], alarms: Sequence[Alarm], fates: Sequence[Fate]) -> list[Figure]:
    typed = [alarm for alarm in alarms if alarm[0].type is not None]
    if not typed:
        return []
    hits = [(judged, gold) for judged, gold in typed if gold is not None and gold.relation == RIGHT]
    every = Counter(judged.a.cluster for judged, _ in hits)
    same = Counter(judged.a.cluster for judged, gold in hits if judged.type == gold.type)
    suits = Counter(judged.a.cluster for judged, gold in hits if judged.type in {gold.type, *gold.also})
    figures = [
        figure("type.accuracy", "Type right among true alarms", ratio(groups, same, every)),
        figure("type.suits", "Type right, or one that suits as well", ratio(groups, suits, every)),
    ]
    for kind in DifferenceType:
        of_kind = [alarm for alarm in typed if alarm[0].type is kind]
        listed = [fate for fate in fates if fate.gold.type == kind]
        figures += [
            figure(f"type.{kind}.precision", f"Type {kind}: precision", _precision(groups, of_kind)),
            figure(f"type.{kind}.recall", f"Type {kind}: recall", _recall(groups, alarms, listed)),
        ]
    return figures


def _other_verdicts(groups: Sequence[str], outcome: Outcome) -> list[Figure]:
    """Share of the labelled updates and agreements reported as such, for a system with such verdicts."""
    if all(judged.verdict in {None, Verdict.CONFLICT} for judged in outcome.judged):
        return []
    figures = []
    for verdict in (Verdict.UPDATE, Verdict.AGREEMENT):
        pairs = [
            judged
            for judged, gold in zip(outcome.judged, outcome.gold, strict=True)
            if relation(gold) == verdict
        ]
        right = Counter(judged.a.cluster for judged in pairs if judged.verdict is verdict)
        listed = Counter(judged.a.cluster for judged in pairs)
        label = f"Judged pairs listed as {verdict}: reported as such"
        figures.append(figure(f"verdict.{verdict}", label, ratio(groups, right, listed)))
    return figures


def _pairing(groups: Sequence[str], outcome: Outcome) -> list[Figure]:
    lost = (Stage.NOT_A_CLAIM, Stage.NOT_PAIRED)
    listed = Counter(fate.gold.cluster for fate in outcome.fates)
    reached = Counter(fate.gold.cluster for fate in outcome.fates if fate.stage not in lost)
    pairs = Counter(judged.a.cluster for judged in outcome.judged)
    return [
        figure("pairing.recall", "Labelled conflicts that reach the judge", ratio(groups, reached, listed)),
        figure(
            "pairing.cost",
            "Pairs judged per claim",
            ratio(groups, pairs, outcome.claims),
            higher_is_better=False,
        ),
    ]


def confusion(outcome: Outcome) -> CountTable:
    """Labelled relation by verdict, of all judged pairs."""
    counts = Counter(
        (relation(gold), judged.verdict.value if judged.verdict else NO_VERDICT)
        for judged, gold in zip(outcome.judged, outcome.gold, strict=True)
    )
    return count_table((*RELATIONS, UNLISTED), (*Verdict, NO_VERDICT), lambda *names: counts[names])


def false_alarms(outcome: Outcome) -> dict[str, int]:
    """Number of false alarms by what they fell for, the most frequent first."""
    kinds = Counter(alarm_kind(*alarm) for alarm in conflict_alarms(outcome) if not is_right(alarm))
    return dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0])))


def funnel(outcome: Outcome) -> dict[str, int]:
    """Number of labelled conflicts by how far they came, losses to rules by the rule's name."""
    names = Counter(
        f"{fate.stage} by {fate.detail}" if fate.stage is Stage.VETOED else fate.stage.value
        for fate in sorted(outcome.fates, key=lambda fate: STAGES.index(fate.stage))
    )
    return dict(names)


def count_table(rows: Sequence[str], columns: Sequence[str], count: Callable[[str, str], int]) -> CountTable:
    """Fill a table, cell by cell."""
    return CountTable(
        rows=tuple(map(str, rows)),
        columns=tuple(map(str, columns)),
        counts=tuple(tuple(count(str(row), str(column)) for column in columns) for row in rows),
    )

"""What a run stores, as JSON: figures that can be resampled again, findings and misses with their evidence.

Clock times stand apart in `Run.clock`; the rest depends on data, models and settings alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.clusters import CountTable
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.outcomes import Stage
from crosscheck.types import (
    AssertionKind,
    DifferenceType,
    Models,
    Published,
    SentenceKind,
    Tier,
    Value,
    Verdict,
)

OURS = "crosscheck"
PLAIN = "plain recipe"


class Quote(Value):
    """One side of a case as the chain understood it.

    Attributes:
        document: Its id.
        source: The outlet.
        kind: What the claims stage holds the sentence for, None where it found no such sentence.
        speaker: Whom the claims stage credits.
        figures: Quantities and dates that it read, as the text puts them.
    """

    document: str
    source: str
    published: Published = None
    text: str
    kind: SentenceKind | None = None
    speaker: str | None = None
    assertion: AssertionKind | None = None
    figures: tuple[str, ...] = ()


class Say(Value):
    """What one measurement did for the verdict "conflict" against "nothing to report".

    Attributes:
        name: As in `judging.evidence.Evidence`.
        value: As measured.
        say: Its part of the log-odds.
    """

    name: str
    value: float
    say: float


class PairEvidence(Value):
    """What each stage made of a pair.

    Attributes:
        similarity: Cosine of the two claims.
        rank: Best rank of the one among the other's neighbours.
        story: Story score of the two articles.
        forward: NLI probabilities (entailment, neutral, contradiction) with a as premise.
        backward: The same with b as premise.
        classes: The judge's probabilities before any rule.
        says: The measurements that weighed most, heaviest first.
        rules: That had a say.
        reason: The judge's.
    """

    similarity: float
    rank: int
    story: float | None
    forward: tuple[float, float, float]
    backward: tuple[float, float, float]
    classes: dict[str, float]
    says: tuple[Say, ...]
    rules: tuple[str, ...] = ()
    reason: str = ""


class Case(Value):
    """A finding or a miss, beside its label.

    Attributes:
        id: As of a finding: depends on the two documents and texts.
        verdict: What was reported, None for a miss without any.
        kind: The labelled relation, or for a false alarm what it fell for.
        gold_type: The label's type.
        note: The labeller's.
        stage: How far a labelled conflict came; None where none is labelled.
        detail: The rule or the verdict that stopped it there.
    """

    id: str
    cluster: str
    a: Quote
    b: Quote
    verdict: Verdict | None
    type: DifferenceType | None = None
    tier: Tier | None = None
    score: float = 0.0
    kind: str
    gold_type: str = ""
    note: str = ""
    stage: Stage | None = None
    detail: str = ""
    evidence: PairEvidence | None = None

    @property
    def is_false_alarm(self) -> bool:
        """Whether a conflict was reported where none is labelled."""
        return self.verdict is Verdict.CONFLICT and self.kind != "conflict"


class Speed(Value):
    """How fast a system was, in a process of its own.

    Attributes:
        sentences: Sentences a second, read and understood (by the plain recipe only segmented).
        texts: Texts encoded a second.
        pairs: Pairs a second through the NLI model, one direction.
        seconds: End to end on all articles, models loaded.
        load: Seconds to load the models.
        peak: Most memory resident at once up to there, MiB.
        sizes: Sentences and seconds end to end, on growing parts of the articles.
    """

    sentences: float
    texts: float
    pairs: float
    seconds: float
    load: float
    peak: float
    sizes: tuple[tuple[int, float], ...]


class Machine(Value):
    """Where a run was made."""

    system: str
    processor: str
    cores: int
    threads: int
    python: str
    packages: dict[str, str]


class Clock(Value):
    """Everything about a run that depends on the clock.

    Attributes:
        started: When, UTC.
        seconds: How long it took.
        speed: Of each system.
    """

    started: str
    seconds: float
    speed: dict[str, Speed] = Field(default_factory=dict)


class Run(Value):
    """One evaluation run.

    Attributes:
        digest: Of data and labels.
        figures: Of each system, in the order of the table.
        confusion: Labelled relation by verdict on all judged pairs.
        funnels: Labelled conflicts by how far they came, of each system.
        false_alarms: By what they fell for, of each system.
        pair_confusion: Label by verdict on the sentence pairs.
        kind_confusion: Labelled kind by found kind of the sentences.
        findings: All of ours, best conflicts first.
        misses: Labelled conflicts that were not found.
        skipped: What was not measured, and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["crosscheck.eval/1"] = Field(default="crosscheck.eval/1", alias="schema")
    name: str
    split: str
    fast: bool
    crosscheck: str
    models: Models
    settings: dict[str, Any]
    digest: str
    machine: Machine
    figures: dict[str, tuple[Figure, ...]]
    confusion: CountTable
    funnels: dict[str, dict[str, int]]
    false_alarms: dict[str, dict[str, int]]
    pair_confusion: CountTable | None = None
    kind_confusion: CountTable | None = None
    findings: tuple[Case, ...]
    misses: tuple[Case, ...]
    skipped: tuple[str, ...] = ()
    clock: Clock

    def figure(self, key: str, system: str = OURS) -> Figure | None:
        """The figure of a system, None where it was not measured."""
        return next((figure for figure in self.figures.get(system, ()) if figure.key == key), None)

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.model_dump_json(by_alias=True, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Run:
        """Read what `save` wrote.

        Raises:
            UnreadableInput: There is no such file, or it is no run of this version.
        """
        try:
            return cls.model_validate_json(file.read_bytes())
        except OSError as error:
            raise UnreadableInput(f"no such run: {error.strerror}", path=str(file)) from error
        except ValidationError as error:
            raise UnreadableInput(
                "not an evaluation run of this version of crosscheck", path=str(file)
            ) from error

"""From pairs and NLI probabilities to judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosscheck.errors import InvalidSettings
from crosscheck.judging import reasons
from crosscheck.judging.differences import Difference, as_phrases, find_difference, own_words
from crosscheck.judging.evidence import NAMES, gather_all, later
from crosscheck.judging.probes import Probes, Readings, load_probes
from crosscheck.judging.rules import RULES, Rule
from crosscheck.judging.weights import CLASSES, SENTENCES, STORIES, UNDATED, JudgeWeights, load_weights
from crosscheck.models import FOLDER
from crosscheck.pairing.occasions import days_apart
from crosscheck.protocols import FloatArray, NliModel, Progress, no_progress
from crosscheck.settings import JudgingSettings
from crosscheck.types import Claim, DifferenceType, Judgement, Pair, Probabilities, Tier, Verdict

DIGITS = 4  # of probabilities and scores; beyond them, float sums depend on the number of rows


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement of a pair.

    Attributes:
        name: See `evidence.Evidence`.
        value: What was measured.
        says: How much it speaks for the verdict that was weighed, against none, in log-odds.
    """

    name: str
    value: float
    says: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What every stage came to on one pair.

    Attributes:
        pair: The two claims with all that was read of them.
        forward: NLI probabilities with claim a as premise, shape (3,).
        backward: The same with claim b as premise.
        judgement: The outcome.
        weighed: The verdict that the measurements speak for or against: the one given, else the likeliest.
        measurements: The strongest first.
    """

    pair: Pair
    forward: FloatArray
    backward: FloatArray
    judgement: Judgement
    weighed: Verdict
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs all evidence of a pair at once and gives one verdict.

    Attributes:
        stories: Weights for claims of articles, with the thresholds of the tiers.
        undated: The same where it is not known of an article when it was published.
        sentences: The same for two sentences without articles.
        rules: That veto or settle a verdict, in order.
        probes: That read more out of the NLI model; None where nothing is read.
    """

    stories: JudgeWeights
    undated: JudgeWeights
    sentences: JudgeWeights
    rules: tuple[Rule, ...] = RULES
    probes: Probes | None = None

    @classmethod
    def bundled(cls, settings: JudgingSettings) -> Judge:
        """The judge that ships with the bundled models, without the rules that are switched off."""
        names = [rule.name for rule in RULES]
        if unknown := sorted(settings.disabled_rules.difference(names)):
            known = ", ".join(names)
            raise InvalidSettings(f"setting judging.disabled_rules: no rule {unknown[0]}; there are {known}")
        rules = tuple(rule for rule in RULES if rule.name not in settings.disabled_rules)
        weights = load_weights(FOLDER / "judge.json")
        probes = load_probes(FOLDER / "probes.npz")
        return cls(
            stories=weights[STORIES],
            undated=weights[UNDATED],
            sentences=weights[SENTENCES],
            rules=rules,
            probes=probes,
        )

    def weights_for(self, pair: Pair) -> JudgeWeights:
        """The weights that a pair is judged by."""
        if pair.story is None:
            return self.sentences
        return self.undated if days_apart(pair.a, pair.b) is None else self.stories

    def probabilities(self, pairs: Sequence[Pair], evidence: FloatArray) -> FloatArray:
        """Probability of each class, each pair by its weights, shape (len(pairs), len(CLASSES)).

        Args:
            pairs: Claims to compare.
            evidence: Of them, shape (len(pairs), len(NAMES)).
        """
        rows = zip(pairs, evidence, strict=True)  # one by one: a product's sums depend on the number of rows
        found = [self.weights_for(pair).probabilities(row[None])[0] for pair, row in rows]
        chances: FloatArray = np.array(found).reshape(-1, len(CLASSES))
        return chances

    def read(
        self,
        pairs: Sequence[Pair],
        forward: FloatArray,
        backward: FloatArray,
        nli: NliModel,
        progress: Progress = no_progress,
    ) -> Readings:
        """What the probes read of pairs; see `Probes.read`."""
        if self.probes is None:
            return Readings.of_nothing(len(pairs))
        return self.probes.read(pairs, forward, backward, nli, progress)

    def judge_all(
        self,
        pairs: Sequence[Pair],
        forward: FloatArray,
        backward: FloatArray,
        readings: Readings | None = None,
    ) -> list[Judgement]:
        """Judge pairs, each by itself.

        Args:
            pairs: Claims to compare.
            forward: NLI probabilities with claim a as premise, shape (len(pairs), 3): entailment, neutral,
                contradiction.
            backward: The same with claim b as premise.
            readings: What the probes read of the same pairs.
        """
        if not pairs:
            return []
        readings = readings or Readings.of_nothing(len(pairs))
        evidence = gather_all(pairs, forward, backward, readings.relations, readings.types)
        nli = (forward + backward) / 2
        classes = self.probabilities(pairs, evidence)
        types = map(readings.type_of, range(len(pairs)))
        weighed = [self._weigh(*row) for row in zip(pairs, nli, classes, types, strict=True)]
        differences = _differences(pairs, weighed, readings)
        return list(map(_judgement, pairs, weighed, differences))

    def explain(
        self, pair: Pair, forward: FloatArray, backward: FloatArray, readings: Readings | None = None
    ) -> Explanation:
        """Judge one pair and tell what every measurement had to say.

        Args:
            pair: Two claims.
            forward: NLI probabilities with claim a as premise, shape (3,).
            backward: The same with claim b as premise.
            readings: What the probes read of the pair.
        """
        readings = readings or Readings.of_nothing(1)
        (judgement,) = self.judge_all([pair], forward[None], backward[None], readings)
        evidence = gather_all([pair], forward[None], backward[None], readings.relations, readings.types)[0]
        weights = self.weights_for(pair)
        chances = weights.probabilities(evidence[None])[0]
        leading = max((v for v in CLASSES if v is not None), key=lambda v: chances[CLASSES.index(v)])
        verdict = judgement.verdict or leading
        if verdict is Verdict.COMPETING_ACCOUNTS:  # a conflict that a rule turned
            verdict = Verdict.CONFLICT
        says = weights.says(evidence, verdict)
        found = (Measurement(*row) for row in zip(NAMES, map(float, evidence), map(float, says), strict=True))
        strongest = sorted(found, key=lambda measurement: -abs(measurement.says))
        return Explanation(pair, forward, backward, judgement, verdict, tuple(strongest))

    def _weigh(
        self, pair: Pair, nli: FloatArray, classes: FloatArray, differing: DifferenceType | None
    ) -> _Weighed:
        probabilities = nli_probabilities(nli)
        tier_of = self.weights_for(pair).tier
        ranked = standing(pair, probabilities, classes)
        likely, score = next(((v, s) for v, s in ranked if tier_of(v, s)), ranked[0])
        ruled = apply_rules(self.rules, pair, likely if tier_of(likely, score) else None, differing)
        if ruled.settled:
            score = round(float(classes[CLASSES.index(ruled.verdict)]), DIGITS)
        tier = (tier_of(ruled.verdict, score) or Tier.SUGGESTED) if ruled.verdict else None
        nearly = likely if score > classes[CLASSES.index(None)] else None
        return _Weighed(ruled, tier, score, nearly, probabilities)


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules made of a verdict.

    Attributes:
        verdict: The one that stands.
        applied: Names of the rules that had a say, in order.
        veto: Why a rule struck the verdict out, else empty.
        settled: Why a rule put the verdict in place whatever the probabilities say, else empty.
    """

    verdict: Verdict | None
    applied: tuple[str, ...] = ()
    veto: str = ""
    settled: str = ""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the weights and the rules made of a pair.

    Attributes:
        ruled: The verdict, and why.
        tier: Of the verdict, None where there is none.
        score: Probability of the likeliest verdict, or of the one that a rule settled.
        nearly: What was likelier than nothing, whether it was enough or not.
        probabilities: Of the NLI model.
    """

    ruled: Ruled
    tier: Tier | None
    score: float
    nearly: Verdict | None
    probabilities: Probabilities


def apply_rules(
    rules: Sequence[Rule], pair: Pair, verdict: Verdict | None, differing: DifferenceType | None = None
) -> Ruled:
    """Let the rules veto, turn or settle a verdict.

    Args:
        rules: In their order.
        pair: Two claims.
        verdict: What the weights say.
        differing: What the claims likely differ on, should they differ; None where it was not read.
    """
    applied: list[str] = []
    for rule in rules:
        asked = rule.differing in (None, differing)
        ruling = rule.apply(pair, verdict) if asked else None
        if ruling is None:
            continue
        applied.append(rule.name)
        verdict = ruling.verdict
        if verdict is None:
            return Ruled(None, tuple(applied), veto=ruling.reason)
        if ruling.settles:
            return Ruled(verdict, tuple(applied), settled=ruling.reason)
    return Ruled(verdict, tuple(applied))


def standing(pair: Pair, nli: Probabilities, classes: FloatArray) -> list[tuple[Verdict, float]]:
    """The verdicts that stand with their probabilities, likeliest first; whether one is enough, a tier says.

    An update whose order is unknown is a conflict. A verdict that the NLI model speaks against is none: the
    weights were fitted on long sentences, where shared words tell more than they do of short ones.
    """
    chances = {v: float(chance) for v, chance in zip(CLASSES, classes, strict=True) if v is not None}
    if later(pair.a, pair.b) is None:
        chances[Verdict.CONFLICT] += chances.pop(Verdict.UPDATE)
    opposed = {Verdict.AGREEMENT} if nli.conflict > nli.agreement else {Verdict.CONFLICT, Verdict.UPDATE}
    kept = [(verdict, round(chance, DIGITS)) for verdict, chance in chances.items() if verdict not in opposed]
    return sorted(kept, key=lambda both: -both[1])


def nli_probabilities(nli: FloatArray) -> Probabilities:
    """Entailment, neutral and contradiction, shape (3,), as rounded probabilities."""
    agreement, neutral, conflict = (round(float(value), DIGITS) for value in nli)
    return Probabilities(agreement=agreement, neutral=neutral, conflict=conflict)


def _differences(
    pairs: Sequence[Pair], weighed: Sequence[_Weighed], readings: Readings
) -> list[Difference | None]:
    """What reported pairs differ on; the words are read where no detector names them."""
    found: list[Difference | None] = [
        None if one.ruled.verdict in (None, Verdict.AGREEMENT) else _difference(pair, readings, row)
        for row, (pair, one) in enumerate(zip(pairs, weighed, strict=True))
    ]
    unnamed = [row for row, difference in enumerate(found) if difference and not difference.is_named]
    marked = readings.point([pairs[row] for row in unnamed]) if unnamed else []
    for row, (spans_a, spans_b) in zip(unnamed, marked, strict=True):
        difference = found[row]
        pair = pairs[row]
        if difference and spans_a and spans_b:
            difference = replace(difference, spans_a=spans_a, spans_b=spans_b)
        if difference:
            found[row] = replace(
                difference,
                spans_a=as_phrases(pair.a, difference.spans_a),
                spans_b=as_phrases(pair.b, difference.spans_b),
            )
    return found


def _difference(pair: Pair, readings: Readings, row: int) -> Difference:
    """What a pair differs on; where the type read is unsure and no detector says the same, any words may."""
    kind = readings.type_of(row)
    difference = find_difference(pair.a, pair.b, kind)
    if kind is None or readings.is_sure(row) or difference.type is not kind:
        return difference
    detected = find_difference(pair.a, pair.b)
    if detected.is_named and detected.type is kind:
        return difference
    words = own_words(pair.a, pair.b), own_words(pair.b, pair.a)
    return Difference(kind, *words, is_named=False, is_sure=False)


def _judgement(pair: Pair, weighed: _Weighed, difference: Difference | None) -> Judgement:
    ruled = weighed.ruled
    reason = ruled.veto or ruled.settled
    if not reason and ruled.verdict is None:
        reason = reasons.silence_reason(pair.a, pair.b, weighed.nearly, weighed.score)
    elif not reason and ruled.verdict is not None:
        reason = _reason(pair.a, pair.b, ruled.verdict, difference)
    return Judgement(
        verdict=ruled.verdict,
        type=difference.type if difference else None,
        tier=weighed.tier,
        score=weighed.score if ruled.verdict else 0.0,
        reason=reason,
        spans_a=difference.spans_a if difference else (),
        spans_b=difference.spans_b if difference else (),
        probabilities=weighed.probabilities,
        rules=ruled.applied,
    )


def _reason(a: Claim, b: Claim, verdict: Verdict, difference: Difference | None) -> str:
    if difference is None:
        return reasons.agreement_reason(a, b)
    if verdict is Verdict.COMPETING_ACCOUNTS:
        return reasons.competing_reason(a, b, difference)
    if verdict is Verdict.UPDATE and (newer := later(a, b)) is not None:
        if newer is a:
            difference = replace(difference, spans_a=difference.spans_b, spans_b=difference.spans_a)
            return reasons.update_reason(b, a, difference)
        return reasons.update_reason(a, b, difference)
    return reasons.conflict_reason(a, b, difference)

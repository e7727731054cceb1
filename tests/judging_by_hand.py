"""A judge with readable weights: it follows the NLI model alone, so that the rules stand out."""

from dataclasses import replace

import numpy as np

from crosscheck.judging.evidence import NAMES
from crosscheck.judging.judge import Judge
from crosscheck.judging.weights import CLASSES, JudgeWeights
from crosscheck.types import Tier, Verdict


def judge_by_hand() -> Judge:
    """A judge that says what the NLI model says, and update where the later report says so."""
    weights = np.zeros((len(NAMES), len(CLASSES)), dtype=np.float32)
    weights[NAMES.index("agreement_most"), CLASSES.index(Verdict.AGREEMENT)] = 2
    weights[NAMES.index("conflict_most"), CLASSES.index(Verdict.CONFLICT)] = 2
    weights[NAMES.index("conflict_most"), CLASSES.index(Verdict.UPDATE)] = 1
    weights[NAMES.index("superseding"), CLASSES.index(Verdict.UPDATE)] = 12
    by_hand = JudgeWeights(
        means=np.zeros(len(NAMES), dtype=np.float32),
        scales=np.ones(len(NAMES), dtype=np.float32),
        weights=weights,
        biases=np.zeros(len(CLASSES), dtype=np.float32),
        thresholds={verdict: {Tier.CONFIRMED: 0.9, Tier.SUGGESTED: 0.6} for verdict in Verdict},
    )
    firmer = {verdict: {Tier.CONFIRMED: 0.9, Tier.SUGGESTED: 0.7} for verdict in Verdict}
    wary = by_hand.biases.copy()
    wary[CLASSES.index(None)] = 0.1
    return Judge(
        stories=by_hand,
        undated=replace(by_hand, thresholds=firmer, biases=wary),
        sentences=replace(by_hand, biases=-wary),
    )

"""Sentence pairs: ranking, calibration, and verdicts told apart."""

import gzip
import json

import numpy as np
import pytest

from crosscheck.evaluation.labels import SentencePair
from crosscheck.evaluation.pairs import (
    both_directions,
    pair_figures,
    short_figures,
    verdict_confusion,
    verdict_figures,
)
from crosscheck.evaluation.public import public_figures, public_sets
from crosscheck.testing import FakeNli
from crosscheck.types import Judgement, Probabilities, Tier, Verdict


def pair(label, a, b, topic="flood", hard=False):
    return SentencePair(id=f"{a}-{b}", topic=topic, a=a, b=b, label=label, hard=hard)


PAIRS = (
    pair("conflict", "12 died.", "15 died."),
    pair("competing_accounts", "The ministry says 12 died.", "The rebels say 30 died.", "war"),
    pair("agreement", "Twelve died.", "A dozen died."),
    pair("update", "12 have died.", "The toll rose to 15."),
    pair("unrelated", "12 died.", "12 were invited.", "war", hard=True),
)
KNOWING = FakeNli(
    {
        ("12 died.", "15 died."): "contradiction",
        ("The ministry says 12 died.", "The rebels say 30 died."): "contradiction",
        ("Twelve died.", "A dozen died."): "entailment",
    }
)


def figures(nli):
    return {figure.key: figure.value for figure in pair_figures(PAIRS, both_directions(nli, PAIRS))}


def test_a_model_that_knows_them_all_is_perfect_and_a_little_too_modest():
    found = figures(KNOWING)
    assert found["pairs.macro_f1"] == found["pairs.average_precision"] == 1
    assert found["pairs.hard_unrelated"] == 0
    assert found["pairs.ece"] == pytest.approx(0.02, abs=1e-6)  # always right at confidence 0.98


def test_a_hard_unrelated_pair_called_a_conflict_is_counted():
    fooled = FakeNli({("12 died.", "12 were invited."): "contradiction"})
    assert figures(fooled)["pairs.hard_unrelated"] == 1


def test_neither_sentence_is_the_premise():
    scores = both_directions(KNOWING, PAIRS)
    turned = [p.model_copy(update={"a": p.b, "b": p.a}) for p in PAIRS]
    assert np.array_equal(scores, both_directions(KNOWING, turned))


def judgement(verdict):
    return Judgement(
        verdict=verdict, reason="", probabilities=Probabilities(agreement=0, neutral=0, conflict=1)
    )


def test_competing_accounts_taken_for_a_conflict_cost_the_judge():
    verdicts = (Verdict.CONFLICT, Verdict.CONFLICT, Verdict.AGREEMENT, Verdict.UPDATE, None)
    judgements = [judgement(verdict) for verdict in verdicts]
    (figure,) = verdict_figures(PAIRS, judgements)
    assert figure.value == pytest.approx((1 + 2 / 3 + 1 + 0 + 1) / 5)
    table = verdict_confusion(PAIRS, judgements)
    assert table.counts[table.rows.index("competing_accounts")][table.columns.index("conflict")] == 1


def test_reports_on_short_pairs_are_counted_by_tier():
    pairs = [
        pair("conflict", "12 died.", "15 died."),
        pair("conflict", "It rained.", "It was dry.", "weather"),
        pair("unrelated", "12 died.", "12 came."),
        pair("agreement", "12 died.", "A dozen died."),
    ]
    told = [
        (Verdict.CONFLICT, Tier.CONFIRMED),
        (Verdict.CONFLICT, Tier.SUGGESTED),
        (Verdict.CONFLICT, Tier.SUGGESTED),
        (Verdict.AGREEMENT, Tier.CONFIRMED),
    ]
    judgements = [judgement(verdict).model_copy(update={"tier": tier}) for verdict, tier in told]
    found = {figure.key: figure.value for figure in short_figures(pairs, judgements)}
    assert found == {
        "short.confirmed.precision": 1,
        "short.confirmed.recall": 0.5,
        "short.precision": pytest.approx(2 / 3),
        "short.recall": 1,
    }
    assert short_figures((), ()) == []


def test_a_public_set_is_scored_in_one_direction(tmp_path):
    rows = [
        {"premise": "A dog runs.", "hypothesis": "An animal runs.", "label": "entailment"},
        {"premise": "A dog runs.", "hypothesis": "A dog sleeps.", "label": "contradiction"},
        {"premise": "A cat sits.", "hypothesis": "It is black.", "label": "neutral"},
    ]
    with gzip.open(tmp_path / "tiny.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    (path,) = public_sets([tmp_path, tmp_path / "absent"])
    nli = FakeNli({("A dog runs.", "An animal runs."): "entailment"})
    found = {figure.key: figure.value for figure in public_figures(nli, path)}
    assert found["public.tiny.accuracy"] == pytest.approx(2 / 3)

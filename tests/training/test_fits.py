"""The probe of types and the judge are fitted towards what the labels say."""

import json

import numpy as np
import pytest

from crosscheck.claims.by_rules import sentence_claim
from crosscheck.judging.evidence import NAMES
from crosscheck.judging.probes import TYPES
from crosscheck.judging.weights import CLASSES, SENTENCES, STORIES, UNDATED
from crosscheck.runtime.logits import softmax
from crosscheck.settings import PairingSettings
from crosscheck.testing import FakeEncoder
from crosscheck.training.difference_types import TypedConflict, fit_types, typed_conflicts
from crosscheck.training.examples import LeakError
from crosscheck.training.judge import PAIR_SETS, Desks, Material, Measured, fit_judge, thresholds
from crosscheck.training.stories import GOLD, LabelledPair, cluster_folders, desk_pairs, labelled_pairs
from crosscheck.types import DifferenceType, Pair, Tier, Verdict

NUMBER, PLACE, STATUS = DifferenceType.NUMBER, DifferenceType.PLACE, DifferenceType.STATUS


def make_pair(first="Nine people died.", second="Ten people died."):
    a, b = (sentence_claim(text, document=name) for text, name in ((first, "a"), (second, "b")))
    return Pair(a=a, b=b, similarity=0.5)


def test_a_type_that_suits_counts_half_as_much_as_the_one_chosen():
    shares = TypedConflict(make_pair(), NUMBER, (PLACE, STATUS)).shares()
    assert shares[[TYPES.index(kind) for kind in (NUMBER, PLACE, STATUS)]] == pytest.approx([0.5, 0.25, 0.25])
    assert shares.sum() == pytest.approx(1)


def test_the_probe_of_types_says_what_was_chosen_and_what_suits():
    drawn = np.random.default_rng(1)
    kinds = drawn.integers(0, 2, 300)
    states = (drawn.normal(size=(300, 4)) + 4 * np.eye(4)[kinds]).astype(np.float32)
    told = [(NUMBER, ()), (STATUS, (PLACE,))]
    probe = fit_types([TypedConflict(make_pair(), *told[kind]) for kind in kinds], states)
    said = softmax(probe.logits(4 * np.eye(4, dtype=np.float32)[:2]))
    number, place, status = (TYPES.index(kind) for kind in (NUMBER, PLACE, STATUS))
    assert said[0, number] > 0.8
    assert said[1, status] > said[1, place] > 0.2


def test_conflicts_are_taken_with_all_types_that_suit_but_none_that_is_held_out(tmp_path):
    story = tmp_path / "train" / "b01_story"
    story.mkdir(parents=True)
    texts = ("Nine people died in the flood on Tuesday.", "Ten people died in the flood on Tuesday.")
    docs = [
        {"id": name, "source": name, "published": "2025-04-16T08:00:00Z", "title": "Flood", "text": text}
        for name, text in zip("xy", texts, strict=True)
    ]
    gold = {
        "a": {"doc": "x", "sentence": texts[0]},
        "b": {"doc": "y", "sentence": texts[1]},
        "relation": "conflict",
        "type": "number",
        "also": ["negation"],
        "note": "nine or ten",
    }
    (story / "docs.jsonl").write_text("".join(json.dumps(doc) + "\n" for doc in docs), encoding="utf-8")
    (story / GOLD).write_text(json.dumps(gold) + "\n", encoding="utf-8")
    pairs = tmp_path / "pairs"
    pairs.mkdir()
    row = {"a": "The mayor was at home all day.", "b": "The mayor was away all day.", "label": "conflict"}
    row |= {"type": "place", "a_published": None, "b_published": None}
    (pairs / "contrast_p1.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    told = [(one.chosen, one.also) for one in typed_conflicts(tmp_path, FakeEncoder())]
    assert told == [(NUMBER, (DifferenceType.NEGATION,)), (PLACE, ())]
    (pairs / "short_pairs_dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(LeakError):
        typed_conflicts(tmp_path, FakeEncoder())


def measured(clusters, noise, drawn):
    """Sixty pairs in clusters, a third of them conflicts, which one measurement tells but for some noise."""
    classes = np.arange(60) % 3
    evidence = drawn.normal(size=(60, len(NAMES))).astype(np.float32)
    at = CLASSES.index(Verdict.CONFLICT)
    evidence[:, NAMES.index("conflict_most")] = 6 * (classes == 1) + noise * drawn.normal(size=60)
    names = [clusters[i % len(clusters)] for i in range(60)]
    relations = ["conflict" if kind == 1 else "none" for kind in classes]
    pairs = [
        LabelledPair(name, make_pair(), relation, "", natural=True)
        for name, relation in zip(names, relations, strict=True)
    ]
    nli = np.array([[0.05, 0.05, 0.9]] * 60, dtype=np.float32)
    numbers = np.array([clusters.index(name) for name in names])
    return Measured(pairs, nli, evidence, np.where(classes == 1, at, 0), numbers)


def joined(first, second):
    return Measured(
        first.pairs + second.pairs,
        np.concatenate([first.nli, second.nli]),
        np.concatenate([first.evidence, second.evidence]),
        np.concatenate([first.classes, second.classes]),
        np.concatenate([first.clusters, second.clusters + first.clusters.max() + 1]),
    )


@pytest.mark.parametrize(("noise", "kept"), [(0.1, True), (5.0, False)])
def test_what_a_tier_promises_of_bare_sentences_holds_for_either_set(noise, kept):
    drawn = np.random.default_rng(5)
    topics = [[f"{name}/{i}" for i in range(10)] for name in PAIR_SETS]
    stories, dev, corpus = (measured([f"{name}{i}" for i in range(10)], 0.1, drawn) for name in "sdc")
    sentences = joined(measured(topics[0], 0.1, drawn), measured(topics[1], noise, drawn))
    dated = Desks(stories, dev, corpus)
    undated = Desks(*(measured([f"{name}{i}" for i in range(10)], 3.0, drawn) for name in "sdc"))
    weights, figures = fit_judge(Material(dated, undated, sentences))
    assert figures[STORIES]["conflict_average_precision_out_of_fold"] > 0.9
    first, second = (figures[SENTENCES][name]["conflict_average_precision_out_of_fold"] for name in PAIR_SETS)
    assert first >= second
    assert (second > 0.9) is kept
    confirmed = weights[SENTENCES].thresholds[Verdict.CONFLICT][Tier.CONFIRMED]
    assert (confirmed < 0.7) is kept
    assert figures[UNDATED] != figures[STORIES]
    assert (
        weights[UNDATED].thresholds[Verdict.CONFLICT][Tier.CONFIRMED]
        > weights[STORIES].thresholds[Verdict.CONFLICT][Tier.CONFIRMED]
    )


def weighed(right, relation="conflict", published=(None, None), count=40):
    """Pairs that score from 0.9 down to 0.4, of which the first ones have a relation and the rest none."""
    texts = "Nine people died.", "Ten people died."
    a, b = (sentence_claim(*told, document=name) for *told, name in zip(texts, published, "ab", strict=True))
    pair = Pair(a=a, b=b, similarity=0.5)
    pairs = [
        LabelledPair("x", pair, relation if i < right else "none", "", natural=True) for i in range(count)
    ]
    chances = np.zeros((count, len(CLASSES)), dtype=np.float32)
    chances[:, CLASSES.index(Verdict.CONFLICT)] = np.linspace(0.9, 0.4, count)
    chances[:, CLASSES.index(Verdict.AGREEMENT)] = 0.01
    nli = np.array([[0.1, 0.1, 0.8]] * count, dtype=np.float32)
    none = np.zeros((count, 0), dtype=np.float32)
    return Measured(
        pairs, nli, none, np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    ), chances


def least(*samples):
    return thresholds(*samples)[Verdict.CONFLICT][Tier.SUGGESTED]


def test_of_conflicts_the_promise_holds_for_each_part_of_a_sample():
    assert least((weighed(40),)) == pytest.approx(0.4)
    assert least((weighed(40), weighed(10))) == least((weighed(40),), (weighed(10),)) > 0.6


def test_an_update_is_rightly_called_a_conflict_where_nobody_knows_which_report_is_later():
    days = "2025-04-16", "2025-04-18"
    assert least((weighed(40, "update"),)) == pytest.approx(0.4)
    assert least((weighed(40, "update", days),)) > 1


def test_a_desk_without_dates_has_the_same_labels(newsbench):
    folders = cluster_folders(newsbench / "dev")[:2]
    dated, undated = (
        list(desk_pairs(folders, FakeEncoder(), PairingSettings(), dated=dated)) for dated in (True, False)
    )
    assert all(one.pair.a.published and one.pair.b.published for one in dated)
    assert not any(one.pair.a.published or one.pair.b.published for one in undated)
    listed = [
        {frozenset((one.pair.a.text, one.pair.b.text)) for one in pairs if one.relation != "none"}
        for pairs in (dated, undated)
    ]
    assert listed[0]
    assert listed[0] <= listed[1]
    story = [one.pair for one in labelled_pairs(folders[0], FakeEncoder(), 3, dated=False)]
    assert story
    assert not any(pair.a.published or pair.b.published for pair in story)

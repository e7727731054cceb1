"""The branch and its probes learn from what they may, and the labelled pairs that the judge takes from the corpus."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hub_models import write_mpnet_classifier
from transformers import MPNetForSequenceClassification

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.errors import IncompatibleModel
from crosscheck.judging.points import FLAGS, words_of
from crosscheck.judging.probes import TYPES
from crosscheck.models import BRANCH, FOLDER, bundled, model_in
from crosscheck.nli.context import MARK, SHOWN, alone, in_context
from crosscheck.runtime.session import Session
from crosscheck.settings import PairingSettings, RuntimeSettings
from crosscheck.testing import FakeEncoder, FakeNli
from crosscheck.training.branch import UNKNOWN, BranchStage, BranchTrainer, Heads
from crosscheck.training.branch_pairs import (
    RELATIONS,
    ReadPair,
    branch_examples,
    example_of,
    names_word,
    pairs_of_contrast_sets,
    pairs_of_stories,
)
from crosscheck.training.examples import read_jsonl
from crosscheck.training.export import export_nli, hidden_states, layer_of, rebuild, write_identity
from crosscheck.training.judge import judge_pairs
from crosscheck.training.nli import load_base
from crosscheck.training.probes import train_branch
from crosscheck.training.recipe import is_for_judge
from crosscheck.training.stories import EDITED, GOLD, cluster_documents, cluster_folders, corpus_pairs
from crosscheck.types import DifferenceType

ROOT = Path(__file__).parents[2]
PAIR_SETS = ROOT / "eval" / "data" / "newsbench" / "pairs"


LABELS = ["entailment", "neutral", "contradiction"]
TEXTS = ("the call lasted fifty minutes", "the call lasted two hours")
PAIRS = [
    ReadPair(TEXTS, "conflict", "number", "fifty minutes or two hours", 1.0),
    ReadPair(TEXTS[:1] * 2, "agreement", "", "", 1.0),
    ReadPair(("twelve people killed", TEXTS[1]), "none", "", "", 0.5),
] * 40


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """A small model as it ships, with a branch on its first layer."""
    folder = tmp_path_factory.mktemp("models")
    base = write_mpnet_classifier(folder / "base", LABELS)
    model = MPNetForSequenceClassification.from_pretrained(base)
    for parameter in model.parameters():
        if parameter.ndim == 1:  # biases and norms are equal in a new model, so the exporter would keep one
            parameter.data += 0.01 * torch.randn(len(parameter))
    model.save_pretrained(base)
    export_nli(base, folder / "nli")
    hidden = hidden_states(folder / "nli" / "model.onnx", 0)
    write_identity(
        folder / "nli", name="small", revision="1", licence="Apache-2.0", max_tokens=64, hidden=hidden
    )
    return model_in(folder / "nli")


@pytest.fixture(scope="module")
def trained(bundle):
    """The probes of its branch, and what training told."""
    told = []
    stage = BranchStage(epochs=12, learning_rate=2e-3, batch_tokens=256)
    return train_branch(bundle.folder, stage, PAIRS, "small", told.append), told


def test_a_branch_learns_relation_type_and_words_at_once(bundle, trained):
    probes, told = trained
    folder, hidden = bundle.folder, bundle.hidden
    session = Session(folder, 64, RuntimeSettings(full_precision=True), hidden, folder / BRANCH)
    _, states = session.run_with_means([pair.texts for pair in PAIRS[:3]], "read")
    assert [RELATIONS[row.argmax()] for row in probes.relation.logits(states)] == [
        pair.relation for pair in PAIRS[:3]
    ]
    assert TYPES[probes.type.logits(states[:1]).argmax()] is DifferenceType.NUMBER
    ((one, _),) = session.tokens([TEXTS], "read")
    words = words_of(*TEXTS, one)
    named = probes.point.logits(words.features).argmax(axis=1)
    assert dict(zip(["call", "lasted", "fifty", "minutes"], named, strict=True)) == {
        "call": 0,
        "lasted": 0,
        "fifty": 1,
        "minutes": 1,
    }
    assert told[-1].startswith("step")


def test_a_branch_learns_the_same_whether_the_states_are_stored_or_read_anew(bundle, tmp_path):
    def learnt(*, stores):
        tokenizer, model = load_base(rebuild(bundle.folder, tmp_path / str(stores)), dropout=0.0)
        torch.manual_seed(1)
        heads = Heads(model.config.hidden_size, len(RELATIONS), len(TYPES), len(FLAGS))
        trainer = BranchTrainer(model, 1, BranchStage(epochs=1, batch_tokens=256), heads)
        trainer.run(branch_examples(PAIRS, tokenizer, 64), lambda _: None, stores=stores)
        return trainer.heads.relation.weight

    assert torch.allclose(learnt(stores=True), learnt(stores=False), atol=1e-3)


def test_a_branch_leaves_the_model_as_it_was_and_a_pair_the_same_in_any_company(bundle, trained):
    folder, hidden = bundle.folder, bundle.hidden
    plain, branched = (
        Session(folder, 64, RuntimeSettings(), hidden, branch) for branch in (None, folder / BRANCH)
    )
    texts = [pair.texts for pair in PAIRS[:3]]
    before, trunk = plain.run_with_means(texts, "infer")
    after, states = branched.run_with_means(texts, "infer")
    assert np.array_equal(before, after)
    assert not np.allclose(trunk, states, atol=1e-2)
    assert np.array_equal(branched.run_with_means(texts[2:], "infer")[1][0], states[2])


def test_a_word_is_named_by_the_note_token_by_token():
    one = example_of(
        PAIRS[0], range(6), [(0, 0), (0, 3), (4, 8), (16, 19), (19, 21), (0, 3)], [None, 0, 0, 0, 0, 1]
    )
    assert one.named.tolist() == [UNKNOWN, UNKNOWN, 0, 1, 1, UNKNOWN]  # "the" is a stop word
    assert one.flags[3].tolist() == one.flags[4].tolist() == [1, 0, 0]  # "fifty" in two tokens
    without_note = replace(PAIRS[0], note="")
    assert set(example_of(without_note, [1], [(4, 8)], [0]).named) == {UNKNOWN}


def test_what_surrounds_a_claim_is_neither_flagged_nor_named():
    within = replace(PAIRS[0], texts=(in_context(TEXTS[0], "Fifty minutes of talks"), TEXTS[1]))
    start = len(TEXTS[0]) + len(SHOWN)
    one = example_of(within, range(2), [(16, 21), (start, start + 5)], [0, 0])
    assert one.named.tolist() == [1, UNKNOWN]
    assert one.flags.tolist() == [[1, 0, 0], [0, 0, 0]]


def test_no_pair_of_a_held_out_set_is_learnt_from():
    learnt = {text for pair in pairs_of_contrast_sets(PAIR_SETS) for text in pair.texts}
    assert not any(MARK in text for text in learnt)
    held_out = {
        row["a"] for split in ("dev", "test") for row in read_jsonl(PAIR_SETS / f"news_pairs_{split}.jsonl")
    }
    assert len(learnt) > 8000
    assert not learnt & held_out


def test_the_stories_of_the_judge_are_not_learnt_from(tmp_path):
    train = ROOT / "eval" / "data" / "newsbench" / "train"
    kept = next(f for f in cluster_folders(train) if f.name.startswith("sa") and is_for_judge(f.name))
    other = next(f for f in cluster_folders(train) if not is_for_judge(f.name) and (f / EDITED).is_file())
    for folder in (kept, other):
        shutil.copytree(folder, tmp_path / "train" / folder.name)
    encoder = BundledEncoder()
    assert {one.cluster for one in judge_pairs(tmp_path, encoder)} == {kept.name}
    learnt = list(pairs_of_stories(tmp_path, encoder, FakeNli()))
    listed = [*read_jsonl(other / GOLD), *read_jsonl(other / EDITED)]
    notes = Counter(row["note"] for row in listed if row["relation"] == "conflict")
    assert Counter(p.note for p in learnt if p.relation == "conflict" and p.note) == notes
    changed = {p.type for p in learnt if p.relation == "conflict" and not p.note}  # counterfactuals
    assert changed
    assert changed <= {"number", "date"}
    edited = {row["b"]["edited"] for row in read_jsonl(other / EDITED)}
    assert edited <= {alone(text) for pair in learnt for text in pair.texts}
    texts = {row[side]["sentence"] for row in read_jsonl(kept / GOLD) for side in ("a", "b")}
    told = {part for pair in learnt for text in pair.texts for part in text.split(MARK)}
    assert not texts & told
    assert len(told) > len({alone(text) for pair in learnt for text in pair.texts})  # headlines too


def test_pairs_between_stories_are_learnt_from_but_not_those_of_the_judge(tmp_path):
    train = ROOT / "eval" / "data" / "newsbench" / "train"
    folders = cluster_folders(train)
    kept = next(f for f in folders if f.name.startswith("sa") and is_for_judge(f.name))
    learnt_from = [f for f in folders if not is_for_judge(f.name)][:2]
    for folder in (kept, *learnt_from):
        shutil.copytree(folder, tmp_path / "train" / folder.name)
    titles = {d.title: folder for folder in (kept, *learnt_from) for d in cluster_documents(folder)}
    told = [
        frozenset(titles[text.split(MARK)[2]] for text in pair.texts)
        for pair in pairs_of_stories(tmp_path, FakeEncoder(), FakeNli())
    ]
    assert frozenset(learnt_from) in told
    assert not any(kept in stories for stories in told)


def test_the_labels_of_the_sample_corpus_find_their_pairs():
    pairs = list(
        corpus_pairs(ROOT / "seeds", ROOT / "eval" / "data" / "seeds", BundledEncoder(), PairingSettings())
    )
    labelled = [pair for pair in pairs if pair.relation == "conflict"]
    assert len(labelled) > 20
    assert {pair.type for pair in labelled} >= {"place", "number", "attribution"}
    assert sum(pair.relation == "none" for pair in pairs) > 10 * len(labelled)
    copied = "Defense Minister Yoav Gallant received him separately the same evening."
    tellers = {c.document for one in pairs for c in (one.pair.a, one.pair.b) if c.text == copied}
    assert tellers == {"5-blinken-october/meridian-wire.md"}  # the Tribune took it over from the wire


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("quit", True),
        ("Resigned", True),
        ("resigns", True),
        ("resident", False),
        ("38", True),
        ("380", False),
    ],
)
def test_a_note_names_a_word_in_whatever_form(word, named):
    assert names_word("38 members quit, or had resigned before", word) is named


def test_the_layer_that_the_branch_grows_on_is_found_in_the_graph():
    graph = FOLDER / "careful_nli" / "model.onnx"
    hidden = bundled("careful_nli").hidden
    assert hidden_states(graph, 7) == hidden
    assert layer_of(graph, hidden) == 7
    with pytest.raises(IncompatibleModel, match="no layer gives nothing"):
        layer_of(graph, "nothing")
    with pytest.raises(IncompatibleModel, match="no layer 99"):
        hidden_states(graph, 99)

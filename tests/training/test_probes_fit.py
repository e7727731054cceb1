"""The fit of the probes, and the labelled pairs that it and the judge take from the corpus."""

from pathlib import Path

import numpy as np
import pytest

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.errors import IncompatibleModel
from crosscheck.judging.points import FLAGS
from crosscheck.models import FOLDER, bundled
from crosscheck.nli.bundled import BundledCascade
from crosscheck.settings import PairingSettings
from crosscheck.training.examples import read_jsonl
from crosscheck.training.export import hidden_states
from crosscheck.training.probes import contrast_conflicts, fit_probe, names_word, point_features
from crosscheck.training.stories import cluster_folders, corpus_pairs, noted_pairs

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "eval" / "data" / "newsbench" / "pairs"


def test_a_probe_learns_what_is_linear_and_leaves_a_constant_alone():
    rng = np.random.default_rng(0)
    features = np.concatenate([rng.normal(size=(300, 4)), np.ones((300, 1))], axis=1).astype(np.float32)
    classes = (features[:, 1] > 0).astype(np.int64) + (features[:, 2] > 1)
    probe = fit_probe(features[:200], classes[:200], 3, decay=1e-3)
    right = probe.logits(features[200:]).argmax(axis=1) == classes[200:]
    assert right.mean() > 0.85
    assert np.abs(probe.weights[4]).max() < 1e-3


def test_more_decay_gives_smaller_weights():
    features = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
    classes = (features[:, 0] > 0).astype(np.int64)
    loose, firm = (fit_probe(features, classes, 2, decay=decay) for decay in (1e-3, 1e-1))
    assert np.abs(firm.weights).max() < np.abs(loose.weights).max()


def test_no_conflict_of_a_held_out_set_is_learnt_from():
    learnt = {pair.a.text for pair, _ in contrast_conflicts(PAIRS)}
    held_out = {
        row["a"] for split in ("dev", "test") for row in read_jsonl(PAIRS / f"news_pairs_{split}.jsonl")
    }
    assert len(learnt) > 2000
    assert not learnt & held_out


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


def test_the_words_of_noted_pairs_are_features_with_what_the_note_says_of_each():
    folder = next(iter(cluster_folders(ROOT / "eval" / "data" / "newsbench" / "dev")))
    noted = [one for one in noted_pairs(folder) if one.relation == "conflict"][:3]
    assert all(one.note for one in noted)
    features, named = point_features(noted, BundledCascade())
    hidden = BundledCascade().states([("It rained.", "It was dry.")]).shape[1]
    assert features.shape == (len(named), hidden + len(FLAGS))
    assert 0 < named.sum() < len(named) / 2


def test_the_layer_that_the_probes_read_is_found_in_the_graph():
    graph = FOLDER / "careful_nli" / "model.onnx"
    assert hidden_states(graph, 7) == bundled("careful_nli").hidden
    with pytest.raises(IncompatibleModel, match="no layer 99"):
        hidden_states(graph, 99)

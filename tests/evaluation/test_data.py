"""The labels are found, complete, and guarded by a hash."""

import json

import pytest

from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.data import SPLITS, data_hash, find_data, load_benchmark
from crosscheck.training.examples import DIFFERING
from crosscheck.training.recipe import is_for_judge
from crosscheck.types import DifferenceType


@pytest.fixture
def data(newsbench):
    return newsbench.parent


@pytest.mark.parametrize("split", SPLITS)
def test_every_labelled_sentence_stands_in_its_article(data, split):
    benchmark = load_benchmark(data, split)
    assert len(benchmark.clusters) >= 12
    for cluster in benchmark.clusters:
        for pair in cluster.gold:
            assert pair.a.document != pair.b.document
            assert {pair.a.cluster, pair.b.cluster} == {cluster.name}


def test_no_story_and_no_topic_is_in_both_splits(data):
    dev, test = (load_benchmark(data, split) for split in SPLITS)
    assert not set(dev.names) & set(test.names)
    assert not {pair.topic for pair in dev.pairs} & {pair.topic for pair in test.pairs}
    texts = [{document.text for document in split.documents.values()} for split in (dev, test)]
    assert not texts[0] & texts[1]


def pairs_of(files):
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("split", SPLITS)
def test_nothing_that_is_measured_is_trained_on(newsbench, split):
    files = list((newsbench / "pairs").glob("*.jsonl"))
    measured = pairs_of([file for file in files if split in file.stem])
    trained = pairs_of([file for file in files if not any(name in file.stem for name in SPLITS)])
    assert measured
    assert not {row[side].strip() for row in measured for side in "ab"} & {
        row[side].strip() for row in trained for side in "ab"
    }
    articles = {
        part: {row["text"] for row in pairs_of((newsbench / part).glob("*/docs.jsonl"))}
        for part in (split, "train")
    }
    assert not articles[split] & articles["train"]
    if split == "test":
        assert not {row["topic"] for row in measured} & {row["topic"] for row in trained}


TRAPS = {
    "other-event",
    "other-quantity",
    "part-whole",
    "approximation",
    "forecast",
    "different-point",
    "general-specific",
}


def test_every_changed_sentence_of_the_training_stories_takes_the_place_of_one_that_is_there(newsbench):
    files = list((newsbench / "train").glob("*/edited.jsonl"))
    assert len(files) > 500
    for file in files:
        assert not is_for_judge(file.parent.name)
        docs = pairs_of([file.with_name("docs.jsonl")])
        texts = {doc["id"]: doc["text"] for doc in docs}
        rows = list(pairs_of([file]))
        assert len({(row["a"]["sentence"], row["b"]["edited"]) for row in rows}) == len(rows)
        for row in rows:
            assert row["a"]["doc"] != row["b"]["doc"]
            assert all(row[side]["sentence"] in texts[row[side]["doc"]] for side in ("a", "b"))
            assert row["b"]["edited"] not in {row["a"]["sentence"], row["b"]["sentence"]}
            assert row["relation"] in {"conflict", "agreement", "update", "trap"}
            kinds = TRAPS if row["relation"] == "trap" else set(DifferenceType)
            assert row["type"] in kinds
            assert bool(row.get("note")) == (row["relation"] in DIFFERING)


def test_the_fast_subset_holds_a_story_with_and_a_story_without_conflict(data):
    benchmark = load_benchmark(data, "dev", fast=True)
    conflicts = [sum(pair.relation == "conflict" for pair in c.gold) for c in benchmark.clusters]
    assert 0 in conflicts
    assert sum(conflicts) > 20
    assert set(benchmark.names) < set(load_benchmark(data, "dev").names)


def change(file, edit):
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    edit(rows)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_hash_changes_when_a_label_changes(own_labels):
    before = data_hash(own_labels)
    change(
        own_labels / "newsbench/dev/c10_nairobi_adaptation/gold.jsonl",
        lambda rows: rows[0].update(relation="trap"),
    )
    assert data_hash(own_labels) != before


def test_the_hash_changes_when_an_article_goes(own_labels):
    before = data_hash(own_labels)
    (own_labels / "newsbench/dev/c04_juniper_fire/docs.jsonl").unlink()
    assert data_hash(own_labels) != before


def test_the_hash_does_not_depend_on_where_the_data_lies(labels, own_labels):
    assert data_hash(labels) == data_hash(own_labels)


def test_a_label_on_a_sentence_that_nobody_wrote_is_an_error_with_its_line(own_labels):
    file = own_labels / "newsbench/dev/c10_nairobi_adaptation/gold.jsonl"
    change(file, lambda rows: rows[2]["a"].update(sentence="Nobody wrote this."))
    with pytest.raises(UnreadableInput, match=r"gold\.jsonl:3: the labelled sentence does not stand in"):
        load_benchmark(own_labels, "dev")


def test_an_installation_without_the_repository_says_what_to_do(tmp_path):
    with pytest.raises(UnreadableInput, match="run inside a checkout or name the folder with --data"):
        find_data(tmp_path)


def test_the_data_are_found_from_a_folder_of_the_checkout(data, monkeypatch):
    monkeypatch.chdir(data.parent.parent / "tests")
    assert find_data() == data

"""Training reads only what it may, resumes where it was, and what it exports says the same as what it trained."""

import json
import random
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hub_models import write_classifier, write_encoder, write_mpnet_classifier

from crosscheck.claims.by_rules import extract
from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.embedding.sentence_transformers import SentenceTransformerEncoder
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledNli
from crosscheck.nli.context import MARK, alone, in_article, in_context
from crosscheck.nli.cross_encoder import CrossEncoderNli
from crosscheck.runtime.logits import softmax
from crosscheck.runtime.session import Session
from crosscheck.settings import PairingSettings, RuntimeSettings
from crosscheck.testing import FakeEncoder, FakeNli
from crosscheck.training.calibration import fit_temperature
from crosscheck.training.encoder import EncoderStage, EncoderTrainer, read_story
from crosscheck.training.examples import (
    DIFFERING,
    TARGETS,
    Example,
    LeakError,
    check_leaks,
    newsroom_pairs,
    read_jsonl,
)
from crosscheck.training.export import export_nli, rebuild, weights_of
from crosscheck.training.judge import lowest_threshold
from crosscheck.training.nli import Average, Stage, Trainer, length_sorted_batches, load_base, train
from crosscheck.training.quantisation import quantise_blocks, quantise_weights, rounded_to_blocks
from crosscheck.training.recipe import (
    EncoderRecipe,
    Recipe,
    held_out_texts,
    is_for_judge,
    stage_examples,
    step_of,
)
from crosscheck.training.stories import (
    EDITED,
    GOLD,
    cluster_documents,
    cluster_folders,
    earlier_claims,
    edited_pairs,
    labelled_pairs,
    noted_pairs,
    only_dense,
    pairs_between_stories,
    story_examples,
    without_dense,
    without_plain,
)
from crosscheck.types import Tier

RECIPES = Path(__file__).parents[2] / "crosscheck" / "training" / "recipes"
LABELS = ["entailment", "neutral", "contradiction"]
EXAMPLES = [
    Example("the call lasted fifty minutes", "the call lasted two hours", TARGETS["conflict"]),
    Example("the call lasted fifty minutes", "the call lasted fifty minutes", TARGETS["agreement"]),
    Example("twelve people killed", "the call lasted two hours", TARGETS["unrelated"]),
] * 8


def test_a_held_out_sentence_in_the_training_data_is_refused():
    with pytest.raises(LeakError, match="twelve people"):
        check_leaks(EXAMPLES, ["twelve people killed "])
    check_leaks(EXAMPLES, ["another sentence"])
    around = Example("he left", in_context("he came", "Headline", "twelve people killed"), TARGETS["neutral"])
    with pytest.raises(LeakError, match="twelve people"):
        check_leaks([around], ["twelve people killed"])


def test_an_update_contradicts_only_in_part():
    assert TARGETS["update"][0] == 0
    assert 0 < TARGETS["update"][2] < TARGETS["conflict"][2]


def test_newsroom_pairs_come_in_one_order_where_it_is_drawn(newsbench):
    both = newsroom_pairs(newsbench / "pairs", ["news_pairs_train"])
    drawn = newsroom_pairs(newsbench / "pairs", ["news_pairs_train"], random.Random(1))
    first, second = both[::2], both[1::2]
    assert all(one in pair for one, pair in zip(drawn, zip(first, second, strict=True), strict=True))
    assert 0 < sum(one == other for one, other in zip(drawn, first, strict=True)) < len(drawn)


def test_newsroom_pairs_come_in_both_orders(newsbench):
    examples = newsroom_pairs(newsbench / "pairs", ["news_pairs_train"])
    texts = {(e.premise, e.hypothesis) for e in examples}
    assert all((b, a) in texts for a, b in texts)


def test_batches_hold_every_example_once_within_the_budget():
    lengths = [5, 80, 7, 30, 31, 200, 6, 29]
    batches = length_sorted_batches(lengths, 210, seed=1)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[i] for i in batch) * len(batch) <= 210 for batch in batches)


def test_the_judges_stories_are_about_a_fifth_and_do_not_change_when_others_come(newsbench):
    names = [folder.name for folder in cluster_folders(newsbench / "train")]
    share = sum(map(is_for_judge, names)) / len(names)
    assert 0.12 < share < 0.3


def test_natural_pairs_of_a_story_hold_its_conflicts_and_many_more_that_are_none(newsbench):
    folder = cluster_folders(newsbench / "train")[0]
    pairs = list(labelled_pairs(folder, FakeEncoder(), 3))
    relations = [labelled.relation for labelled in pairs]
    gold = [json.loads(line)["relation"] for line in (folder / "gold.jsonl").read_text().splitlines()]
    assert relations.count("conflict") == gold.count("conflict")
    assert relations.count("none") > 3 * len(gold)
    examples = story_examples(pairs, natural_weight=0.4)
    assert len(examples) == len(pairs) + sum(relation != "none" for relation in relations)


def test_a_story_names_the_claims_that_speak_of_the_same_fact(newsbench):
    story = read_story(cluster_folders(newsbench / "train")[0])
    assert story.counterparts
    assert all(story.articles[i] != story.articles[j] for i, j in story.counterparts)


def trainer(folder):
    base = write_classifier(folder / "base", LABELS)
    return Trainer(*load_base(base), folder / "run", checkpoint_seconds=0)


def test_training_lowers_the_loss_and_leaves_word_embeddings_alone(tmp_path):
    running = trainer(tmp_path)
    before = running.model.get_input_embeddings().weight.clone()
    running.run(Stage("only", epochs=60, learning_rate=1e-2, batch_tokens=256, label_smoothing=0.0), EXAMPLES)
    rows = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert rows[-1]["loss"] < 0.9 < np.log(3)
    assert torch.equal(before, running.model.get_input_embeddings().weight)


def test_frozen_layers_stay_as_they_are(tmp_path):
    base = write_mpnet_classifier(tmp_path / "base", LABELS)
    trainer = Trainer(*load_base(base, dropout=0.0), tmp_path / "run")
    before = {name: values.clone() for name, values in trainer.model.named_parameters()}
    trainer.run(Stage("upper", frozen=("mpnet.encoder.layer.0.",), learning_rate=1e-3), EXAMPLES)
    after = dict(trainer.model.named_parameters())
    changed = {name for name in after if not torch.equal(before[name], after[name])}
    assert not any(name.startswith("mpnet.encoder.layer.0.") for name in changed)
    assert "classifier.out_proj.weight" in changed


def test_a_stopped_stage_goes_on_where_it_was(tmp_path):
    stage = Stage("only", epochs=4, batch_tokens=64)
    whole = trainer(tmp_path / "whole")
    whole.model.eval()
    stopped = trainer(tmp_path / "stopped")

    class Stop(Exception):
        pass

    original, calls = stopped._save, []

    def save_and_stop(*arguments):
        original(*arguments)
        calls.append(arguments)
        if len(calls) == 5:
            raise Stop

    stopped._save = save_and_stop
    with pytest.raises(Stop):
        stopped.run(stage, EXAMPLES)
    assert (tmp_path / "stopped" / "run" / "checkpoint.pt").is_file()
    resumed = Trainer(*load_base(tmp_path / "stopped" / "base"), tmp_path / "stopped" / "run")
    steps = []
    loss = resumed._loss
    resumed._loss = lambda *arguments: steps.append(1) or loss(*arguments)
    resumed.run(stage, EXAMPLES)
    total = json.loads((tmp_path / "stopped" / "run" / "log.jsonl").read_text().splitlines()[-1])["of"]
    assert len(steps) == total - 5
    assert not (tmp_path / "stopped" / "run" / "checkpoint.pt").exists()


def test_a_finished_stage_is_not_trained_again(tmp_path):
    base = write_classifier(tmp_path / "base", LABELS)
    asked = []
    stages = [(Stage(name), lambda name=name: asked.append(name) or EXAMPLES) for name in ("one", "two")]
    first = train(base, stages, tmp_path / "run")
    assert train(base, stages, tmp_path / "run") == first == tmp_path / "run" / "two"
    assert asked == ["one", "two"]


def test_quantised_weights_are_within_half_a_step():
    weights = np.random.default_rng(0).normal(size=(40, 30)).astype(np.float32)
    for axis in (0, 1):
        integers, scales = quantise_weights(weights, axis)
        shape = (-1, 1) if axis == 0 else (1, -1)
        assert np.abs(integers * scales.reshape(shape) - weights).max() <= scales.max() / 2 + 1e-6


def test_the_exported_model_says_what_the_trained_one_says(tmp_path):
    source = write_classifier(tmp_path / "hub", ["contradiction", "entailment", "neutral"])
    export_nli(source, tmp_path / "bundled")
    session = Session(tmp_path / "bundled", 64, RuntimeSettings())
    pairs = [("the call lasted fifty minutes", "the call lasted two hours"), ("twelve people", "two hours")]
    logits = session.run(pairs, "infer")
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert probabilities == pytest.approx(CrossEncoderNli(str(source)).predict(pairs), abs=2e-3)


def test_blocks_of_int4_are_within_half_a_step_and_rounding_again_changes_nothing():
    weights = np.random.default_rng(0).normal(size=(6, 256)).astype(np.float32)
    integers, scales = quantise_blocks(weights)
    assert integers.shape == weights.shape
    assert scales.shape == (6, 2)
    rounded = rounded_to_blocks(weights)
    assert np.abs(rounded - weights).max() <= scales.max() / 2 + 1e-6
    assert rounded_to_blocks(rounded) == pytest.approx(rounded, abs=1e-6)


def test_what_is_rounded_in_training_ships_as_it_was_trained(tmp_path):
    coarse = ("mpnet.embeddings.word_embeddings", "mpnet.encoder.layer.0.intermediate")
    base = write_mpnet_classifier(tmp_path / "base", LABELS)
    trainer = Trainer(*load_base(base, dropout=0.0), tmp_path / "run")
    trainer.run(Stage("coarse", coarse=coarse, learning_rate=3e-3), EXAMPLES)
    export_nli(trainer.save("coarse"), tmp_path / "bundled", coarse)
    trained, shipped = dict(trainer.model.named_parameters()), weights_of(tmp_path / "bundled")
    for name in (
        "mpnet.embeddings.word_embeddings.weight",
        "mpnet.encoder.layer.0.intermediate.dense.weight",
    ):
        assert shipped[name] == pytest.approx(trained[name].detach().numpy(), abs=1e-6)
    moved = "mpnet.encoder.layer.1.intermediate.dense.weight"
    assert not np.allclose(shipped[moved], load_base(base)[1].state_dict()[moved].numpy(), atol=1e-3)
    pairs = [("the call lasted fifty minutes", "the call"), ("twelve people", "two hours")]
    logits = Session(tmp_path / "bundled", 64, RuntimeSettings(full_precision=True)).run(pairs, "infer")
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    torch_says = CrossEncoderNli(str(tmp_path / "run" / "coarse")).predict(pairs)
    assert probabilities == pytest.approx(torch_says, abs=5e-3)


def test_an_overconfident_model_gets_a_temperature_above_one():
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 3)).astype(np.float32)
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    classes = [int(rng.choice(3, p=row / row.sum())) for row in chances.astype(np.float64)]
    assert fit_temperature(logits, classes) == pytest.approx(1.0, abs=0.1)
    assert fit_temperature(logits * 2.5, classes) == pytest.approx(2.5, abs=0.2)


def test_most_plainly_neutral_pairs_are_left_out_and_no_listed_one(newsbench):
    folder = cluster_folders(newsbench / "train")[0]
    pairs = list(labelled_pairs(folder, FakeEncoder(), 3))
    kept = without_plain(pairs, FakeNli(), share=0.0, seed=1)
    assert [p for p in kept if p.relation != "none"] == [p for p in pairs if p.relation != "none"]
    assert len(kept) < len(pairs)
    assert without_plain(pairs, FakeNli(), share=1.0, seed=1) == pairs


def test_a_bundled_model_can_be_rebuilt_for_further_training(tmp_path):
    pairs = [
        ("The call lasted 50 minutes.", "They spoke for two hours."),
        ("Twelve died.", "Ten were killed."),
    ]
    exact = RuntimeSettings(full_precision=True)
    nli = CrossEncoderNli(str(rebuild(FOLDER / "nli", tmp_path / "nli")))
    assert nli.predict(pairs) == pytest.approx(softmax(BundledNli(exact).logits(pairs)), abs=1e-4)
    encoder = SentenceTransformerEncoder(str(rebuild(FOLDER / "encoder", tmp_path / "encoder")))
    assert encoder.encode(pairs[0]) == pytest.approx(BundledEncoder(exact).encode(pairs[0]), abs=1e-5)


def test_the_encoder_learns_to_find_counterparts(tmp_path, newsbench):
    story = read_story(cluster_folders(newsbench / "train")[0])
    stage = EncoderStage(epochs=12, learning_rate=3e-3, contrast_batch=2, keep_batch=2, max_tokens=32)
    training = EncoderTrainer(write_encoder(tmp_path / "base"), stage, tmp_path / "run")
    before = float(training.story_loss(story).detach())
    contrast = [("a", "twelve people", "the people"), ("b", "two hours", "fifty minutes")]
    folder = training.run([story], contrast, ["the call lasted", "two hours", "the people"])
    assert float(training.story_loss(story).detach()) < before
    assert (folder / "model.safetensors").is_file()


def test_the_shipped_recipes_are_valid():
    assert [stage.name for stage in Recipe.load(RECIPES / "nli.toml").stages] == [
        "general",
        "stories",
        "stories_again",
    ]
    assert EncoderRecipe.load(RECIPES / "encoder.toml").pairs


def test_a_threshold_is_the_lowest_score_with_the_promised_precision():
    scores, one_sample = np.linspace(1, 0.5, 41, dtype=np.float32), np.zeros(41, dtype=np.int64)
    hits = np.array([True] * 30 + [False] * 11)
    assert lowest_threshold(scores, hits, Tier.CONFIRMED, one_sample) == pytest.approx(scores[34])
    assert lowest_threshold(scores, ~hits, Tier.CONFIRMED, one_sample) > 1


def test_the_findings_next_to_a_threshold_keep_their_part_of_the_promise():
    scores, one_sample = np.linspace(1, 0.5, 140, dtype=np.float32), np.zeros(140, dtype=np.int64)
    hits = np.array([True] * 100 + [False] * 40)  # all of them together would be right in 0.71
    lowest = lowest_threshold(scores, hits, Tier.SUGGESTED, one_sample)
    assert lowest == pytest.approx(scores[125])  # 14 of the last forty are right, 0.6 of 0.55


def test_the_promise_holds_for_each_sample_by_itself():
    scores = np.linspace(1, 0.5, 120, dtype=np.float32)
    samples = np.arange(120) % 2
    hits = (samples == 0) | (scores > 0.8)  # the second sample is right above 0.8 alone
    together = lowest_threshold(scores, hits, Tier.SUGGESTED, np.zeros(120, dtype=np.int64))
    apart = lowest_threshold(scores, hits, Tier.SUGGESTED, samples)
    assert together == pytest.approx(0.5)
    assert together < apart < 0.8


def test_a_stage_with_a_time_limit_ends_there_with_its_learning_rate_at_nothing(tmp_path):
    running = trainer(tmp_path)
    rates = []
    step = torch.optim.AdamW.step

    def slow_step(optimizer, *arguments):
        rates.append(optimizer.param_groups[0]["lr"])
        time.sleep(0.02)
        return step(optimizer, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim.AdamW, "step", slow_step)
        running.run(Stage("lent", epochs=10_000, batch_tokens=64, seconds=1.5), EXAMPLES)
    assert 10 < len(rates) < 200
    assert rates[-1] < 0.1 * max(rates)


def test_side_tasks_learn_relation_and_type_from_a_middle_layer(tmp_path):
    base = write_mpnet_classifier(tmp_path / "base", LABELS)
    trainer = Trainer(*load_base(base, dropout=0.0), tmp_path / "run")
    labelled = [
        replace(example, relation="conflict", type="number")
        if i % 3 == 0
        else replace(example, relation="trap")
        for i, example in enumerate(EXAMPLES)
    ]
    stage = Stage("side", epochs=60, learning_rate=3e-3, batch_tokens=256, side_weight=1.0, side_layer=1)
    trainer.run(stage, labelled)
    assert trainer.side.classes == {"relation": ["conflict", "trap"], "type": ["number"]}
    inputs = trainer.tokenizer(
        [example.premise for example in EXAMPLES[:3]],
        [example.hypothesis for example in EXAMPLES[:3]],
        padding=True,
        return_tensors="pt",
    )
    with torch.no_grad():
        states = trainer.model(**inputs, output_hidden_states=True).hidden_states[2]
        kept = inputs["attention_mask"].unsqueeze(-1)
        named = trainer.side.heads[0]((states * kept).sum(1) / kept.sum(1)).argmax(1)
    assert [trainer.side.classes["relation"][i] for i in named] == ["conflict", "trap", "trap"]
    assert trainer.side(states, inputs["attention_mask"], [0, 1, 2]).isfinite()
    assert trainer.side(states[1:], inputs["attention_mask"][1:], [1, 2]).isfinite()  # no type among them
    assert not any("side" in name for name, _ in trainer.model.named_parameters())


def test_the_average_of_two_stages_lies_between_their_weights(tmp_path):
    base = write_classifier(tmp_path / "base", LABELS)
    steps = [
        (Stage("one", learning_rate=1e-3), lambda: EXAMPLES),
        (Stage("two", learning_rate=1e-3), lambda: EXAMPLES),
        (Average("between", ("one", "two")), list),
        (Stage("again", learning_rate=1e-3, start="one"), lambda: EXAMPLES),
    ]
    result = train(base, steps, tmp_path / "run")
    assert result == train(base, steps, tmp_path / "run") == tmp_path / "run" / "again"
    one, two, between, again = (load_base(tmp_path / "run" / step.name)[1].state_dict() for step, _ in steps)
    assert any(not torch.equal(one[name], two[name]) for name in one)
    assert all(torch.allclose(between[name], (one[name] + two[name]) / 2, atol=1e-6) for name in one)
    assert all(
        torch.allclose(again[name], two[name], atol=1e-6) for name in one
    )  # both went on from the first


def test_a_recipe_that_names_a_stage_that_is_not_there_is_refused():
    stages = [{"name": "one"}, {"name": "two", "start": "none"}]
    with pytest.raises(ValueError, match="two needs none"):
        Recipe.model_validate({"base": "base", "stages": stages})
    with pytest.raises(ValueError, match="mean needs later"):
        Recipe.model_validate(
            {"base": "base", "stages": [{"name": "mean", "average": ["later"]}, {"name": "later"}]}
        )


def test_stories_written_against_a_weakness_are_not_kept_for_the_judge(newsbench):
    names = [folder.name for folder in cluster_folders(newsbench / "train")]
    kept = [name for name in names if is_for_judge(name)]
    assert 0.15 < len(kept) / len(names) < 0.25
    assert not [name for name in kept if name.startswith(("wa0", "xe0"))]


def test_a_stage_has_the_values_of_the_one_that_it_is_like():
    first = {"name": "one", "epochs": 3, "seed": 4, "stories": True}
    recipe = Recipe.model_validate(
        {"base": "base", "stages": [first, {"name": "two", "like": "one", "seed": 5}]}
    )
    one, two = recipe.stages
    assert (two.epochs, two.stories, two.seed) == (3, True, 5)
    assert one.seed == 4
    with pytest.raises(ValueError, match="two needs later"):
        Recipe.model_validate({"base": "base", "stages": [{"name": "two", "like": "later"}]})


def test_sentences_that_writers_changed_stand_where_the_originals_stood(newsbench, tmp_path):
    folder = tmp_path / "story"
    folder.mkdir()
    for name in ("docs.jsonl", GOLD):
        shutil.copy(cluster_folders(newsbench / "train")[0] / name, folder)
    assert not list(edited_pairs(folder))
    row = next(row for row in read_jsonl(folder / GOLD) if row["relation"] == "agreement")
    changed = {**row, "b": {**row["b"], "edited": "Nobody came."}, "relation": "conflict", "type": "person"}
    (folder / EDITED).write_text(json.dumps(changed) + "\n", encoding="utf-8")
    (pair,) = edited_pairs(folder)
    assert (pair.relation, pair.type) == ("conflict", "person")
    original = next(one.pair.b for one in noted_pairs(folder) if one.pair.b.text == row["b"]["sentence"])
    assert pair.pair.b.text == "Nobody came."
    assert in_article(pair.pair.b).split(MARK)[1:] == in_article(original).split(MARK)[1:]


def test_dense_clusters_are_those_that_the_judge_leaves_out(newsbench):
    folders = cluster_folders(newsbench / "train")
    pairs = [pair for folder in folders for pair in labelled_pairs(folder, FakeEncoder(), 3)]
    dense, sparse = only_dense(pairs), without_dense(pairs)
    assert len(dense) + len(sparse) == len(pairs)
    assert not {one.cluster for one in dense} & {one.cluster for one in sparse}


def test_the_pairs_of_stories_are_shown_within_their_articles_as_often_as_asked(newsbench):
    folder = cluster_folders(newsbench / "train")[0]
    pairs = list(labelled_pairs(folder, FakeEncoder(), 3))
    turns = iter([3, 0] * len(pairs))
    shown = story_examples(pairs, natural_weight=0.4, shown_with=lambda: next(turns))
    bare = story_examples(pairs, natural_weight=0.4)
    assert [alone(e.premise) for e in shown] == [e.premise for e in bare]
    within = [e for e in shown if MARK in e.premise]
    assert 0.3 < len(within) / len(shown) < 0.7
    assert all(MARK not in e.premise + e.hypothesis for e in bare)


def test_the_claim_before_those_that_a_model_reads_is_shown_in_training_where_asked(newsbench):
    folder = cluster_folders(newsbench / "train")[0]
    pairs = list(labelled_pairs(folder, FakeEncoder(), 3))
    shown = story_examples(pairs, natural_weight=0.4, shown_with=lambda: 4, earlier=earlier_claims([folder]))
    for document in cluster_documents(folder):
        own = [claim.text for claim in extract(document).claims]
        for example in shown:
            text, *around = example.premise.split(MARK)
            if text in own[2:]:
                assert around[2:] == [own[own.index(text) - 1], own[own.index(text) - 2]]


def test_a_stage_takes_what_its_recipe_says(newsbench, tmp_path):
    for folder in [f for f in cluster_folders(newsbench / "train") if (f / EDITED).is_file()][:2]:
        shutil.copytree(folder, tmp_path / "train" / folder.name)
    kept = [f for f in cluster_folders(newsbench / "train") if is_for_judge(f.name)][:1]
    shutil.copytree(kept[0], tmp_path / "train" / kept[0].name)
    (tmp_path / "pairs").mkdir()

    def examples(**values):
        stage = Recipe.model_validate(
            {"base": "base", "stages": [{"name": "one", "stories": True, **values}]}
        ).stages[0]
        return stage_examples(stage, tmp_path, tmp_path, FakeEncoder(), FakeNli())

    plain = examples()
    edited = {row["b"]["edited"] for file in tmp_path.glob(f"train/*/{EDITED}") for row in read_jsonl(file)}
    assert edited <= {e.premise for e in examples(edited=True)} - {e.premise for e in plain}
    made = {e.premise for e in examples(counterfactuals=2)} - {e.premise for e in plain}
    assert made - edited
    assert all(MARK in e.premise for e in examples(shown_with=[0, 0, 0, 1]))
    alone_told = set(examples(natural_both_orders=True))
    between = set(examples(between_stories=True, natural_both_orders=True)) - alone_told
    assert between
    assert {e.relation for e in between} == {"none"}
    told = {text for folder in kept for d in cluster_documents(folder) for text in d.text.split("\n\n")}
    assert not any(e.premise in text for e in between for text in told)
    with pytest.raises(ValueError, match="no share"):
        examples(shown_with=[0, 0])


def test_pairs_between_stories_are_of_two_stories_and_related_in_none(newsbench):
    folders = cluster_folders(newsbench / "train")
    drawn = random.Random(3)
    pairs = list(pairs_between_stories(folders, FakeEncoder(), PairingSettings(story_floor=0.0), drawn))
    assert pairs
    for one in pairs:
        first, second = (side.document.partition("/")[0] for side in (one.pair.a, one.pair.b))
        assert first != second
        assert (one.relation, one.natural) == ("none", True)


def test_unlisted_pairs_stand_in_both_orders_where_the_recipe_says_so(newsbench):
    folder = cluster_folders(newsbench / "train")[0]
    pairs = list(labelled_pairs(folder, FakeEncoder(), 3))
    both = story_examples(pairs, natural_weight=0.4, natural_both_orders=True)
    assert len(both) == 2 * len(pairs)
    assert {e.relation for e in both} == {labelled.relation for labelled in pairs}
    assert all(not e.type for e in both if e.relation not in DIFFERING)


def test_short_sentences_that_any_story_may_hold_are_not_held_out(tmp_path):
    short, long = "No deaths have been reported.", "The two leaders spoke for about fifty minutes."
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "news_pairs_test.jsonl").write_text(json.dumps({"a": short, "b": long}) + "\n")
    assert list(held_out_texts(tmp_path)) == [long]


def test_the_careful_recipe_rounds_the_same_parameters_in_every_stage_but_the_first():
    recipe = Recipe.load(RECIPES / "careful_nli.toml")
    steps = [step_of(recipe, stage) for stage in recipe.stages]
    first, *others = (step for step in steps if isinstance(step, Stage))
    assert first.coarse == ()
    assert all(stage.coarse == recipe.coarse for stage in others)
    assert len(recipe.coarse) == 7
    assert others[-1].side_layer == recipe.probe_layer
    done = set()
    for step in steps:  # each goes on from what is there
        named = step.of if isinstance(step, Average) else (step.start,) if step.start else ()
        assert done.issuperset(named)
        done.add(step.name)

"""The model of assertions is taught, trained and exported."""

import gzip
import json
import shutil

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from hub_models import write_classifier, write_mpnet_classifier
from transformers import AutoModelForSequenceClassification

from crosscheck.claims.assertion_model import ASSERTIONS, AssertionModel
from crosscheck.claims.by_rules import sentence_claim
from crosscheck.cli import cli
from crosscheck.errors import IncompatibleModel
from crosscheck.models import FOLDER
from crosscheck.runtime.logits import softmax
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings
from crosscheck.training.assertions import (
    PUBLIC,
    AssertionExample,
    AssertionStage,
    AssertionTrainer,
    distillation_examples,
    labelled_sentences,
    train_teacher,
    unlabelled_sentences,
)
from crosscheck.training.examples import LeakError
from crosscheck.training.export import (
    export_assertion_branch,
    export_assertions,
    export_nli,
    hidden_states,
    rebuild,
    write_identity,
)
from crosscheck.types import AssertionKind

RELATIVE = "mpnet.encoder.relative_attention_bias."
STATEMENT, DENIAL = AssertionKind.STATEMENT, AssertionKind.DENIAL
HELD = "The board raised its rate to four per cent."
TEXTS = ("the call lasted fifty minutes", "twelve people killed")


HELD_OUT = pytest.mark.parametrize(
    ("file", "row"),
    [
        ("newsbench/pairs/news_pairs_test.jsonl", {"a": HELD, "b": "It held its rate at three per cent."}),
        ("sentences/dev.jsonl", {"text": HELD}),
        ("claims/speakers.jsonl", {"text": HELD, "split": "unseen"}),
    ],
)


def one_hot(kind):
    return np.eye(len(ASSERTIONS), dtype=np.float32)[ASSERTIONS.index(kind)]


def write_rows(file, *rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "wt") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def write_public(folder, premise):
    for name in PUBLIC:
        row = {"premise": premise, "hypothesis": "It snowed.", "label": "neutral"}
        write_rows(folder / f"{name}.jsonl.gz", row)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return write_classifier(tmp_path_factory.mktemp("base"), ["no", "perhaps", "yes"], layers=2)


@pytest.fixture(scope="module")
def trainer(base):
    stage = AssertionStage(epochs=150, learning_rate=5e-3, batch_tokens=32)
    return AssertionTrainer(str(base), stage, lambda line: None)


@pytest.fixture(scope="module")
def examples():
    return [
        AssertionExample(TEXTS[number % 2], one_hot((STATEMENT, DENIAL)[number % 2])) for number in range(16)
    ]


@pytest.fixture(scope="module")
def model(trainer, examples):
    return trainer.train(examples, seed=0)


def test_readers_who_differ_share_the_label(tmp_path):
    rows = [
        {"text": "He left.", "published": None, "story": "s1", "assertions": ["statement"]},
        {"text": "He will stay.", "published": None, "story": None, "assertions": ["statement", "denial"]},
    ]
    write_rows(tmp_path / "claims" / "assertions.jsonl", *rows)
    left, stays = labelled_sentences(tmp_path)
    assert left.shares == pytest.approx(one_hot(STATEMENT))
    assert stays.shares == pytest.approx((one_hot(STATEMENT) + one_hot(DENIAL)) / 2)
    assert [left.text, stays.text] == ["statement: He left.", "forecast: He will stay."]


@HELD_OUT
def test_no_held_out_sentence_is_trained_on(file, row, tmp_path):
    row_to_train_on = {"text": HELD, "published": None, "story": None, "assertions": ["statement"]}
    write_rows(tmp_path / "claims" / "assertions.jsonl", row_to_train_on)
    write_rows(tmp_path / file, row)
    with pytest.raises(LeakError, match="four per cent"):
        labelled_sentences(tmp_path)


def test_unlabelled_sentences_come_from_stories_pairs_and_public_sets(tmp_path):
    data, public = tmp_path / "data", tmp_path / "public"
    write_rows(
        data / "claims" / "assertions.jsonl",
        {"text": "Two pumps failed.", "published": None, "story": "s", "assertions": ["statement"]},
    )
    document = {"id": "a", "text": "The tunnel was closed on Monday. Two pumps failed.", "source": "x"}
    write_rows(data / "newsbench" / "train" / "s" / "docs.jsonl", document)
    write_rows(data / "newsbench" / "train" / "s" / "gold.jsonl")
    pair = {"a": "The mayor will resign.", "a_published": None, "b": "He stays.", "b_published": None}
    write_rows(data / "newsbench" / "pairs" / "news_pairs_train.jsonl", pair)
    write_public(public, "A man denied it.")
    assert unlabelled_sentences(data, public) == [
        "statement: The tunnel was closed on Monday.",
        "forecast: The mayor will resign.",
        "statement: He stays.",
        "denial: A man denied it.",
    ]


@HELD_OUT
def test_unlabelled_sentences_are_not_held_out(file, row, tmp_path):
    write_rows(tmp_path / "claims" / "assertions.jsonl")
    write_rows(tmp_path / file, row)
    write_public(tmp_path / "public", HELD)
    assert unlabelled_sentences(tmp_path, tmp_path / "public") == []


def test_the_model_learns_and_says_the_same_when_exported(trainer, model, tmp_path):
    said = trainer.probabilities(model, TEXTS)
    assert [ASSERTIONS[best] for best in said.argmax(axis=1)] == [STATEMENT, DENIAL]
    export_assertions(model, trainer.tokenizer, tmp_path)
    logits = Session(tmp_path, 64, RuntimeSettings(full_precision=True)).run(TEXTS, "assertions")
    assert softmax(logits) == pytest.approx(said, abs=0.05)
    again = AssertionTrainer(str(rebuild(tmp_path, tmp_path / "again")), AssertionStage(1, 1e-3, 32), print)
    rebuilt = AutoModelForSequenceClassification.from_pretrained(tmp_path / "again").eval()
    assert again.probabilities(rebuilt, TEXTS) == pytest.approx(said, abs=0.05)


def test_what_is_frozen_stays_as_it_is(base, examples):
    frozen = ("bert.embeddings.", "bert.encoder.layer.0.")
    stage = AssertionStage(epochs=1, learning_rate=5e-3, batch_tokens=32, frozen=frozen)
    trained = AssertionTrainer(str(base), stage, lambda line: None).train(examples, seed=0)
    before = AutoModelForSequenceClassification.from_pretrained(base).state_dict()
    same = {
        name: np.array_equal(values, before[name])
        for name, values in trained.state_dict().items()
        if not name.startswith("classifier")  # another head
    }
    assert all(same[name] for name in same if name.startswith(frozen))
    assert not same["bert.encoder.layer.1.output.dense.weight"]


def test_targets_mix_the_labels_with_what_the_teacher_says(trainer, model, tmp_path, monkeypatch):
    monkeypatch.setattr("crosscheck.training.assertions.LABEL_SHARE", 0.3)
    model.save_pretrained(tmp_path)
    trainer.tokenizer.save_pretrained(tmp_path)
    wrongly_labelled = AssertionExample(TEXTS[0], one_hot(DENIAL))
    labelled, unlabelled = distillation_examples([wrongly_labelled], [TEXTS[1]], tmp_path)
    first, second = trainer.probabilities(model, TEXTS)
    assert labelled.shares == pytest.approx(0.3 * one_hot(DENIAL) + 0.7 * first, abs=0.01)
    assert (unlabelled.text, unlabelled.shares) == (TEXTS[1], pytest.approx(second, abs=0.01))


def test_a_teacher_that_is_there_is_not_trained_again(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")
    lines = []
    train_teacher([], tmp_path, lines.append)
    assert lines == [f"{tmp_path} holds a teacher; it is not trained anew"]


@pytest.fixture(scope="module")
def trunk(tmp_path_factory):
    """A small careful NLI model as it ships."""
    folder = tmp_path_factory.mktemp("careful")
    base = write_mpnet_classifier(folder / "base", ["entailment", "neutral", "contradiction"])
    model = AutoModelForSequenceClassification.from_pretrained(base)
    for parameter in model.parameters():
        if parameter.ndim == 1:  # biases and norms are equal in a new model, so the exporter would keep one
            parameter.data += 0.01 * torch.randn(len(parameter))
    model.save_pretrained(base)
    export_nli(base, folder / "careful_nli")
    write_identity(folder / "careful_nli", name="careful", revision="5", licence="Apache-2.0", max_tokens=64)
    return folder / "careful_nli"


@pytest.fixture(scope="module")
def taught(trunk, examples, tmp_path_factory):
    """A classifier whose embeddings and lowest layer are the trunk's, and what trained it."""
    stage = AssertionStage(30, 2e-3, 64, ("mpnet.embeddings.", "mpnet.encoder.layer.0.", RELATIVE))
    trainer = AssertionTrainer(
        str(rebuild(trunk, tmp_path_factory.mktemp("again"))), stage, lambda line: None
    )
    return trainer, trainer.train(examples, seed=0)


def test_the_teachers_own_layers_go_on_from_the_trunk(trunk, taught, tmp_path):
    trainer, model = taught
    export_assertion_branch(model, trunk, 1, tmp_path / "branch.onnx")
    hidden = hidden_states(trunk / "model.onnx", 0)
    session = Session(trunk, 64, RuntimeSettings(full_precision=True), hidden, tmp_path / "branch.onnx")
    said = trainer.probabilities(model, TEXTS)
    assert [ASSERTIONS[best] for best in said.argmax(axis=1)] == [STATEMENT, DENIAL]
    assert session.width == len(ASSERTIONS)
    assert softmax(session.run(TEXTS, "assertions")) == pytest.approx(said, abs=0.1)


def test_a_teacher_of_another_trunk_is_refused(trunk, taught, tmp_path):
    _, model = taught
    other = write_mpnet_classifier(tmp_path / "other", ["entailment", "neutral", "contradiction"])
    export_nli(other, tmp_path / "careful")
    for folder, layers in ((tmp_path / "careful", 1), (trunk, 2)):
        with pytest.raises(IncompatibleModel, match=f"not as in {folder}; train the model anew"):
            export_assertion_branch(model, folder, layers, tmp_path / "branch.onnx")


def test_the_command_writes_models_that_open(base, trunk, tmp_path, monkeypatch):
    shutil.copytree(trunk, tmp_path / "models" / "careful_nli")
    for kind in ("encoder", "nli"):
        (tmp_path / "models" / kind).symlink_to(FOLDER / kind)
    monkeypatch.setattr("crosscheck.training.assertions.TEACHER_BASE", tmp_path / "models" / "careful_nli")
    monkeypatch.setattr("crosscheck.training.assertions.STUDENT_BASE", str(base))
    monkeypatch.setattr("crosscheck.training.assertions.SHARED_LAYERS", 1)
    frozen = {"TEACHER_STAGE": ("mpnet.embeddings.", "mpnet.encoder.layer.0.", RELATIVE), "STUDENT_STAGE": ()}
    for epochs, stage in enumerate(reversed(frozen), start=1):
        settings = AssertionStage(epochs, 1e-3, 64, frozen[stage])
        monkeypatch.setattr(f"crosscheck.training.assertions.{stage}", settings)
    data, bundle = tmp_path / "data", tmp_path / "models" / "assertions"
    rows = [
        {"text": f"{TEXTS[number % 2]} {number}", "published": None, "story": None, "assertions": [kind]}
        for number, kind in enumerate([STATEMENT, DENIAL] * 4)
    ]
    write_rows(data / "claims" / "assertions.jsonl", *rows)
    write_public(tmp_path / "public", "It rained for twelve minutes.")
    command = ["train", "assertions", "--data", data, "--public", tmp_path / "public", "--revision", "7"]
    command += ["--teacher", tmp_path / "teacher", "--bundle", bundle]
    result = CliRunner().invoke(cli, [*map(str, command)], catch_exceptions=False)
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines() if line.startswith("pass")] == [
        "pass 1 of 2",
        "pass 2 of 2",
        "pass 1 of 1",
    ]
    assert "trained on 8 labelled sentences and 1 more" in result.stdout
    assert (tmp_path / "teacher" / "model.safetensors").is_file()
    monkeypatch.setattr("crosscheck.models.FOLDER", tmp_path / "models")
    opened = AssertionModel()
    assert opened.name == "crosscheck-assertions@7"
    monkeypatch.setattr("crosscheck.claims.assertion_model.SURE", 2)  # the teacher is asked too
    (claim,) = opened.with_kinds([sentence_claim("the call lasted two hours")])
    assert claim.text == "the call lasted two hours"

"""The model of assertions is trained, weighed and exported."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from hub_models import write_classifier
from transformers import AutoModelForSequenceClassification

from crosscheck.claims.assertion_model import ASSERTIONS, AssertionModel, log_softmax
from crosscheck.claims.by_rules import sentence_claim
from crosscheck.cli import cli
from crosscheck.runtime.session import Session
from crosscheck.settings import RuntimeSettings
from crosscheck.training.assertions import (
    HALVES,
    AssertionStage,
    AssertionTrainer,
    LabelledSentence,
    fit_weights,
    labelled_sentences,
    said_unseen,
)
from crosscheck.training.examples import LeakError
from crosscheck.training.export import export_assertions, rebuild
from crosscheck.types import AssertionKind

STATEMENT, DENIAL = AssertionKind.STATEMENT, AssertionKind.DENIAL
HELD = "The board raised its rate to four per cent."
TEXTS = ("the call lasted fifty minutes", "twelve people killed")


def labelled(text, kind, half=0, *, found=True):
    shares = np.eye(len(ASSERTIONS), dtype=np.float32)[ASSERTIONS.index(kind)]
    return LabelledSentence(text, shares, sentence_claim(text).assertion, half, found)


@pytest.fixture(scope="module")
def trainer(tmp_path_factory):
    base = write_classifier(tmp_path_factory.mktemp("base"), [kind.value for kind in ASSERTIONS])
    return AssertionTrainer(
        str(base), AssertionStage(epochs=150, learning_rate=5e-3, batch_tokens=32), lambda line: None
    )


@pytest.fixture(scope="module")
def sentences():
    return [
        labelled(TEXTS[number % 2], (STATEMENT, DENIAL)[number % 2], number // 2 % 2) for number in range(16)
    ]


def test_readers_who_differ_share_the_label(tmp_path):
    rows = [
        {"text": "He left.", "published": None, "story": "s1", "assertions": ["statement"]},
        {
            "text": "She stayed.",
            "published": "2025-03-05",
            "story": "s1",
            "assertions": ["statement", "denial"],
        },
        {"text": "Nobody came.", "published": None, "story": None, "assertions": ["denial"]},
    ]
    file = tmp_path / "claims" / "assertions.jsonl"
    file.parent.mkdir()
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    left, stayed, came = labelled_sentences(tmp_path)
    assert stayed.shares[[ASSERTIONS.index(STATEMENT), ASSERTIONS.index(DENIAL)]] == pytest.approx([0.5, 0.5])
    assert left.shares.sum() == came.shares.sum() == 1
    assert left.half == stayed.half
    assert left.found
    assert not came.found


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("newsbench/pairs/news_pairs_test.jsonl", {"a": HELD, "b": "It held its rate at three per cent."}),
        ("sentences/dev.jsonl", {"text": HELD}),
        ("claims/speakers.jsonl", {"text": HELD, "split": "unseen"}),
    ],
)
def test_no_held_out_sentence_is_trained_on(file, row, tmp_path):
    row_to_train_on = {"text": HELD, "published": None, "story": None, "assertions": ["statement"]}
    for name, content in (("claims/assertions.jsonl", row_to_train_on), (file, row)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(content))
    with pytest.raises(LeakError, match="four per cent"):
        labelled_sentences(tmp_path)


def test_the_model_learns_and_says_the_same_when_exported(trainer, sentences, tmp_path):
    model = trainer.train(sentences, seed=0)
    said = trainer.log_probabilities(model, TEXTS)
    assert [ASSERTIONS[best] for best in said.argmax(axis=1)] == [STATEMENT, DENIAL]
    export_assertions(model, trainer.tokenizer, tmp_path)
    session = Session(tmp_path, 64, RuntimeSettings(full_precision=True))
    assert np.exp(log_softmax(session.run(TEXTS, "assertions"))) == pytest.approx(np.exp(said), abs=0.05)
    again = AssertionTrainer(str(rebuild(tmp_path, tmp_path / "again")), AssertionStage(), print)
    rebuilt = AutoModelForSequenceClassification.from_pretrained(tmp_path / "again").eval()
    assert np.exp(again.log_probabilities(rebuilt, TEXTS)) == pytest.approx(np.exp(said), abs=0.05)


def test_the_weights_are_fitted_on_what_models_say_of_stories_they_have_not_seen(sentences):
    trained_on = []

    class Recorder:
        def train(self, seen, seed):
            trained_on.append({sentence.half for sentence in seen})
            return trained_on[-1]

        def log_probabilities(self, model, texts):
            (half,) = model
            return np.full((len(texts), len(ASSERTIONS)), half, dtype=np.float32)

    said = said_unseen(Recorder(), sentences)
    assert len(trained_on) == HALVES
    assert all(row[0] != sentence.half for row, sentence in zip(said, sentences, strict=True))


def test_the_weights_trust_whoever_is_right():
    text = "The ministry denied the report."
    rows = [labelled(text, DENIAL) for _ in range(50)] + [
        labelled("It rained.", STATEMENT) for _ in range(50)
    ]
    blind = np.full((100, len(ASSERTIONS)), -np.log(len(ASSERTIONS)), dtype=np.float32)
    weights = fit_weights(rows, blind)
    assert ASSERTIONS[weights.scores(blind[:1], [DENIAL]).argmax()] is DENIAL
    assert ASSERTIONS[weights.scores(blind[:1], [STATEMENT]).argmax()] is STATEMENT


def test_written_sentences_do_not_set_how_frequent_a_kind_is():
    found = [labelled("It rained.", STATEMENT) for _ in range(20)]
    written = [labelled("It rained.", DENIAL, found=False) for _ in range(200)]
    blind = np.full((220, len(ASSERTIONS)), -np.log(len(ASSERTIONS)), dtype=np.float32)
    weights = fit_weights([*found, *written], blind)
    assert ASSERTIONS[weights.scores(blind[:1], [STATEMENT]).argmax()] is STATEMENT


def test_the_command_writes_a_model_that_opens(tmp_path, monkeypatch):
    base = write_classifier(tmp_path / "base", [kind.value for kind in ASSERTIONS])
    monkeypatch.setattr("crosscheck.training.assertions.BASE", str(base))
    rows = [
        {
            "text": f"{TEXTS[number % 2]} {number}",
            "published": None,
            "story": f"s{number}",
            "assertions": [kind],
        }
        for number, kind in enumerate([STATEMENT, DENIAL] * 4)
    ]
    file = tmp_path / "data" / "claims" / "assertions.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    bundle = tmp_path / "models" / "assertions"
    command = ["train", "assertions", "--data", file.parent.parent, "--bundle", bundle, "--revision", "7"]
    result = CliRunner().invoke(cli, [*map(str, command)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "trained on 8 sentences" in result.stdout
    monkeypatch.setattr("crosscheck.models.FOLDER", tmp_path / "models")
    model = AssertionModel()
    assert model.name.startswith("crosscheck-assertions@7-")
    (claim,) = model.with_kinds([sentence_claim("the call lasted two hours")])
    assert claim.assertion in ASSERTIONS

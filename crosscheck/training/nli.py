"""Fine-tuning of the claim NLI cross-encoder.

A transformer reads "[CLS] premise [SEP] hypothesis [SEP]" and a linear head says entailment, neutral or
contradiction (Devlin et al. 2019). Batches hold pairs of similar length and a bounded number of tokens; bf16
autocast; on a GPU where there is one; word embeddings stay frozen, since news names appear too seldom to move
them well. A checkpoint is written every few minutes, so that a run that is stopped goes on where it was.

This module imports torch, transformers, numpy and ml_dtypes and nothing of the chain but `nli.context`, so
that a lent machine with a GPU can train on examples that were made elsewhere.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from crosscheck.nli.context import shown
from crosscheck.training.examples import Example
from crosscheck.training.quantisation import rounded_to_blocks

LABELS = ("entailment", "neutral", "contradiction")
DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob")


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass of fine-tuning over a set of examples.

    Attributes:
        name: Names its checkpoint and its lines in the log.
        epochs: Passes over the examples.
        learning_rate: Peak of AdamW, linear warm-up over `warmup` of the steps, then linear decay to 0.
        batch_tokens: Most tokens of a batch, padding included.
        label_smoothing: Mass of a target that is spread evenly (Szegedy et al. 2016).
        max_tokens: Longer pairs are cut.
        coarse: Beginnings of the names of parameters that are rounded to what int4 can hold and then frozen,
            so that the others make up for the loss.
        frozen: Beginnings of the names of parameters that stay as they are; a step without the lowest four
            of twelve layers is a sixth faster.
        dropout: Of hidden states and attention, that of the model it starts from by default; a large model
            that sees each pair once trains a third faster without, one that sees them several times learns
            them by heart.
        seconds: Time after which it ends, wherever it is, its learning rate having fallen to 0 by then; for a
            machine that is lent for so long. Counted anew where a stage is resumed. No limit by default.
        start: Name of the step whose weights it starts from, the one before it by default.
        side_weight: Weight of the side tasks (see `SideTasks`) beside the NLI loss; 0 for none.
        side_layer: The layer, counted from 0, whose states they read.
        seed: Of the order of the examples and the dropout.
    """

    name: str
    epochs: int = 1
    learning_rate: float = 8e-5
    warmup: float = 0.06
    batch_tokens: int = 2048
    label_smoothing: float = 0.05
    max_tokens: int = 192
    weight_decay: float = 0.01
    coarse: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()
    dropout: float | None = None
    seconds: float = math.inf
    start: str | None = None
    side_weight: float = 0.0
    side_layer: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Average:
    """The mean of what several steps came to, as a step.

    Attributes:
        name: Names its folder.
        of: Names of the steps.
    """

    name: str
    of: tuple[str, ...]


def load_base(
    base: str | Path, labels: Sequence[str] = LABELS, *, dropout: float | None = None
) -> tuple[Any, Any]:
    """Tokenizer and model of a base; a fresh head where it has none of that many labels.

    Args:
        base: Folder or hub name.
        labels: In the order of the logits.
        dropout: As in `Stage`.
    """
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = AutoModelForSequenceClassification.from_pretrained(
        base,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        dtype=torch.float32,
        ignore_mismatched_sizes=True,  # of the head
        **({} if dropout is None else dict.fromkeys(DROPOUTS, dropout)),
    )
    return tokenizer, model


def freeze(model: torch.nn.Module, beginnings: tuple[str, ...]) -> None:
    """Let the parameters whose names begin so stay as they are."""
    for name, parameter in model.named_parameters():
        if beginnings and name.startswith(beginnings):
            parameter.requires_grad = False


def length_sorted_batches(lengths: Sequence[int], batch_tokens: int, seed: int) -> list[list[int]]:
    """Batches of example numbers: similar lengths together, shuffled otherwise.

    Args:
        lengths: Tokens of each example.
        batch_tokens: Most tokens of a batch, padding included.
        seed: Of the shuffle.
    """
    rng = random.Random(seed)  # noqa: S311 - shuffling, not security
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + rng.uniform(0, 4), i))
    batches: list[list[int]] = [[]]
    longest = 0
    for number in order:
        longest = max(longest, lengths[number])
        if batches[-1] and longest * (len(batches[-1]) + 1) > batch_tokens:
            batches.append([])
            longest = lengths[number]
        batches[-1].append(number)
    rng.shuffle(batches)
    return batches


def _targets(examples: Sequence[Example], smoothing: float) -> torch.Tensor:
    targets = torch.tensor([example.target for example in examples])
    return targets * (1 - smoothing) + smoothing / len(LABELS)


def share_of_rate(done: float, warmup: float) -> float:
    """Share of the peak: linear warm-up, then linear decay to 0.

    Args:
        done: Share of the stage that is done, 0 to 1.
        warmup: Share of it that is warm-up.
    """
    return min(done / warmup if warmup else 1.0, max(0.0, (1 - done) / (1 - warmup)))


def padded(rows: Sequence[NDArray[np.int32]], value: int) -> torch.Tensor:
    """A tensor of shape (rows, longest), filled up with a value."""
    lengths = np.array([len(row) for row in rows])
    filled = np.arange(lengths.max()) < lengths[:, None]
    matrix = np.full(filled.shape, value, dtype=np.int64)
    matrix[filled] = np.concatenate(rows)
    return torch.from_numpy(matrix)


Encoded = dict[str, NDArray[np.int32]]
"""The inputs of one pair by their names, each of shape (tokens,)."""


class SideTasks(torch.nn.Module):
    """Linear heads that name the relation and the type of newsroom pairs from a middle layer's mean state.

    They are trained along with the NLI head and thrown away (auxiliary tasks, Caruana 1997): the layer then
    tells more to what reads it afterwards (`crosscheck.training.branch`).

    Args:
        examples: The names of their relations and types are the classes.
        width: Of the states.
        layer: Counted from 0.
    """

    TASKS = ("relation", "type")
    RATE = 10.0  # times the learning rate of the model, since the heads start from nothing

    def __init__(self, examples: Sequence[Example], width: int, layer: int) -> None:
        super().__init__()
        self.layer = layer
        self.classes: dict[str, list[str]] = {}
        self.labels: dict[str, torch.Tensor] = {}
        self.heads = torch.nn.ModuleList()
        for task in self.TASKS:
            names = [getattr(example, task) for example in examples]
            self.classes[task] = sorted(set(names) - {""})
            numbers = {"": -1} | {name: i for i, name in enumerate(self.classes[task])}
            self.labels[task] = torch.tensor([numbers[name] for name in names])
            self.heads.append(torch.nn.Linear(width, max(1, len(self.classes[task]))))

    def forward(
        self, states: torch.Tensor, attention_mask: torch.Tensor, numbers: Sequence[int]
    ) -> torch.Tensor:
        """Sum of the mean losses of the tasks.

        Args:
            states: Shape (batch, tokens, width).
            attention_mask: Shape (batch, tokens).
            numbers: Of the examples of the batch; those without a label of a task do not count for it.
        """
        kept = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1)
        total = torch.zeros((), device=states.device)
        for task, head in zip(self.TASKS, self.heads, strict=True):
            labels = self.labels[task][list(numbers)].to(states.device)
            losses = torch.nn.functional.cross_entropy(
                head(mean).float(), labels, ignore_index=-1, reduction="sum"
            )
            total = total + losses / (labels >= 0).sum().clamp(min=1)
        return total


class Trainer:
    """Trains one model through stages, with checkpoints and a log in a folder.

    Args:
        tokenizer: Of the model.
        model: A sequence classifier with three labels in the order of `LABELS`.
        folder: Where checkpoints (`checkpoint.pt`), the log (`log.jsonl`) and the results go.
        checkpoint_seconds: Time between checkpoints.
        device: Where it is trained, "cpu" or "cuda"; a GPU where there is one by default.
    """

    def __init__(
        self,
        tokenizer: Any,  # noqa: ANN401 - transformers' classes are untyped
        model: Any,  # noqa: ANN401 - as above
        folder: Path,
        checkpoint_seconds: float = 300,
        device: str | None = None,
    ) -> None:
        self.device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        self.tokenizer = tokenizer
        self.model = model.to(self.device)
        self.folder = folder
        self.checkpoint_seconds = checkpoint_seconds
        self.side: SideTasks | None = None
        self._began = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        for parameter in model.get_input_embeddings().parameters():
            parameter.requires_grad = False

    def _encoded(self, examples: Sequence[Example], stage: Stage) -> list[Encoded]:
        pairs = self.tokenizer(
            [shown(example.premise) for example in examples],
            [shown(example.hypothesis) for example in examples],
            truncation="longest_first",
            max_length=stage.max_tokens,
        )
        columns = {name: [np.array(row, dtype=np.int32) for row in pairs[name]] for name in pairs}
        return [{name: column[i] for name, column in columns.items()} for i in range(len(examples))]

    def _batches(self, lengths: Sequence[int], stage: Stage) -> Iterator[list[int]]:
        for epoch in range(stage.epochs):
            yield from length_sorted_batches(lengths, stage.batch_tokens, stage.seed * 1000 + epoch)

    def run(self, stage: Stage, examples: Sequence[Example]) -> None:
        """Train through one stage, resuming it from the folder's checkpoint where there is one."""
        torch.manual_seed(stage.seed)
        self._round(stage.coarse)
        freeze(self.model, stage.frozen)
        encoded = self._encoded(examples, stage)
        batches = list(self._batches([len(pair["input_ids"]) for pair in encoded], stage))
        targets = _targets(examples, stage.label_smoothing).to(self.device)
        weights = torch.tensor([example.weight for example in examples], device=self.device)
        side = self._side_tasks(stage, examples)
        groups: list[dict[str, Any]] = [{"params": [p for p in self.model.parameters() if p.requires_grad]}]
        if side is not None:
            groups.append({"params": list(side.parameters()), "lr": stage.learning_rate * SideTasks.RATE})
        optimizer = torch.optim.AdamW(
            groups,
            lr=stage.learning_rate,
            weight_decay=stage.weight_decay,
            fused=self.device.type == "cuda",
        )
        self._began = time.monotonic()
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: share_of_rate(self._share_done(step, len(batches), stage), stage.warmup)
        )
        self.side = side
        done = self._resume(stage, optimizer, schedule)
        self.model.train()
        saved = logged = time.monotonic()
        running, seen = torch.zeros((), device=self.device), 0
        for step in range(done, len(batches)):
            last = step == len(batches) - 1 or time.monotonic() - self._began > stage.seconds
            numbers = batches[step]
            loss = self._loss(stage, numbers, [encoded[i] for i in numbers], targets, weights)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            running += loss.detach() * len(numbers)  # not read here: a GPU would have to wait for it
            seen += len(numbers)
            now = time.monotonic()
            if now - logged > 20 or last:  # noqa: PLR2004 - seconds between log lines
                self._log(stage, step, len(batches), running.item() / seen, seen / (now - logged))
                running, seen, logged = torch.zeros_like(running), 0, now
            if now - saved > self.checkpoint_seconds:
                self._save(stage, step + 1, optimizer, schedule)
                saved = now
            if last:
                break
        self.model.eval()
        (self.folder / "checkpoint.pt").unlink(missing_ok=True)

    def _share_done(self, step: int, steps: int, stage: Stage) -> float:
        return max((step + 1) / (steps + 1), (time.monotonic() - self._began) / stage.seconds)

    def _round(self, coarse: tuple[str, ...]) -> None:
        for name, parameter in self.model.named_parameters():
            if not coarse or not name.startswith(coarse):
                continue
            if parameter.ndim == 2:  # noqa: PLR2004 - matrices; biases and norms stay float
                rounded = rounded_to_blocks(parameter.detach().cpu().numpy())
                parameter.data = torch.tensor(rounded, device=self.device)
            parameter.requires_grad = False

    def _side_tasks(self, stage: Stage, examples: Sequence[Example]) -> SideTasks | None:
        if not stage.side_weight:
            return None
        return SideTasks(examples, self.model.config.hidden_size, stage.side_layer).to(self.device)

    def _loss(
        self,
        stage: Stage,
        numbers: Sequence[int],
        batch: Sequence[Encoded],
        targets: torch.Tensor,
        weights: torch.Tensor,
    ) -> torch.Tensor:
        fill = {"input_ids": self.tokenizer.pad_token_id}
        inputs = {
            name: padded([pair[name] for pair in batch], fill.get(name, 0)).to(self.device)
            for name in batch[0]
        }
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            output = self.model(**inputs, output_hidden_states=self.side is not None)
        losses = torch.nn.functional.cross_entropy(output.logits.float(), targets[numbers], reduction="none")
        loss = (losses * weights[numbers]).sum() / weights[numbers].sum()
        if self.side is None:
            return loss
        states = output.hidden_states[self.side.layer + 1].float()
        besides: torch.Tensor = self.side(states, inputs["attention_mask"], numbers)
        return loss + stage.side_weight * besides

    def _log(self, stage: Stage, step: int, steps: int, loss: float, speed: float) -> None:
        row = {"stage": stage.name, "step": step + 1, "of": steps, "loss": round(loss, 4)}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**row, "pairs_per_second": round(speed, 1)}) + "\n")

    def _save(self, stage: Stage, done: int, optimizer: Any, schedule: Any) -> None:  # noqa: ANN401 - torch's
        state = {
            "stage": stage.name,
            "done": done,
            "model": self.model.state_dict(),
            "side": self.side.state_dict() if self.side is not None else {},
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
        }
        part = self.folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self.folder / "checkpoint.pt")

    def _resume(self, stage: Stage, optimizer: Any, schedule: Any) -> int:  # noqa: ANN401 - torch's
        file = self.folder / "checkpoint.pt"
        if not file.is_file():
            return 0
        state = torch.load(file, weights_only=True, map_location=self.device)
        if state["stage"] != stage.name:
            return 0
        self.model.load_state_dict(state["model"])
        if self.side is not None:
            self.side.load_state_dict(state["side"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        return int(state["done"])

    def save(self, name: str) -> Path:
        """Write model and tokenizer as a Hugging Face folder of that name; returns it."""
        folder = self.folder / name
        part = self.folder / f"{name}.part"
        self.model.save_pretrained(part)
        self.tokenizer.save_pretrained(part)
        part.rename(folder)  # a folder of the stage's name is a finished stage
        return folder


def average(folders: Sequence[Path], target: Path) -> Path:
    """Write a model whose weights are the mean of those of several that were fine-tuned from one.

    What fine-tuning learns and what it forgets lie on a line in the weights: between its ends a model can be
    better than at either (WiSE-FT, Wortsman et al. 2022), and so can one between several runs (model soups,
    Wortsman et al. 2022).

    Args:
        folders: Hugging Face folders; tokenizer and config are taken from the last.
        target: Folder to be written; returned.
    """
    tokenizer, model = load_base(folders[-1], dropout=0.0)
    every = [load_base(folder, dropout=0.0)[1].state_dict() for folder in folders]
    mean = {
        name: torch.stack([state[name] for state in every]).mean(dim=0) if last.is_floating_point() else last
        for name, last in every[-1].items()
    }
    model.load_state_dict(mean)
    part = target.with_name(f"{target.name}.part")
    model.save_pretrained(part)
    tokenizer.save_pretrained(part)
    part.rename(target)
    return target


def train(
    base: str | Path, steps: Sequence[tuple[Stage | Average, Callable[[], list[Example]]]], folder: Path
) -> Path:
    """Train through stages and averages of them; finished ones, found in the folder, are not done again.

    Args:
        base: Folder or hub name of the model to start from.
        steps: Each with a function that makes its examples, called only where a stage is not finished.
        folder: For checkpoints, the log, and one Hugging Face folder per finished step.

    Returns:
        The Hugging Face folder of the last step.
    """
    current = Path(base)
    for step, examples in steps:
        before, current = current, folder / step.name
        if current.is_dir():
            continue
        if isinstance(step, Average):
            average([folder / name for name in step.of], current)
            continue
        start = folder / step.start if step.start else before
        trainer = Trainer(*load_base(start, dropout=step.dropout), folder)
        trainer.run(step, examples())
        trainer.save(step.name)
    return current

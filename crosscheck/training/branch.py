"""Trains a branch of the careful NLI model (`crosscheck train branch`).

The branch grows on the states of a middle layer of the finished model, which stays as it is: some layers that
begin as copies of those above that layer, and learn three tasks together (multi-task learning, Caruana 1997),
each with a linear head: how two claims are related, what they differ on, and which words say so. What it
learns from is made by `training.branch_pairs`, what ships by `training.probes`.

Like `training.nli`, this module needs nothing of the chain, so that a lent machine with a GPU can train.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy

from crosscheck.training.nli import length_sorted_batches, padded, share_of_rate

HEAD_RATE, WARMUP, DECAY = 5.0, 0.06, 0.01
"""How many times the learning rate it is for the heads, which start from nothing; warm-up; weight decay.

These and the figures below are the first ones tried; layers and epochs alone were compared
(`BranchStage`)."""
DROPOUT = 0.1
SMOOTHING = 0.03
TYPE_WEIGHT, POINT_WEIGHT = 0.5, 0.5  # beside the loss of relations
SEED = 1
LOG_SECONDS = 20
UNKNOWN = -1  # a label that does not count


@dataclass(frozen=True, slots=True)
class BranchStage:
    """How a branch is trained.

    Attributes:
        layers: Of the branch, each as dear as one of the model's. Two, in one pass, rank conflicts as well as
            one, and updates worse (average precision by the judge out of fold 0.435, one 0.453).
        epochs: Passes over the pairs. The second brings updates from 0.461 to 0.491 and conflicts from 0.574
            to 0.562 (average precision by the probe alone, of a head with three means instead of one, on the
            stories of the judge).
        learning_rate: Peak of AdamW.
        batch_tokens: Most tokens of a batch, padding included.
    """

    layers: int = 1
    epochs: int = 2
    learning_rate: float = 1e-4
    batch_tokens: int = 4096


@dataclass(frozen=True, slots=True)
class BranchExample:
    """A pair as numbers; those that are not known are `UNKNOWN`.

    Attributes:
        tokens: Their ids, shape (n,).
        flags: What is known of the word of each token, 0 or 1, shape (n, flags).
        named: Whether a note on the pair names the word, 1 or 0; unknown outside of the claims' content words
            and without a note.
        relation: Number of the relation.
        type: Number of the type of difference.
        weight: Of the loss of the relation.
    """

    tokens: NDArray[np.int32]
    flags: NDArray[np.int32]
    named: NDArray[np.int32]
    relation: int
    type: int
    weight: float


class Branch(torch.nn.Module):
    """The layers above a trunk of a transformer.

    Args:
        model: A sequence classifier of transformers whose encoder holds the layers; they are copied.
        trunk: How many layers the trunk has.
        layers: How many of those above it the branch begins as.
    """

    def __init__(self, model: Any, trunk: int, layers: int) -> None:  # noqa: ANN401 - untyped there
        super().__init__()
        self.encoder = copy.deepcopy(model.base_model.encoder)
        self.encoder.layer = self.encoder.layer[trunk : trunk + layers]

    def forward(self, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """The branch's states, shape (batch, tokens, width).

        Args:
            states: Of the trunk, the same shape.
            attention_mask: Shape (batch, tokens), 0 for padding.
        """
        padding = (1 - attention_mask[:, None, None, :].to(states.dtype)) * -10_000.0
        found: torch.Tensor = self.encoder(states, attention_mask=padding, return_dict=True).last_hidden_state
        return found


class Heads(torch.nn.Module):
    """The three tasks, linear in the states of the branch.

    Args:
        width: Of the states.
        relations: How many there are.
        types: The same.
        flags: What is known of a word besides.
    """

    def __init__(self, width: int, relations: int, types: int, flags: int) -> None:
        super().__init__()
        self.relation = torch.nn.Linear(width, relations)
        self.kind = torch.nn.Linear(width, types)
        self.point = torch.nn.Linear(width + flags, 2)

    def forward(
        self, states: torch.Tensor, attention_mask: torch.Tensor, flags: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of the relations, of the types, and of every token.

        Args:
            states: Shape (batch, tokens, width).
            attention_mask: Shape (batch, tokens).
            flags: Shape (batch, tokens, len(FLAGS)).
        """
        kept = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1)
        words = torch.cat([states, flags.to(states.dtype)], dim=-1)
        return self.relation(mean), self.kind(mean), self.point(words)


class BranchTrainer:
    """Trains a branch and its heads on a frozen trunk.

    Args:
        model: A sequence classifier of transformers, with the dropout that the branch is to have.
        trunk: How many of its layers are the trunk; the rest is not needed.
        stage: How.
        heads: Of the tasks.
    """

    def __init__(self, model: Any, trunk: int, stage: BranchStage, heads: Heads) -> None:  # noqa: ANN401 - as above
        self._stage = stage
        torch.manual_seed(SEED)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._padding: int = model.config.pad_token_id
        self.branch = Branch(model, trunk, stage.layers).to(self._device)
        self.width: int = model.config.hidden_size
        self.heads = heads.to(self._device)
        self._trunk = model.base_model.to(self._device).eval()
        self._trunk.encoder.layer = self._trunk.encoder.layer[:trunk]

    def run(
        self,
        examples: Sequence[BranchExample],
        log: Callable[[str], None] = print,
        *,
        stores: bool | None = None,
    ) -> None:
        """Train through all passes over the examples.

        Args:
            examples: Of all kinds.
            log: Is told every `LOG_SECONDS` how far it is.
            stores: Whether the trunk reads each example once, and what it says lies in a file. Not by default
                on a GPU, which runs the trunk faster than a disk gives that.
        """
        lengths = [len(one.tokens) for one in examples]
        batches = [
            batch
            for epoch in range(self._stage.epochs)
            for batch in length_sorted_batches(lengths, self._stage.batch_tokens, SEED * 1000 + epoch)
        ]
        if not (self._device.type != "cuda" if stores is None else stores):
            self._train(batches, examples, lambda numbers: self._read([examples[i] for i in numbers]), log)
            return
        with TemporaryDirectory() as folder:
            stored = self._store(examples, Path(folder) / "states", log)
            self._train(batches, examples, lambda numbers: _together([stored[i] for i in numbers]), log)

    def _train(
        self,
        batches: Sequence[Sequence[int]],
        examples: Sequence[BranchExample],
        states_of: Callable[[Sequence[int]], torch.Tensor],
        log: Callable[[str], None],
    ) -> None:
        groups: list[dict[str, Any]] = [
            {"params": self.branch.parameters()},
            {"params": self.heads.parameters(), "lr": self._stage.learning_rate * HEAD_RATE},
        ]
        optimizer = torch.optim.AdamW(groups, lr=self._stage.learning_rate, weight_decay=DECAY)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: share_of_rate((step + 1) / (len(batches) + 1), WARMUP)
        )
        self.branch.train()
        logged, running = time.monotonic(), 0.0
        for step, numbers in enumerate(batches):
            loss = self._loss([examples[i] for i in numbers], states_of(numbers))
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(self.branch.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            running += 0.02 * (loss.item() - running) if step else loss.item()
            if time.monotonic() - logged > LOG_SECONDS or step == len(batches) - 1:
                log(f"step {step + 1} of {len(batches)}, loss {running:.3f}")
                logged = time.monotonic()
        self.branch.eval()

    @torch.no_grad()
    def _read(self, examples: Sequence[BranchExample]) -> torch.Tensor:
        """The trunk's states, shape (batch, tokens, width)."""
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            read = self._trunk(
                input_ids=padded([one.tokens for one in examples], self._padding).to(self._device),
                attention_mask=self._mask(examples),
            )
        states: torch.Tensor = read.last_hidden_state.float()
        return states

    def _store(
        self, examples: Sequence[BranchExample], file: Path, log: Callable[[str], None]
    ) -> list[NDArray[np.float16]]:
        """The trunk's states of every example, shape (tokens, width) each; in a file, 150 KB for each."""
        ends = np.cumsum([len(one.tokens) for one in examples])
        stored = np.memmap(file, np.float16, "w+", shape=(int(ends[-1]), self.width))
        rows = np.split(stored, ends[:-1])
        logged = time.monotonic()
        done = 0
        for numbers in length_sorted_batches([len(row) for row in rows], self._stage.batch_tokens, SEED):
            states = self._read([examples[i] for i in numbers])
            for number, found in zip(numbers, states.to(torch.float16).numpy(), strict=True):
                rows[number][:] = found[: len(rows[number])]
            done += len(numbers)
            if time.monotonic() - logged > LOG_SECONDS or done == len(rows):
                log(f"trunk read {done:,} of {len(rows):,} pairs")
                logged = time.monotonic()
        return rows

    def _mask(self, examples: Sequence[BranchExample]) -> torch.Tensor:
        """Shape (batch, tokens), 0 for padding."""
        return padded([np.ones_like(one.tokens) for one in examples], 0).to(self._device)

    def _loss(self, examples: Sequence[BranchExample], trunk: torch.Tensor) -> torch.Tensor:
        mask = self._mask(examples)
        flags = torch.stack(
            [padded(list(own), 0) for own in zip(*(one.flags.T for one in examples), strict=True)], dim=-1
        ).to(self._device)
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            read = self.branch(trunk.to(self._device), mask)
        related, differing, words = self.heads(read.float(), mask, flags)
        weights = torch.tensor([one.weight for one in examples], device=self._device)
        each = cross_entropy(
            related,
            torch.tensor([one.relation for one in examples], device=self._device),
            reduction="none",
            label_smoothing=SMOOTHING,
        )
        types = torch.tensor([one.type for one in examples])
        named = padded([one.named for one in examples], UNKNOWN)
        return (
            (each * weights).sum() / weights.sum()
            + TYPE_WEIGHT * self._known_mean(differing, types)
            + POINT_WEIGHT * self._known_mean(words.flatten(0, 1), named.flatten())
        )

    def _known_mean(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Mean loss over what has a label."""
        total = cross_entropy(logits, labels.to(self._device), ignore_index=UNKNOWN, reduction="sum")
        return total / (labels != UNKNOWN).sum().clamp(min=1)


def _together(rows: Sequence[NDArray[np.float16]]) -> torch.Tensor:
    """Rows of shape (tokens, width) as one tensor, filled up with zeros."""
    together = torch.zeros((len(rows), max(len(row) for row in rows), rows[0].shape[1]))
    for number, row in enumerate(rows):
        together[number, : len(row)] = torch.from_numpy(np.asarray(row, dtype=np.float32))
    return together

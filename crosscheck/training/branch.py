"""Trains the branch of the careful NLI model and the probes that read it (`crosscheck train branch`).

The branch grows on the states of a middle layer of the finished model, which stays as it is: some layers that
begin as copies of those above that layer, and learn three tasks together (multi-task learning, Caruana 1997),
each with a linear head: how two claims are related, what they differ on, and which words say so. The heads
become the probes (`judging.probes`), the layers a graph beside that of the model (`nli.bundled`). What it
learns from stands in `training.branch_pairs`.
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
from transformers import PreTrainedTokenizerBase

from crosscheck.errors import IncompatibleModel
from crosscheck.judging.evidence import content_words
from crosscheck.judging.points import FLAGS, content_spans, flags_of
from crosscheck.judging.probes import TYPES, Probe, Probes
from crosscheck.models import BRANCH, model_in
from crosscheck.training.branch_pairs import RELATIONS, ReadPair, names_word
from crosscheck.training.export import export_branch, layer_of, rebuild
from crosscheck.training.nli import length_sorted_batches, load_base, padded, share_of_rate
from crosscheck.types import DifferenceType

HEAD_RATE, WARMUP, DECAY = 5.0, 0.06, 0.01
"""How many times the learning rate it is for the heads, which start from nothing; warm-up; weight decay.

These and the figures below are the first ones tried; layers and epochs alone were compared
(`BranchStage`)."""
DROPOUT = 0.1
SMOOTHING = 0.03
TYPE_WEIGHT, POINT_WEIGHT = 0.5, 0.5  # beside the loss of relations
MAX_TOKENS = 160
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
class Encoded:
    """A pair as numbers.

    Attributes:
        tokens: Their ids, shape (n,).
        flags: Of the word of each token (`points.FLAGS`), shape (n, len(FLAGS)).
        named: Whether the note names it, 1 or 0; `UNKNOWN` outside of content words and without a note.
    """

    tokens: NDArray[np.int32]
    flags: NDArray[np.int32]
    named: NDArray[np.int32]


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
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.relation = torch.nn.Linear(width, len(RELATIONS))
        self.kind = torch.nn.Linear(width, len(TYPES))
        self.point = torch.nn.Linear(width + len(FLAGS), 2)

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
        folder: Hugging Face folder of the NLI model.
        trunk: How many of its layers are the trunk.
        stage: How.
    """

    def __init__(self, folder: Path, trunk: int, stage: BranchStage) -> None:
        self._stage = stage
        torch.manual_seed(SEED)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._tokenizer: PreTrainedTokenizerBase
        self._tokenizer, model = load_base(folder, dropout=DROPOUT)
        self.branch = Branch(model, trunk, stage.layers).to(self._device)
        self.width: int = model.config.hidden_size
        self.heads = Heads(self.width).to(self._device)
        self._trunk = model.base_model.to(self._device).eval()
        self._trunk.encoder.layer = self._trunk.encoder.layer[:trunk]

    def run(self, pairs: Sequence[ReadPair], log: Callable[[str], None] = print) -> None:
        """Train through all passes over the pairs.

        Args:
            pairs: Of all kinds.
            log: Is told every `LOG_SECONDS` how far it is.
        """
        encoded = self._encoded(pairs)
        lengths = [len(one.tokens) for one in encoded]
        with TemporaryDirectory() as folder:
            states = self._trunk_states(encoded, Path(folder) / "states", log)
            batches = [
                batch
                for epoch in range(self._stage.epochs)
                for batch in length_sorted_batches(lengths, self._stage.batch_tokens, SEED * 1000 + epoch)
            ]
            self._train(batches, pairs, encoded, states, log)

    def _train(
        self,
        batches: Sequence[Sequence[int]],
        pairs: Sequence[ReadPair],
        encoded: Sequence[Encoded],
        states: Sequence[NDArray[np.float16]],
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
            loss = self._loss(
                [pairs[i] for i in numbers], [encoded[i] for i in numbers], [states[i] for i in numbers]
            )
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
    def _trunk_states(
        self, encoded: Sequence[Encoded], file: Path, log: Callable[[str], None]
    ) -> list[NDArray[np.float16]]:
        """The trunk's states of every pair, shape (tokens, width) each; they lie in a file, 100 KB a pair."""
        ends = np.cumsum([len(one.tokens) for one in encoded])
        stored = np.memmap(file, np.float16, "w+", shape=(int(ends[-1]), self.width))
        rows = np.split(stored, ends[:-1])
        logged = time.monotonic()
        done = 0
        for numbers in length_sorted_batches([len(row) for row in rows], self._stage.batch_tokens, SEED):
            ids, mask = self._inputs([encoded[i] for i in numbers])
            with torch.autocast(self._device.type, dtype=torch.bfloat16):
                states = self._trunk(input_ids=ids, attention_mask=mask).last_hidden_state
            for number, found in zip(numbers, states.to(torch.float16).cpu().numpy(), strict=True):
                rows[number][:] = found[: len(rows[number])]
            done += len(numbers)
            if time.monotonic() - logged > LOG_SECONDS or done == len(rows):
                log(f"trunk read {done:,} of {len(rows):,} pairs")
                logged = time.monotonic()
        return rows

    def probes(self, nli: str) -> Probes:
        """The heads as probes.

        Args:
            nli: Name of the model whose states they read.
        """
        return Probes(nli, *map(_probe_of, (self.heads.relation, self.heads.kind, self.heads.point)))

    def _encoded(self, pairs: Sequence[ReadPair]) -> list[Encoded]:
        tokens = self._tokenizer(
            [pair.texts[0] for pair in pairs],
            [pair.texts[1] for pair in pairs],
            truncation="longest_first",
            max_length=MAX_TOKENS,
            return_offsets_mapping=True,
        )
        return [
            encode(pair, tokens["input_ids"][i], tokens["offset_mapping"][i], tokens.sequence_ids(i))
            for i, pair in enumerate(pairs)
        ]

    def _inputs(self, encoded: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and attention mask, shape (batch, tokens) each."""
        ids = padded([one.tokens for one in encoded], self._tokenizer.pad_token_id)
        mask = padded([np.ones_like(one.tokens) for one in encoded], 0)
        return ids.to(self._device), mask.to(self._device)

    def _loss(
        self,
        pairs: Sequence[ReadPair],
        encoded: Sequence[Encoded],
        states: Sequence[NDArray[np.float16]],
    ) -> torch.Tensor:
        _, mask = self._inputs(encoded)
        flags = torch.stack(
            [padded([one.flags[:, i] for one in encoded], 0) for i in range(len(FLAGS))], dim=-1
        ).to(self._device)
        trunk = torch.zeros((*mask.shape, self.width))
        for row, own in enumerate(states):
            trunk[row, : len(own)] = torch.from_numpy(np.asarray(own, dtype=np.float32))
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            read = self.branch(trunk.to(self._device), mask)
        related, differing, words = self.heads(read.float(), mask, flags)
        weights = torch.tensor([pair.weight for pair in pairs], device=self._device)
        each = cross_entropy(
            related,
            torch.tensor([RELATIONS.index(pair.relation) for pair in pairs], device=self._device),
            reduction="none",
            label_smoothing=SMOOTHING,
        )
        types = torch.tensor([_number_of(pair.type) for pair in pairs])
        named = padded([one.named for one in encoded], UNKNOWN)
        return (
            (each * weights).sum() / weights.sum()
            + TYPE_WEIGHT * self._known_mean(differing, types)
            + POINT_WEIGHT * self._known_mean(words.flatten(0, 1), named.flatten())
        )

    def _known_mean(self, logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Mean loss over what has a label."""
        total = cross_entropy(logits, labels.to(self._device), ignore_index=UNKNOWN, reduction="sum")
        return total / (labels != UNKNOWN).sum().clamp(min=1)


def _probe_of(head: torch.nn.Linear) -> Probe:
    return Probe(head.weight.detach().cpu().numpy().T.copy(), head.bias.detach().cpu().numpy())


def _number_of(kind: str) -> int:
    return TYPES.index(DifferenceType(kind)) if kind in set(DifferenceType) else UNKNOWN


def encode(
    pair: ReadPair, ids: Sequence[int], offsets: Sequence[tuple[int, int]], sides: Sequence[int | None]
) -> Encoded:
    """A pair as numbers.

    Args:
        pair: With its note.
        ids: Of its n tokens.
        offsets: Where each begins and ends in its own text.
        sides: Which text it is of, 0 or 1; None for those of neither.
    """
    starts, ends = np.array(offsets).T
    side_of = np.array([UNKNOWN if side is None else side for side in sides])
    flags = np.zeros((len(ids), len(FLAGS)), dtype=np.int32)
    named = np.full(len(ids), UNKNOWN, dtype=np.int32)
    for side, (text, other) in enumerate((pair.texts, pair.texts[::-1])):
        known = content_words(other)
        for start, end in content_spans(text):
            own = (side_of == side) & (starts < end) & (ends > start)
            flags[own] = flags_of(text[start:end], known)
            if pair.note:
                named[own] = names_word(pair.note, text[start:end])
    return Encoded(np.array(ids, dtype=np.int32), flags, named)


def train_branch(
    folder: Path, stage: BranchStage, pairs: Sequence[ReadPair], nli: str, log: Callable[[str], None] = print
) -> Probes:
    """Train the branch of a bundled model and write it there.

    Args:
        folder: Of the bundled model, which names the states that its branch goes on from.
        stage: How.
        pairs: What it learns from.
        nli: Name of the model that will show the states, of which this one may be a part.
        log: As in `BranchTrainer.run`.

    Returns:
        The probes that read it.

    Raises:
        IncompatibleModel: The model names no such states.
    """
    hidden = model_in(folder).hidden
    if hidden is None:
        raise IncompatibleModel(f"{folder}: model.json names no states for a branch to go on from")
    trunk = layer_of(folder / "model.onnx", hidden) + 1
    with TemporaryDirectory() as rebuilt:
        trainer = BranchTrainer(rebuild(folder, Path(rebuilt)), trunk, stage)
    trainer.run(pairs, log)
    export_branch(trainer.branch, trainer.width, folder / BRANCH)
    return trainer.probes(nli)

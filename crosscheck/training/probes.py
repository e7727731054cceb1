"""From a trained branch to what ships: its graph, and its heads as probes (`crosscheck.judging.probes`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from crosscheck.errors import IncompatibleModel
from crosscheck.judging.points import FLAGS
from crosscheck.judging.probes import TYPES, Probe, Probes
from crosscheck.models import BRANCH, model_in
from crosscheck.training.branch import DROPOUT, SEED, BranchStage, BranchTrainer, Heads
from crosscheck.training.branch_pairs import RELATIONS, ReadPair, branch_examples
from crosscheck.training.export import export_branch, layer_of, rebuild
from crosscheck.training.nli import load_base


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
    trunk = _trunk_of(folder)
    with TemporaryDirectory() as rebuilt:
        tokenizer, model = load_base(rebuild(folder, Path(rebuilt)), dropout=DROPOUT)
    torch.manual_seed(SEED)  # of the heads, which start from nothing
    heads = Heads(model.config.hidden_size, len(RELATIONS), len(TYPES), len(FLAGS))
    trainer = BranchTrainer(model, trunk, stage, heads)
    trainer.run(branch_examples(pairs, tokenizer, model_in(folder).max_tokens), log)
    export_branch(trainer.branch, trainer.width, folder / BRANCH)
    return probes_of(trainer.heads, nli)


def _trunk_of(folder: Path) -> int:
    """How many layers of a bundled model its branch goes on from.

    Raises:
        IncompatibleModel: Its `model.json` names no states for a branch.
    """
    hidden = model_in(folder).hidden
    if hidden is None:
        raise IncompatibleModel(f"{folder}: model.json names no states for a branch to go on from")
    return layer_of(folder / "model.onnx", hidden) + 1


def probes_of(heads: Heads, nli: str) -> Probes:
    """The heads as probes.

    Args:
        heads: Trained.
        nli: Name of the model whose states they read.
    """
    return Probes(nli, *map(_probe_of, (heads.relation, heads.kind, heads.point)))


def _probe_of(head: torch.nn.Linear) -> Probe:
    return Probe(head.weight.detach().cpu().numpy().T.copy(), head.bias.detach().cpu().numpy())

"""The bundled models: where they lie and what they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from crosscheck.errors import IncompatibleModel, ModelNotFound

FOLDER = Path(__file__).parent
KINDS = ("assertions", "encoder", "nli", "careful_nli")
BRANCH = "branch.onnx"  # beside the graph that it goes on from


@dataclass(frozen=True, slots=True)
class BundledModel:
    """A model that ships with the package.

    Attributes:
        name: Its name.
        revision: Changes with its weights.
        licence: SPDX identifier.
        max_tokens: Longest input in tokens; longer text is cut.
        temperature: Divides the logits, 1 where the model has none.
        hidden: Name of the token states that its branch goes on from, None where it has none.
        trunk: Identity of the model in whose graph they are, None where that is its own.
        folder: Where `model.onnx` and `tokenizer.json` lie.
    """

    name: str
    revision: str
    licence: str
    max_tokens: int
    folder: Path
    temperature: float = 1.0
    hidden: str | None = None
    trunk: str | None = None

    @property
    def identity(self) -> str:
        """Name and revision, as reports print it."""
        return f"{self.name}@{self.revision}"

    @property
    def branch(self) -> Path | None:
        """The graph that goes on from the hidden states, where there is one."""
        file = self.folder / BRANCH
        return file if self.hidden is not None and file.is_file() else None


def bundled(kind: str) -> BundledModel:
    """The bundled model of a kind, one of `KINDS`.

    Raises:
        ModelNotFound: The installation is incomplete.
    """
    return model_in(FOLDER / kind)


def model_in(folder: Path) -> BundledModel:
    """The model of a folder that has the bundled form.

    Raises:
        ModelNotFound: There is none.
    """
    try:
        identity = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelNotFound(
            f"the bundled {folder.name} model is missing from {folder}; reinstall crosscheck"
        ) from error
    return BundledModel(**identity, folder=folder)


def trunk_of(model: BundledModel) -> BundledModel:
    """The bundled model whose graph the branch of another one goes on from.

    Args:
        model: Names its trunk.

    Raises:
        IncompatibleModel: What is bundled is another revision than the branch was trained on.
    """
    found = {one.identity: one for one in map(bundled, KINDS)}
    if model.trunk not in found:
        raise IncompatibleModel(
            f"{model.identity} goes on from {model.trunk}, and bundled are {', '.join(found)}; train it anew"
        )
    return found[model.trunk]

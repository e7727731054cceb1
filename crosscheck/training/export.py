"""Export to what ships: an ONNX graph with fused operators and int8 weights at rest.

Weights are quantised symmetrically per output channel (per row of an embedding table) and turned back to
float32 when the session is created, so that all arithmetic stays float32: a quarter of the size, no dynamic
quantisation, and scores that do not depend on what else is in the batch.

    python -m crosscheck.training.export encoder BASE TARGET
    python -m crosscheck.training.export nli CHECKPOINT TARGET

`rebuild` goes back to a Hugging Face folder, for further fine-tuning.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedTokenizerFast,
)

from crosscheck.errors import IncompatibleModel
from crosscheck.nli.labels import label_order

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OPSET = 18
PREFIX = "model."  # of every parameter in the traced modules
INT8, SCALES, TRANSPOSED = ".int8", ".scales", ".T"
SPECIAL_TOKENS = {f"{kind}_token": f"[{kind.upper()}]" for kind in ("pad", "unk", "cls", "sep", "mask")}
CLASSIFIER = ["BertForSequenceClassification"]
LEAST_WEIGHTS = 4096  # smaller tensors (biases, norms) stay float32: no gain in size, some loss in precision


class _SentenceVectors(torch.nn.Module):
    """Mean of the token vectors, unit length (Reimers and Gurevych 2019)."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - transformers' classes are untyped
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        tokens = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return torch.nn.functional.normalize((tokens * kept).sum(1) / kept.sum(1), dim=1)


class _Logits(torch.nn.Module):
    """Logits in the order entailment, neutral, contradiction, whatever the model's own order."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - as above
        super().__init__()
        self.model = model
        self.order = label_order(model.config.id2label)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        logits = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).logits
        ordered: torch.Tensor = logits[:, list(self.order)]
        return ordered


def _trace(module: torch.nn.Module, output: str, target: Path) -> None:
    example = tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS)
    batch, tokens = torch.export.Dim("batch"), torch.export.Dim("tokens")
    torch.onnx.export(
        module.eval(),
        example,
        str(target),
        dynamo=True,
        input_names=list(INPUTS),
        output_names=[output],
        dynamic_shapes={name: {0: batch, 1: tokens} for name in INPUTS},
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )


def _fuse(source: Path, heads: int, width: int) -> onnx.ModelProto:
    options = FusionOptions("bert")
    fused = optimize_model(
        str(source), model_type="bert", num_heads=heads, hidden_size=width, opt_level=1,
        optimization_options=options,
    )  # fmt: skip
    model: onnx.ModelProto = fused.model
    return model


def quantise_weights(weights: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric int8 per slice along an axis.

    Args:
        weights: A matrix.
        axis: The axis that keeps a scale of its own.

    Returns:
        Integers of the same shape, and scales of shape (weights.shape[axis],).
    """
    others = tuple(i for i in range(weights.ndim) if i != axis)
    largest = np.abs(weights).max(axis=others)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    shape = [1] * weights.ndim
    shape[axis] = -1
    integers = np.clip(np.rint(weights / scales.reshape(shape)), -127, 127).astype(np.int8)
    return integers, scales


def _name_weights(model: onnx.ModelProto, parameters: Mapping[str, NDArray[np.float32]]) -> None:
    """Give every matrix the name of its parameter, `.T` behind it where the graph holds it transposed.

    The tracer numbers transposed weights; with their names back, `rebuild` can turn the graph into a torch
    model again.
    """
    names: dict[str, str] = {}
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim != 2 or values.dtype != np.float32:  # noqa: PLR2004 - matrices
            continue
        for name, parameter in parameters.items():
            if parameter.shape == values.shape and np.array_equal(parameter, values):
                names[tensor.name] = name
            elif parameter.T.shape == values.shape and np.array_equal(parameter.T, values):
                names[tensor.name] = f"{name}{TRANSPOSED}"
    for tensor in model.graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    for node in model.graph.node:
        for position, name in enumerate(node.input):
            node.input[position] = names.get(name, name)


def _quantise(model: onnx.ModelProto) -> None:
    """Replace every large float matrix by int8, scales and a DequantizeLinear node."""
    graph = model.graph
    tables = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < LEAST_WEIGHTS:  # noqa: PLR2004
            kept.append(tensor)
            continue
        axis = 0 if tensor.name in tables else 1
        integers, scales = quantise_weights(values, axis)
        parts: dict[str, NDArray[Any]] = {f"{tensor.name}{INT8}": integers, f"{tensor.name}{SCALES}": scales}
        kept += [numpy_helper.from_array(array, name) for name, array in parts.items()]
        nodes.append(onnx.helper.make_node("DequantizeLinear", list(parts), [tensor.name], axis=axis))
    rest = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend([*nodes, *rest])


def weights_of(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The parameters of a bundled model by their names in torch, turned back to float32.

    Args:
        folder: Written by `export_encoder` or `export_nli`.
    """
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    axes = {node.output[0]: node.attribute[0].i for node in graph.node if node.op_type == "DequantizeLinear"}
    weights: dict[str, NDArray[np.float32]] = {}
    for name, values in arrays.items():
        if name.endswith(SCALES) or not name.startswith(PREFIX) or values.dtype == np.int64:
            continue
        parameter = name.removesuffix(INT8)
        floats = values.astype(np.float32)
        if parameter in axes:
            shape = [1, 1]
            shape[axes[parameter]] = -1
            floats *= arrays[f"{parameter}{SCALES}"].reshape(shape)
        plain = parameter.removesuffix(TRANSPOSED)
        weights[plain.removeprefix(PREFIX)] = floats.T if plain != parameter else floats
    return weights


def rebuild(folder: Path, target: Path) -> Path:
    """Write a bundled model as a Hugging Face folder, to be fine-tuned or run by sentence-transformers.

    Args:
        folder: A bundled model.
        target: Folder to be written; returned.
    """
    config = AutoConfig.from_pretrained(folder)
    kind = AutoModelForSequenceClassification if config.architectures == CLASSIFIER else AutoModel
    model = kind.from_config(config)  # type: ignore[no-untyped-call]
    state = {name: torch.tensor(np.ascontiguousarray(values)) for name, values in weights_of(folder).items()}
    missing = model.load_state_dict(state, strict=False).missing_keys
    if [name for name in missing if kind is not AutoModel or "pooler" not in name]:  # no pooler in an encoder
        raise IncompatibleModel(f"{folder} lacks the weights {', '.join(missing)}")
    model.save_pretrained(target)
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_file=str(folder / "tokenizer.json"),
        model_max_length=config.max_position_embeddings,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
        **SPECIAL_TOKENS,
    )
    tokenizer.save_pretrained(target)
    return target


def _write(module: torch.nn.Module, output: str, model: Any, tokenizer: Any, target: Path) -> None:  # noqa: ANN401
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        traced = Path(folder) / "traced.onnx"
        _trace(module, output, traced)
        graph = _fuse(traced, model.config.num_attention_heads, model.config.hidden_size)
        _name_weights(graph, {name: p.detach().numpy() for name, p in module.named_parameters()})
        _quantise(graph)
        onnx.save(graph, str(Path(folder) / "model.onnx"))
        shutil.copy(Path(folder) / "model.onnx", target / "model.onnx")
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    model.config.save_pretrained(target)


def export_encoder(base: Path, target: Path) -> None:
    """Write the bundled form of a BERT-like sentence encoder with mean pooling."""
    model = AutoModel.from_pretrained(base, attn_implementation="eager")
    _write(_SentenceVectors(model), "vectors", model, AutoTokenizer.from_pretrained(base), target)


def export_nli(checkpoint: Path, target: Path) -> None:
    """Write the bundled form of a BERT-like three-way NLI cross-encoder.

    Raises:
        IncompatibleModel: It has no three labels that can be told apart.
    """
    model = AutoModelForSequenceClassification.from_pretrained(
        checkpoint, attn_implementation="eager", dtype=torch.float32
    )
    if not isinstance(model.config.id2label, dict):
        raise IncompatibleModel(f"{checkpoint}: the config names no labels")
    _write(_Logits(model), "logits", model, AutoTokenizer.from_pretrained(checkpoint), target)


def write_identity(target: Path, **identity: str | int) -> None:
    """Write `model.json`, which names the model, its revision, licence and longest input."""
    text = json.dumps(identity, indent=1, sort_keys=True) + "\n"
    (target / "model.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("encoder", "nli"))
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--revision", required=True)
    parser.add_argument("--max-tokens", type=int, default=256)
    arguments = parser.parse_args()
    export = export_encoder if arguments.kind == "encoder" else export_nli
    export(arguments.source, arguments.target)
    write_identity(
        arguments.target,
        name=arguments.name,
        revision=arguments.revision,
        licence="Apache-2.0",
        max_tokens=arguments.max_tokens,
    )


if __name__ == "__main__":
    main()

"""Export to what ships: an ONNX graph with int8 weights at rest.

Weights are quantised symmetrically, int8 per output channel (per row of an embedding table); the
embedding table of some models and some layers of a large one are int4 in blocks. The session turns them back
to floats when it opens the model, so there is no dynamic quantisation, and scores do not depend on what else
is in the batch.

    python -m crosscheck.training.export encoder BASE TARGET
    python -m crosscheck.training.export nli CHECKPOINT TARGET

`rebuild` goes back to a Hugging Face folder, for further fine-tuning.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedTokenizerFast,
)

from crosscheck.errors import IncompatibleModel
from crosscheck.nli.labels import label_order
from crosscheck.training.branch import Branch
from crosscheck.training.quantisation import BLOCK, quantise_blocks, quantise_weights

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
BRANCH_INPUTS, BRANCH_OUTPUT = ("states", "attention_mask"), "branch"
OPSET = 21  # the first with int4
PREFIX = "model."  # of every parameter in the traced modules
INT8, INT4, SCALES, TRANSPOSED = ".int8", ".int4", ".scales", ".T"
CLASSIFIER = "ForSequenceClassification"  # ends the name of an architecture
_LAYER = re.compile(r"\.layer\.(\d+)\.")
_LAST_NORM = re.compile(r"\.layer\.(\d+)\.output\.LayerNorm\.weight\Z")
LEAST_WEIGHTS = 4096  # smaller tensors (biases, norms) stay float32: no gain in size, some loss in precision


class _SentenceVectors(torch.nn.Module):
    """Mean of the token vectors, unit length (Reimers and Gurevych 2019)."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - transformers' classes are untyped
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, *token_types: torch.Tensor
    ) -> torch.Tensor:
        inputs = dict(zip(INPUTS, (input_ids, attention_mask, *token_types), strict=False))
        tokens = self.model(**inputs).last_hidden_state
        kept = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return torch.nn.functional.normalize((tokens * kept).sum(1) / kept.sum(1), dim=1)


class _Logits(torch.nn.Module):
    """Logits of a classifier, in an order that need not be the model's own."""

    def __init__(self, model: Any, order: Sequence[int]) -> None:  # noqa: ANN401 - as above
        super().__init__()
        self.model = model
        self.order = list(order)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, *token_types: torch.Tensor
    ) -> torch.Tensor:
        inputs = dict(zip(INPUTS, (input_ids, attention_mask, *token_types), strict=False))
        logits = self.model(**inputs).logits
        ordered: torch.Tensor = logits[:, self.order]
        return ordered


class _BranchLogits(torch.nn.Module):
    """Logits of a classifier from the states that a layer of it gives on.

    Args:
        model: The classifier, whose head reads the first token's state.
        trunk: How many layers are below.
    """

    def __init__(self, model: Any, trunk: int) -> None:  # noqa: ANN401 - as above
        super().__init__()
        self.branch = Branch(model, trunk, model.config.num_hidden_layers - trunk)
        self.head = model.classifier

    def forward(self, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.branch(states, attention_mask))
        return logits


def _trace(
    module: torch.nn.Module,
    inputs: Sequence[str],
    example: tuple[torch.Tensor, ...],
    output: str,
    target: Path,
) -> None:
    shape = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens")}
    shapes: dict[str, Any] = dict.fromkeys(inputs[:2], shape)
    if len(inputs) > len(shapes):
        shapes["token_types"] = (shape,)
    torch.onnx.export(
        module.eval(),
        example,
        str(target),
        dynamo=True,
        input_names=list(inputs),
        output_names=[output],
        dynamic_shapes=shapes,
        opset_version=OPSET,
        external_data=False,
        verbose=False,
    )


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


def _quantise(model: onnx.ModelProto, coarse: Sequence[str]) -> None:
    """Replace every large float matrix by integers, scales and a DequantizeLinear node.

    Args:
        model: Changed in place.
        coarse: Beginnings of the names of parameters that get int4.
    """
    graph = model.graph
    tables = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    kept: list[onnx.TensorProto] = []
    nodes: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.ndim != 2 or values.size < LEAST_WEIGHTS:  # noqa: PLR2004
            kept.append(tensor)
            continue
        transposed = tensor.name.endswith(TRANSPOSED)
        block: dict[str, Any] = {}
        if tensor.name.startswith(
            tuple(coarse)
        ):  # in blocks along a row of the torch parameter, as in training
            suffix, axis, block = INT4, 0 if transposed else 1, {"block_size": BLOCK}
            integers, scales = quantise_blocks(values.T if transposed else values)
            integers, scales = (integers.T, scales.T) if transposed else (integers, scales)
        else:
            suffix, axis = INT8, 0 if tensor.name in tables else 1
            integers, scales = quantise_weights(values, axis)
        names = [f"{tensor.name}{suffix}", f"{tensor.name}{SCALES}"]
        kept += map(numpy_helper.from_array, map(np.ascontiguousarray, (integers, scales)), names)
        nodes.append(onnx.helper.make_node("DequantizeLinear", names, [tensor.name], axis=axis, **block))
    rest = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend([*nodes, *rest])


def weights_of(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The parameters of a bundled model by their names in torch, turned back to float32.

    Args:
        folder: Written by one of the functions below.
    """
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    axes = {
        node.output[0]: attribute.i
        for node in graph.node
        if node.op_type == "DequantizeLinear"
        for attribute in node.attribute
        if attribute.name == "axis"
    }
    weights: dict[str, NDArray[np.float32]] = {}
    for name, values in arrays.items():
        if name.endswith(SCALES) or not name.startswith(PREFIX) or values.dtype == np.int64:
            continue
        parameter = name.removesuffix(INT8).removesuffix(INT4)
        floats = values.astype(np.float32)
        if parameter in axes:
            scales = arrays[f"{parameter}{SCALES}"]
            if scales.ndim > 1:
                floats *= np.repeat(scales, BLOCK, axis=axes[parameter])
            else:
                floats *= np.expand_dims(scales, 1 - axes[parameter])
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
    classifies = config.architectures[0].endswith(CLASSIFIER)
    kind = AutoModelForSequenceClassification if classifies else AutoModel
    model = kind.from_config(config)  # type: ignore[no-untyped-call]
    state = {name: torch.tensor(np.ascontiguousarray(values)) for name, values in weights_of(folder).items()}
    missing = model.load_state_dict(state, strict=False).missing_keys
    if [name for name in missing if kind is not AutoModel or "pooler" not in name]:  # no pooler in an encoder
        raise IncompatibleModel(f"{folder} lacks the weights {', '.join(missing)}")
    model.save_pretrained(target)
    inputs = [
        node.name for node in onnx.load(str(folder / "model.onnx"), load_external_data=False).graph.input
    ]
    fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=fast,
        pad_token=fast.id_to_token(config.pad_token_id),
        model_max_length=config.max_position_embeddings,
        model_input_names=inputs,
    )
    tokenizer.save_pretrained(target)
    return target


def _write_graph(
    module: torch.nn.Module,
    inputs: Sequence[str],
    example: tuple[torch.Tensor, ...],
    output: str,
    target: Path,
    *,
    coarse: Sequence[str] = (),
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        traced, quantised = Path(folder) / "traced.onnx", Path(folder) / target.name
        _trace(module, inputs, example, output, traced)
        graph = onnx.load(str(traced))
        _name_weights(graph, {name: p.detach().numpy() for name, p in module.named_parameters()})
        _quantise(graph, coarse)
        onnx.save(graph, str(quantised))
        shutil.copy(quantised, target)


def _write(
    module: torch.nn.Module,
    output: str,
    model: Any,  # noqa: ANN401 - transformers' classes are untyped
    tokenizer: Any,  # noqa: ANN401 - as above
    target: Path,
    *,
    coarse: Sequence[str] = (),
) -> None:
    inputs = [name for name in INPUTS if name in tokenizer.model_input_names]
    target.mkdir(parents=True, exist_ok=True)
    example = tuple(torch.full((2, 8), 5, dtype=torch.int64) for _ in inputs)
    _write_graph(module, inputs, example, output, target / "model.onnx", coarse=coarse)
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    model.config.save_pretrained(target)


def export_encoder(base: Path, target: Path) -> None:
    """Write the bundled form of a BERT-like sentence encoder with mean pooling."""
    model = AutoModel.from_pretrained(base, attn_implementation="eager")
    _write(_SentenceVectors(model), "vectors", model, AutoTokenizer.from_pretrained(base), target)


def export_nli(checkpoint: Path, target: Path, coarse: Sequence[str] = ()) -> None:
    """Write the bundled form of a BERT-like three-way NLI cross-encoder.

    Args:
        checkpoint: A Hugging Face folder.
        target: Folder to be written.
        coarse: Beginnings of the names of parameters that get int4 instead of int8.

    Raises:
        IncompatibleModel: It has no three labels that can be told apart.
    """
    model = AutoModelForSequenceClassification.from_pretrained(
        checkpoint, attn_implementation="eager", dtype=torch.float32
    )
    if not isinstance(model.config.id2label, dict):
        raise IncompatibleModel(f"{checkpoint}: the config names no labels")
    names = [f"{PREFIX}{name}" for name in coarse]
    logits = _Logits(model, label_order(model.config.id2label))
    _write(logits, "logits", model, AutoTokenizer.from_pretrained(checkpoint), target, coarse=names)


def export_assertions(model: Any, tokenizer: Any, target: Path) -> None:  # noqa: ANN401 - untyped there
    """Write the bundled form of a classifier of assertions (`training.assertions`).

    Args:
        model: Gives logits in the order of its labels; its embedding table gets int4 instead of int8.
        tokenizer: Its own.
        target: Folder to be written.
    """
    coarse = [f"{PREFIX}{model.base_model_prefix}.embeddings.word_embeddings"]
    model.config.architectures = [type(model).__name__]  # so that `rebuild` knows what it is
    logits = _Logits(model, range(model.config.num_labels))
    _write(logits, "logits", model, tokenizer, target, coarse=coarse)


def export_branch(branch: torch.nn.Module, width: int, target: Path) -> None:
    """Write the bundled form of a branch (`training.branch.Branch`).

    Args:
        branch: Takes states and an attention mask, and gives states.
        width: Of the states.
        target: The graph to be written.
    """
    example = torch.ones((2, 8, width)), torch.ones((2, 8), dtype=torch.int64)
    _write_graph(branch.cpu(), BRANCH_INPUTS, example, BRANCH_OUTPUT, target)


def export_assertion_branch(model: Any, trunk: Path, layers: int, target: Path) -> None:  # noqa: ANN401
    """Write the layers that a classifier of assertions has of its own, as a branch that gives its logits.

    Its layers get int4.

    Args:
        model: An MPNet classifier that begins as the model of the trunk does, but for what fp16 loses.
        trunk: Folder of that model in its bundled form.
        layers: How many layers they have in common.
        target: The graph to be written.

    Raises:
        IncompatibleModel: The two do not begin alike.
    """
    shared = weights_of(trunk)
    for name, values in model.named_parameters():
        layer = _LAYER.search(name)
        if name.startswith("classifier.") or (layer and int(layer[1]) >= layers):
            continue
        if not np.allclose(values.detach().numpy(), shared[name], rtol=1e-3, atol=1e-6):  # kept as fp16
            raise IncompatibleModel(f"{name} is not as in {trunk}; train the model anew")
    branch = _BranchLogits(model, layers)
    width = model.config.hidden_size
    example = torch.ones((2, 8, width)), torch.ones((2, 8), dtype=torch.int64)
    _write_graph(branch, BRANCH_INPUTS, example, "logits", target, coarse=["branch."])


def hidden_states(model: Path, layer: int) -> str:
    """The name, in a bundled graph, of the token states that a layer of the transformer gives on.

    Args:
        model: The `model.onnx`.
        layer: Counted from 0.

    Raises:
        IncompatibleModel: The graph has no such layer.
    """
    try:
        return _layers(model)[layer]
    except KeyError:
        raise IncompatibleModel(f"{model}: no layer {layer}") from None


def layer_of(model: Path, hidden: str) -> int:
    """The layer that gives on the token states of a name, counted from 0: `hidden_states` turned round.

    Raises:
        IncompatibleModel: No layer does.
    """
    for layer, name in _layers(model).items():
        if name == hidden:
            return layer
    raise IncompatibleModel(f"{model}: no layer gives {hidden}")


def _layers(model: Path) -> dict[int, str]:
    """The numbers of the layers and the names of their token states."""
    return {
        int(found[1]): str(node.output[0])
        for node in onnx.load(str(model), load_external_data=False).graph.node
        if node.op_type == "LayerNormalization" and (found := _LAST_NORM.search(node.input[1]))
    }


def write_identity(target: Path, **identity: str | float) -> None:
    """Write `model.json`: name, revision, licence, longest input, temperature (see `models.BundledModel`)."""
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

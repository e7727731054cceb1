"""One transformer in OpenVINO: tokenise, batch by length, run, in the order of the input.

Weights lie as int8 on disk and are unfolded when the model is opened; arithmetic is bfloat16 where the CPU
does that natively (four times the speed of float32), else float32.

Scores of a text never depend on its batch: every input is padded to a width that follows from its own length
alone, and every batch has the same number of rows, so that one width always runs through the same kernels.
`tests/runtime` proves it.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray
from openvino.passes import ConstantFolding, Manager
from tokenizers import Encoding, Tokenizer

from crosscheck.protocols import FloatArray, Progress, Tokens, no_progress
from crosscheck.settings import RuntimeSettings

Inputs = Sequence[str] | Sequence[tuple[str, str]]

WIDTH_STEP = 8
ROWS = 4
"""Inputs of a batch. A single question costs a whole batch: with eight, twelve pairs took 1.6 times as long,
and hundreds of them were as fast (the encoder: a tenth faster)."""


def padded_width(tokens: int) -> int:
    """The width that an input of so many tokens is padded to."""
    return -(-tokens // WIDTH_STEP) * WIDTH_STEP


def batches_by_width(widths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of inputs of one width each, wide ones first, at most `ROWS` together."""
    by_width: dict[int, list[int]] = {}
    for number, width in enumerate(widths):
        by_width.setdefault(width, []).append(number)
    for width in sorted(by_width, reverse=True):
        numbers = by_width[width]
        for start in range(0, len(numbers), ROWS):
            yield numbers[start : start + ROWS]


def _with_branch(trunk: openvino.Model, hidden: str, branch: openvino.Model) -> openvino.Model:
    """The output of a trunk, and that of a branch which reads its hidden states.

    A branch whose output has the name of the trunk's takes its place; the rest of the trunk then falls away.
    """
    states = trunk.add_outputs(hidden)[0].get_node().input_value(0)
    mask = trunk.input("attention_mask").get_node().output(0)
    for name, source in (("states", states), ("attention_mask", mask)):
        for reader in branch.input(name).get_node().output(0).get_target_inputs():
            reader.replace_source_output(source)
    instead = trunk.output(0).get_any_name() == branch.output(0).get_any_name()
    results = branch.get_results() if instead else [trunk.get_results()[0], *branch.get_results()]
    return openvino.Model(results, trunk.get_parameters())


def _compile(
    file: Path, settings: RuntimeSettings, hidden: str | None, branch: Path | None
) -> openvino.CompiledModel:
    core = openvino.Core()
    model = core.read_model(file)
    if hidden is not None and branch is not None:
        model = _with_branch(model, hidden, core.read_model(branch))
    elif hidden is not None:
        model.add_outputs(hidden)
    passes = Manager()
    passes.register_pass(ConstantFolding())  # int8 weights times their scales
    passes.run_passes(model)
    threads = settings.threads or os.cpu_count() or 1
    # one stream a thread: two batches side by side are faster than one batch on two threads
    options: dict[str, Any] = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads}
    if settings.full_precision:
        options["INFERENCE_PRECISION_HINT"] = "f32"
    return core.compile_model(model, "CPU", options)


class Session:
    """A model folder opened for inference.

    Args:
        folder: Holds `model.onnx`, `tokenizer.json` and `config.json`.
        max_tokens: Longest input; longer text is cut, of a pair the longer one first.
        settings: Threads and precision.
        hidden: Name in the graph of the token states that `run_with_means` averages and `tokens` gives.
        branch: A graph that goes on from those states with layers of its own; then it gives the states, or,
            where its output is called what the model's is, the output instead of the model.
    """

    def __init__(
        self,
        folder: Path,
        max_tokens: int,
        settings: RuntimeSettings,
        hidden: str | None = None,
        branch: Path | None = None,
    ) -> None:
        self._model = _compile(folder / "model.onnx", settings, hidden, branch)
        self._streams = 2 * int(self._model.get_property("NUM_STREAMS"))  # one waits while another runs
        self._inputs = [node.get_any_name() for node in self._model.inputs]
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._padding: int = config["pad_token_id"]

    @property
    def width(self) -> int:
        """Columns of the output."""
        return self._columns(0)

    @property
    def hidden_size(self) -> int:
        """Columns of the means; only where `hidden` was named."""
        return self._columns(1)

    def run(self, inputs: Inputs, stage: str, progress: Progress = no_progress) -> FloatArray:
        """The model's output, shape (len(inputs), width), in the order of the inputs.

        Args:
            inputs: Texts, or pairs of texts.
            stage: Name under which progress is told.
            progress: Called after each batch.
        """
        return self._gather(inputs, 1, stage, progress)[0]

    def run_with_means(
        self, inputs: Inputs, stage: str, progress: Progress = no_progress
    ) -> tuple[FloatArray, FloatArray]:
        """What `run` gives, and the mean of the hidden states over tokens, shape (len(inputs), hidden_size).

        Args:
            inputs: Texts, or pairs of texts.
            stage: Name under which progress is told.
            progress: Called after each batch.
        """
        outputs, means = self._gather(inputs, 2, stage, progress)
        return outputs, means

    def tokens(
        self, pairs: Sequence[tuple[str, str]], stage: str, progress: Progress = no_progress
    ) -> list[tuple[Tokens, Tokens]]:
        """The tokens of both texts of each pair with their hidden states.

        Args:
            pairs: Of texts.
            stage: Name under which progress is told.
            progress: Called after each batch.
        """
        encodings = self._tokenizer.encode_batch(list(pairs))
        found: dict[int, tuple[Tokens, Tokens]] = {}
        for numbers, request in self._requests(encodings):
            for number, states in zip(numbers, request.get_output_tensor(1).data, strict=False):
                found[number] = (_tokens(encodings[number], 0, states), _tokens(encodings[number], 1, states))
            progress(stage, len(found), len(pairs))
        return [found[number] for number in range(len(pairs))]

    def _gather(self, inputs: Inputs, outputs: int, stage: str, progress: Progress) -> list[FloatArray]:
        """The first outputs of the graph, rows in the order of the input."""
        results = [
            np.empty((len(inputs), self._columns(output)), dtype=np.float32) for output in range(outputs)
        ]
        encodings = self._tokenizer.encode_batch(list(inputs))
        done = 0
        for numbers, request in self._requests(encodings):
            lengths = [len(encodings[i]) for i in numbers]
            for output, result in enumerate(results):
                result[numbers] = _rows(request.get_output_tensor(output).data, lengths)
            done += len(numbers)
            progress(stage, done, len(inputs))
        return results

    def _columns(self, output: int) -> int:
        return int(self._model.outputs[output].get_partial_shape()[-1].get_length())

    def _requests(self, encodings: Sequence[Encoding]) -> Iterator[tuple[list[int], openvino.InferRequest]]:
        """Numbers of batch after batch and the finished request, whose output is valid until the next one.

        As many batches are under way as there are requests.
        """
        widths = [padded_width(len(encoding)) for encoding in encodings]
        under_way: deque[tuple[openvino.InferRequest, list[int]]] = deque()
        idle = [self._model.create_infer_request() for _ in range(self._streams)]
        for numbers in batches_by_width(widths):
            if not idle:
                request, finished = under_way.popleft()
                request.wait()
                yield finished, request
                idle.append(request)
            request = idle.pop()
            request.start_async(self._feed([encodings[i] for i in numbers], widths[numbers[0]]))
            under_way.append((request, numbers))
        for request, numbers in under_way:
            request.wait()
            yield numbers, request

    def _feed(self, encodings: list[Encoding], width: int) -> list[NDArray[np.int64]]:
        arrays = {
            "input_ids": np.full((ROWS, width), self._padding, dtype=np.int64),
            "attention_mask": np.zeros((ROWS, width), dtype=np.int64),
            "token_type_ids": np.zeros((ROWS, width), dtype=np.int64),
        }
        for row in range(ROWS):  # missing rows repeat the last one
            encoding = encodings[min(row, len(encodings) - 1)]
            _fill(arrays["input_ids"], row, encoding.ids)
            _fill(arrays["attention_mask"], row, encoding.attention_mask)
            _fill(arrays["token_type_ids"], row, encoding.type_ids)
        return [arrays[name] for name in self._inputs]


def _fill(array: NDArray[np.int64], row: int, values: list[int]) -> None:
    array[row, : len(values)] = values


def _rows(batch: FloatArray, lengths: Sequence[int]) -> FloatArray:
    """One row for each input: the output's own, or the mean over the tokens where it has one for each."""
    if batch.ndim == 2:  # noqa: PLR2004 - a row for each input
        return batch[: len(lengths)]
    return np.stack([batch[row, :length].mean(axis=0) for row, length in enumerate(lengths)])


def _tokens(encoding: Encoding, text: int, states: FloatArray) -> Tokens:
    """The tokens of the first or the second text of a pair."""
    places = [place for place, of in enumerate(encoding.sequence_ids) if of == text]
    offsets = np.array([encoding.offsets[place] for place in places], dtype=np.int64).reshape(-1, 2)
    return Tokens(starts=offsets[:, 0], ends=offsets[:, 1], states=states[places].copy())

"""One transformer in ONNX Runtime: tokenise, batch by length, run, in the order of the input.

Scores of a text never depend on its batch. Arithmetic is float32, every input is padded to a width that
follows from its own length alone, and no batch holds a single row: MLAS takes another code path (a
matrix-vector product) for one row, whose sums differ in the last bit. `tests/runtime` proves it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from crosscheck.protocols import FloatArray, Progress, no_progress
from crosscheck.settings import RuntimeSettings

WIDTH_STEP = 8
LEAST_ROWS = 2

TextInput = str | tuple[str, str]


def padded_width(tokens: int) -> int:
    """The width that an input of so many tokens is padded to."""
    return -(-tokens // WIDTH_STEP) * WIDTH_STEP


def batches_by_width(widths: Sequence[int], batch_tokens: int) -> Iterator[list[int]]:
    """Numbers of inputs of one width each, wide ones first, at most `batch_tokens` tokens together."""
    by_width: dict[int, list[int]] = {}
    for number, width in enumerate(widths):
        by_width.setdefault(width, []).append(number)
    for width in sorted(by_width, reverse=True):
        numbers = by_width[width]
        rows = max(LEAST_ROWS, batch_tokens // width)
        for start in range(0, len(numbers), rows):
            yield numbers[start : start + rows]


class Session:
    """A model folder opened for inference.

    Args:
        folder: Holds `model.onnx` and `tokenizer.json`.
        max_tokens: Longest input; longer text is cut, of a pair the longer one first.
        settings: Threads and tokens per batch.
    """

    def __init__(self, folder: Path, max_tokens: int, settings: RuntimeSettings) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings.threads or os.cpu_count() or 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # weights are int8 at rest only: fold DequantizeLinear into float32 constants at load
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self._batch_tokens = settings.batch_tokens

    @property
    def width(self) -> int:
        """Columns of the output."""
        return int(self._session.get_outputs()[0].shape[-1])

    def run(
        self, inputs: Sequence[str] | Sequence[tuple[str, str]], stage: str, progress: Progress = no_progress
    ) -> FloatArray:
        """The model's output, shape (len(inputs), width), in the order of the inputs.

        Args:
            inputs: Texts, or pairs of texts.
            stage: Name under which progress is told.
            progress: Called after each batch.
        """
        output = np.empty((len(inputs), self.width), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(inputs))
        widths = [padded_width(len(encoding)) for encoding in encodings]
        done = 0
        for numbers in batches_by_width(widths, self._batch_tokens):
            output[numbers] = self._run_batch([encodings[i] for i in numbers], widths[numbers[0]])
            done += len(numbers)
            progress(stage, done, len(inputs))
        return output

    def _run_batch(self, encodings: list[Encoding], width: int) -> FloatArray:
        rows = len(encodings)
        if rows < LEAST_ROWS:
            encodings = encodings * LEAST_ROWS
        feed = {name: np.zeros((len(encodings), width), dtype=np.int64) for name in self._input_names()}
        for row, encoding in enumerate(encodings):
            _fill(feed["input_ids"], row, encoding.ids)
            _fill(feed["attention_mask"], row, encoding.attention_mask)
            _fill(feed["token_type_ids"], row, encoding.type_ids)
        output: FloatArray = self._session.run(None, feed)[0]
        return output[:rows]

    def _input_names(self) -> list[str]:
        return [node.name for node in self._session.get_inputs()]


def _fill(array: NDArray[np.int64], row: int, values: list[int]) -> None:
    array[row, : len(values)] = values

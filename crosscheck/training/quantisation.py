"""Symmetric quantisation of weight matrices: int8 a channel, int4 in blocks."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import NDArray

BLOCK = 128
"""Weights of a row that share a scale in int4."""


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


def quantise_blocks(weights: NDArray[np.float32]) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """Symmetric int4 in blocks of `BLOCK` along the second axis.

    Args:
        weights: A matrix, its second axis a multiple of `BLOCK`.

    Returns:
        Integers of the same shape (ml_dtypes.int4), and scales of shape (rows, columns / BLOCK).
    """
    blocks = weights.reshape(len(weights), -1, BLOCK)
    largest = np.abs(blocks).max(axis=2)
    scales = np.where(largest > 0, largest / 7, 1).astype(np.float32)
    integers = np.clip(np.rint(blocks / scales[..., None]), -7, 7)
    return integers.reshape(weights.shape).astype(ml_dtypes.int4), scales


def rounded_to_blocks(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values of a matrix that int4 in blocks can hold; rounding again changes nothing."""
    integers, scales = quantise_blocks(weights)
    return integers.astype(np.float32) * np.repeat(scales, BLOCK, axis=1)

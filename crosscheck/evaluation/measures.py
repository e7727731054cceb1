"""Measures that can be taken again on a resample of their groups.

A group is what is drawn as a whole: a cluster of articles, a topic of sentence pairs. A measure keeps what
each group contributes, so that its value on any resample is arithmetic: weights, how often each group was
drawn, go in, one value a resample comes out. What a resample leaves undefined (no alarm at all) is nan.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from crosscheck.types import Value

Values = NDArray[np.float64]

_CELLS = 4_000_000  # of one intermediate array in ranking measures: 32 MB


def _divide(numerator: Values, denominator: Values) -> Values:
    """Quotients, nan where the denominator is 0."""
    result = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


class _Grouped(Value):
    """Base of the measures.

    Attributes:
        groups: Names of the groups, in the order of the weights' columns.
    """

    groups: tuple[str, ...]

    def evaluate(self, weights: Values) -> Values:
        """The measure on resamples.

        Args:
            weights: How often each group was drawn, shape (resamples, len(groups)).

        Returns:
            Shape (resamples,).
        """
        raise NotImplementedError


class Ratio(_Grouped):
    """Sum of numerators over sum of denominators: precision, recall, accuracy, a rate.

    Attributes:
        counts: Numerator and denominator of each group.
        scale: Factor, such as 1,000 for a rate per 1,000.
    """

    kind: Literal["ratio"] = "ratio"
    counts: tuple[tuple[float, float], ...]
    scale: float = 1.0

    def evaluate(self, weights: Values) -> Values:
        """See `_Grouped.evaluate`."""
        numerator, denominator = (weights @ np.array(self.counts, dtype=float).reshape(-1, 2)).T
        return self.scale * _divide(numerator, denominator)


class F1(_Grouped):
    """Harmonic mean of precision and recall that count different things (alarms; listed conflicts).

    Attributes:
        counts: True alarms, alarms, conflicts found and conflicts listed, of each group.
    """

    kind: Literal["f1"] = "f1"
    counts: tuple[tuple[float, float, float, float], ...]

    def evaluate(self, weights: Values) -> Values:
        """See `_Grouped.evaluate`; nan only where there is neither an alarm nor a conflict."""
        right, alarms, found, listed = (weights @ np.array(self.counts, dtype=float).reshape(-1, 4)).T
        precision, recall = (np.nan_to_num(_divide(*pair)) for pair in ((right, alarms), (found, listed)))
        score = np.nan_to_num(_divide(2 * precision * recall, precision + recall))
        return np.where(alarms + listed > 0, score, np.nan)


class MacroRatio(_Grouped):
    """Mean of one ratio per class, over the classes that occur: macro-F1.

    Attributes:
        classes: Their names.
        counts: Numerator and denominator of each class, of each group; shape (groups, classes, 2).
    """

    kind: Literal["macro"] = "macro"
    classes: tuple[str, ...]
    counts: tuple[tuple[tuple[float, float], ...], ...]

    def evaluate(self, weights: Values) -> Values:
        """See `_Grouped.evaluate`."""
        table = np.array(self.counts, dtype=float).reshape(len(self.groups), len(self.classes), 2)
        sums = np.tensordot(weights, table, axes=1)
        ratios = _divide(sums[..., 0], sums[..., 1])
        return _divide(np.nansum(ratios, axis=1), (~np.isnan(ratios)).sum(axis=1).astype(float))


class CalibrationError(_Grouped):
    """Expected calibration error (Naeini et al. 2015): mean gap of confidence and accuracy over bins.

    Attributes:
        counts: Predictions, sum of confidences and right ones of each bin, of each group; shape
            (groups, bins, 3).
    """

    kind: Literal["calibration"] = "calibration"
    counts: tuple[tuple[tuple[float, float, float], ...], ...]

    @property
    def bins(self) -> Values:
        """Sums over all groups, shape (bins, 3)."""
        total: Values = np.array(self.counts, dtype=float).sum(axis=0)
        return total

    def evaluate(self, weights: Values) -> Values:
        """See `_Grouped.evaluate`."""
        sums = np.tensordot(weights, np.array(self.counts, dtype=float), axes=1)
        gaps = np.abs(sums[..., 1] - sums[..., 2]).sum(axis=1)
        return _divide(gaps, sums[..., 0].sum(axis=1))


class _Ranked(_Grouped):
    """Base of the measures of a ranking.

    Attributes:
        members: Number of the group of each item.
        scores: Of each item.
        hits: Whether each item is right, 0 or 1.
    """

    members: tuple[int, ...]
    scores: tuple[float, ...]
    hits: tuple[int, ...]

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], Values, NDArray[np.int64]]:
        """Groups and hits of the items, best score first, and where the ties of each item end."""
        scores = np.array(self.scores, dtype=float)
        order = np.argsort(-scores, kind="stable")
        descending = -scores[order]
        ends = np.searchsorted(descending, descending, side="right") - 1
        return np.array(self.members, dtype=np.int64)[order], np.array(self.hits, dtype=float)[order], ends

    def evaluate(self, weights: Values) -> Values:
        """See `_Grouped.evaluate`."""
        members, hits, ends = self._sorted
        if not len(members):
            return np.full(len(weights), np.nan)
        rows = max(1, _CELLS // len(members))
        parts = [weights[start : start + rows] for start in range(0, len(weights), rows)]
        return np.concatenate([self._rank(part[:, members], hits, ends) for part in parts])

    def _rank(self, drawn: Values, hits: Values, ends: NDArray[np.int64]) -> Values:
        raise NotImplementedError


class AveragePrecision(_Ranked):
    """Mean of the precision at each hit, best score first; items of equal score stand at one place."""

    kind: Literal["average_precision"] = "average_precision"

    def _rank(self, drawn: Values, hits: Values, ends: NDArray[np.int64]) -> Values:
        right = drawn * hits
        precision = _divide(np.cumsum(right, axis=1), np.cumsum(drawn, axis=1))[:, ends]
        return _divide(np.nansum(right * precision, axis=1), right.sum(axis=1))

    def curve(self) -> tuple[Values, Values]:
        """Recall and precision after each place of the ranking, on the whole sample."""
        _, hits, ends = self._sorted
        places = np.unique(ends)
        right = np.cumsum(hits)
        return right[places] / max(right[-1], 1), right[places] / (places + 1)


class PrecisionAt(_Ranked):
    """Share of hits among the first items.

    Attributes:
        first: How many count; all where there are fewer.
    """

    kind: Literal["precision_at"] = "precision_at"
    first: int

    def _rank(self, drawn: Values, hits: Values, ends: NDArray[np.int64]) -> Values:  # noqa: ARG002 - base
        before = np.cumsum(drawn, axis=1) - drawn
        counted = np.clip(self.first - before, 0, drawn)
        return _divide((counted * hits).sum(axis=1), counted.sum(axis=1))


Measure = Annotated[
    Ratio | F1 | MacroRatio | CalibrationError | AveragePrecision | PrecisionAt, Field(discriminator="kind")
]

"""95 % intervals by resampling whole groups, and paired differences of two systems on the same groups.

Sentences of one cluster are not independent, so clusters are drawn, with replacement (Efron 1979; percentile
intervals). Equal groups get equal draws, which is what makes a difference paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from crosscheck.evaluation.measures import Measure, Values

RESAMPLES = 1000
SEED = 20241022
_TAILS = (2.5, 97.5)


class Estimate(NamedTuple):
    """A value with the ends of its 95 % interval; all None where it is undefined."""

    value: float | None
    low: float | None
    high: float | None


@lru_cache(maxsize=16)
def _draws(groups: int) -> Values:
    """How often each group is drawn, shape (RESAMPLES, groups)."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES).astype(float)


def _weights(measure: Measure, groups: Sequence[str], drawn: Values) -> Values:
    """Draws of some groups as weights of all groups of a measure; its other groups weigh nothing."""
    columns = {group: column for column, group in enumerate(groups)}
    weights = np.zeros((len(drawn), len(measure.groups)))
    for position, group in enumerate(measure.groups):
        if group in columns:
            weights[:, position] = drawn[:, columns[group]]
    return weights


def _estimate(values: Values, resampled: Values) -> Estimate:
    value = float(values[0])
    defined = resampled[~np.isnan(resampled)]
    if np.isnan(value) or not len(defined):
        return Estimate(None, None, None)
    low, high = np.percentile(defined, _TAILS)
    return Estimate(value, float(low), float(high))


def estimate(measure: Measure) -> Estimate:
    """The measure on its sample, with its interval."""
    if not measure.groups:
        return Estimate(None, None, None)
    return _estimate(
        measure.evaluate(np.ones((1, len(measure.groups)))), measure.evaluate(_draws(len(measure.groups)))
    )


def difference(first: Measure, second: Measure) -> Estimate:
    """How much larger the second is, on the groups that both have, with its interval."""
    groups = sorted(set(first.groups) & set(second.groups))
    if not groups:
        return Estimate(None, None, None)
    values, resampled = (
        second.evaluate(_weights(second, groups, drawn)) - first.evaluate(_weights(first, groups, drawn))
        for drawn in (np.ones((1, len(groups))), _draws(len(groups)))
    )
    return _estimate(values, resampled)

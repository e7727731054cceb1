"""What the fit of the judge stands on: standardised features, and L-BFGS on a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch

from crosscheck.protocols import FloatArray

LEAST_SPREAD = 1e-3


def standardisation(features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means and standard deviations, each of shape (features,), of features of shape (n, features)."""
    spread = features.std(axis=0)
    return features.mean(axis=0), np.where(
        spread > LEAST_SPREAD, spread, np.float32(1)
    )  # constants tell nothing


def minimise(loss_of: Callable[[], torch.Tensor], parameters: Sequence[torch.Tensor], steps: int) -> None:
    """Change parameters in place until a loss is least (L-BFGS, Liu and Nocedal 1989).

    Args:
        loss_of: The loss of the parameters as they are, a scalar.
        parameters: Require gradients.
        steps: Most iterations.
    """
    optimizer = torch.optim.LBFGS(list(parameters), max_iter=steps, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = loss_of()
        torch.autograd.backward(loss)
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]

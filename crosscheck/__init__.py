"""Cross-check the claims of many articles: where sources agree, conflict, or supersede one another.

    from crosscheck import Crosscheck, Document

    report = Crosscheck().compare([Document(text=..., source="Meridian Wire", published="2024-10-22"), ...])
    report.conflicts

Importing the package loads neither a model nor torch, faiss or OpenVINO.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crosscheck.checker import Crosscheck
    from crosscheck.errors import CrosscheckError
    from crosscheck.settings import Settings
    from crosscheck.types import (
        Claim,
        DifferenceType,
        Document,
        Finding,
        Judgement,
        Probabilities,
        Problem,
        Report,
        Side,
        Tier,
        Verdict,
    )

__version__ = "0.1.0"

_HOME = {
    "Claim": "types",
    "Crosscheck": "checker",
    "CrosscheckError": "errors",
    "DifferenceType": "types",
    "Document": "types",
    "Finding": "types",
    "Judgement": "types",
    "Probabilities": "types",
    "Problem": "types",
    "Report": "types",
    "Settings": "settings",
    "Side": "types",
    "Tier": "types",
    "Verdict": "types",
}

__all__ = [
    "Claim",
    "Crosscheck",
    "CrosscheckError",
    "DifferenceType",
    "Document",
    "Finding",
    "Judgement",
    "Probabilities",
    "Problem",
    "Report",
    "Settings",
    "Side",
    "Tier",
    "Verdict",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]

"""Jinja environments in which no value can break out of the page."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosscheck.report.quotes import printable


def template_environment(package: str) -> Environment:
    """An environment over a package's `templates`: every value escaped and freed of control characters.

    Args:
        package: Its dotted name.
    """
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )


def _finalize(value: object) -> object:
    """Drop control characters from every text that a template puts out; markup of our own stays."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value

"""The report as one HTML page: nothing to fetch, nothing that runs, made to be read and printed.

Every text of a report is untrusted. Three walls stand one behind the other: the template engine escapes all
values, addresses become links only where `links.web_link` allows, and the page's own content security policy
forbids scripts, requests and any style sheet but the one inside, which it knows by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from crosscheck.report import wording
from crosscheck.report.links import web_link
from crosscheck.report.outline import Outline
from crosscheck.report.quotes import excerpt
from crosscheck.report.templating import template_environment
from crosscheck.types import Report

QUOTE_LENGTH = 600
"""Characters from which a quote is shown as an excerpt, with the whole of it folded below."""


def render_html(report: Report) -> str:
    """The report as a self-contained HTML page.

    Args:
        report: What to show.

    Returns:
        A page with its style sheet inside; it holds no script and asks for nothing over the network.
    """
    style = style_sheet("report.css")
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            outline=Outline(report),
            style=Markup(style),  # noqa: S704 - our own style sheet, not escaped so that its hash fits
            policy=content_policy(style),
        )
    )


@cache
def environment() -> Environment:
    """The template engine of the reports."""
    made = template_environment("crosscheck.report")
    made.globals.update(wording=wording, web_link=web_link, excerpt=excerpt, quote_length=QUOTE_LENGTH)
    return made


@cache
def style_sheet(name: str) -> str:
    """A style sheet of the reports, by its file's name."""
    return resources.files("crosscheck.report").joinpath("templates", name).read_text(encoding="utf-8")


def content_policy(style: str) -> str:
    """A content security policy that allows this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

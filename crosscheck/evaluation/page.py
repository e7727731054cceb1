"""A run as one HTML page: the table, the plots, every miss and false alarm with the evidence of each stage.

Like the report: nothing to fetch, nothing that runs. Needs the extra `eval` (matplotlib).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from jinja2 import Environment
from markupsafe import Markup

from crosscheck.evaluation import wording
from crosscheck.evaluation.bootstrap import RESAMPLES
from crosscheck.evaluation.comparison import compare_systems
from crosscheck.evaluation.headline import HEADLINE, SECTIONS
from crosscheck.evaluation.outcomes import STAGES
from crosscheck.evaluation.plots import draw_plots
from crosscheck.evaluation.record import OURS, PLAIN, Case, Run
from crosscheck.report.templating import template_environment
from crosscheck.report.wording import moment
from crosscheck.types import Verdict


def render_page(run: Run) -> str:
    """The page of a run.

    Raises:
        MissingExtra: matplotlib is not installed (on import of this module).
    """
    style = _style()
    return (
        _environment()
        .get_template("run.html.j2")
        .render(
            run=run,
            style=Markup(style),  # noqa: S704 - our own style sheet, not escaped so that its hash fits
            policy=_policy(style),
            plots=[(plot.title, plot.meaning, _data_url(plot.png)) for plot in draw_plots(run)],
            movements={movement.key: movement for movement in compare_systems(run, PLAIN, run, OURS)},
            false_alarms=_by_kind(case for case in run.findings if case.is_false_alarm),
            hits=[
                case for case in run.findings if case.verdict is Verdict.CONFLICT and not case.is_false_alarm
            ],
            misses=_by_stage(run.misses),
        )
    )


def _by_kind(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """By what they fell for, the most frequent first."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    return dict(sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])))


def _by_stage(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """By how far they came, those lost last first: they are the nearest to being found."""
    stages: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: -STAGES.index(case.stage or STAGES[0])):
        stages.setdefault(str(case.stage), []).append(case)
    return stages


@cache
def _environment() -> Environment:
    environment = template_environment("crosscheck.evaluation")
    environment.globals.update(
        wording=wording,
        sections=SECTIONS,
        headline=HEADLINE,
        ours=OURS,
        plain=PLAIN,
        resamples=RESAMPLES,
        moment=moment,
    )
    return environment


@cache
def _style() -> str:
    """The report's style sheet, so that both look alike, and what is the evaluation's own."""
    shared = resources.files("crosscheck.report").joinpath("templates/report.css")
    own = resources.files("crosscheck.evaluation").joinpath("templates/run.css")
    return shared.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")


def _policy(style: str) -> str:
    """A content security policy that allows this style sheet, images inside the page, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _data_url(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"

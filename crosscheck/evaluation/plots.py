"""The plots of a run, as PNG."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from crosscheck.errors import MissingExtra
from crosscheck.evaluation.measures import AveragePrecision, CalibrationError
from crosscheck.evaluation.record import OURS, PLAIN, Run
from crosscheck.evaluation.wording import number

try:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas
    from matplotlib.ticker import MaxNLocator
except ImportError as error:
    raise MissingExtra("eval", "the page of an evaluation run") from error

INK, MUTED, RULE = "#1d1b18", "#605b52", "#e2ddd2"
COLOURS = {OURS: "#1f5386", PLAIN: "#a3271e"}
JUDGE, NLI = "#1f5386", "#6fa3cf"
SIZE = (5.6, 3.9)  # inches
DPI = 150


class Plot(NamedTuple):
    """A plot as the page shows it."""

    title: str
    meaning: str
    png: bytes


def draw_plots(run: Run) -> list[Plot]:
    """Every plot that the run has figures for."""
    drawn = []
    for title, meaning, draw in _PLOTS:
        canvas = Canvas(figsize=SIZE, dpi=DPI, layout="constrained")
        axes = canvas.add_subplot()
        if draw(run, axes):
            _finish(axes)
            drawn.append(Plot(title, meaning, _png(canvas)))
    return drawn


def _precision_recall(run: Run, axes: Axes) -> bool:
    curves = (
        (OURS, "natural.judge.average_precision", "judge", JUDGE),
        (OURS, "natural.nli.average_precision", "NLI, lesser direction", NLI),
        (PLAIN, "natural.nli.average_precision", "NLI, greater direction (plain recipe)", COLOURS[PLAIN]),
    )
    for system, key, label, colour in curves:
        figure = run.figure(key, system)
        if figure is not None and isinstance(figure.measure, AveragePrecision):
            recall, precision = figure.measure.curve()
            axes.step(
                recall,
                precision,
                where="post",
                color=colour,
                linewidth=1.6,
                label=f"{label}: {number(figure.value)}",
            )
    for system, colour in COLOURS.items():
        point = [run.figure(f"conflict.{name}", system) for name in ("recall", "precision")]
        values = [figure.value for figure in point if figure is not None and figure.value is not None]
        if len(values) == len(point):
            axes.plot(*values, "o", color=colour, markersize=7, label=f"{system}, reported")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False, fontsize=8, loc="upper right", labelcolor=INK)
    return True


def _reliability(run: Run, axes: Axes) -> bool:
    figure = run.figure("pairs.ece")
    if figure is None or not isinstance(figure.measure, CalibrationError):
        return False
    bins = figure.measure.bins
    counts, confidences, right = bins[bins[:, 0] > 0].T
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1, linestyle=(0, (4, 4)))
    axes.plot(confidences / counts, right / counts, color=JUDGE, linewidth=1.2)
    axes.scatter(
        confidences / counts, right / counts, s=12 + 240 * counts / counts.sum(), color=JUDGE, alpha=0.75
    )
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0.3, 1.02), ylim=(0, 1.02))
    axes.text(
        0.98, 0.04, f"ECE {number(figure.value)}", transform=axes.transAxes, ha="right", color=INK, fontsize=9
    )
    return True


def _funnel(run: Run, axes: Axes) -> bool:
    stages = list(dict.fromkeys(stage for funnel in run.funnels.values() for stage in funnel))
    stages.sort(key=lambda stage: stage == "found")
    rows = np.arange(len(stages))
    height = 0.8 / len(run.funnels)
    for offset, (system, funnel) in enumerate(run.funnels.items()):
        counts = [funnel.get(stage, 0) for stage in stages]
        bars = axes.barh(rows + offset * height, counts, height, color=COLOURS[system], label=system)
        axes.bar_label(bars, padding=3, fontsize=8, color=INK)
    axes.set_yticks(rows + height * (len(run.funnels) - 1) / 2, stages)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("labelled conflicts")
    axes.legend(frameon=False, fontsize=8, loc="best", labelcolor=INK)
    return bool(stages)


def _cost(run: Run, axes: Axes) -> bool:
    for system, speed in run.clock.speed.items():
        sentences, seconds = zip(*speed.sizes, strict=True)
        axes.plot(sentences, seconds, "o-", color=COLOURS[system], linewidth=1.6, label=system)
    axes.set(xlabel="sentences", ylabel="seconds")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    if run.clock.speed:
        axes.legend(frameon=False, fontsize=8, loc="upper left", labelcolor=INK)
    return bool(run.clock.speed)


def _finish(axes: Axes) -> None:
    """The look that all plots share."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(RULE)
    axes.tick_params(colors=MUTED, labelsize=8.5)
    axes.xaxis.label.set(color=MUTED, size=9)
    axes.yaxis.label.set(color=MUTED, size=9)
    axes.grid(color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)


def _png(canvas: Canvas) -> bytes:
    buffer = io.BytesIO()
    canvas.savefig(buffer, format="png", facecolor="white")
    return buffer.getvalue()


_PLOTS: tuple[tuple[str, str, Callable[[Run, Axes], bool]], ...] = (
    (
        "Precision and recall",
        (
            "All natural pairs of the stories, ranked by how strongly each is held for a conflict; dots are "
            "the conflicts that are reported."
        ),
        _precision_recall,
    ),
    (
        "Reliability",
        (
            "How often the NLI model is right at each confidence, on the labelled pairs; area of a dot: "
            "number of pairs. On the diagonal, confidence means what it says."
        ),
        _reliability,
    ),
    ("Funnel", "How far the labelled conflicts came.", _funnel),
    ("Cost against size", "Seconds end to end, models loaded, as the desk grows.", _cost),
)

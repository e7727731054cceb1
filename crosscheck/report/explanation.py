"""Two sentences explained on a terminal: the verdict, then what each stage of the chain came to."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crosscheck.claims.offices import offices
from crosscheck.judging.judge import Explanation
from crosscheck.protocols import FloatArray
from crosscheck.report.quotes import printable
from crosscheck.types import Claim, Quantity, Span, TimeReference

MEASUREMENTS_SHOWN = 6
_DIFFERS = "bold underline"


def print_explanation(explanation: Explanation, console: Console | None = None) -> None:
    """Print the verdict on two sentences and the evidence of every stage.

    Args:
        explanation: Of `Crosscheck.explain`.
        console: Where to; a new one by default.
    """
    console = console or Console(highlight=False)
    judgement, pair = explanation.judgement, explanation.pair
    verdict = judgement.verdict.value.replace("_", " ") if judgement.verdict else "nothing to report"
    heading = Text(verdict, style="bold")
    if judgement.tier:
        heading.append(f"  {judgement.tier}, score {judgement.score:.2f}", style="not bold")
    console.print(heading)
    console.print(Text(printable(judgement.reason)))
    for name, claim, spans in (("A", pair.a, judgement.spans_a), ("B", pair.b, judgement.spans_b)):
        console.print(_quoted(name, claim, spans))
    console.print()
    stages = Table.grid(padding=(0, 2, 0, 2))
    stages.add_column(style="dim")
    stages.add_column(overflow="fold")
    for stage, text in _stages(explanation):
        stages.add_row(stage, Text(printable(text)))
    console.print(stages)


def _quoted(name: str, claim: Claim, spans: tuple[Span, ...]) -> Text:
    line = Text(f"  {name}  ")
    done = 0
    for start, end in sorted(spans):
        line.append(printable(claim.text[done:start]))
        line.append(printable(claim.text[start:end]), style=_DIFFERS)
        done = end
    return line.append(printable(claim.text[done:]))


def _stages(explanation: Explanation) -> Iterator[tuple[str, str]]:
    pair, judgement = explanation.pair, explanation.judgement
    yield "claim A", _understood(pair.a)
    yield "claim B", _understood(pair.b)
    yield "pair", f"cosine {pair.similarity:.2f}"
    yield "infer", f"A then B: {_probabilities(explanation.forward)}"
    yield "", f"B then A: {_probabilities(explanation.backward)}"
    weighed = explanation.weighed.value
    shown = explanation.measurements[:MEASUREMENTS_SHOWN]
    says = ", ".join(f"{m.name} {m.value:.2f} ({m.says:+.1f})" for m in shown)
    yield "judge", f"for or against {weighed}, in log-odds: {says}"
    yield "rules", ", ".join(judgement.rules) or "none had a say"


def _understood(claim: Claim) -> str:
    """What was read of a claim."""
    parts = [claim.assertion.value]
    unnamed = [f"said by “{claim.speaker}”, whom the text does not name"] if claim.speaker else []
    parts += [f"said by {claim.voice}"] if claim.voice else unnamed
    parts += [f"names {', '.join(m.text for m in claim.mentions)}"] if claim.mentions else []
    parts += [f"figures {', '.join(map(_figure, claim.quantities))}"] if claim.quantities else []
    parts += [f"days {', '.join(map(_days, claim.times))}"] if claim.times else []
    held = offices(claim.text)
    parts += (
        [", ".join(f"{'former' if o.is_past else 'present'} {o.title} {o.person}" for o in held)]
        if held
        else []
    )
    return "; ".join(parts)


def _figure(quantity: Quantity) -> str:
    between = (
        f"{quantity.low:g}" if quantity.low == quantity.high else f"{quantity.low:g} to {quantity.high:g}"
    )
    return f"{between} {quantity.counted or quantity.unit}"


def _days(time: TimeReference) -> str:
    if time.earliest == time.latest:
        return time.earliest.isoformat()
    return f"{time.earliest.isoformat()} to {time.latest.isoformat()}"


def _probabilities(row: FloatArray) -> str:
    return f"entailment {row[0]:.2f}, neutral {row[1]:.2f}, contradiction {row[2]:.2f}"

"""The gate: no headline figure may fall, and no datum change, unnoticed.

`eval/floors.json` holds a floor for each headline figure with the noise that it was measured with, and a hash
over data and labels. Raising is one command; lowering takes a reason, which is stored.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from crosscheck.errors import UnreadableInput
from crosscheck.evaluation.figures import Figure
from crosscheck.evaluation.headline import HEADLINE
from crosscheck.evaluation.record import Run
from crosscheck.types import Value

FLOORS = "floors.json"  # beside the data folder
DIGITS = 4


class Floor(Value):
    """Where a figure must not fall below (or rise above, where less is better).

    Attributes:
        value: The figure when the floor was set.
        noise: Half the width of its 95 % interval then.
    """

    value: float
    noise: float
    higher_is_better: bool = True

    def holds(self, value: float) -> bool:
        """Whether a figure is no worse than the floor, beyond the noise."""
        worse = self.value - value if self.higher_is_better else value - self.value
        return round(worse, DIGITS) <= self.noise

    def beaten_by(self, value: float) -> bool:
        """Whether a figure is better than the floor."""
        better = value - self.value if self.higher_is_better else self.value - value
        return round(better, DIGITS) > 0


class Lowering(Value):
    """A floor that was lowered on purpose."""

    figure: str
    before: float
    after: float
    reason: str
    day: str


class Floors(Value):
    """What `floors.json` holds.

    Attributes:
        digest: Hash over data and labels.
        floors: By the figure's key.
        lowered: Every lowering, oldest first.
    """

    digest: str
    floors: dict[str, Floor]
    lowered: tuple[Lowering, ...] = ()

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, file: Path) -> Floors:
        """Read what `save` wrote.

        Raises:
            UnreadableInput: There is no such file, or it is damaged.
        """
        try:
            return cls.model_validate_json(file.read_bytes())
        except OSError as error:
            raise UnreadableInput(
                "no floors yet: set them with `crosscheck eval gate --raise`", path=str(file)
            ) from error
        except ValidationError as error:
            raise UnreadableInput("these are no floors", path=str(file)) from error


def failures(run: Run, floors: Floors) -> list[str]:
    """Why a run does not pass, a sentence each; none where it passes.

    Args:
        run: Of the fast subset.
        floors: To be held.
    """
    found = []
    if run.digest != floors.digest:
        found.append(
            "data or labels changed: look at the change, then accept it with `crosscheck eval gate --raise`"
        )
    for key, floor in floors.floors.items():
        figure = run.figure(key)
        if figure is None or figure.value is None:
            found.append(f"{key} is no longer measured; its floor is {floor.value:.3f}")
        elif not floor.holds(figure.value):
            side = "below its floor" if floor.higher_is_better else "above its ceiling"
            found.append(
                f"{key} is {figure.value:.3f}, {side} of {floor.value:.3f} by more than the noise of "
                f"{floor.noise:.3f}"
            )
    return found


def raise_floors(run: Run, floors: Floors | None) -> Floors:
    """Floors at today's figures where those are better or new; the others stay, and the hash is today's.

    Args:
        run: Of the fast subset.
        floors: So far, None where there are none.
    """
    raised = dict(floors.floors) if floors else {}
    for figure in guarded(run):
        assert figure.value is not None
        if figure.key not in raised or raised[figure.key].beaten_by(figure.value):
            raised[figure.key] = _floor(figure)
    return Floors(digest=run.digest, floors=raised, lowered=floors.lowered if floors else ())


def lower_floor(run: Run, floors: Floors, key: str, reason: str) -> Floors:
    """Set one floor to today's figure, whichever way that is, and keep the reason.

    Raises:
        KeyError: There is no floor of that name, or the run did not measure the figure.
    """
    figure = run.figure(key)
    if key not in floors.floors or figure is None or figure.value is None:
        raise KeyError(key)
    lowering = Lowering(
        figure=key,
        before=floors.floors[key].value,
        after=round(figure.value, DIGITS),
        reason=reason,
        day=datetime.now(UTC).date().isoformat(),
    )
    return floors.model_copy(
        update={
            "floors": {**floors.floors, key: _floor(figure)},
            "lowered": (*floors.lowered, lowering),
        }
    )


def guarded(run: Run) -> list[Figure]:
    """The headline figures that a run measured."""
    found = (run.figure(key) for key in HEADLINE)
    return [figure for figure in found if figure is not None and figure.value is not None]


def _floor(figure: Figure) -> Floor:
    assert figure.value is not None
    return Floor(
        value=round(figure.value, DIGITS),
        noise=round(figure.noise, DIGITS),
        higher_is_better=figure.higher_is_better,
    )

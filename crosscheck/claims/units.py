"""Units of measure and currencies, each turned into one canonical unit per dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crosscheck.claims.numerals import adjacent, is_digits
from crosscheck.claims.tokens import Phrases, Token, load_lexicon

_LEXICON = load_lexicon("quantities")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written.

    Attributes:
        canonical: The unit that it is turned into.
        low: Canonical units in one of it, at least.
        high: At most; more than `low` where the calendar leaves it open (a month).
    """

    canonical: str
    low: float
    high: float


COUNT = Unit("count", 1, 1)
PERCENT = Unit("percent", 1, 1)


def _unit(canonical: str, factor: float | list[float]) -> Unit:
    low, high = factor if isinstance(factor, list) else (factor, factor)
    return Unit(canonical, low, high)


_FORMS = Phrases(
    {
        form: _unit(group["canonical"], factor)
        for group in _LEXICON["units"]
        for form, factor in group["forms"].items()
    }
)
_PREFIXES = Phrases(
    {
        prefix: Unit(group["canonical"], 1, 1)
        for group in _LEXICON["units"]
        for prefix in group.get("prefixes", ())
    }
)
PREFIX_STARTS = _PREFIXES.first_words
"""What can begin a unit before the number: currency signs and codes, "magnitude"."""

_ONLY_WITH_SCALE = frozenset(_LEXICON["unit_rules"]["only_with_scale"])
MILLION = 1_000_000


def read_unit(tokens: Sequence[Token], index: int, scale: int = 1) -> tuple[Unit, int] | None:
    """The unit that starts at a token, perhaps behind a hyphen, and the index behind it.

    Args:
        tokens: Of the sentence.
        index: The token behind the number.
        scale: The scale of the number; "three won" is a verb, "three billion won" money.
    """
    found = _FORMS.match(tokens, index)
    if found is None and index + 1 < len(tokens) and tokens[index].text == "-":
        found = _FORMS.match(tokens, index + 1)
    if found is None:
        return None
    word = tokens[found[1] - 1]
    if len(word.text) == 1 and word.text.isalpha() and not _on_figures(tokens, found[1] - 1):
        return None
    if word.lower in _ONLY_WITH_SCALE and scale < MILLION:
        return None
    return found


def read_prefix(tokens: Sequence[Token], index: int) -> tuple[Unit, int] | None:
    """The currency sign or code, or "magnitude", that starts at a token, and the index behind it."""
    found = _PREFIXES.match(tokens, index)
    if (
        found
        and tokens[found[1] - 1].text == "$"
        and found[1] - index > 1
        and not adjacent(tokens, found[1] - 1)
    ):
        return None  # "a $5 note" is no Australian money
    return found


def _on_figures(tokens: Sequence[Token], index: int) -> bool:
    """Whether a one-letter unit is written on to figures or a degree sign: "47C", "5m", "30°C"."""
    return adjacent(tokens, index) and (is_digits(tokens[index - 1]) or not tokens[index - 1].text.isalpha())

"""What a number counts.

The convention lets later code compare like with like by plain equality: the singular, lower-case head noun
("four more servicemen" → "serviceman"), and behind it what befell them where the words right after or before
say so ("12 people were killed", "killed 12 people" → "person killed"). Without a noun, those hurt are
persons ("30 injured" → "person injured"), as are deaths, injuries and a toll. A measured amount counts what
is measured ("450 megawatts of power" → "power", "a 35-minute call" → "call").
"""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.claims.tokens import Phrases, Token, load_lexicon

_LEXICON = load_lexicon("counted")
_MODIFIERS = frozenset(_LEXICON["modifiers"])
_STOPS = frozenset(_LEXICON["stops"])
_NOT_PLURAL = frozenset(_LEXICON["singulars"])
_PLURALS: dict[str, str] = _LEXICON["plurals"]
_IRREGULAR = {one: many for many, one in reversed(_PLURALS.items())}
_EVENTS: dict[str, str] = _LEXICON["events"]
_FATES = Phrases[str](_LEXICON["fates"])
_AUXILIARIES = frozenset(_LEXICON["auxiliaries"]["words"])
_CAUSES: dict[str, str] = _LEXICON["causes"]
_TOLLS = Phrases[str](_LEXICON["tolls"])

_REACH = 6
"""Tokens looked at for the noun, and for its fate behind it."""
_TOLL_REACH = 12
_PERSON = "person"


def find_counted(tokens: Sequence[Token], start: int, end: int, *, single: bool) -> str | None:
    """What the number at tokens `start` to `end` counts, or None where it is not said.

    Args:
        tokens: Of the sentence.
        start: Index of the number's first token.
        end: Index of the token behind it.
        single: Whether the number is one, so that its noun is a singular.
    """
    head = _compound_head(tokens, end) or _head(tokens, end, single=single)
    if head is None:
        fate = _fate_behind(tokens, end)
        if fate:
            return f"{_PERSON} {fate}"
        toll = _TOLLS.match_before(tokens, start, _TOLL_REACH)
        return toll[0] if toll else None
    noun = singular(tokens[head].lower)
    if noun in _EVENTS:
        return _EVENTS[noun]
    fate = _fate_behind(tokens, head + 1) or _CAUSES.get(tokens[start - 1].lower if start else "")
    return f"{noun} {fate}" if fate else noun


def find_measured(tokens: Sequence[Token], end: int) -> str | None:
    """What an amount with a unit measures: the noun behind "of" or behind a hyphenated unit."""
    if end < len(tokens) and tokens[end].lower == "of":
        return _noun(tokens, _head(tokens, end + 1, single=True))
    if end >= 2 and tokens[end - 2].text == "-":  # noqa: PLR2004 - number, hyphen, unit
        return _noun(tokens, _head(tokens, end, single=True))
    return None


def has_plural_noun(tokens: Sequence[Token], end: int) -> bool:
    """Whether a plural noun follows, so that a bare figure is a count and no name."""
    head = _head(tokens, end, single=False)
    return head is not None


def has_fate(tokens: Sequence[Token], end: int) -> bool:
    """Whether a word for what befell them stands in the noun's place: "the four wounded"."""
    return _FATES.match(tokens, end) is not None


def singular(noun: str) -> str:
    """The singular of a lower-case plural; other words are returned as they are."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("ies") and len(noun) > len("dies"):
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes", "zes")):
        return noun[:-2]
    return noun[:-1] if is_plural(noun) else noun


def plural(counted: str) -> str:
    """What is counted, in the plural: "people killed" of "person killed"."""
    noun, *fate = counted.split(" ", 1)
    if noun in _IRREGULAR:
        many = _IRREGULAR[noun]
    elif noun.endswith("y") and not noun.endswith(("ay", "ey", "oy", "uy")):
        many = f"{noun[:-1]}ies"
    else:
        many = f"{noun}es" if noun.endswith(("s", "sh", "ch", "x", "z")) else f"{noun}s"
    return " ".join((many, *fate))


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in _PLURALS:
        return True
    if "'" in word or "’" in word or word in _NOT_PLURAL:
        return False
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))  # noqa: PLR2004


def _noun(tokens: Sequence[Token], head: int | None) -> str | None:
    return singular(tokens[head].lower) if head is not None else None


def _compound_head(tokens: Sequence[Token], end: int) -> int | None:
    """The noun of a hyphenated count: "14-point declaration", "seven-member board"."""
    if end + 1 < len(tokens) and tokens[end].text == "-" and tokens[end + 1].text.isalpha():
        return end + 1
    return None


def _head(tokens: Sequence[Token], end: int, *, single: bool) -> int | None:
    """Index of the head of the noun phrase that starts at `end`: its first plural, else its last word."""
    last = None
    for index in range(end, min(end + _REACH, len(tokens))):
        token = tokens[index]
        if token.lower in _MODIFIERS and token.text != "-":
            if last is None:
                continue
            break
        if token.text[0].isdecimal() or token.text == "-" or "'" in token.text or "’" in token.text:
            continue
        verb = last is not None and token.lower.endswith("ed")
        if verb or token.lower in _STOPS or not token.text[0].isalpha() or _FATES.match(tokens, index):
            break
        if is_plural(token.lower):
            return index
        last = index
    return last if single else None


def _fate_behind(tokens: Sequence[Token], index: int) -> str | None:
    """What is said to have befallen those just named: "were killed", "have died", "unaccounted for"."""
    for at in range(index, min(index + _REACH, len(tokens))):
        fate = _FATES.match(tokens, at)
        if fate:
            return fate[0]
        if tokens[at].lower not in _AUXILIARIES:
            return None
    return None

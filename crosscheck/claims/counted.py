"""What a number counts.

The convention lets later code compare like with like by plain equality: the singular, lower-case head noun
("four more servicemen" → "serviceman"), and behind it what befell them where the words right after or before
say so ("12 people were killed", "killed 12 people" → "person killed"); the whole that they are a part of
keeps none ("two of the 25 passengers were killed": 25 passengers). Without a noun, those hurt are persons
("30 injured", "injuring 30" → "person injured"), as are deaths, injuries and a toll. A measured amount counts
what is measured ("450 megawatts of power" → "power", "a 35-minute call" → "call").
"""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.claims.numerals import NUMERAL_STARTS, is_digits
from crosscheck.claims.tokens import Phrases, Token, load_lexicon, phrase_set

_LEXICON = load_lexicon("counted")
_MODIFIERS = frozenset(_LEXICON["modifiers"])
_STOPS = frozenset(_LEXICON["stops"])
_PAST = frozenset(_LEXICON["past_verbs"])
_JOINS = frozenset(_LEXICON["joins"])
_PARTS = frozenset(_LEXICON["parts"])
_EXCEPTIONS = phrase_set(_LEXICON["exceptions"])
_RELATIVES = frozenset(_LEXICON["relatives"])
_FINITE = frozenset(_LEXICON["finite_fates"])
_VAGUE = phrase_set(load_lexicon("quantities")["vague"])
_FIGURES = frozenset(load_lexicon("quantities")["numbers"])
_NOT_PLURAL = frozenset(_LEXICON["singulars"])
_PLURALS: dict[str, str] = _LEXICON["plurals"]
_IRREGULAR = {one: many for many, one in reversed(_PLURALS.items())}
_EVENTS: dict[str, str] = _LEXICON["events"]
_FATES = Phrases[str](_LEXICON["fates"])
_AUXILIARIES = phrase_set(_LEXICON["auxiliaries"]["words"])
_CAUSES: dict[str, str] = _LEXICON["causes"]
_ADVERBS = frozenset(_LEXICON["adverbs"])
_CAUSE_LEADS = frozenset(_LEXICON["cause_leads"])
_TOLLS = Phrases[str](_LEXICON["tolls"])

_REACH = 6
"""Tokens looked at for the noun."""
_FATE_REACH = 8
"""Tokens looked at for the fate behind the noun, or behind the stretch between commas that follows it."""
_STRETCH = 10
"""Tokens between two commas: "38 people, six of them children, were killed"."""
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
        fate = _fate(tokens, start, end, named=not _unknown_noun(tokens, end))
        if fate:
            return f"{_PERSON} {fate}"
        toll = _TOLLS.match_before(tokens, start, _TOLL_REACH)
        if toll:
            return toll[0]
        head = _shared_head(tokens, end)
        if head is None:
            return None
    noun = singular(tokens[head].lower)
    if noun in _EVENTS:
        return _EVENTS[noun]
    fate = _fate(tokens, start, head + 1, named=True)
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
        verb = last is not None and (token.lower.endswith("ed") or token.lower in _PAST)
        if (
            verb
            or token.lower in _STOPS
            or not token.text[0].isalpha()
            or _VAGUE.match(tokens, index)
            or _FATES.match(tokens, index)
        ):
            break
        if is_plural(token.lower):
            return index
        last = index
    return last if single else None


def _shared_head(tokens: Sequence[Token], end: int) -> int | None:
    """The noun that the number shares with a plain figure: "12 and 15 members", not "54 and hundreds"."""
    at = end + 1
    if at >= len(tokens) or tokens[end].lower not in _JOINS:
        return None
    plain = is_digits(tokens[at]) or tokens[at].lower in _FIGURES
    return _head(tokens, at + 1, single=False) if plain else None


def _is_whole(tokens: Sequence[Token], start: int) -> bool:
    """Whether the number is the whole of which a part was just named: "two of the 25", "some of its 25"."""
    at = start - 1
    while at > 0 and tokens[at].lower in _MODIFIERS and tokens[at].lower != "of":
        at -= 1
    if at < 1 or tokens[at].lower != "of":
        return False
    part = tokens[at - 1]
    if part.lower == "out" and at > 1:
        part = tokens[at - 2]
    return is_digits(part) or part.lower in NUMERAL_STARTS or part.lower in _PARTS


def _is_relative(tokens: Sequence[Token], index: int) -> bool:
    """Whether what follows belongs to the noun right before: "one of the 12 people killed", "who died"."""
    if index >= len(tokens):
        return False
    participle = _FATES.match(tokens, index) is not None and tokens[index].lower not in _FINITE
    return participle or tokens[index].lower in _RELATIVES


def _fate(tokens: Sequence[Token], start: int, behind: int, *, named: bool) -> str | None:
    """What befell those counted: said behind them, behind a stretch between commas, or by the verb before.

    The verb before decides only where its object is known, that is, not for "killed a million salmon".
    """
    if _EXCEPTIONS.ends_at(tokens, start):
        return None
    if _is_whole(tokens, start) and not _is_relative(tokens, behind):
        return None
    fate = _fate_behind(tokens, behind)
    if fate is None and behind < len(tokens) and tokens[behind].text == ",":
        stretch = range(behind + 2, min(behind + 2 + _STRETCH, len(tokens) - 1))
        comma = next((at for at in stretch if tokens[at].text == ","), None)
        if comma and (_AUXILIARIES.match(tokens, comma + 1) or tokens[comma + 1].lower in _FINITE):
            fate = _fate_behind(tokens, comma + 1)
    return fate or (_cause_before(tokens, start) if named else None)


def _fate_behind(tokens: Sequence[Token], index: int) -> str | None:
    """What is said to have befallen those just named: "were killed", "on board died", "unaccounted for".

    Of a part of a group the last word decides ("of the injured died"), and the group's where nothing follows.
    """
    at, group = index, False
    found: str | None = None
    while at < min(index + _FATE_REACH, len(tokens)):
        fate = _FATES.match(tokens, at)
        if fate and not (group and found is None):
            return fate[0]
        passed = fate or _AUXILIARIES.match(tokens, at)
        if passed is None:
            break
        found, at = fate[0] if fate else found, passed[1]
        if tokens[at - 1].lower == "of":
            at, group = _behind_whole(tokens, at), True
    return found


def _behind_whole(tokens: Sequence[Token], index: int) -> int:
    """Index behind "the 25" of "two of the 25 were killed"."""
    at = index
    while at < len(tokens) and (tokens[at].lower in _MODIFIERS or is_digits(tokens[at])):
        at += 1
    return at


def _unknown_noun(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word follows that may be the noun, though no plural: "a million salmon"."""
    while index < len(tokens) and tokens[index].lower in _MODIFIERS:
        index += 1
    word = tokens[index].text if index < len(tokens) else ""
    known = word in _STOPS or word in _ADVERBS or _AUXILIARIES.match(tokens, index)
    return word.isalpha() and word.islower() and not known


def _cause_before(tokens: Sequence[Token], start: int) -> str | None:
    """The fate that the verb right before the number tells of: "killing 12", "injured another 40"."""
    at = start - 1
    while at > 0 and tokens[at].lower in _CAUSE_LEADS:
        at -= 1
    return _CAUSES.get(tokens[at].lower) if at >= 0 else None

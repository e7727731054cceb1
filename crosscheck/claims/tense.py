"""Whether a date in a sentence lies behind or ahead of its publication, told by the verbs around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from crosscheck.claims.days import Tense
from crosscheck.claims.tokens import load_lexicon
from crosscheck.claims.wordlists import any_of

_LEXICON = load_lexicon("times")
_OPENERS = frozenset(_LEXICON["openers"]["words"])
_PLANNING = _LEXICON["planning"]
_TIMETABLE = _LEXICON["timetable"]
_PUT_OFF_WORDS = _LEXICON["put_off"]

_NOUN_IN_S = rf"(?!{any_of(_LEXICON['no_infinitives']['verbs'])}\b)[a-z]*[a-rt-z]s\b"
_VERB = rf"(?!{any_of(_LEXICON['no_infinitives']['words'])}\b|{_NOUN_IN_S})[a-z]+"
_TO_VERB = rf"\s+(?:to\s+{_VERB}|for\s+[a-z]+ing\b)"
_PLANNED = any_of(_PLANNING["participles"])
_PLAN = any_of(_PLANNING["nouns"])
_PLANNING_NOUN = rf"{any_of(_PLANNING['determiners'])}\s+{_PLAN}"
_PLANNING_VERB = (
    rf"{any_of(_PLANNING['be'])}\s+(?:[a-z]+\s+)?{_PLANNED}"  # "is now expected"
    rf"|(?<=,\s)(?:[a-z]+ly\s+)?{_PLANNED}(?=\s+(?:(?:on|in|at|by)\s+)?[A-Z])"
    rf"|(?:{_PLANNED}|{_PLAN})(?={_TO_VERB})"
)
_DEADLINE = rf"{any_of(_LEXICON['deadlines']['words'])}(?=(?:\s+[\w-]+){{0,4}}?\s+(?:is|are)\b|{_TO_VERB})"
_UNDERTAKING = rf"{any_of(_LEXICON['undertakings']['words'])}(?=\s+{_VERB})"
_MODAL = rf"{any_of(_LEXICON['modals']['words'])}(?!\s+(?:[a-z]+\s+)?have\s+(?!to\b){_VERB})"
_TIMED = (
    rf"{any_of(_TIMETABLE['words'])}"
    rf"|{any_of(_TIMETABLE['departures'])}(?=\s+(?:{any_of(_TIMETABLE['departed'])}\b|[A-Z]))"
    rf"|(?!{any_of(_TIMETABLE['no_plurals'])}\b)[A-Za-z]*s\s+{any_of(_TIMETABLE['plurals'])}"
)
_AHEAD = rf"{any_of(_LEXICON['future']['words'])}|{_PLANNING_VERB}|{_DEADLINE}|{_UNDERTAKING}|{_MODAL}"
_BEHIND = rf"{any_of(_LEXICON['past']['words'])}|(?!{any_of(_LEXICON['not_past']['words'])}\b)[a-z]+ed"
_MARKER = re.compile(
    rf"(?:(?<!\w)|(?=['’]))(?:(?P<noun>{_PLANNING_NOUN})|(?P<timed>{_TIMED})|(?P<ahead>{_AHEAD})"
    rf"|(?:{_BEHIND})(?:\s+{_PLAN})?)(?!\w)"
)
_LEAD = re.compile(
    r"(?:(?P<word>[^\W_]+|[^\w\s])\s*)??(?:\b(?:on|in|at|from|for|by)\s+)?(?:the\s+)?$", re.IGNORECASE
)
_AT_MOST_A_WORD = re.compile(r"\s*(?:[a-z]+\s+)?")
_CAPTION = re.compile(rf"(?:,|[^,;:.]*?)\s{any_of(_TIMETABLE['captions'])}\s")
_POSSESSIVE = re.compile("['’]s")  # "moved to Friday's squad"
_DID = re.compile(r"did(?:n['’]t)?\Z")
_PUT_OFF = re.compile(
    rf".*\b{any_of(_PUT_OFF_WORDS['words'])}\b(?P<between>[^.;:!?]{{0,80}}?)"
    rf"\b{any_of(_PUT_OFF_WORDS['to'])}\s+(?:(?:the|early|late)\s+)*\Z",
    re.DOTALL,
)
_REACH = 30
"""Characters before a date in which the word before its preposition is looked for."""
_PUT_OFF_REACH = 110
"""Characters before a date in which the verb is looked for that moves something to it."""


class _Marker(NamedTuple):
    start: int
    end: int
    tense: Tense
    timed: bool
    """Whether it is a present tense that tells of a timetable."""


class Tenses:
    """The tense markers of a sentence, looked for when first asked for.

    Args:
        text: The sentence.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._markers: list[_Marker] | None = None

    def at(self, start: int, end: int) -> Tense:
        """The tense that the nearest marker gives to a date at these offsets.

        The marker before it decides; the one behind it where the date opens its clause ("On Friday the
        ministers will meet") or none stands before. A date to which something is put off lies ahead.
        """
        if self.is_new_date(start) and not _POSSESSIVE.match(self._text, end):
            return Tense.FUTURE
        markers = self._all_markers()
        before = [marker for marker in markers if marker.end <= start]
        behind = [marker for marker in markers if marker.start >= end]
        if behind and (not before or self._opens_clause(start)):
            return behind[0].tense
        if not before:
            return Tense.OPEN
        caption = before[-1].timed and self._is_caption(end, behind)
        return Tense.PAST if caption else before[-1].tense

    def is_new_date(self, start: int) -> bool:
        """Whether a date that starts here is that to which something is put off, "postponed until Friday"."""
        found = _PUT_OFF.match(self._text, max(0, start - _PUT_OFF_REACH), start)
        if found is None or "and" in found["between"].split():
            return False
        first, last = found.span("between")
        return not any(
            marker.tense is Tense.PAST and first <= marker.start < last for marker in self._all_markers()
        )

    def _all_markers(self) -> list[_Marker]:
        if self._markers is None:
            self._markers = self._find_markers()
        return self._markers

    def _find_markers(self) -> list[_Marker]:
        markers: list[_Marker] = []
        for match in _MARKER.finditer(self._text):
            if match["noun"]:
                continue
            timed = match["timed"] is not None
            tense = Tense.FUTURE if timed or match["ahead"] else Tense.PAST
            if markers and tense is not markers[-1].tense and not markers[-1].timed:
                tense = self._in_one_verb(markers[-1], match, tense)
            markers.append(_Marker(match.start(), match.end(), tense, timed))
        return markers

    def _in_one_verb(self, before: _Marker, match: re.Match[str], tense: Tense) -> Tense:
        """The tense of a marker that may belong to the verb of the one before: "will cut", "did not meet"."""
        if not _AT_MOST_A_WORD.fullmatch(self._text, before.end, match.start()):
            return tense
        auxiliary = self._text[before.start : before.end]
        return before.tense if tense is Tense.PAST or _DID.match(auxiliary) else tense

    def _is_caption(self, end: int, behind: list[_Marker]) -> bool:
        """Whether the clause that follows a date tells the past: "arrives on Monday, where she was ..."."""
        caption = _CAPTION.match(self._text, end)
        if caption is None or not behind:
            return False
        return behind[0].tense is Tense.PAST and behind[0].start >= caption.end()

    def _opens_clause(self, start: int) -> bool:
        lead = _LEAD.search(self._text, max(0, start - _REACH), start)
        word = lead["word"] if lead else None
        return word is None or word.lower() in _OPENERS

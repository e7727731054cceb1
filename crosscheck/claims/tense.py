"""Whether a date in a sentence lies behind or ahead of its publication, told by the verbs around it."""

from __future__ import annotations

import re

from crosscheck.claims.days import Tense
from crosscheck.claims.tokens import load_lexicon
from crosscheck.claims.wordlists import any_of

_LEXICON = load_lexicon("times")
_OPENERS = frozenset(_LEXICON["openers"]["words"])
_FUTURE = any_of(_LEXICON["future"]["words"])
_PAST = any_of(_LEXICON["past"]["words"])
_NOT_PAST = any_of(_LEXICON["not_past"]["words"])
_MARKER = re.compile(rf"(?<!\w)(?:(?P<future>{_FUTURE})|{_PAST}|(?!{_NOT_PAST}\b)[a-z]+ed)(?!\w)")
_LEAD = re.compile(
    r"(?:(?P<word>[^\W_]+|[^\w\s])\s*)??(?:\b(?:on|in|at|from|for|by)\s+)?(?:the\s+)?$", re.IGNORECASE
)
_AT_MOST_A_WORD = re.compile(r"\s*(?:[a-z]+\s+)?")
_REACH = 30
"""Characters before a date in which the word before its preposition is looked for."""


class Tenses:
    """The tense markers of a sentence, looked for when first asked for.

    Args:
        text: The sentence.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._markers: list[tuple[int, int, Tense]] | None = None

    def at(self, start: int, end: int) -> Tense:
        """The tense that the nearest marker gives to a date at these offsets.

        The marker before it decides; the one behind it where the date opens its clause ("On Friday the
        ministers will meet") or none stands before.
        """
        if self._markers is None:
            self._markers = self._find_markers()
        before = [tense for _, stop, tense in self._markers if stop <= start]
        behind = [tense for begin, _, tense in self._markers if begin >= end]
        if behind and (not before or self._opens_clause(start)):
            return behind[0]
        return before[-1] if before else Tense.OPEN

    def _find_markers(self) -> list[tuple[int, int, Tense]]:
        markers: list[tuple[int, int, Tense]] = []
        for match in _MARKER.finditer(self._text):
            tense = Tense.FUTURE if match["future"] else Tense.PAST
            if markers and tense is Tense.PAST and markers[-1][2] is Tense.FUTURE:
                between = self._text[markers[-1][1] : match.start()]
                if _AT_MOST_A_WORD.fullmatch(between):
                    tense = Tense.FUTURE  # "will be outlawed", "will cut"
            markers.append((match.start(), match.end(), tense))
        return markers

    def _opens_clause(self, start: int) -> bool:
        lead = _LEAD.search(self._text, max(0, start - _REACH), start)
        word = lead["word"] if lead else None
        return word is None or word.lower() in _OPENERS

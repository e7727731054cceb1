"""A sentence cut into chunks at its commas and quotations, and whether a chunk can be a subject.

No part-of-speech tagger stands behind this: closed classes of words (`data/saying.toml`) and their order say
enough about the frame of a news sentence, at a hundredth of a tagger's cost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from crosscheck.claims.wordlists import load_words

FIRST_PERSON = frozenset(
    {"i", "i'd", "i'm", "i've", "me", "my", "we", "we'd", "we're", "we've", "us", "our", "ours"}
)
"""Words of somebody who speaks."""

LONGEST_INNER_ADJUNCT = 4
"""Words between an auxiliary and its verb."""

FULL_QUOTE = 4
"""Words from which a quotation is taken for a clause; shorter ones are words within somebody's clause."""


class Mark(IntEnum):
    """What kind of token it is."""

    WORD = 0
    BREAK = 1
    QUOTE = 2


class Token(NamedTuple):
    """A word, a bracket or short quotation taken as a word, a full quotation, or a break between chunks."""

    start: int
    end: int
    lower: str
    mark: Mark


class Chunk(NamedTuple):
    """Words between two breaks.

    Attributes:
        tokens: Its words, never empty.
        opening: The break before it: "" at the beginning of the sentence, "“" after a quotation.
    """

    tokens: list[Token]
    opening: str


_WORDS = load_words("saying")
FINITE = frozenset(_WORDS["finite"])
RELATIVES = frozenset(_WORDS["relatives"])
SUBORDINATORS = frozenset(_WORDS["subordinators"])
PREPOSITIONS = frozenset(_WORDS["prepositions"])
CONJUNCTIONS = frozenset(_WORDS["conjunctions"])
PRONOUNS = frozenset(_WORDS["pronouns"])
DETERMINERS = frozenset(_WORDS["determiners"])
ADVERBS = frozenset(_WORDS["adverbs"])
OPENERS = frozenset(_WORDS["openers"])
DAYS = frozenset(_WORDS["days"])
AUXILIARIES = frozenset(_WORDS["auxiliaries"])
ARTICLES = frozenset(_WORDS["articles"])
ACCOUNTS = frozenset(_WORDS["accounts"])
SURVEYS = frozenset(_WORDS["surveys"])
BE = frozenset({"is", "are", "was", "were", "been", "be"})
PAST = frozenset(_WORDS["irregular_past"])
_PAST_ONLY = frozenset(_WORDS["past_only"])
NO_SUBJECT_BEGINS = PREPOSITIONS | SUBORDINATORS | RELATIVES | CONJUNCTIONS
_NO_SUBJECT_ENDS = NO_SUBJECT_BEGINS | ARTICLES
_VERBAL = FINITE | _PAST_ONLY | {"being", "having"}
"""Where one stands, a noun phrase has ended: "Mr Tuma being the lone voice"."""
_SENTENCE_ENDS = frozenset(".,!?…")

_TOKEN = re.compile(
    r"(?P<word>\([^()]*\)|[^\W_]+(?:(?:[.’'\-/&]|(?<=\d),(?=\d))[^\W_]+|[’'](?=\s))*)"
    r"|(?P<stop>[,;:—–]|--|\s-(?=\s))"
    r"|(?P<quote>“[^”]*(?:”|\Z)|(?<!\S)\"[^\"]*(?:\"|\Z)|„[^“”]*(?:[“”]|\Z)|«[^»]*(?:»|\Z)"
    r"|(?<!\S)['‘](?=\S)(?:[^'’]|['’](?=\w))*[,.!?…]['’](?!\w))"
)
_SPEECH_OPEN = re.compile(r"\A[^“\"]*(?:”|[,.!?…]\"(?!\S))")


def tokenize(text: str, begin: int = 0) -> list[Token]:
    """The tokens of a sentence from an offset on; a quotation of `FULL_QUOTE` words or more is one token."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, begin or _end_of_running_quotation(text, tokens)):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "word":
            tokens.append(Token(start, end, _lower(text[start:end]), Mark.WORD))
        elif kind == "stop":
            tokens.append(Token(start, end, match.group().strip(), Mark.BREAK))
        else:
            stopped = bool(tokens) and tokens[-1].mark is Mark.BREAK
            full = start == 0 or _is_full_quotation(text[start:end], stopped=stopped)
            tokens.append(Token(start, end, "“", Mark.QUOTE if full else Mark.WORD))
    return tokens


def _is_full_quotation(quotation: str, *, stopped: bool) -> bool:
    """Whether a quotation is long, or written as a sentence after a stop: "She said: “It was bedlam.”"."""
    sentence = stopped and quotation[1:2].isupper() and quotation[-2] in _SENTENCE_ENDS
    return sentence or quotation.count(" ") + 1 >= FULL_QUOTE


def holds_quoted_clause(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a full quotation among the tokens has a finite verb outside a relative clause."""
    return any(
        _is_clause(_lower(text[token.start + 1 : token.end - 1]).split(), full=token.mark is Mark.QUOTE)
        for token in tokens
        if token.lower == "“"
    )


def _is_clause(words: Sequence[str], *, full: bool) -> bool:
    """Whether a finite verb stands in a quotation, outside a relative clause; a short one needs a pronoun."""
    if not full and not (words and words[0] in PRONOUNS):
        return False
    return next((word for word in words if word in FINITE or word in RELATIVES), "") in FINITE


def _lower(word: str) -> str:
    """A word in lower case; the month keeps its capital, so that it is no auxiliary verb."""
    return word if word == "May" else word.lower().replace("’", "'")


def _end_of_running_quotation(text: str, tokens: list[Token]) -> int:
    """Where a quotation ends that began in an earlier sentence; its token is added."""
    match = _SPEECH_OPEN.match(text)
    if match is None:
        return 0
    tokens.append(Token(0, match.end(), "“", Mark.QUOTE))
    return match.end()


def chunks_of(tokens: Sequence[Token]) -> list[Chunk]:
    """The chunks between breaks; quotations are left out."""
    chunks: list[Chunk] = []
    words: list[Token] = []
    opening = ""
    for token in tokens:
        if token.mark is Mark.WORD:
            words.append(token)
            continue
        if words:
            chunks.append(Chunk(words, opening))
            words, opening = [], ""
        opening = "“" if token.mark is Mark.QUOTE or opening == "“" else token.lower
    if words:
        chunks.append(Chunk(words, opening))
    return chunks


def first_clause(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """The chunks before the first semicolon."""
    return chunks[: next((n for n, chunk in enumerate(chunks) if n and chunk.opening == ";"), len(chunks))]


def first_main_clause(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """The chunks before the first semicolon or the first conjunction that begins a clause."""
    clause = first_clause(chunks)
    end = (n for n, (tokens, _) in enumerate(clause) if n and _begins_second_clause(tokens))
    return clause[: next(end, len(clause))]


def _begins_second_clause(tokens: Sequence[Token]) -> bool:
    if tokens[0].lower not in CONJUNCTIONS:
        return False
    return has_finite(tokens) or (
        len(tokens) > 1 and (tokens[1].lower in SUBORDINATORS or is_past(tokens, 1))
    )


def is_adjunct(chunk: Chunk) -> bool:
    """Whether a chunk only sets the scene: "on Tuesday", "speaking in Geneva", "however"."""
    first = chunk.tokens[0].lower
    dated = first == "as" and len(chunk.tokens) > 1 and chunk.tokens[1].lower in PREPOSITIONS
    if (first in SUBORDINATORS and not dated) or first in RELATIVES:
        return True
    scene = first in NO_SUBJECT_BEGINS or first in OPENERS or first in DAYS
    scene = scene or first.endswith(("ing", "ly")) or _is_participial(chunk.tokens)
    return scene and not has_finite(chunk.tokens)


def _is_participial(tokens: Sequence[Token]) -> bool:
    """Whether a participle begins the tokens: "asked about it", "hit by it", not "ousted president Nair"."""
    following = tokens[1].lower if len(tokens) > 1 else "to"
    if following == "by" and tokens[0].lower in PAST:
        return True
    return tokens[0].lower.endswith("ed") and (
        following in NO_SUBJECT_BEGINS
        or following in DAYS
        or following in ADVERBS
        or following.endswith("ly")
    )


def has_finite(tokens: Sequence[Token]) -> bool:
    """Whether an auxiliary verb stands among the tokens, before any clause that begins among them."""
    for position, token in enumerate(tokens):
        if token.lower in RELATIVES or (position and token.lower in SUBORDINATORS):
            return False
        if token.lower in FINITE:
            return True
    return False


def is_past(tokens: Sequence[Token], position: int) -> bool:
    """Whether a token looks like a past tense: irregular, or in "-ed" where no adjective can stand."""
    word = tokens[position].lower
    if position == 0 or not word.endswith("ed"):
        return word in PAST
    before = tokens[position - 1].lower
    return before not in DETERMINERS and not before.endswith(("ly", "'s")) and before not in BE


def holds_verb(tokens: Sequence[Token]) -> bool:
    """Whether something that looks like a finite verb stands among the tokens, outside a relative clause."""
    for position, token in enumerate(tokens):
        if position and token.lower in RELATIVES:
            return False
        if token.lower in FINITE or is_past(tokens, position):
            return True
    return False


def is_noun_phrase(tokens: Sequence[Token]) -> bool:
    """Whether the tokens can be a subject: no verb, no clause but a relative one, no preposition first."""
    if not tokens or tokens[0].lower in NO_SUBJECT_BEGINS or tokens[-1].lower in _NO_SUBJECT_ENDS:
        return False
    if len(tokens) > 1 and tokens[0].lower.endswith(("ed", "ing")) and tokens[1].lower in NO_SUBJECT_BEGINS:
        return False
    for position, token in enumerate(tokens):
        word = token.lower
        if word in _VERBAL or (word in SUBORDINATORS and word != "as"):
            return False
        if word in RELATIVES:
            following = [other.lower for other in tokens[position + 1 : position + 3]]
            return len(following) > 1 and following[0] not in DETERMINERS and following[0] not in PRONOUNS
    return tokens[-1].lower not in PRONOUNS or len(tokens) == 1


def trim_subject(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without conjunctions before and adverbs and auxiliaries after."""
    first, last = 0, len(tokens)
    while last > first + 1 and _is_adverbial(tokens[last - 1].lower):
        dated = tokens[last - 1].lower in DAYS and last > first + 2
        last -= 2 if dated and tokens[last - 2].lower == "on" else 1
    while first < last and (tokens[first].lower in CONJUNCTIONS or tokens[first].lower in OPENERS):
        first += 1
    return list(tokens[first:last])


def _is_adverbial(word: str) -> bool:
    return (
        word in ADVERBS or word in AUXILIARIES or word in DAYS or (word.endswith("ly") and word != "family")
    )


def after_adjunct(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The noun phrase that follows an adjunct without a comma: "the ministry" of "On Tuesday the ministry".

    Args:
        text: The sentence.
        tokens: Words before a verb, the first a preposition or an opener.

    Returns:
        The last noun phrase of them that no preposition governs; empty where there is none.
    """
    if tokens and tokens[-1].lower in PRONOUNS:
        return [tokens[-1]]
    for position in range(len(tokens) - 1, 0, -1):
        word, before = tokens[position].lower, tokens[position - 1].lower
        named = text[tokens[position].start].isupper() and word not in DAYS
        if not (named or word in DETERMINERS) or before in PREPOSITIONS or before in DETERMINERS:
            continue
        if named and text[tokens[position - 1].start].isupper() and before not in DAYS and position > 1:
            continue
        return list(tokens[position:])
    return []

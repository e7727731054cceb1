"""Where a sentence names its speaker.

Credit is given after the claim or inside it ("…, X said", "…, said X", "…, the mayor, X, told reporters"),
by a phrase ("according to X"), or before the claim ("X said that …"). Credit after the claim is looked for
first, since it covers the whole sentence; in "X said Y and did Z" the first verb decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crosscheck.claims.phrases import (
    ADVERBS,
    ARTICLES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    NO_SUBJECT_BEGINS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    Chunk,
    Mark,
    Token,
    after_adjunct,
    chunks_of,
    has_finite,
    holds_verb,
    is_adjunct,
    is_noun_phrase,
    trim_subject,
)
from crosscheck.claims.saying import (
    Complement,
    Saying,
    credit_phrase,
    is_noun_here,
    needs_listener,
    sayings,
    stands_before_subject,
    takes,
)
from crosscheck.types import AssertionKind

LONGEST_ADJUNCT = 12
"""Words after a verb of saying that can still be its listener, place and time."""

_OCCASIONS = frozenset({"after", "before", "during", "while", "as", "when"})


class Credit(NamedTuple):
    """Where a sentence names its speaker.

    Attributes:
        speaker: The words of the speaker, never empty.
        kind: What the verb of saying makes of the claim.
        claim: The words of the claim, what is left without the credit.
        quotes: Whether a quotation follows the verb at once.
    """

    speaker: Sequence[Token]
    kind: AssertionKind
    claim: list[Chunk]
    quotes: bool = False


class _Speaker(NamedTuple):
    """Words of a speaker and the number of the chunk in which they stand."""

    words: Sequence[Token]
    chunk: int


def find_credit(text: str, tokens: Sequence[Token]) -> Credit | None:
    """Who is credited with a sentence.

    Args:
        text: The sentence.
        tokens: Its tokens.

    Returns:
        The credit of its first main clause, else of the whole; None where there is none.
    """
    sentence = chunks_of(tokens)
    end = next((n for n, chunk in enumerate(sentence) if n and chunk.opening == ";"), len(sentence))
    for chunks in (sentence[:end], sentence) if end < len(sentence) else (sentence,):
        credit = _after_claim(chunks) or _by_phrase(chunks) or _before_claim(text, chunks, tokens)
        if credit:
            return credit
    return None


# ---- after the claim ----


def _after_claim(chunks: Sequence[Chunk]) -> Credit | None:
    for index in sorted(
        range(len(chunks)), key=lambda index: (chunks[index].tokens[0].lower == "as", -index)
    ):
        if chunks[index].opening in {"", ":"} or _is_aside(chunks, index):
            continue
        position, saying = next(sayings(chunks[index].tokens), (0, None))
        if saying is None or saying.complement in {Complement.OF_ASSERTIONS, Complement.JUDGING}:
            continue
        speaker = _speaker_after(chunks, index, position, saying)
        if speaker:
            claim = [*chunks[: speaker.chunk], *chunks[index + 1 :]]
            return Credit(speaker.words, saying.kind, claim)
    return None


def _is_aside(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a credit in mid-sentence covers a clause only: "Hale, who left, he said, …"."""
    before = chunks[index - 1].tokens
    clause = before[0].lower in RELATIVES or (len(before) > 1 and before[-1].lower in SUBORDINATORS)
    return 0 < index < len(chunks) - 1 and clause


def _speaker_after(chunks: Sequence[Chunk], index: int, position: int, saying: Saying) -> _Speaker | None:
    tokens, opening = chunks[index]
    rest = tokens[position + len(saying.words) :]
    if position == 0:
        if _is_subject_after(saying, rest):
            return _Speaker(_noun_phrase_of(rest), index)
        return None if _is_content(saying, rest) else _speaker_before_comma(chunks, index)
    subject = tokens[1:position] if tokens[0].lower == "as" else tokens[:position]
    joined = bool(subject) and subject[0].lower in CONJUNCTIONS
    subject = trim_subject(subject)
    if not is_noun_phrase(subject) or is_noun_here(subject, saying):
        return None
    scene_only = all(is_adjunct(chunk) for chunk in chunks[:index])
    if opening != "“" and (joined or scene_only or _is_content(saying, rest)):
        return None
    return _named_by_apposition(chunks, _Speaker(subject, index))


def _is_subject_after(saying: Saying, rest: Sequence[Token]) -> bool:
    """Whether the subject follows the verb: "said the mayor", but not "told reporters"."""
    if not rest or not stands_before_subject(saying):
        return False
    first = rest[0].lower
    return first not in NO_SUBJECT_BEGINS and first not in DAYS and not has_finite(rest)


def _is_content(saying: Saying, rest: Sequence[Token]) -> bool:
    """Whether what is said follows the verb, not only a listener, a place or a time."""
    if not rest:
        return False
    first = rest[0].lower
    scene = first in PREPOSITIONS or first in DAYS or first in ADVERBS or first.endswith("ly")
    if not scene and not needs_listener(saying):
        return True
    return has_finite(rest) or len(rest) > LONGEST_ADJUNCT or any(token.lower in RELATIVES for token in rest)


def _speaker_before_comma(chunks: Sequence[Chunk], index: int) -> _Speaker | None:
    """The speaker of a verb that follows a comma: "…, the minister, Lal Gamage, said"."""
    if index < 2 or chunks[index].opening == "“" or not holds_verb(chunks[0].tokens):  # noqa: PLR2004
        return None  # before the verb must stand a claim and a speaker
    if chunks[index - 1].tokens[0].lower in RELATIVES:
        return _Speaker(trim_subject(chunks[index - 2].tokens), index - 2)
    subject = trim_subject(chunks[index - 1].tokens)
    return _named_by_apposition(chunks, _Speaker(subject, index - 1)) if is_noun_phrase(subject) else None


def _named_by_apposition(chunks: Sequence[Chunk], speaker: _Speaker) -> _Speaker:
    """The noun phrase before, where the speaker only names it: "the governor, Saleem Baigzada, told …"."""
    first = speaker.words[0].lower
    if speaker.chunk < 2 or first in DETERMINERS or first in PRONOUNS:  # noqa: PLR2004 - a claim stands first
        return speaker
    before = chunks[speaker.chunk - 1].tokens
    described = before[0].lower in DETERMINERS or before[0].lower.endswith("'s")
    if not described or len(before) > LONGEST_ADJUNCT:
        return speaker
    earlier = trim_subject(before)
    return _Speaker(earlier, speaker.chunk - 1) if is_noun_phrase(earlier) else speaker


def _noun_phrase_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """The noun phrase that the tokens begin with, relative clause included, without time and occasion."""
    for position, token in enumerate(tokens[1:], start=1):
        word = token.lower
        if word in RELATIVES:
            return tokens
        following = tokens[position + 1].lower if position + 1 < len(tokens) else ""
        timed = word in PREPOSITIONS and (following in DAYS or following[:1].isdigit())
        if timed or word in DAYS or word in _OCCASIONS:
            return tokens[:position]
    return tokens


# ---- by a phrase ----


def _by_phrase(chunks: Sequence[Chunk]) -> Credit | None:
    for index, chunk in enumerate(chunks):
        position, length = credit_phrase(chunk.tokens)
        source = chunk.tokens[position + length :] if length else []
        if not source:
            continue
        end = next((n for n in range(1, len(source)) if _begins_claim(source, n)), len(source))
        remains = [Chunk(words, chunk.opening) for words in (chunk.tokens[:position], source[end:]) if words]
        claim = [*chunks[:index], *remains, *chunks[index + 1 :]]
        return Credit(_noun_phrase_of(source[:end]), AssertionKind.ATTRIBUTED, claim)
    return None


def _begins_claim(tokens: Sequence[Token], position: int) -> bool:
    """Whether a claim begins here after a source that no comma ends: "according to the log the crew"."""
    if tokens[position].lower in PRONOUNS:
        return True
    before = tokens[position - 1].lower
    return tokens[position].lower in ARTICLES and before not in PREPOSITIONS and before not in CONJUNCTIONS


# ---- before the claim ----


def _before_claim(text: str, chunks: Sequence[Chunk], tokens: Sequence[Token]) -> Credit | None:
    for index, position, saying in _verbs(chunks):
        chunk = chunks[index].tokens
        following = chunk[position + len(saying.words) :]
        quote_follows = _quote_follows(tokens, chunk[-1])
        if not takes(saying, following, quote_follows=quote_follows):
            continue
        speaker = _subject(text, chunks, index, position)
        if not speaker or is_noun_here(speaker, saying):
            continue
        said = _after_that(following)
        claim = [Chunk(said, "")] if said else []
        return Credit(
            speaker, saying.kind, [*claim, *chunks[index + 1 :]], quotes=quote_follows and not following
        )
    return None


def _verbs(chunks: Sequence[Chunk]) -> Iterator[tuple[int, int, Saying]]:
    for index, chunk in enumerate(chunks):
        for position, saying in sayings(chunk.tokens):
            yield index, position, saying


def _after_that(following: list[Token]) -> list[Token]:
    """The words of the clause that "that" begins: "told the council on Friday that …"."""
    for position, token in enumerate(following[:LONGEST_ADJUNCT]):
        if token.lower == "that":
            return following[position + 1 :]
    return following


def _quote_follows(tokens: Sequence[Token], last: Token) -> bool:
    """Whether a full quotation stands after a token, at once or after a break."""
    following = tokens[tokens.index(last) + 1 :][:2]
    if following and following[0].mark is not Mark.BREAK:
        following = following[:1]
    return any(token.mark is Mark.QUOTE for token in following)


def _subject(text: str, chunks: Sequence[Chunk], index: int, position: int) -> Sequence[Token]:
    """The subject of the verb at a position of a chunk if it is that of the sentence, else nothing."""
    before = chunks[index].tokens[:position]
    subject = trim_subject(before)
    if before and before[-1].lower in CONJUNCTIONS:
        return ()
    if not before or (len(subject) == 1 and len(before) > 1 and subject[0].lower in ADVERBS):
        return _subject_before_comma(chunks, index)
    if chunks[index].opening != ":" and not all(is_adjunct(chunk) for chunk in chunks[:index]):
        return ()
    if subject and (subject[0].lower in PREPOSITIONS or before[0].lower in OPENERS):
        subject = trim_subject(after_adjunct(text, subject))
    return subject if is_noun_phrase(subject) else ()


def _subject_before_comma(chunks: Sequence[Chunk], index: int) -> Sequence[Token]:
    """The subject that a comma parts from its verb: "The minister, who was appointed in May, said"."""
    number = next((n for n, chunk in enumerate(chunks[:index]) if not is_adjunct(chunk)), index)
    between = chunks[number + 1 : index]
    if not between or not all(is_adjunct(other) or not has_finite(other.tokens) for other in between):
        return ()
    subject = trim_subject(chunks[number].tokens)
    return subject if is_noun_phrase(subject) else ()

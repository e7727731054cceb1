"""Where a sentence names its speaker.

Credit is given after the claim or inside it ("…, X said", "…, said X", "…, the mayor, X, told reporters"),
by a phrase ("according to X"), or before the claim ("X said that …"). Credit after the claim is looked for
first, since it covers the whole sentence; in "X said Y and did Z" the first verb decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crosscheck.claims.phrases import (
    ACCOUNTS,
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    FINITE,
    FIRST_PERSON,
    LONGEST_INNER_ADJUNCT,
    NO_SUBJECT_BEGINS,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SUBORDINATORS,
    SURVEYS,
    Chunk,
    Mark,
    Token,
    after_adjunct,
    chunks_of,
    first_clause,
    has_finite,
    holds_verb,
    is_adjunct,
    is_noun_phrase,
    trim_subject,
)
from crosscheck.claims.saying import (
    NO_CONTENT,
    Complement,
    Saying,
    credit_phrase,
    is_clausal,
    is_noun_here,
    needs_listener,
    sayings,
    stands_before_subject,
    suits,
    takes,
)
from crosscheck.types import AssertionKind

LONGEST_ADJUNCT = 12
"""Words after a verb of saying that can still be its listener, place and time."""

LONGEST_INTERRUPTION = 2
"""Chunks between a verb of saying and the "that" of its clause."""

LONGEST_LABEL = 3
"""Words of a speaker's name before a colon."""

LONGEST_OWNER = 6
"""Words before the one that owns an account."""

_WITHIN = frozenset({"in", "by", "on"})
_POSSESSIVE = ("'s", "s'")
_AS = frozenset({"as", "so"})
_THUS = frozenset({"so", "thus"})
"""Before a verb whose subject follows: "…, so confirms the prosecutor"."""

_GOVERNING = PREPOSITIONS | CONJUNCTIONS | DETERMINERS
_MEASURING = frozenset(
    {
        Complement.QUOTING,
        Complement.COUNTING,
        Complement.ESTIMATING,
        Complement.OF_DOCUMENTS,
        Complement.OF_PREDICTIONS,
        Complement.OF_PERSONS,
        Complement.OF_CHARGES,
        Complement.OF_FALSEHOODS,
        Complement.OF_ASSERTIONS,
        Complement.WITH_OBJECT,
        Complement.JUDGING,
    }
)
"""What verbs need that seldom follow what is said ("saw his chances at 60 per cent", "called it illegal")."""

_DESCRIBING = ARTICLES | {"one", "another"}
_CONTESTING = frozenset({AssertionKind.DENIAL, AssertionKind.ALLEGATION})
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
    quoted = bool(tokens) and tokens[0].mark is Mark.QUOTE
    clause = first_clause(sentence)
    for chunks in (clause, sentence) if len(clause) < len(sentence) else (sentence,):
        credit = (
            _by_label(chunks, tokens)
            or _of_claim(text, _after_claim(chunks, quoted=quoted) or _by_phrase(chunks), tokens)
            or _before_claim(text, chunks, tokens)
            or _in_survey(chunks)
            or _by_account(chunks)
        )
        if credit:
            return credit
    return None


def _by_label(chunks: Sequence[Chunk], tokens: Sequence[Token]) -> Credit | None:
    """The speaker before a colon: "Hallam: Nobody asked me", "The judge: “We printed it.”"."""
    label = chunks[0].tokens if chunks else []
    if not any(token.lower == ":" for token in tokens[len(label) : len(label) + 1]):
        return None
    quoted = tokens[-1].mark is Mark.QUOTE and tokens[-2].lower == ":"
    spoken = any(token.lower in FIRST_PERSON for chunk in chunks[1:] for token in chunk.tokens)
    if not (spoken or quoted) or len(label) > LONGEST_LABEL or not is_noun_phrase(label) or holds_verb(label):
        return None
    return Credit(label, AssertionKind.ATTRIBUTED, list(chunks[1:]), quotes=quoted)


def _of_claim(text: str, credit: Credit | None, tokens: Sequence[Token]) -> Credit | None:
    """A credit with the kind of what it covers: "(According to police,) he has denied the charge".

    Where a colon follows what is covered, its speaker counts: "The trader denies it: he was ill, he says".
    """
    inner = _before_claim(text, credit.claim, tokens) if credit else None
    if credit is None or inner is None or inner.kind not in _CONTESTING:
        return credit
    if credit.speaker[0].lower in PRONOUNS and any(chunk.opening == ":" for chunk in credit.claim):
        return inner
    return credit._replace(kind=inner.kind)


# ---- after the claim ----


def _after_claim(chunks: Sequence[Chunk], *, quoted: bool) -> Credit | None:
    """The last credit after a claim, but the first after a quotation that opens the sentence."""
    order = 1 if quoted else -1
    for index in sorted(
        range(len(chunks)), key=lambda index: (_is_subordinate(chunks[index].tokens[0].lower), order * index)
    ):
        if chunks[index].opening in {"", ":"} or _is_aside(chunks, index):
            continue
        tokens = chunks[index].tokens
        verbs = (verb for verb in sayings(tokens) if not is_noun_here(tokens[: verb[0]], verb[1]))
        for position, saying in verbs:
            if saying.complement in _MEASURING:
                continue
            speaker = _speaker_after(chunks, index, position, saying)
            if speaker:
                claim = [*chunks[: speaker.chunk], *chunks[index + 1 :]]
                return Credit(speaker.words, saying.kind, claim)
    return None


def _is_subordinate(first: str) -> bool:
    """Whether a word begins what a main clause outweighs: "as she said", "contradicting reports"."""
    return first == "as" or first.endswith("ing")


def _is_aside(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a credit in mid-sentence covers a clause only: "Hale, who left, he said, …"."""
    before = chunks[index - 1].tokens
    clause = before[0].lower in RELATIVES or (len(before) > 1 and before[-1].lower in SUBORDINATORS)
    return 0 < index < len(chunks) - 1 and (clause or _is_explained(chunks, index))


def _is_explained(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a chunk stands after the colon of a main clause: "One thing is missing: the note says …"."""
    colon = next((n for n, chunk in enumerate(chunks[: index + 1]) if chunk.opening == ":"), 0)
    return any(has_finite(chunk.tokens) for chunk in chunks[:colon])


def _speaker_after(chunks: Sequence[Chunk], index: int, position: int, saying: Saying) -> _Speaker | None:
    tokens, opening = chunks[index]
    rest = tokens[position + len(saying.words) :]
    thus = position == 1 and tokens[0].lower in _THUS
    if position == 0 or thus:
        if rest and _begins_content(rest):
            return _speaker_before_comma(chunks, index)
        if _is_subject_after(chunks[: index + 1], saying, rest, thus=thus):
            return _Speaker(_noun_phrase_of(rest), index)
        return None if _is_content(saying, rest) else _speaker_before_comma(chunks, index)
    subject = tokens[1:position] if tokens[0].lower in _AS else tokens[:position]
    joined = bool(subject) and subject[0].lower in CONJUNCTIONS
    subject = trim_subject(subject)
    if not is_noun_phrase(subject) or _is_contact_clause(subject):
        return None
    scene_only = all(is_adjunct(chunk) for chunk in chunks[:index])
    if opening != "“" and (joined or scene_only or _is_content(saying, rest)):
        return None
    return _named_by_apposition(chunks, _Speaker(subject, index))


def _begins_content(rest: Sequence[Token]) -> bool:
    """Whether the words after a verb begin what is said: "(says) she passed it on", "(said) nothing"."""
    first, following = rest[0].lower, rest[1].lower if len(rest) > 1 else ""
    if first in PRONOUNS and following:
        return following not in NO_SUBJECT_BEGINS and following not in DAYS and following not in ADVERBS
    return first in NO_CONTENT


def _is_contact_clause(tokens: Sequence[Token]) -> bool:
    """Whether a relative clause without a pronoun begins among the tokens: "the rate the mayor (had)"."""
    for position, token in enumerate(tokens[1:], start=1):
        before = tokens[position - 1].lower
        if token.lower in RELATIVES:
            return False
        governed = before in _GOVERNING or before.endswith(("ing", "ed"))
        if token.lower in ARTICLES and not governed:
            return True
    return False


def _is_subject_after(chunks: Sequence[Chunk], saying: Saying, rest: Sequence[Token], *, thus: bool) -> bool:
    """Whether the subject follows the verb: "said the mayor", but not "told reporters".

    Where a subject without a verb is before it, a figure or another verb behind it shows that what is said
    follows: "(The governor, Ann Lee,) said soldiers shot 14 people".
    """
    if all(token.lower in ADVERBS for token in rest):
        return False
    quoted = chunks[-1].opening == "“" and (not needs_listener(saying) or rest[0].lower in ARTICLES)
    clause = thus or _holds_clause(chunks[:-1])
    if not quoted and not stands_before_subject(saying, after_clause=clause):
        return False
    if not quoted and not thus and _ends_in_subject(chunks[:-1], said=rest):
        return False
    first = rest[0].lower
    return first not in NO_SUBJECT_BEGINS and first not in DAYS and not has_finite(rest)


def _holds_clause(chunks: Sequence[Chunk]) -> bool:
    return any(holds_verb(chunk.tokens) and not is_adjunct(chunk) for chunk in chunks)


def _ends_in_subject(chunks: Sequence[Chunk], *, said: Sequence[Token]) -> bool:
    """Whether chunks end in a subject whose verb, and what is said, follow: "…, and the mayor, Ann Lee,"."""
    joined = [n for n, chunk in enumerate(chunks) if chunk.tokens[0].lower in CONJUNCTIONS]
    last = chunks[max(joined, default=0) :]
    if _holds_clause(last) or not (joined or any(not is_adjunct(chunk) for chunk in last)):
        return False
    return chunks[-1].tokens[0].lower in RELATIVES or said[0].lower[0].isdigit() or holds_verb(said)


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
    if index < 2 or chunks[index].opening == "“":  # noqa: PLR2004 - a claim and a speaker must stand before
        return None
    if chunks[index - 2].opening == "“" and is_noun_phrase(chunks[index - 2].tokens):
        return _Speaker(trim_subject(chunks[index - 2].tokens), index - 2)
    if not holds_verb(chunks[0].tokens):
        return None
    if chunks[index - 1].tokens[0].lower in RELATIVES:
        return _Speaker(trim_subject(chunks[index - 2].tokens), index - 2)
    if chunks[index - 2].tokens[0].lower in CONJUNCTIONS:
        return None
    subject = trim_subject(chunks[index - 1].tokens)
    return _named_by_apposition(chunks, _Speaker(subject, index - 1)) if is_noun_phrase(subject) else None


def _named_by_apposition(chunks: Sequence[Chunk], speaker: _Speaker) -> _Speaker:
    """The noun phrase before, where the speaker only names it: "the governor, Saleem Baigzada, told …"."""
    first = speaker.words[0].lower
    if speaker.chunk < 2 or first in DETERMINERS or first in PRONOUNS:  # noqa: PLR2004 - a claim stands first
        return speaker
    before = chunks[speaker.chunk - 1].tokens
    described = before[0].lower in _DESCRIBING or before[0].lower.endswith("'s")
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
        position, length = credit_phrase(chunk.tokens, closing=0 < index == len(chunks) - 1)
        source = chunk.tokens[position + length :] if length else []
        aside = _is_aside(chunks, index) and _is_resumed(chunks, index)
        if not source or aside or _is_figure_only(chunks, index, position):
            continue
        end = next((n for n in range(1, len(source)) if _begins_claim(source, n)), len(source))
        remains = [Chunk(words, chunk.opening) for words in (chunk.tokens[:position], source[end:]) if words]
        claim = [*chunks[:index], *remains, *chunks[index + 1 :]]
        return Credit(_noun_phrase_of(source[:end]), AssertionKind.ATTRIBUTED, claim)
    return None


def _by_account(chunks: Sequence[Chunk]) -> Credit | None:
    """The owner of an account: "By Ann Lee's account nobody came", "Moscow's version is that …"."""
    for index, (tokens, opening) in enumerate(chunks):
        words = [token.lower for token in tokens]
        first = 1 if words[0] in _WITHIN else 0
        owner = next((n for n, word in enumerate(words) if n >= first and word.endswith(_POSSESSIVE)), None)
        if owner is None or owner > LONGEST_OWNER or not (first or index == 0):
            continue
        noun = owner + 2 if words[owner + 1 : owner + 2] == ["own"] else owner + 1
        if words[noun : noun + 1] == [] or words[noun] not in ACCOUNTS:
            continue
        rest = tokens[noun + 1 :]
        if not first:
            if len(rest) < 2 or rest[0].lower not in BE or rest[1].lower != "that":  # noqa: PLR2004 - "is that"
                continue
            rest = rest[2:]
        last = tokens[owner]._replace(end=tokens[owner].end - (2 if words[owner].endswith("'s") else 1))
        remains = [Chunk(rest, opening)] if rest else []
        speaker = [*tokens[first:owner], last]
        return Credit(speaker, AssertionKind.ATTRIBUTED, [*chunks[:index], *remains, *chunks[index + 1 :]])
    return None


def _is_resumed(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether the clause goes on after a source: "which, according to police, it is", not "…, a surgeon"."""
    first = chunks[index + 1].tokens[0].lower
    broken_off = chunks[index - 1].tokens[-1].lower in SUBORDINATORS | RELATIVES
    return broken_off or first in FINITE or first in RELATIVES or first in PRONOUNS


def _is_figure_only(chunks: Sequence[Chunk], index: int, position: int) -> bool:
    """Whether the source is that of words between commas: "a march, 900 according to police, passed"."""
    inside = 0 < index < len(chunks) - 1 and position > 0
    return inside and chunks[index].opening == "," and not holds_verb(chunks[index].tokens)


def _in_survey(chunks: Sequence[Chunk]) -> Credit | None:
    """The survey of "In the latest survey the party is ahead"."""
    tokens = chunks[0].tokens if chunks else []
    if not tokens or tokens[0].lower != "in":
        return None
    found = next((n for n, token in enumerate(tokens[:LONGEST_ADJUNCT]) if token.lower in SURVEYS), 0)
    if not found or holds_verb(tokens[:found]):
        return None
    end = found + 1 if holds_verb(tokens) else len(tokens)
    claim = [Chunk(tokens[end:], "")] if tokens[end:] else []
    return Credit(tokens[1:end], AssertionKind.ATTRIBUTED, [*claim, *chunks[1:]])


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
        introduced = quote_follows and tokens[tokens.index(chunk[-1]) + 1].lower == ":"
        later = chunks[index + 1 : index + 1 + LONGEST_INTERRUPTION]
        that_follows = any(other.tokens[0].lower == "that" for other in later)
        if not takes(saying, following, quote_follows=quote_follows) and not (
            that_follows and is_clausal(saying)
        ):
            continue
        speaker = _subject(text, chunks, index, position)
        if not speaker or is_noun_here(speaker, saying) or not suits(saying, speaker):
            continue
        said = following if saying.complement is Complement.JUDGING else _after_that(following)
        claim = [Chunk(said, "")] if said else []
        quotes = introduced or (quote_follows and not following)
        rest = [other for other in chunks[index + 1 :] if not (that_follows and _is_of_anonymity(other))]
        return Credit(speaker, saying.kind, [*claim, *rest], quotes=quotes)
    return None


def _is_of_anonymity(chunk: Chunk) -> bool:
    """Whether a chunk names the condition on which somebody speaks: "on condition that he was not named"."""
    return [token.lower for token in chunk.tokens[:2]] == ["on", "condition"]


def _verbs(chunks: Sequence[Chunk]) -> Iterator[tuple[int, int, Saying]]:
    for index, chunk in enumerate(chunks):
        for position, saying in sayings(chunk.tokens):
            yield index, position, saying


def _after_that(following: list[Token]) -> list[Token]:
    """The words of the clause that "that" begins: "told the council on Friday that …"."""
    second = next((position for position, _ in sayings(following)), len(following))
    for position, token in enumerate(following[:LONGEST_ADJUNCT]):
        if token.lower in CONJUNCTIONS and position + 1 == second:
            return following[:position]
        if token.lower == "that" and not has_finite(following[:position]):
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
    before = _without_inner_adjunct(chunks[index].tokens[:position])
    subject = trim_subject(before)
    if before and (before[-1].lower in CONJUNCTIONS or _joins(before)):
        return ()
    adverbial = len(subject) == 1 and (
        subject[0].lower in AUXILIARIES or (len(before) > 1 and subject[0].lower in ADVERBS)
    )
    if not before or adverbial:
        return _subject_before_comma(chunks, index)
    scene_only = chunks[index].opening == ":" or all(is_adjunct(chunk) for chunk in chunks[:index])
    if _is_explained(chunks, index) or not scene_only:
        return ()
    if subject and (subject[0].lower in PREPOSITIONS or before[0].lower in OPENERS):
        subject = trim_subject(after_adjunct(text, subject))
    return subject if is_noun_phrase(subject) else ()


def _joins(before: Sequence[Token]) -> bool:
    """Whether only a conjunction and auxiliaries stand before a verb: "and has since (pledged)"."""
    words = {token.lower for token in before[1:]}
    return before[0].lower in CONJUNCTIONS and words <= AUXILIARIES | ADVERBS


def _without_inner_adjunct(before: list[Token]) -> list[Token]:
    """Words before a verb without an adjunct after its auxiliary: "Analysts had on average (hoped)"."""
    first = max(1, len(before) - LONGEST_INNER_ADJUNCT - 1)
    for position, token in enumerate(before[first:-1], start=first):
        adjunct = [other.lower for other in before[position + 1 :]]
        if token.lower in AUXILIARIES and adjunct[0] in PREPOSITIONS and "no" not in adjunct:
            return before[: position + 1]
    return before


def _subject_before_comma(chunks: Sequence[Chunk], index: int) -> Sequence[Token]:
    """The subject that a comma parts from its verb: "The minister, who was appointed in May, said"."""
    number = next((n for n, chunk in enumerate(chunks[:index]) if not is_adjunct(chunk)), index)
    between = chunks[number + 1 : index]
    if not between or any(other.opening == ";" for other in (*between, chunks[index])):
        return ()
    if any(other.tokens[0].lower in CONJUNCTIONS for other in between):
        return ()
    if not all(is_adjunct(other) or not has_finite(other.tokens) for other in between):
        return ()
    subject = trim_subject(chunks[number].tokens)
    return subject if is_noun_phrase(subject) else ()

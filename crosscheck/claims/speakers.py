"""Who is said to say what a news sentence reports, and what kind of assertion that makes it.

`crosscheck.claims.credits` finds the speaker and the verb of saying. What the verb leaves open (all but a
denial or an allegation) the words of the claim decide, by `crosscheck.claims.assertions`.

`python eval/attribution.py` measures both on `eval/data/claims/speakers.jsonl`.
"""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.claims.assertions import kind_of_main_verb, kinds_of_phrases
from crosscheck.claims.credits import find_credit
from crosscheck.claims.datelines import dateline_end
from crosscheck.claims.phrases import (
    FIRST_PERSON,
    PRONOUNS,
    Chunk,
    Mark,
    Token,
    chunks_of,
    first_main_clause,
    holds_quoted_clause,
    tokenize,
)
from crosscheck.types import AssertionKind, Span, Value

FEWEST_WORDS_OUTSIDE = 3
"""Words outside quotations below which a sentence is all quotation."""

PRECEDENCE = (
    AssertionKind.DENIAL,
    AssertionKind.ALLEGATION,
    AssertionKind.QUOTATION,
    AssertionKind.CONDITION,
    AssertionKind.FORECAST,
    AssertionKind.OPINION,
    AssertionKind.ATTRIBUTED,
    AssertionKind.STATEMENT,
)
"""Of several kinds that a sentence is, the first counts: what says most about how far it can be checked."""


class Attribution(Value):
    """Who is said to say a sentence, and how it is put.

    Attributes:
        speaker: The speaker as the sentence calls them ("the emergencies ministry"); None where the outlet
            speaks, or where the sentence does not say who does.
        span: Offsets of the speaker in the sentence.
        assertion: The kind of assertion.
        pronoun: Whether the speaker is a bare pronoun ("he said"), to be resolved from the context.
    """

    speaker: str | None = None
    span: Span | None = None
    assertion: AssertionKind = AssertionKind.STATEMENT
    pronoun: bool = False


def find_attribution(text: str) -> Attribution:
    """Who is said to say a sentence, and how it is put.

    Args:
        text: One sentence of news.

    Returns:
        Speaker and kind of assertion; the speaker's span slices `text` exactly.
    """
    tokens = tokenize(text, _end_of_dateline(text))
    opens_with_quote = bool(tokens) and tokens[0].mark is Mark.QUOTE
    credit = find_credit(text, tokens)
    if credit is None:
        chunks = chunks_of(tokens)
        bare = sum(len(chunk.tokens) for chunk in chunks) < FEWEST_WORDS_OUTSIDE
        introduced = [token.lower for token in tokens[-2:]] == [":", "“"]
        return Attribution(
            assertion=_assertion(
                chunks, AssertionKind.STATEMENT, quoted=introduced or (opens_with_quote and bare)
            )
        )
    within = credit.kind is AssertionKind.ATTRIBUTED and holds_quoted_clause(text, tokens)
    quoted = opens_with_quote or credit.quotes or within
    span = _span(text, credit.speaker)
    speaker = text[slice(*span)]
    return Attribution(
        speaker=speaker,
        span=span,
        assertion=_assertion(credit.claim, credit.kind, quoted=quoted),
        pronoun=speaker.lower() in PRONOUNS,
    )


def _end_of_dateline(text: str) -> int:
    """Where a sentence begins behind its dateline: at once where that is the label of one who speaks.

    "KOUROU: The launch was called off" has a dateline, "FARIA: They gave me an envelope" has not.
    """
    end = dateline_end(text) if text[:2].isupper() else 0
    speaks = text[:end].endswith(":") and any(token.lower in FIRST_PERSON for token in tokenize(text, end))
    return 0 if speaks else end


def _span(text: str, speaker: Sequence[Token]) -> Span:
    """Offsets of a speaker, with the full stop of an abbreviation ("The U.N."), without a last bracket."""
    if len(speaker) > 1 and text[speaker[-1].start] == "(":
        speaker = speaker[:-1]
    start, end = speaker[0].start, speaker[-1].end
    return start, end + text.startswith(". ", end)


def _assertion(claim: Sequence[Chunk], kind: AssertionKind, *, quoted: bool) -> AssertionKind:
    """The first in `PRECEDENCE` of what the verb of saying and the words of the claim make of it."""
    claim = first_main_clause(claim)
    kinds = kinds_of_phrases(claim) | {kind}
    if quoted:
        kinds.add(AssertionKind.QUOTATION)
    main = kind_of_main_verb(claim, reported=kind is not AssertionKind.STATEMENT)
    if main:
        kinds.add(main)
    return next(candidate for candidate in PRECEDENCE if candidate in kinds)

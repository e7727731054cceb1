"""Who is said to say what a news sentence reports, and what kind of assertion that makes it.

Credit is given after the claim ("…, X said", "…, said X", "…, according to X"), before it ("X said that …",
"According to X, …") or not at all. Credit after the claim is looked for first, since it covers the whole
sentence; in "X said Y and did Z" the first verb decides. What the verb of saying leaves open (all but a denial
or an allegation) the words of the claim decide: see `crosscheck.claims.assertions`.

`python eval/attribution.py` measures both on `eval/data/claims/speakers.jsonl`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crosscheck.claims.assertions import holds_phrase, kind_of_main_verb
from crosscheck.claims.phrases import (
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Chunk,
    Mark,
    Token,
    after_adjunct,
    chunks_of,
    is_adjunct,
    is_noun_phrase,
    tokenize,
    trim_subject,
)
from crosscheck.claims.saying import Saying, credit_phrase, saying_at
from crosscheck.types import AssertionKind, Span, Value


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


class Credit(NamedTuple):
    """Where a sentence names its speaker.

    Attributes:
        speaker: The words of the speaker.
        kind: What the verb of saying makes of the claim.
        claim: What is left: the words of the claim.
        quotes: Whether the credit stands next to a quotation that is a clause.
    """

    speaker: Sequence[Token]
    kind: AssertionKind
    claim: list[Chunk]
    quotes: bool


def find_attribution(text: str) -> Attribution:
    """Who is said to say a sentence, and how it is put.

    Args:
        text: One sentence of news, without its dateline.

    Returns:
        Speaker and kind of assertion; the speaker's span slices `text` exactly.
    """
    tokens = tokenize(text)
    chunks = chunks_of(tokens)
    quoted = bool(tokens) and tokens[0].mark is Mark.QUOTE
    credit = _credit_after(chunks) or _credit_by_phrase(chunks) or _credit_before(text, chunks)
    claim = credit.claim if credit else chunks
    kind = _assertion(claim, credit, quoted=quoted or (credit is not None and credit.quotes))
    if credit is None:
        return Attribution(assertion=kind)
    span = credit.speaker[0].start, credit.speaker[-1].end
    speaker = text[slice(*span)]
    return Attribution(speaker=speaker, span=span, assertion=kind, pronoun=speaker.lower() in PRONOUNS)

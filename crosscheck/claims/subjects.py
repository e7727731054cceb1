"""Of whom a sentence speaks first, and who says it: persons by name, or by a common noun ("the amir")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crosscheck.claims.aliases import groups_of
from crosscheck.claims.discourse import Discourse, Person, Told
from crosscheck.claims.name_words import TITLES
from crosscheck.claims.names import find_names
from crosscheck.claims.phrases import FINITE
from crosscheck.claims.speakers import Attribution
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import Claim, Mention, Reference, Span

LONGEST_SUBJECT = 5
"""Words of a subject that is a common noun."""

GENDERED = frozenset({"he", "she"})

_WORDS = load_words("references")
_HE, _SHE = frozenset(_WORDS["he"]), frozenset(_WORDS["she"])
PERSON_NOUNS = (frozenset(_WORDS["persons"]) | TITLES | _HE | _SHE) - frozenset(_WORDS["no_titles"])
_NOT_FOR = {"he": _SHE, "she": _HE}
_OWNERS = frozenset({"his", "her", "their", "my", "our"})

DETERMINED = re.compile(r"(?:an?|the|one)\s+(.*)", re.IGNORECASE | re.DOTALL)
"""A noun phrase with its article."""

_NEXT_WORD = re.compile(r"\s+([\w'’-]+)")
_SUBJECT = re.compile(r"(?:[\w'’.-]+,?\s+){0,5}\Z")
_VERB = re.compile(rf"\b(?:{any_of(FINITE)}|\w+ed|{any_of(_WORDS['pasts'])})\b")
_PAST = re.compile(rf"[a-z]+ed|{any_of(_WORDS['pasts'])}")
_APPOSITION = re.compile(r",\s+(?:[a-z]+\s+)?(?=[^\Wa-z\d_])")
_POSSESSIVE_BEHIND = re.compile(r"\w+(?:[ -][^\Wa-z\d_]\w+)*['’]s\b")
_BYLINE = re.compile(r"(?:Commentary |Comment |Text )?[Bb]y [^\Wa-z\d_]")
_BEGINNING = re.compile(r"(?:The|An?|His|Her|Their|One|My|Our)\s")
_AFTER_NOUN = re.compile(r"\s*(?:,|\b(?:of|for|from|in|at|on|with|who|which|that|whose)\b)")


def told(claim: Claim, attribution: Attribution, persons: tuple[Person, ...], discourse: Discourse) -> Told:
    """A sentence, of which all else has been read, as what comes after it will know it."""
    text, names, references = claim.text, claim.mentions, claim.references
    if _BYLINE.match(text):
        return Told(text, times=claim.times)
    meanings = {one.start: _known(one, discourse) for one in references}
    speaker = None
    if attribution.span is not None:
        start, end = attribution.span
        speaker = meanings.get(start) or _named_speaker(text, (start, end), names, persons)
    subject = meanings.get(0) or next((person for person in persons if is_subject(text, person)), None)
    return Told(text, names, persons, claim.speaker, speaker, subject or _lone(text, names), claim.times)


def _known(reference: Reference, discourse: Discourse) -> Person | None:
    meaning, words = reference.meaning, reference.text.lower()
    if meaning is None or words.split()[-1] not in PERSON_NOUNS | GENDERED:
        return None
    pronoun = words if words in GENDERED else ""
    if not find_names(meaning):
        return Person(meaning, reference.start, pronoun)
    return discourse.person(meaning, pronoun) if pronoun or discourse.knows(meaning) else None


def _named_speaker(
    text: str, span: Span, names: Sequence[Mention], persons: Sequence[Person]
) -> Person | None:
    """The person whose name ends the speaker's words, or stands in commas behind them."""
    start, end = span
    behind = _APPOSITION.match(text, end)
    if behind:
        return next((person for person in persons if end < person.start <= behind.end()), None)
    named = [name for name in names if start <= name.start < end]
    if not named or text[named[-1].end : end].strip()[:1] not in {"", ",", "("}:
        return None
    return next((person for person in reversed(persons) if start <= person.start < end), None)


def _lone(text: str, names: Sequence[Mention]) -> Person | None:
    """The name of one word that begins a sentence as its subject ("Rennie admitted"): a person, perhaps."""
    first = names[0] if names else None
    if first is None or first.start or " " in first.text or first.text.isupper() or groups_of(first.text):
        return None
    following = _NEXT_WORD.match(text, first.end)
    verb = following is not None and (following[1] in FINITE or _PAST.fullmatch(following[1]) is not None)
    return Person(first.text, 0, "") if verb or text.startswith(",", first.end) else None


def is_subject(text: str, person: Person) -> bool:
    """Whether a sentence begins with a person, whose title may stand before."""
    before = text[: person.start]
    owner = _POSSESSIVE_BEHIND.match(text, person.start) is not None
    return _SUBJECT.fullmatch(before) is not None and _VERB.search(before) is None and not owner


def described_speaker(speaker: str | None, pronoun: str) -> str | None:
    """A speaker who is one person but no name: "an official of the ministry"; empty for "his wife"."""
    if speaker is None:
        return None
    determined = DETERMINED.fullmatch(speaker)
    phrase = determined[1] if determined else speaker
    head = _AFTER_NOUN.split(phrase, maxsplit=1)[0].split()
    noun = head[-1].lower() if head else ""
    if noun not in PERSON_NOUNS or noun in _NOT_FOR[pronoun]:
        return None
    return speaker if determined else ""


def described_subject(text: str, pronoun: str) -> str | None:
    """The same of a sentence's subject: "The Amir" of "The Amir concluded his visit"."""
    words = text.split()[: LONGEST_SUBJECT + 1]
    if not words or (_BEGINNING.match(text) is None and words[0].lower() not in TITLES):
        return None
    for word, following in enumerate(words[1:], start=1):
        if following in FINITE or _PAST.fullmatch(following):
            phrase = words[:word]
            noun = phrase[-1].lower()
            if noun.removeprefix("ex-") not in PERSON_NOUNS or noun in _NOT_FOR[pronoun]:
                return None
            return " ".join(phrase) if phrase[0].lower() not in _OWNERS else ""
    return None

"""Short references of a claim ("he", "the ministry", "the two"), and what they mean by what was told before.

Precision comes first: what several persons or bodies could be meant by stays unresolved. A pronoun that
speaks, or begins the sentence, means who spoke in the sentence before, else its subject, else the only person
in it; a sentence without a person is passed over, up to four of them, and the title counts for the first two
sentences. "The mayor" means the one name before that has the word in it, before it or beside it ("Ministry of
Defence", "Mayor Lee", "Ana Lee, the mayor of Graz"), or the one longer noun phrase ("the emergencies
ministry"). "The two" are the persons of the nearest sentence with exactly two.

`python eval/references.py` measures it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crosscheck.claims.aliases import groups_of, plain
from crosscheck.claims.discourse import PRONOUN_FORMS, SENTENCES_KEPT, Discourse, Person, Told, word_before
from crosscheck.claims.name_words import HEADS, TITLES
from crosscheck.claims.phrases import DETERMINERS, FINITE, PREPOSITIONS, PRONOUNS, RELATIVES
from crosscheck.claims.same_name import same_name
from crosscheck.claims.speakers import Attribution
from crosscheck.claims.subjects import (
    DETERMINED,
    GENDERED,
    PERSON_NOUNS,
    described_speaker,
    described_subject,
    is_subject,
)
from crosscheck.claims.wordlists import any_of, load_words
from crosscheck.types import Mention, Reference

SENTENCES_OF_TWO = 3
SENTENCES_OF_TWO_NAMED = 8
"""Sentences in which the two are looked for who are meant by "the two", and by "the two leaders".

By `python eval/references.py`: with five for the first one more is wrong, with one nothing changes; with
three for the second three right ones are lost (measured once)."""

_WORDS = load_words("references")
_OTHER_OFFICE = rf"(?<!-)(?<!\w)(?P<other>{any_of(_WORDS['other_office'])}\s+)?"
_NOUNS = HEADS | TITLES | frozenset(_WORDS["bodies"])
_NO_MODIFIERS = (
    PREPOSITIONS
    | FINITE
    | PRONOUNS
    | DETERMINERS
    | RELATIVES
    | {
        "and",
        "or",
        "same",
        "other",
        *_WORDS["other_office"],
    }
)

_PLACES_BEFORE = frozenset(_WORDS["places_before"])

_PRONOUN_FIRST = re.compile(r"(?:He|She)\b")
_SHORT = re.compile(r"[Tt]he ((?:[\w-]+ )?[\w-]+)")
_FOLLOWING = any_of([*_WORDS["behind_day"], *_WORDS["pasts"], *FINITE])
_CLOSED = rf"(?=\s*(?:[,.;:!?)”\"—–]|\Z)|\s+(?:{_FOLLOWING}|\w+ed)\b)"
_TWO = re.compile(
    rf"(?<!\b[Bb]etween )\b[Tt]he two(?: (?P<people>{any_of(_WORDS['two_people'])})\b"
    rf"| (?P<states>{any_of(_WORDS['two_states'])})\b|{_CLOSED})"
)


def find_references(
    text: str,
    attribution: Attribution,
    names: Sequence[Mention],
    persons: Sequence[Person],
    discourse: Discourse,
) -> tuple[Reference, ...]:
    """The short references of a sentence, in order, with what they mean where the text before tells it.

    Args:
        text: The sentence.
        attribution: Who says it.
        names: The proper names in it.
        persons: The persons among them.
        discourse: What was told before.
    """
    found: dict[int, Reference] = {}
    for reference in (
        *_speaker(text, attribution, persons, discourse),
        *_subject(text, discourse),
        *_the_two(text, names, persons, discourse),
    ):
        found.setdefault(reference.start, reference)
    return tuple(found[start] for start in sorted(found))


# ---- pronouns ----


def _speaker(
    text: str, attribution: Attribution, persons: Sequence[Person], discourse: Discourse
) -> Iterator[Reference]:
    if attribution.span is None or attribution.speaker is None:
        return
    start, end = attribution.span
    speaker, lower = attribution.speaker, attribution.speaker.lower()
    meaning = None
    if lower in GENDERED:
        before = [person for person in persons if person.start < start and person.can_be(lower)]
        if described_subject(text, lower) is not None:
            meaning = None
        elif not before:
            meaning = _person_meant(lower, discourse, speaking=True)
        elif len(before) == 1 and before[0].pronoun and is_subject(text, before[0]):
            meaning = before[0].name
    elif short := _SHORT.fullmatch(speaker):
        meaning = _name_meant(short[1], discourse)
    elif lower not in PRONOUNS:
        return
    yield Reference(start=start, end=end, text=speaker, meaning=meaning)


def _subject(text: str, discourse: Discourse) -> Iterator[Reference]:
    if pronoun := _PRONOUN_FIRST.match(text):
        meaning = _person_meant(pronoun.group().lower(), discourse, speaking=False)
        yield Reference(start=0, end=pronoun.end(), text=pronoun.group(), meaning=meaning)
    elif short := _short_subject(text):
        meaning = _name_meant(short.removeprefix("The "), discourse)
        yield Reference(start=0, end=len(short), text=short, meaning=meaning)


def _short_subject(text: str) -> str | None:
    """The subject, where it is short and a verb follows it: "The court", "The prime minister"."""
    words = text.split(maxsplit=4)[:4]
    for last in range(2, len(words)):
        noun, verb = words[last - 1], words[last]
        short = " ".join(words[:last])
        is_verb = verb in FINITE or verb.endswith("ed")
        if words[0] == "The" and noun.lower() in _NOUNS and is_verb and text.startswith(short):
            return short
    return None


def _person_meant(pronoun: str, discourse: Discourse, *, speaking: bool) -> str | None:
    """The one whom "he" or "she" can mean, None where it could be several."""
    for distance, sentence in enumerate(reversed(discourse.told[-SENTENCES_KEPT:])):
        meant, open_ = _in_sentence(sentence, pronoun, speaking=speaking)
        if meant is not None and " " not in meant and not discourse.knows(meant):
            sure = discourse.is_in_title(meant) or not discourse.tells_of(pronoun, before=sentence)
            return meant if sure and not distance else None
        if meant or not open_:
            return meant
    if discourse.title is None or len(discourse.told) > 1:
        return None
    persons = discourse.title.persons
    return persons[0].name if len(persons) == 1 and persons[0].can_be(pronoun) else None


def _in_sentence(sentence: Told, pronoun: str, *, speaking: bool) -> tuple[str | None, bool]:
    """Who is meant, by a sentence before; and whether, if nobody, those before it may tell."""
    speaker, subject = (
        person if person is not None and _can_be(sentence, person, pronoun) else None
        for person in (sentence.speaker_meaning, sentence.subject_meaning)
    )
    if speaker is not None:
        alone = speaking or (
            described_subject(sentence.text, pronoun) is None
            and (subject is None or subject.name == speaker.name)
        )
        return (speaker.name if alone else None), False
    if (sentence.speaker or "").lower() == pronoun:
        return None, False
    described = None if sentence.speaker_meaning else described_speaker(sentence.speaker, pronoun)
    if described is not None:
        return ((described or None) if speaking else None), False
    if subject is not None:
        return subject.name, False
    return _among_others(sentence, pronoun)


def _among_others(sentence: Told, pronoun: str) -> tuple[str | None, bool]:
    """The same of a sentence that has no person as its speaker or subject, by name."""
    described = described_subject(sentence.text, pronoun)
    if described is not None:
        return described or None, False
    persons = [person for person in sentence.persons if _can_be(sentence, person, pronoun)]
    named = [person for person in persons if not _is_owner(sentence, person)] or persons
    told = PRONOUN_FORMS[pronoun].search(sentence.text)
    if told is not None and (told.start() == 0 or (named and told.start() < named[0].start)):
        return None, False
    return (named[0].name if len(named) == 1 else None), not persons


def _can_be(sentence: Told, person: Person, pronoun: str) -> bool:
    """Whether a pronoun can mean a person; where nothing tells, the pronouns of the sentence may."""
    other = "she" if pronoun == "he" else "he"
    says = [of for of in (pronoun, other) if PRONOUN_FORMS[of].search(sentence.text, person.start)]
    return person.can_be(pronoun) and (bool(person.pronoun) or says != [other])


def _is_owner(sentence: Told, person: Person) -> bool:
    """Whether a person only has something: "Hendry's fence"."""
    name = next(name for name in sentence.names if name.start == person.start)
    return sentence.text[name.end :][:2] in {"'s", "’s"}


# ---- "the ministry", "the mayor" ----


def _name_meant(words: str, discourse: Discourse) -> str | None:
    """The one name that a text holds for "the ministry" or "the mayor", None where none or several."""
    wanted = words.lower().split()
    if wanted[-1] not in _NOUNS:
        return None
    found: list[str] = []
    described: dict[str, str] = {}
    for sentence in discourse.sentences:
        called = (name.text for name in sentence.names if _is_called(sentence.text, name, wanted))
        found += [name for name in called if not any(same_name(name, one) for one in found)]
        for phrase in _phrases(sentence, wanted):
            described.setdefault(DETERMINED.sub(r"\1", phrase).lower(), phrase)
    if found:
        meaning = discourse.full(found[0])
        rivals = any(_has_rival(sentence, wanted, meaning) for sentence in discourse.sentences)
        return meaning if len(found) == 1 and not rivals else None
    return next(iter(described.values())) if len(described) == 1 else None


def _has_rival(sentence: Told, wanted: Sequence[str], meaning: str) -> bool:
    """Whether a sentence tells of another one of the kind, as "the health ministry" beside another."""
    noun = r"\s+".join(map(re.escape, wanted))
    modifiers, owner = r"(?P<modifiers>(?:[\w’'-]+\s+){0,2})", r"(?:\s+of\s+(?P<of>[\w-]+))?"
    known = set(plain(meaning).split())
    for match in re.finditer(rf"\b(?:[Tt]he|[Aa]n?)\s+{modifiers}{noun}\b(?!['’-]){owner}", sentence.text):
        told = set(plain(match["modifiers"]).split())
        if _NO_MODIFIERS & told or _names_it(sentence, match, meaning):
            continue
        whose = {plain(match["of"])} - DETERMINERS if match["of"] else set()
        if not told | whose <= known:
            return True
    return False


def _names_it(sentence: Told, phrase: re.Match[str], meaning: str) -> bool:
    """Whether what is meant is named beside a phrase: "Ana Lee, the mayor of Graz", "the mayor, Ana Lee"."""
    return any(
        same_name(name.text, meaning)
        for name in sentence.names
        if phrase.start() - 3 <= name.end and name.start <= phrase.end() + 2
    )


def _phrases(sentence: Told, wanted: Sequence[str]) -> Iterator[str]:
    """Common nouns with the words and more: "a senior officer", "the emergencies ministry"."""
    noun = r"\s+".join(map(re.escape, wanted))
    modified = r"(?:[Tt]he|[Aa]n?)\s+(?:[\w’'-]+\s+){1,2}|(?:[A-Z]\w+\s+)*[A-Z]\w+['’]s\s+(?:[\w-]+\s+)?"
    pattern = rf"\b(?:{modified}){noun}\b(?!['’-])"
    pattern += r"(?:\s+(?:of|at|for|from)\s+(?:the\s+)?[A-Z]\w+(?:\s[A-Z]\w+)*)?" + _CLOSED
    for match in re.finditer(pattern, sentence.text):
        words = match.group().split()[1 : -len(wanted)]
        named = any(match.end() <= name.start <= match.end() + 2 for name in sentence.names)
        if not named and not _NO_MODIFIERS & {word.lower() for word in words}:
            yield match.group()


def _is_called(text: str, name: Mention, wanted: Sequence[str]) -> bool:
    """Whether a name has the words in it, before it or beside it."""
    inside = plain(name.text).split()
    if len(inside) > len(wanted) and all(word in inside for word in wanted):
        return True
    phrase = r"\s+".join(map(re.escape, wanted))
    before, behind = text[: name.start], text[name.end :]
    title = rf"{_OTHER_OFFICE}{phrase}(?:\.?,?\s+|\s+of\s+[^,.]{{1,40}},\s+)\Z"
    apposition = (
        rf"\s*\((?:the\s+|[“\"])?{phrase}\b"
        rf"|,\s+(?:(?:the|an?|its|their)\s+)?(?:(?!who|which|that|and)[\w'’-]+\s+){{0,3}}?{phrase}(?:[,.]|\s+(?:of|at|for)\b)"
    )
    if re.match(apposition, behind, re.IGNORECASE):
        return True
    found = re.search(title, before, re.IGNORECASE) if wanted[-1] in PERSON_NOUNS else None
    return found is not None and found["other"] is None


# ---- "the two" ----


def _the_two(
    text: str, names: Sequence[Mention], persons: Sequence[Person], discourse: Discourse
) -> Iterator[Reference]:
    for match in _TWO.finditer(text):
        start = match.start()
        back = SENTENCES_OF_TWO_NAMED if match["people"] else SENTENCES_OF_TWO
        before = [name for name in names if name.end <= start]
        here = Told(text, tuple(before), tuple(person for person in persons if person.start < start))
        sentences = [here, *reversed(discourse.told[-back:])]
        sentences += [discourse.title] if discourse.title else []
        pair = _pair(sentences, match["people"], states=match["states"] is not None)
        meaning = " and ".join(pair) if pair else None
        yield Reference(start=start, end=match.end(), text=match.group(), meaning=meaning)


def _pair(sentences: Sequence[Told], people: str | None, *, states: bool) -> list[str] | None:
    """The two of the nearest sentence that has two; None where one with more stands nearer."""
    pronoun = {"men": "he", "women": "she"}.get(people or "")
    for sentence in sentences:
        persons = [person.name for person in sentence.persons if not pronoun or person.can_be(pronoun)]
        found = _states(sentence) if states else persons
        if len(found) > 1:
            return found if len(found) == 2 else None  # noqa: PLR2004 - the two
    return None


def _states(sentence: Told) -> list[str]:
    """The states that a sentence names, each once."""
    found: dict[frozenset[int], str] = {}
    for name in sentence.names:
        groups = groups_of(name.text)
        if groups and word_before(sentence.text, name) not in _PLACES_BEFORE:
            found.setdefault(groups, name.text)
    return list(found.values())

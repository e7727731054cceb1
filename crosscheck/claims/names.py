"""Proper names of a news sentence.

A name is a run of capitalised words, held together by particles ("de la", "bin", "al-") and, after the head
of a body or place, by "of" ("Bank of England"). Articles, titles ("Prime Minister", "Gen."), possessives,
weekdays and months are no part of it. Adjectives of peoples and religions are no names ("Israeli", "the
Finns") unless they begin the name of a body ("Czech National Bank"). Where a capital says nothing, at the
beginning of a sentence or in a heading, an ordinary word is no name by itself. Scores ("Ghana 2-0") and sums
of money ("N45 billion") are no part of one.

`python eval/attribution.py` measures it. spaCy 3.8 with en_core_web_sm was measured on the same sample: F1
0.87 (dev) and 0.84 (test) at 330 sentences a second; on PyPI its models are only uploads of third parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from crosscheck.claims.aliases import FIXED_NAME, KNOWN_NAME_IN_CAPITALS, is_listed
from crosscheck.claims.name_words import (
    ACRONYMS,
    ARTICLES,
    GENERIC,
    HEADS,
    MONTHS_AND_SURNAMES,
    NEVER,
    OPENERS,
    PARTICLES,
    PORTFOLIOS,
    TITLE_WORDS,
    TITLES,
    is_ordinary,
    is_people,
    without_possessive,
)
from crosscheck.claims.tokens import load_lexicon
from crosscheck.claims.wordlists import UPPER, any_of, load_words
from crosscheck.types import Mention, Span

TITLE_CASE = 0.7
"""Share of capitalised words among those of four letters and more from which a line is a heading."""

LONGEST_ACRONYM = 4
"""Letters; longer words in capitals are emphasis if they are ordinary words."""

_WORDS = load_words("names")
_QUANTITIES = load_lexicon("quantities")
_CURRENCIES = [
    *_WORDS["currencies"],
    *(p for unit in _QUANTITIES["units"] if unit.get("currency") for p in unit.get("prefixes", ()) if p[1:]),
]
_SCALE = rf"(?:\s?(?:{any_of(_QUANTITIES['scales'])}|[kmb])\b)"
_SUM = (
    rf"(?:(?i:{any_of(_CURRENCIES)})\.?\s?\d"
    rf"|{any_of(_WORDS['currency_letters'])}\d+(?:(?:,\d{{3}})+\b|[.]?\d*{_SCALE}))"
)
"""Money, its currency written before the figure; a letter also stands before the number of a road ("N4")."""

_PREFIX = r"(?:(?:al|el|ash|ad|as|an|ar|at|ul|bin)-|[dDlL][’'])"
_WORD = (
    rf"(?!{_SUM})(?:(?:[{UPPER}]\.)+(?:[{UPPER}]\b)?|(?:St|Ste|Mt|Ft)\.(?= [{UPPER}])"
    rf"|[{UPPER}]/[{UPPER}]\b|{_PREFIX}?[{UPPER}]\w*+(?:[’'&\-–](?=\w)\w+|(?<=s)[’'](?=\s))*+)(?![$€£])"
)
_LINKS = PARTICLES | {"of", "for", "the", "and", "&"}
_LINK = any_of(_LINKS)
_SCORE = r"1?\d{1,2}[-–]1?\d{1,2}\b"
_NUMBER = rf"(?!{_SCORE})\d{{1,4}}[A-Z]?\b(?![.,:%/]\d|%| ?[%°])"
_RUN = re.compile(rf"(?<![\w@#])(?:{_WORD})(?:\s(?:{_LINK}\s){{0,3}}(?:{_WORD})|\s{_NUMBER})*")
_PART = re.compile(r"\S+")
_OPENING = re.compile(r"(?:\A|[“\"‘'(\[:;]\s?|[.!?…][”\"’')]*\s|[—–-]\s)\W*\Z")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


class Part(NamedTuple):
    """A word of a run of capitalised words, without its possessive ending."""

    start: int
    end: int
    text: str
    lower: str
    possessive: bool


class Role(Enum):
    """What a part does in its run."""

    NAME = auto()
    LINK = auto()
    NUMBER = auto()
    BREAK = auto()


def find_names(text: str) -> tuple[Mention, ...]:
    """The proper names of a sentence, in order.

    Args:
        text: One sentence of English news, or a heading.

    Returns:
        Mentions that do not overlap; each slices `text` exactly.
    """
    if text.isupper():
        spans = [match.span() for match in KNOWN_NAME_IN_CAPITALS.finditer(text)]
    else:
        spans = sorted(_spans(text))
    return tuple(Mention(start=start, end=end, text=text[start:end]) for start, end in spans)


def _spans(text: str) -> Iterator[Span]:
    heading = _is_heading(text)
    begin = 0
    for match in FIXED_NAME.finditer(text):
        yield from _spans_between(text, begin, match.start(), heading=heading)
        yield match.span()
        begin = match.end()
    yield from _spans_between(text, begin, len(text), heading=heading)


def _spans_between(text: str, begin: int, end: int, *, heading: bool) -> Iterator[Span]:
    for match in _RUN.finditer(text, begin, end):
        opening = _OPENING.search(text, max(0, match.start() - 4), match.start()) is not None
        parts = _without_opener(_parts(match), opening=opening)
        yield from _names_of_run(parts, heading=heading)


def _is_heading(text: str) -> bool:
    """Whether nearly all longer words have a capital, so that capitals do not tell names."""
    if text.endswith((".", "!", "?", "”", '"')):
        return False
    words = _LONG_WORD.findall(text)
    return len(words) > 3 and sum(word[0].isupper() for word in words) >= TITLE_CASE * len(words)  # noqa: PLR2004


def _parts(match: re.Match[str]) -> list[Part]:
    parts = []
    for word in _PART.finditer(match.group()):
        text = without_possessive(word.group())
        start = match.start() + word.start()
        lower = text.lower().replace("’", "'")
        parts.append(Part(start, start + len(text), text, lower, possessive=text != word.group()))
    return parts


def _without_opener(parts: list[Part], *, opening: bool) -> list[Part]:
    """The parts without an article, and at a sentence's beginning without a word that is ordinary there."""
    first = parts[0]
    if first.lower in ARTICLES:
        return parts[1:]
    if not opening or is_listed(first.text) or not is_ordinary(first.lower):
        return parts
    if first.lower in OPENERS or len(parts) == 1 or _is_emphasis(first):
        return parts[1:]
    following = parts[1]
    together = is_ordinary(following.lower) or following.text in _LINKS or following.text[0].isdigit()
    participle = first.lower.endswith(("ing", "ed")) and not together
    return parts[1:] if first.possessive or participle else parts


def _is_emphasis(part: Part) -> bool:
    return part.text.isupper() and len(part.text) > LONGEST_ACRONYM and is_ordinary(part.lower)


def _names_of_run(parts: Sequence[Part], *, heading: bool) -> Iterator[Span]:
    """The names of a run: it is cut at titles, possessives and links that join nothing."""
    titles = _title_positions(parts)
    name: list[Part] = []
    links: list[Part] = []
    for position, part in enumerate(parts):
        role = Role.BREAK if position in titles else _role(parts, position, name, titles)
        if role is Role.NAME and heading and is_ordinary(part.lower) and not is_listed(part.text):
            role = Role.BREAK
        if role is Role.LINK and name and (links or _joins(name, parts, position)):
            links.append(part)
            continue
        if role in {Role.NAME, Role.NUMBER}:
            name += [*links, part]
        if role is not Role.NAME or part.possessive:
            yield from _span_of(name)
            name = []
        links = []
    yield from _span_of(name)


def _title_positions(parts: Sequence[Part]) -> frozenset[int]:
    """Positions of the parts of titles ("Prime", "Minister"), if it is not a body that they name."""
    found: set[int] = set()
    stretch: list[int] = []
    for position, part in enumerate([*parts, None]):
        if part is not None and _continues_title(parts, position, stretch):
            stretch.append(position)
            continue
        body = part is not None and part.lower in HEADS | GENERIC - TITLE_WORDS
        if not body and any(parts[number].lower.rstrip(".") in TITLES for number in stretch):
            found.update(stretch)
        stretch = []
    return frozenset(found)


def _continues_title(parts: Sequence[Part], position: int, stretch: Sequence[int]) -> bool:
    part = parts[position]
    if part.lower == "of":
        following = parts[position + 1].lower if position + 1 < len(parts) else ""
        return bool(stretch) and following in PORTFOLIOS
    if part.lower in PORTFOLIOS and stretch and parts[position - 1].lower == "of":
        return True
    return part.text[0].isupper() and part.lower.rstrip(".") in TITLE_WORDS


def _role(parts: Sequence[Part], position: int, name: Sequence[Part], titles: frozenset[int]) -> Role:
    part = parts[position]
    if part.text in _LINKS:
        return Role.LINK
    if part.text[0].isdigit():
        return Role.NUMBER if name else Role.BREAK
    if part.lower in NEVER:
        surname = part.lower in MONTHS_AND_SURNAMES and name and position + 1 == len(parts)
        return Role.NAME if surname else Role.BREAK
    if part.text in ACRONYMS or (part.possessive and part.lower in OPENERS):
        return Role.BREAK
    if not name and is_people(part.lower) and (position + 1 in titles or not _begins_body(parts, position)):
        return Role.BREAK
    return Role.BREAK if not name and _is_compound_adjective(part) else Role.NAME


def _begins_body(parts: Sequence[Part], position: int) -> bool:
    """Whether an ordinary word with a capital follows: "Czech National Bank", but not "Italian Giulia"."""
    if position + 1 == len(parts) or parts[position].possessive:
        return False
    following = parts[position + 1]
    return following.text[0].isupper() and is_ordinary(following.lower) and not is_people(following.lower)


def _is_compound_adjective(part: Part) -> bool:
    """Whether a small word follows a hyphen: "Cairo-financed"."""
    return "-" in part.text and part.text.rsplit("-", 1)[1].islower() and part.lower.split("-")[0] != "co"


def _joins(name: Sequence[Part], parts: Sequence[Part], position: int) -> bool:
    """Whether the link at a position goes on with the name before it."""
    link = parts[position].text
    if link in PARTICLES or link == "&":
        return True
    if link == "of":
        return name[-1].lower in HEADS
    if link not in {"for", "and"} or not is_ordinary(parts[position + 1].lower):
        return False
    return name[-1].lower in HEADS or any(part.text in {"of", "for"} for part in name)


def _span_of(name: Sequence[Part]) -> Iterator[Span]:
    """Offsets of a name, if it is one."""
    if not name or (len(name) == 1 and not _can_stand_alone(name[0])):
        return
    yield name[0].start, name[-1].end


def _can_stand_alone(part: Part) -> bool:
    return part.lower not in GENERIC and part.lower not in TITLE_WORDS and not _is_emphasis(part)

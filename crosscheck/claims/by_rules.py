"""From a document to its sentences and claims, by rules alone.

The chain reads through `claims.extractor`, where a model hears what the rules say of how a claim is put.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from crosscheck.claims.assertions import looks_ahead
from crosscheck.claims.checkworthiness import classify_sentences
from crosscheck.claims.discourse import Discourse
from crosscheck.claims.names import find_names
from crosscheck.claims.quantities import find_quantities
from crosscheck.claims.references import find_references
from crosscheck.claims.sentences import split_sentences
from crosscheck.claims.speakers import find_attribution
from crosscheck.claims.subjects import told
from crosscheck.claims.times import find_times
from crosscheck.claims.told_days import SENTENCES_OF_DAYS, find_told_days
from crosscheck.types import AssertionKind, Claim, Document, Sentence, SentenceKind


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in a document.

    Attributes:
        sentences: All of them, in order.
        claims: The check-worthy ones.
    """

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]


@cache
def revision() -> str:
    """The version of what the rules read: a hash of this package's code, data and sentence splitter.

    It changes more often than what is read does; a number to be raised by hand would change too seldom.
    """
    folder = Path(__file__).parent
    digest = hashlib.sha256(version("sentencex").encode())
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".toml", ".txt"}):
        digest.update(f"\0{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def extract(document: Document) -> Extraction:
    """The sentences and claims of a document, read by rules; every offset slices `document.text` exactly."""
    sentences = classify_sentences(document.text, split_sentences(document.text))
    claims: list[Claim] = []
    context = document.title or ""
    discourse = Discourse.of(document.title)
    for index, sentence in enumerate(sentences):
        if sentence.kind is SentenceKind.BOILERPLATE:
            continue
        claim = _understood(document, index, sentence, context, discourse)
        if sentence.kind is SentenceKind.CLAIM:
            claims.append(claim)
            context = sentence.text
    return Extraction(tuple(sentences), tuple(claims))


def sentence_claim(
    text: str, published: datetime | date | str | None = None, *, document: str = "sentence"
) -> Claim:
    """A single sentence as a claim of a document of its own, read by rules.

    Args:
        text: The sentence.
        published: When it was published, as `Document` takes it.
        document: Id of the document that it is taken to stand in.
    """
    whole = Document(id=document, text=text, published=published)
    return _understood(whole, 0, Sentence(start=0, end=len(text), text=text), "", Discourse())


def _understood(
    document: Document, index: int, sentence: Sentence, context: str, discourse: Discourse
) -> Claim:
    """A sentence as a claim; what comes after it finds it in the discourse."""
    text, day = sentence.text, document.local_day
    attribution = find_attribution(text)
    names = find_names(text)
    persons = discourse.persons_of(text, names)
    times = find_times(text, day)
    assertion = attribution.assertion
    if assertion is AssertionKind.STATEMENT and looks_ahead(text, times, day):
        assertion = AssertionKind.FORECAST
    told_days = find_told_days(text, times, discourse.last_days(SENTENCES_OF_DAYS), day)
    times = tuple(sorted((*times, *told_days), key=lambda time: time.start))
    claim = Claim(
        document=document.id,
        index=index,
        start=sentence.start,
        end=sentence.end,
        text=text,
        context=context,
        title=document.title or "",
        published=document.published,
        speaker=attribution.speaker,
        assertion=assertion,
        mentions=names,
        quantities=find_quantities(text),
        times=times,
        references=find_references(text, attribution, names, persons, discourse),
    )
    discourse.told.append(told(claim, attribution, persons, discourse))
    return claim

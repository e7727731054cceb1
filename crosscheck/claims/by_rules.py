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
from crosscheck.claims.names import find_names
from crosscheck.claims.quantities import find_quantities
from crosscheck.claims.sentences import split_sentences
from crosscheck.claims.speakers import find_attribution
from crosscheck.claims.times import find_times
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
    for index, sentence in enumerate(sentences):
        if sentence.kind is SentenceKind.CLAIM:
            claims.append(_understood(document, index, sentence, context))
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
    return _understood(whole, 0, Sentence(start=0, end=len(text), text=text), "")


def _understood(document: Document, index: int, sentence: Sentence, context: str) -> Claim:
    attribution = find_attribution(sentence.text)
    times = find_times(sentence.text, document.local_day)
    assertion = attribution.assertion
    if assertion is AssertionKind.STATEMENT and looks_ahead(sentence.text, times, document.local_day):
        assertion = AssertionKind.FORECAST
    return Claim(
        document=document.id,
        index=index,
        start=sentence.start,
        end=sentence.end,
        text=sentence.text,
        context=context,
        title=document.title or "",
        published=document.published,
        speaker=attribution.speaker,
        assertion=assertion,
        mentions=find_names(sentence.text),
        quantities=find_quantities(sentence.text),
        times=times,
    )

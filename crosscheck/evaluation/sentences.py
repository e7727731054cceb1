"""The claims stage on labelled sentences: segmentation, check-worthiness, speakers, kinds of assertion."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from crosscheck.claims.by_rules import Extraction
from crosscheck.claims.extractor import ClaimExtractor
from crosscheck.claims.sentences import split_sentences
from crosscheck.evaluation.clusters import CountTable, count_table
from crosscheck.evaluation.figures import Figure, accuracy, figure, macro_f1, ratio
from crosscheck.evaluation.labels import Cluster, LabelledSentence, Passage, Place
from crosscheck.evaluation.matching import matches
from crosscheck.types import AssertionKind, Document, Published, SentenceKind, Span

_AFTER_HEAD = re.compile(
    r"\s*(?:[,(]|\b(?:of|for|from|in|at|on|with|by|to|who|which|that|whose|seen|released)\b)"
)


def segmentation_figures(passages: Sequence[Passage]) -> list[Figure]:
    """F1 of exact spans on the labelled passages."""
    if not passages:
        return []
    right, expected = {}, {}
    for passage in passages:
        found = _stripped(passage.text, split_sentences(passage.text))
        right[passage.id] = 2 * len(found & passage.spans)
        expected[passage.id] = len(found) + len(passage.spans)
    measure = ratio([passage.id for passage in passages], right, expected)
    return [figure("sentences.segmentation", "Segmentation: F1 of exact spans", measure)]


def gold_sentence_figures(clusters: Sequence[Cluster]) -> list[Figure]:
    """Share of the sentences of labelled pairs that segmentation finds exactly, and that pass for claims."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for cluster in clusters:
        spans = {
            document.id: _stripped(document.text, split_sentences(document.text))
            for document in cluster.documents
        }
        places = {place for pair in cluster.gold for place in (pair.a, pair.b)}
        total[cluster.name] = len(places)
        found[cluster.name] = sum((place.start, place.end) in spans[place.document] for place in places)
    measure = ratio([cluster.name for cluster in clusters], found, total)
    return [
        figure("sentences.gold_exact", "Segmentation: sentences of labelled pairs found exactly", measure)
    ]


def checkworthiness_figures(
    labelled: Sequence[LabelledSentence], extractions: Mapping[str, Extraction]
) -> list[Figure]:
    """Precision, recall and F1 of "is a claim", and macro-F1 over what a sentence is.

    Args:
        labelled: Sentences of the articles.
        extractions: What the claims stage made of those articles, by document id.
    """
    if not labelled:
        return []
    claim = SentenceKind.CLAIM
    kinds = [(sentence, _found_kind(sentence.place, extractions)) for sentence in labelled]
    groups = sorted({sentence.place.cluster for sentence in labelled})
    gold = Counter(sentence.place.cluster for sentence in labelled if sentence.kind is claim)
    taken = Counter(sentence.place.cluster for sentence, found in kinds if found is claim)
    both = Counter(s.place.cluster for s, found in kinds if found is claim and s.kind is claim)
    items = ((sentence.place.cluster, sentence.kind, found) for sentence, found in kinds)
    return [
        figure("sentences.claim_precision", "Check-worthiness: precision", ratio(groups, both, taken)),
        figure("sentences.claim_recall", "Check-worthiness: recall", ratio(groups, both, gold)),
        figure(
            "sentences.claim_f1",
            "Check-worthiness: F1",
            ratio(groups, {group: 2 * count for group, count in both.items()}, gold + taken),
        ),
        figure(
            "sentences.kind_macro_f1", "Kinds of sentence: macro-F1", macro_f1(tuple(SentenceKind), items)
        ),
    ]


def kind_confusion(labelled: Sequence[LabelledSentence], extractions: Mapping[str, Extraction]) -> CountTable:
    """Labelled kind by found kind."""
    counts = Counter((s.kind.value, _found_kind(s.place, extractions).value) for s in labelled)
    return count_table(tuple(SentenceKind), tuple(SentenceKind), lambda *names: counts[names])


def attribution_figures(
    labelled: Sequence[LabelledSentence], published: Mapping[str, Published], extractor: ClaimExtractor
) -> list[Figure]:
    """Who says it and how it is put, on the sentences labelled as claims.

    Args:
        labelled: Sentences of the articles.
        published: When each article was, by document id: what lies ahead depends on it.
        extractor: What is measured.
    """
    claims = [s for s in labelled if s.kind is SentenceKind.CLAIM and s.assertion is not None]
    if not claims:
        return []
    bare = [Document(text=s.text, published=published.get(s.place.document)) for s in claims]
    found = list(zip(claims, extractor.whole(bare), strict=True))
    heads = [(s.place.cluster, speaker_head(f.speaker) == speaker_head(s.speaker)) for s, f in found]
    credited = [
        (s.place.cluster, speaker_head(f.speaker) == speaker_head(s.speaker)) for s, f in found if s.speaker
    ]
    kinds = [(s.place.cluster, s.assertion.value, f.assertion.value) for s, f in found if s.assertion]
    return [
        figure("sentences.speaker", "Speakers: accuracy (head noun)", accuracy(heads)),
        figure(
            "sentences.speaker_credited", "Speakers: accuracy where somebody is named", accuracy(credited)
        ),
        figure("sentences.assertion", "Assertions: accuracy", accuracy((g, a == b) for g, a, b in kinds)),
        figure("sentences.assertion_macro_f1", "Assertions: macro-F1", macro_f1(tuple(AssertionKind), kinds)),
    ]


def speaker_head(speaker: str | None) -> str | None:
    """The last word of a speaker's noun phrase before anything that follows its noun."""
    if speaker is None:
        return None
    phrase = _AFTER_HEAD.split(speaker, maxsplit=1)[0].split() or speaker.split()
    return phrase[-1].lower()


def _found_kind(place: Place, extractions: Mapping[str, Extraction]) -> SentenceKind:
    """What the claims stage holds the sentence for; a fragment where it found no such sentence."""
    for sentence in extractions[place.document].sentences:
        if matches(place, Place(document=place.document, start=sentence.start, end=sentence.end)):
            return sentence.kind
    return SentenceKind.FRAGMENT


def _stripped(text: str, spans: Iterable[Span]) -> set[Span]:
    """The spans without white space around them, empty ones left out."""
    return set(_without_space(text, spans))


def _without_space(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans:
        piece = text[start:end]
        left, right = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        if left < right:
            yield left, right

"""Whole stories as training material: the labelled pairs and the natural ones.

In a labelled cluster the conflicts are meant to be complete, so every other pair of claims of two articles is
a true non-conflict (`eval/data/newsbench/FORMAT.md`). The natural pairs are those that the product itself
would put before the NLI model: each claim with its nearest claims of every other article.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosscheck.claims.by_rules import extract, sentence_claim
from crosscheck.index.faiss import FaissIndex
from crosscheck.nli.context import in_context, surroundings
from crosscheck.nli.scoring import SURELY_NEUTRAL
from crosscheck.pairing.candidates import align, pair_of
from crosscheck.pairing.copies import find_copies, publication_order, without_copied
from crosscheck.pairing.stories import Article, story_pairs, story_score
from crosscheck.protocols import Encoder, NliModel
from crosscheck.reading import read_all
from crosscheck.settings import PairingSettings, ReadingSettings
from crosscheck.training.examples import DIFFERING, TARGETS, Example, read_jsonl
from crosscheck.types import Claim, Document, Pair

GoldKey = frozenset[tuple[str, str]]
GOLD, EDITED = "gold.jsonl", "edited.jsonl"
"""Files of a cluster: how its sentences are related, and how some would be, were one of them another."""

ON_ONE_DESK = 12
"""Clusters whose claims are compared with each other's; as many as dev has."""

MOST_CONFLICTS = 0.06
"""Share of the natural pairs of a cluster that may be conflicts for the judge to learn from it.

On a desk one pair in a hundred is. With the 100 denser clusters, which are good enough for the NLI model, the
average precision of conflicts falls from 0.56 to 0.52 on the older ones, out of fold, and on dev from 0.50 to
0.45."""


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A pair as the chain makes it, with its gold relation.

    Attributes:
        cluster: Name of the cluster.
        pair: Two claims.
        relation: conflict, agreement, update, trap, or "none" where the gold does not list it.
        type: What it differs on, empty where not listed.
        natural: Whether the pairing stage would propose it; otherwise it was added from the gold, or made.
    """

    cluster: str
    pair: Pair
    relation: str
    type: str
    natural: bool


@dataclass(frozen=True, slots=True)
class NotedPair:
    """Two sentences of a cluster as the gold lists them.

    Attributes:
        pair: The sentences as claims of their articles; one that the chain does not take for a claim stands
            alone under its headline.
        relation: conflict, agreement, update or trap.
        type: What they differ or agree on.
        note: What that is, in the annotator's words; empty where there is none.
        also: Other types that suit a conflict, by later readers.
    """

    pair: Pair
    relation: str
    type: str
    note: str
    also: tuple[str, ...] = ()


def cluster_folders(folder: Path) -> list[Path]:
    """The clusters of a split, in the order of their names."""
    return sorted(path.parent for path in folder.glob(f"*/{GOLD}"))


def cluster_documents(folder: Path) -> list[Document]:
    """The articles of a cluster in canonical order; ids are prefixed by the cluster's name."""
    documents = [
        Document(**{**row, "id": f"{folder.name}/{row['id']}"}) for row in read_jsonl(folder / "docs.jsonl")
    ]
    return sorted(documents, key=publication_order)


def noted_pairs(folder: Path, file: str = GOLD) -> Iterator[NotedPair]:
    """The pairs that a file of a cluster lists, whatever the chain makes of their sentences.

    Args:
        folder: The cluster.
        file: Its gold, or `EDITED`: pairs of which one sentence stands for another, held beside it.
    """
    path = folder / file
    documents = {document.id: document for document in cluster_documents(folder)}
    claims = {
        (document.id, claim.text): claim
        for document in documents.values()
        for claim in extract(document).claims
    }
    for row in read_jsonl(path):
        a, b = (_listed_claim(row[side], documents, claims, folder.name) for side in ("a", "b"))
        pair = Pair(a=a, b=b, similarity=0.0)
        also = tuple(row.get("also", ()))
        yield NotedPair(pair, row["relation"], row["type"], row.get("note", ""), also)


def _listed_claim(
    side: Mapping[str, str],
    documents: Mapping[str, Document],
    claims: Mapping[tuple[str, str], Claim],
    cluster: str,
) -> Claim:
    document, sentence = documents[f"{cluster}/{side['doc']}"], side["sentence"]
    claim = claims.get((document.id, sentence)) or _unread(document, sentence)
    return reworded(claim, side["edited"]) if "edited" in side else claim


def _unread(document: Document, sentence: str) -> Claim:
    """A sentence that the chain does not take for a claim, as one alone under its headline."""
    claim = sentence_claim(sentence, document.published, document=document.id)
    return claim.model_copy(update={"title": document.title or ""})


def reworded(claim: Claim, text: str) -> Claim:
    """A claim with another text, read anew, in the same surroundings; its offsets slice no document."""
    read = sentence_claim(text, claim.published, document=claim.document)
    kept = {name: getattr(claim, name) for name in ("index", "start", "context", "title")}
    return read.model_copy(update={**kept, "end": claim.start + len(text)})


def earlier_claims(folders: Iterable[Path]) -> dict[tuple[str, int], str]:
    """What the last claim but one before a claim says, by the document and the index of the claim."""
    read = (extract(document).claims for folder in folders for document in cluster_documents(folder))
    return {
        (third.document, third.index): first.text
        for own in read
        for first, third in zip(own, own[2:], strict=False)
    }


def edited_pairs(folder: Path) -> Iterator[NotedPair]:
    """The pairs of a cluster of which writers changed or wrote a sentence (`EDITED`), if it has any."""
    return noted_pairs(folder, EDITED) if (folder / EDITED).is_file() else iter(())


def articles_of(
    documents: Sequence[Document], encoder: Encoder, copies: Mapping[str, str] | None = None
) -> list[Article]:
    """The articles with their claims and vectors.

    Args:
        documents: In canonical order.
        encoder: Of the claims.
        copies: From the id of a wire copy to that of its original, whose claims it does not make again.
    """
    said = {document.id: extract(document).claims for document in documents}
    claims = list(without_copied(said, copies or {}).values())
    vectors = encoder.encode([claim.text for own in claims for claim in own])
    articles, start = [], 0
    for document, own in zip(documents, claims, strict=True):
        articles.append(Article(document, own, vectors[start : start + len(own)]))
        start += len(own)
    return articles


def _undated(documents: Iterable[Document]) -> list[Document]:
    return [document.model_copy(update={"published": None}) for document in documents]


def labelled_pairs(
    folder: Path, encoder: Encoder, neighbours: int, *, dated: bool = True
) -> Iterator[LabelledPair]:
    """All natural pairs of a cluster and the listed ones that are not natural.

    Args:
        folder: The cluster.
        encoder: Says which claims are near.
        neighbours: Nearest claims of each other article.
        dated: Whether the articles say when they were published.
    """
    gold = _gold(folder)
    documents = cluster_documents(folder)
    articles = articles_of(documents if dated else _undated(documents), encoder)
    found: set[GoldKey] = set()
    for i, first in enumerate(articles):
        for second in articles[i + 1 :]:
            for pair in align(first, second, neighbours, story_score(first, second)):
                key = _gold_key(pair)
                relation, kind = gold.get(key, ("none", ""))
                found.add(key)
                yield LabelledPair(folder.name, pair, relation, kind, natural=True)
    claims = {
        (c.document, c.text): (article, i) for article in articles for i, c in enumerate(article.claims)
    }
    for key, (relation, kind) in sorted(gold.items(), key=lambda item: sorted(item[0])):
        if key not in found and all(side in claims for side in key):
            yield LabelledPair(folder.name, _listed_pair(key, claims), relation, kind, natural=False)


def desk_pairs(
    folders: Sequence[Path], encoder: Encoder, settings: PairingSettings, *, dated: bool = True
) -> Iterator[LabelledPair]:
    """All pairs that the chain would compare if the articles of all these clusters lay on one desk.

    Args:
        folders: The clusters; a pair of two of them is in no gold.
        encoder: Says which claims are near.
        settings: Of pairing.
        dated: As in `labelled_pairs`.
    """
    gold = {key: found for folder in folders for key, found in _gold(folder).items()}
    documents = [document for folder in folders for document in cluster_documents(folder)]
    yield from _desk(documents if dated else _undated(documents), gold, encoder, settings)


def _desk(
    documents: Sequence[Document],
    gold: Mapping[GoldKey, tuple[str, str]],
    encoder: Encoder,
    settings: PairingSettings,
) -> Iterator[LabelledPair]:
    ordered = sorted(documents, key=publication_order)
    copies = find_copies(ordered, settings.copy_containment)
    articles = [article for article in articles_of(ordered, encoder, copies) if article.claims]
    for first, second, score in story_pairs(articles, settings.story_floor, FaissIndex):
        for pair in align(articles[first], articles[second], settings.neighbours, score):
            relation, kind = gold.get(_gold_key(pair), ("none", ""))
            cluster = pair.a.document.partition("/")[0]
            yield LabelledPair(cluster, pair, relation, kind, natural=True)


def pairs_between_stories(
    folders: Sequence[Path], encoder: Encoder, settings: PairingSettings, draw: random.Random
) -> Iterator[LabelledPair]:
    """The pairs of two clusters that the chain would compare if `ON_ONE_DESK` of them lay on a desk.

    Args:
        folders: The clusters; each lies on one of the desks.
        encoder: Says which claims are near.
        settings: Of pairing.
        draw: Says which clusters lie together.
    """
    shuffled = draw.sample(folders, len(folders))
    for first in range(0, len(shuffled), ON_ONE_DESK):
        for one in desk_pairs(shuffled[first : first + ON_ONE_DESK], encoder, settings):
            if one.pair.b.document.partition("/")[0] != one.cluster:
                yield one


def corpus_pairs(
    corpus: Path, gold: Path, encoder: Encoder, settings: PairingSettings, *, dated: bool = True
) -> Iterator[LabelledPair]:
    """All pairs that the chain would compare of a folder of articles of any format, as `desk_pairs`.

    Args:
        corpus: The folder; its subfolders are the clusters.
        gold: Folder of JSON lines that name the articles by their path within the corpus.
        encoder: Says which claims are near.
        settings: Of pairing.
        dated: As in `labelled_pairs`.
    """
    read, _ = read_all([str(corpus)], ReadingSettings())
    names = {document.id: Path(document.path or "").relative_to(corpus).as_posix() for document in read}
    documents = [document.model_copy(update={"id": names[document.id]}) for document in read]
    labels = {
        key: found for file in sorted(gold.glob("*.jsonl")) for key, found in _labels(file, prefix="").items()
    }
    yield from _desk(documents if dated else _undated(documents), labels, encoder, settings)


def _gold(folder: Path) -> dict[GoldKey, tuple[str, str]]:
    """Relation and type of the labelled pairs of a cluster."""
    return _labels(folder / GOLD, prefix=f"{folder.name}/")


def _labels(file: Path, *, prefix: str) -> dict[GoldKey, tuple[str, str]]:
    return {
        frozenset((f"{prefix}{row[side]['doc']}", row[side]["sentence"]) for side in ("a", "b")): (
            row["relation"],
            row["type"],
        )
        for row in read_jsonl(file)
    }


def _gold_key(pair: Pair) -> GoldKey:
    return frozenset(((pair.a.document, pair.a.text), (pair.b.document, pair.b.text)))


def _listed_pair(key: GoldKey, claims: dict[tuple[str, str], tuple[Article, int]]) -> Pair:
    (first, i), (second, j) = sorted(
        (claims[side] for side in key), key=lambda found: publication_order(found[0].document)
    )
    return pair_of(first, i, second, j, story_score(first, second))


def without_plain(
    pairs: Sequence[LabelledPair], screen: NliModel, share: float, seed: int
) -> list[LabelledPair]:
    """The pairs without most of the unlisted ones that are plainly neutral.

    Args:
        pairs: Of the training clusters.
        screen: Is sure of a pair from `SURELY_NEUTRAL` on.
        share: Of the plainly neutral pairs, drawn at random, that stay all the same.
        seed: Of the draw.
    """
    rng = random.Random(seed)  # noqa: S311 - sampling, not security
    probabilities = screen.predict([(labelled.pair.a.text, labelled.pair.b.text) for labelled in pairs])
    return [
        labelled
        for labelled, neutral in zip(pairs, probabilities[:, 1], strict=True)
        if labelled.relation != "none" or neutral < SURELY_NEUTRAL or rng.random() < share
    ]


def without_dense(labelled: Sequence[LabelledPair]) -> list[LabelledPair]:
    """The pairs without those of clusters that hold too many conflicts."""
    dense = _dense(labelled)
    return [one for one in labelled if one.cluster not in dense]


def only_dense(labelled: Sequence[LabelledPair]) -> list[LabelledPair]:
    """The pairs of clusters that hold too many conflicts for the judge."""
    dense = _dense(labelled)
    return [one for one in labelled if one.cluster in dense]


def _dense(labelled: Sequence[LabelledPair]) -> set[str]:
    natural = Counter(one.cluster for one in labelled if one.natural)
    conflicts = Counter(one.cluster for one in labelled if one.natural and one.relation == "conflict")
    clusters = {one.cluster for one in labelled}
    return {name for name in clusters if conflicts[name] > MOST_CONFLICTS * natural[name]}


def story_examples(
    pairs: Iterable[LabelledPair],
    natural_weight: float,
    draw: random.Random | None = None,
    *,
    natural_both_orders: bool = False,
    shown_with: Callable[[], int] = lambda: 0,
    earlier: Mapping[tuple[str, int], str] | None = None,
) -> list[Example]:
    """Training examples of labelled pairs, the listed ones in both orders.

    Args:
        pairs: Of the training clusters.
        natural_weight: Weight of a natural pair that the gold does not list; there are thousands of them.
        draw: Given, the listed ones stand in one order, which it draws.
        natural_both_orders: Whether the unlisted ones stand in both orders too, else in that of publication.
        shown_with: Asked with how many of their surroundings the claims of the next pair are shown.
        earlier: A further one of each claim, by its document and index, behind those that a model reads.
    """
    examples = []
    for labelled in pairs:
        a, b = labelled.pair.a, labelled.pair.b
        count = shown_with()
        premise, hypothesis = (_shown(claim, count, earlier or {}) for claim in (a, b))
        if labelled.relation == "none":
            unlisted = Example(premise, hypothesis, TARGETS["neutral"], natural_weight, relation="none")
            examples += [unlisted, unlisted.swapped()] if natural_both_orders else [unlisted]
            continue
        listed = Example(
            premise,
            hypothesis,
            TARGETS[labelled.relation],
            relation=labelled.relation,
            type=labelled.type if labelled.relation in DIFFERING else "",
        )
        examples += listed.in_orders(draw)
    return examples


def _shown(claim: Claim, count: int, earlier: Mapping[tuple[str, int], str]) -> str:
    around = *surroundings(claim), earlier.get((claim.document, claim.index), "")
    return in_context(claim.text, *around[:count])

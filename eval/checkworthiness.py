"""Measure check-worthiness: claims kept and other lines caught.

    python eval/checkworthiness.py

Prints how many gold sentences of newsbench (train and dev) are taken for claims, with those that are not,
and what becomes of the labelled lines of eval/data/segmentation/nonclaims.jsonl, each alone in its line. Some
gold sentences are vague commentary, put into newsbench as traps, so not all of them need be claims; the word
lists were written with an eye on both sets, so the figures are no estimate for unseen text.
"""

from __future__ import annotations

from collections import Counter

from newsroom_gold import DATA, articles_with_gold_sentences, read_jsonl

from crosscheck.claims.checkworthiness import classify, classify_sentences
from crosscheck.claims.sentences import split_sentences
from crosscheck.types import SentenceKind


def gold_kinds() -> dict[str, SentenceKind]:
    """What each gold sentence of newsbench is taken for, in its article."""
    kinds = {}
    for text, gold in articles_with_gold_sentences():
        for sentence in classify_sentences(text, split_sentences(text)):
            if sentence.text in gold:
                kinds[sentence.text] = sentence.kind
    return kinds


def main() -> None:
    """Print the figures."""
    kinds = gold_kinds()
    lost = {text: kind for text, kind in kinds.items() if kind is not SentenceKind.CLAIM}
    print(f"newsbench gold sentences taken for claims: {1 - len(lost) / len(kinds):.2%} of {len(kinds)}")
    for text, kind in lost.items():
        print(f"  {kind}: {text}")

    print(f"\n{'labelled':<14}{'lines':>6}{'same kind':>11}{'no claim':>10}")
    found = Counter(
        (line["kind"], classify(line["text"], alone=True).value)
        for line in read_jsonl(DATA / "segmentation" / "nonclaims.jsonl")
    )
    for labelled in dict.fromkeys(kind for kind, _ in found):
        total = sum(count for (kind, _), count in found.items() if kind == labelled)
        no_claim = total - found[labelled, SentenceKind.CLAIM]
        print(f"{labelled:<14}{total:>6}{found[labelled, labelled]:>11}{no_claim:>10}")


if __name__ == "__main__":
    main()

"""Writes the list of ordinary words that tells a capitalised common word from a name.

    python -m crosscheck.training.ordinary_words --data eval/data/newsbench

Taken are the words that the project's own training texts (train/ and the pair sets for training) write in
lower case; dev and test texts are not read.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from crosscheck.training.examples import read_jsonl
from crosscheck.training.stories import cluster_documents, cluster_folders

HEADER = """\
# Ordinary English words, one a line: what a capital at the beginning of a sentence does not make a name.
# Made from the project's own texts: python -m crosscheck.training.ordinary_words --data eval/data/newsbench
"""
_LOWER_CASE = re.compile(r"(?<![\w’'-])[a-zß-öø-ÿ]{2,}(?![\w])")


def training_texts(newsbench: Path) -> Iterator[str]:
    """The texts of the training clusters and of the pair sets for training."""
    for folder in cluster_folders(newsbench / "train"):
        yield from (document.text for document in cluster_documents(folder))
    for file in sorted((newsbench / "pairs").glob("*.jsonl")):
        if not file.stem.endswith(("_dev", "_test")):
            for row in read_jsonl(file):
                yield from (row["a"], row["b"], row["a_context"], row["b_context"])


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and pairs/")
    words = {word for text in training_texts(parser.parse_args().data) for word in _LOWER_CASE.findall(text)}
    target = Path(str(files("crosscheck.claims") / "data" / "ordinary_words.txt"))
    target.write_text(HEADER + "\n".join(sorted(words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

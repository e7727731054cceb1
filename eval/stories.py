"""How well the story score tells articles of one story from articles of two: `python eval/stories.py`.

Prints, for the dev clusters taken together, the share of article pairs of one cluster and of two clusters
that reach a floor. The floor of the settings was chosen here.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.pairing.stories import story_score
from crosscheck.training.stories import articles_of, cluster_documents, cluster_folders

DEV = Path(__file__).parent / "data" / "newsbench" / "dev"
FLOORS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def main() -> None:
    """Print the table."""
    documents = [document for folder in cluster_folders(DEV) for document in cluster_documents(folder)]
    articles = [article for article in articles_of(documents, BundledEncoder()) if article.claims]
    same, other = [], []
    for a, b in combinations(articles, 2):
        clusters = {article.document.id.split("/")[0] for article in (a, b)}
        (same if len(clusters) == 1 else other).append(story_score(a, b))
    print(f"{len(same)} pairs of articles of one story, {len(other)} of two")
    for floor in FLOORS:
        reached = (np.mean(np.array(scores) >= floor) for scores in (same, other))
        print(f"floor {floor:.2f}: {' '.join(f'{share:6.1%}' for share in reached)}")


if __name__ == "__main__":
    main()

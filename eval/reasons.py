"""Reasons of true findings beside what an annotator noted of them, to be read: `python eval/reasons.py`.

Draws labelled conflicts and updates that are reported as such, from the stories that the judge is fitted on
or from dev, and prints the reason of each with the note. Whether a reason names what the note names, a reader
says.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from crosscheck.embedding.bundled import BundledEncoder
from crosscheck.judging.judge import Judge
from crosscheck.nli.bundled import BundledCascade
from crosscheck.nli.scoring import score_both_directions
from crosscheck.settings import JudgingSettings, PairingSettings
from crosscheck.training.branch_pairs import notes_of
from crosscheck.training.judge import RELATIONS, judge_pairs
from crosscheck.training.stories import cluster_folders, desk_pairs
from crosscheck.types import Verdict

NEWSBENCH = Path(__file__).parent / "data" / "newsbench"
DIFFERING = (Verdict.CONFLICT, Verdict.UPDATE)


def main() -> None:
    """Print the reasons, and how many types are right among all true findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="of dev instead of the judge's stories")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    encoder, nli, judge = BundledEncoder(), BundledCascade(), Judge.bundled(JudgingSettings())
    folders = cluster_folders(NEWSBENCH / ("dev" if arguments.dev else "train"))
    if arguments.dev:
        labelled = list(desk_pairs(folders, encoder, PairingSettings()))
    else:
        labelled = judge_pairs(NEWSBENCH, encoder)
    labelled = [one for one in labelled if one.natural and RELATIONS[one.relation] in DIFFERING]
    pairs = [one.pair for one in labelled]
    forward, backward = score_both_directions(nli, pairs)
    readings = judge.read(pairs, forward, backward, nli)
    judgements = judge.judge_all(pairs, forward, backward, readings)
    true = [
        (one, judgement)
        for one, judgement in zip(labelled, judgements, strict=True)
        if judgement.verdict is RELATIONS[one.relation]
    ]
    right = sum(judgement.type == one.type for one, judgement in true)
    print(f"{len(true)} true findings of {len(pairs)} labelled pairs; type right in {right / len(true):.0%}")
    notes = notes_of(folders)
    random.Random(arguments.seed).shuffle(true)  # noqa: S311 - sampling, not security
    for number, (one, judgement) in enumerate(true[: arguments.count], 1):
        a, b = one.pair.a.text, one.pair.b.text
        print(f"\n{number}  {one.relation}, {judgement.type} (labelled {one.type})\n  A {a}\n  B {b}")
        print(f"  reason: {judgement.reason}\n  note:   {notes.get(frozenset((a, b)), '')}")


if __name__ == "__main__":
    main()

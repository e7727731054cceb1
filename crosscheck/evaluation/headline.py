"""The figures that stand for the whole: first in the table, and guarded by the gate."""

from __future__ import annotations

HEADLINE = (
    "conflict.precision",
    "conflict.recall",
    "conflict.f1",
    "conflict.confirmed.precision",
    "conflict.confirmed.recall",
    "conflict.quiet_alarms",
    "natural.judge.average_precision",
    "natural.nli.average_precision",
    "pairing.recall",
    "pairing.cost",
    "pairs.macro_f1",
    "pairs.average_precision",
    "pairs.hard_unrelated",
    "pairs.ece",
    "pairs.verdict_macro_f1",
    "short.confirmed.precision",
    "short.recall",
    "sentences.segmentation",
    "sentences.claim_f1",
    "sentences.speaker",
    "sentences.assertion_macro_f1",
)

SECTIONS = {
    "conflict": "Conflicts, end to end on whole stories",
    "type": "Types of conflict",
    "verdict": "Other verdicts",
    "pairing": "Pairing",
    "natural": "Natural mix of pairs",
    "pairs": "Labelled sentence pairs",
    "short": "Short bare sentences",
    "sentences": "Sentences and attribution",
    "public": "Public NLI sets",
}

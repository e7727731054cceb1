"""Fine-tuning of the claim encoder: claims about the same fact come close, also when they disagree.

The task is the one that pairing sets: given a claim, find its counterpart among all claims of another article
of the story. Each step takes a whole story; for every claim that the gold pairs with claims of another
article, the loss is the cross-entropy of the cosines with all claims of that article (InfoNCE, van den Oord
et al. 2018, with the other claims of the article as hard negatives). Contrast sets add the same for single
sentences. To keep general similarity, vectors of unlabelled sentences are held where the base model put them.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModel, AutoTokenizer

from crosscheck.claims.by_rules import extract
from crosscheck.training.examples import read_jsonl
from crosscheck.training.stories import cluster_documents

SAME_FACT = frozenset({"agreement", "conflict", "update", "competing_accounts"})


@dataclass(frozen=True, slots=True)
class Story:
    """A labelled cluster as the encoder sees it.

    Attributes:
        texts: Claims of all its articles.
        articles: Number of the article of each claim.
        counterparts: Pairs of claim numbers that speak of the same fact.
    """

    texts: tuple[str, ...]
    articles: tuple[int, ...]
    counterparts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class EncoderStage:
    """How the encoder is trained.

    Attributes:
        epochs: Passes over the stories.
        learning_rate: Peak of AdamW, linear decay to 0.
        temperature: Of the cosines in the loss.
        contrast_weight: Weight of the loss on contrast sets.
        keep_weight: Weight of staying where the base model put general sentences.
        contrast_batch: Contrast pairs in each step.
        keep_batch: General sentences in each step.
        max_tokens: Longer claims are cut.
        seed: Of the order and the draws.
    """

    epochs: int = 4
    learning_rate: float = 3e-5
    temperature: float = 0.05
    contrast_weight: float = 0.5
    keep_weight: float = 2.0
    contrast_batch: int = 24
    keep_batch: int = 24
    max_tokens: int = 128
    seed: int = 1


def read_story(folder: Path) -> Story:
    """The claims of a cluster and which of them speak of the same fact."""
    texts: list[str] = []
    articles: list[int] = []
    numbers: dict[tuple[str, str], int] = {}
    for number, document in enumerate(cluster_documents(folder)):
        for claim in extract(document).claims:
            numbers[document.id, claim.text] = len(texts)
            texts.append(claim.text)
            articles.append(number)
    counterparts = []
    for row in read_jsonl(folder / "gold.jsonl"):
        if row["relation"] in SAME_FACT:
            sides = [(f"{folder.name}/{row[side]['doc']}", row[side]["sentence"]) for side in ("a", "b")]
            if all(side in numbers for side in sides):
                counterparts.append((numbers[sides[0]], numbers[sides[1]]))
    return Story(tuple(texts), tuple(articles), tuple(counterparts))


def contrast_pairs(folder: Path, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Topic and both sentences of the pairs that speak of the same fact."""
    return [
        (row["topic"], row["a"], row["b"])
        for name in names
        for row in read_jsonl(folder / f"{name}.jsonl")
        if row["label"] in SAME_FACT
    ]


class EncoderTrainer:
    """Trains one encoder.

    Args:
        base: Folder of the model to start from.
        stage: How.
        folder: For the log and the result.
    """

    def __init__(self, base: str | Path, stage: EncoderStage, folder: Path) -> None:
        self.tokenizer: Any = AutoTokenizer.from_pretrained(base)
        self.model: Any = AutoModel.from_pretrained(base, dtype=torch.float32)
        self.stage = stage
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for parameter in self.model.get_input_embeddings().parameters():
            parameter.requires_grad = False

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Mean-pooled vectors of unit length, shape (len(texts), dimension)."""
        inputs = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=self.stage.max_tokens, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = self.model(**inputs).last_hidden_state
        kept = inputs["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((tokens.float() * kept).sum(1) / kept.sum(1), dim=1)

    def story_loss(self, story: Story) -> torch.Tensor:
        """Mean cross-entropy of finding each counterpart among the claims of its article, both ways."""
        vectors = self.vectors(story.texts)
        logits = vectors @ vectors.T / self.stage.temperature
        articles = torch.tensor(story.articles)
        losses = []
        for first, second in story.counterparts:
            for claim, target in ((first, second), (second, first)):
                others = torch.tensor(
                    [j for i, j in _both_ways(story.counterparts) if i == claim and j != target],
                    dtype=torch.long,
                )
                candidates = articles == articles[target]
                candidates[others] = False  # other counterparts are no negatives
                row = logits[claim].masked_fill(~candidates, float("-inf"))
                losses.append(torch.logsumexp(row, 0) - row[target])
        return torch.stack(losses).mean()

    def contrast_loss(self, pairs: Sequence[tuple[str, str, str]]) -> torch.Tensor:
        """Cross-entropy of finding the other sentence in the batch; those of one topic are no negatives."""
        vectors = self.vectors([a for _, a, _ in pairs] + [b for _, _, b in pairs])
        logits = vectors[: len(pairs)] @ vectors[len(pairs) :].T / self.stage.temperature
        for i, (topic, _, _) in enumerate(pairs):
            for j, (other, _, _) in enumerate(pairs):
                if i != j and topic == other:
                    logits[i, j] = float("-inf")
        targets = torch.arange(len(pairs))
        return (
            torch.nn.functional.cross_entropy(logits, targets)
            + torch.nn.functional.cross_entropy(logits.T, targets)
        ) / 2

    def run(
        self, stories: Sequence[Story], contrast: Sequence[tuple[str, str, str]], general: Sequence[str]
    ) -> Path:
        """Train and write the encoder as a Hugging Face folder.

        Args:
            stories: Of the training clusters, each with counterparts.
            contrast: Topic and two sentences that speak of the same fact.
            general: Sentences whose vectors should stay.

        Returns:
            The folder.
        """
        stage, rng = self.stage, random.Random(self.stage.seed)  # noqa: S311 - sampling, not security
        torch.manual_seed(stage.seed)
        base = AutoModel.from_pretrained(self.model.name_or_path, dtype=torch.float32).eval()
        optimizer = torch.optim.AdamW(
            [p for p in self.model.parameters() if p.requires_grad], stage.learning_rate
        )
        order = [story for _ in range(stage.epochs) for story in rng.sample(list(stories), len(stories))]
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / 50, 1 - step / len(order))
        )
        self.model.train()
        started = time.monotonic()
        for step, story in enumerate(order):
            kept = rng.sample(list(general), stage.keep_batch)
            losses = (
                self.story_loss(story),
                stage.contrast_weight * self.contrast_loss(rng.sample(list(contrast), stage.contrast_batch)),
                stage.keep_weight * self._drift(base, kept),
            )
            loss = torch.stack(losses).sum()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 20 == 0 or step == len(order) - 1:
                self._log(step, len(order), [part.item() for part in losses], time.monotonic() - started)
        self.model.eval()
        self.model.save_pretrained(self.folder / "encoder")
        self.tokenizer.save_pretrained(self.folder / "encoder")
        return self.folder / "encoder"

    def _drift(self, base: Any, texts: Sequence[str]) -> torch.Tensor:  # noqa: ANN401 - a transformers model
        """Mean of 1 - cosine between the vectors now and in the base model."""
        vectors, model = self.vectors(texts), self.model
        self.model = base
        with torch.no_grad():
            before = self.vectors(texts)
        self.model = model
        return (1 - (vectors * before).sum(1)).mean()

    def _log(self, step: int, steps: int, losses: Sequence[float], seconds: float) -> None:
        row: dict[str, float] = {"step": step + 1, "of": steps, "seconds": round(seconds)}
        row.update(zip(("story", "contrast", "drift"), (round(loss, 4) for loss in losses), strict=True))
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")


def _both_ways(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [both for pair in pairs for both in (pair, pair[::-1])]

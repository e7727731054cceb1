"""Tiny Hugging Face models with random weights, built on disk: the real loading code without a network."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    MPNetConfig,
    MPNetForSequenceClassification,
    PreTrainedTokenizerFast,
)

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
MPNET_SPECIAL = ["[CLS]", "[PAD]", "[SEP]", "[UNK]"]  # MPNet counts positions by the number 1 of its padding
NEWS = ["the", "call", "lasted", "fifty", "minutes", "two", "hours", "twelve", "people", "killed"]
WORDS = [*SPECIAL, *NEWS]
INPUTS = ["input_ids", "token_type_ids", "attention_mask"]


def _tokenizer(words: list[str] = WORDS, inputs: list[str] = INPUTS) -> PreTrainedTokenizerFast:
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
        model_input_names=inputs,
    )


def _config(*, layers: int = 1, **more: object) -> BertConfig:
    return BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        **more,
    )


def write_encoder(folder: Path) -> Path:
    """A BERT encoder that sentence-transformers opens with mean pooling."""
    torch.manual_seed(0)
    BertModel(_config()).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def write_classifier(folder: Path, labels: list[str], *, layers: int = 1) -> Path:
    """A BERT sequence classifier with these labels, in this order."""
    torch.manual_seed(0)
    names = dict(enumerate(labels))
    config = _config(
        layers=layers, id2label=names, label2id={label: number for number, label in names.items()}
    )
    config.num_labels = len(labels)
    BertForSequenceClassification(config).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def write_mpnet_classifier(folder: Path, labels: list[str]) -> Path:
    """An MPNet sequence classifier, which reads no token types, with rows long enough for int4 blocks."""
    torch.manual_seed(0)
    names = dict(enumerate(labels))
    config = MPNetConfig(
        vocab_size=len(WORDS),
        hidden_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=256,
        max_position_embeddings=66,
        pad_token_id=1,
        id2label=names,
        label2id={label: number for number, label in names.items()},
        num_labels=len(labels),
    )
    MPNetForSequenceClassification(config).save_pretrained(folder)
    _tokenizer([*MPNET_SPECIAL, *NEWS], ["input_ids", "attention_mask"]).save_pretrained(folder)
    return folder

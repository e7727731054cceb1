"""Which format something is in, and which module reads it."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from importlib import import_module
from pathlib import PurePath

from crosscheck.errors import UnsupportedInput
from crosscheck.reading.article import Article, Origin


class Format(StrEnum):
    """A format that crosscheck reads; the value of those with one article is the module that reads it."""

    TEXT = "plain_text"
    MARKDOWN = "markdown"
    HTML = "webpage"
    PDF = "pdf"
    WORD = "word"
    MAIL = "mail"
    JSON_LINES = "json lines"
    JSON = "json"
    CSV = "csv"
    FEED = "feed"


ENDINGS = {
    ".txt": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.WORD,
    ".eml": Format.MAIL,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".xml": Format.FEED,
}

CONTENT_TYPES = {
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/json": Format.JSON,
    "application/x-ndjson": Format.JSON_LINES,
    "text/csv": Format.CSV,
    "text/markdown": Format.MARKDOWN,
    "message/rfc822": Format.MAIL,
}

REMEDIES = {
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".pages": "save it as .docx",
    ".msg": "save it as .eml",
    ".xls": "save it as .csv",
    ".xlsx": "save it as .csv",
    ".zip": "unpack it first",
    ".jpg": "run text recognition (OCR) on it and save the text as .txt",
    ".jpeg": "run text recognition (OCR) on it and save the text as .txt",
    ".png": "run text recognition (OCR) on it and save the text as .txt",
}

_PROLOGUE = r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*"
_MAIL_HEADER = r"(?:from|to|subject|date|received|return-path|mime-version|message-id|delivered-to): "

SIGNS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), kind)
    for pattern, kind in (
        (r".{0,1024}?%PDF-", Format.PDF),
        (r"PK\x03\x04", Format.WORD),
        (r"\s*\{[^\n]*\}\s*\n\s*\{", Format.JSON_LINES),
        (r'\s*\{\s*["}]|\s*\[\s*[{\]]', Format.JSON),
        (_PROLOGUE + r"<(rss|feed|rdf:RDF)[\s>]", Format.FEED),
        (_PROLOGUE + r"<(!doctype html|html|head|body|main|article|section|div|p|h1)\b", Format.HTML),
        (r"---\r?\n", Format.MARKDOWN),
        (_MAIL_HEADER + r"[^\n]*\n([ \t][^\n]*\n)*" + _MAIL_HEADER, Format.MAIL),
    )
)
"""How the bytes of a format start, read as text; the first that fits counts."""


def format_of_name(path: str) -> Format:
    """The format that a file's ending stands for.

    Raises:
        UnsupportedInput: The ending is none that crosscheck reads.
    """
    ending = PurePath(path).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    remedy = REMEDIES.get(ending, f"save it as one of {', '.join(ENDINGS)}")
    raise UnsupportedInput(
        f"files {f'ending in {ending}' if ending else 'without an ending'} are not read; {remedy}"
    )


def format_of_answer(data: bytes, content_type: str) -> Format:
    """The format of what a server sent: by its bytes where they are telling, else by its content type."""
    sniffed = sniff(data)
    return CONTENT_TYPES.get(content_type, sniffed) if sniffed in (Format.TEXT, Format.JSON) else sniffed


def sniff(data: bytes) -> Format:
    """The format that bytes look like; plain text where they look like nothing else."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = (
        data.decode("utf-16", errors="ignore")
        if is_wide
        else data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    )
    return next((kind for pattern, kind in SIGNS if pattern.match(text)), Format.TEXT)


def read_article(kind: Format, data: bytes, origin: Origin) -> Article:
    """The article in bytes of a format that holds one article.

    Raises:
        InputError: There is no readable article in them.
    """
    module = import_module(f"crosscheck.reading.{kind.value}")
    article: Article = module.read(data, origin)
    return article

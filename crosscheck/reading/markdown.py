"""Markdown files with optional YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from crosscheck.errors import UnreadableInput
from crosscheck.reading.article import Article, Origin
from crosscheck.reading.decoding import decode
from crosscheck.reading.fields import fields_of, published_of
from crosscheck.reading.markup import paragraphs_of

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\](?!:)")
_NOTE_LABEL = re.compile(r"\[\^[^\]\s]+\]:\s*")


class _AllText(YAMLHandler):
    """Front matter whose values stay as written: a date is checked as in any record, "No" is no boolean."""

    def load(self, fm: str, **kwargs: Any) -> Any:  # noqa: ANN401 - any YAML
        return super().load(fm, **kwargs, Loader=yaml.BaseLoader)


def read(data: bytes, origin: Origin) -> Article:
    """The article in a Markdown file: fields from the front matter, the text without markup.

    Without a title in the front matter, a heading at the start is the title.

    Raises:
        UnreadableInput: The bytes are no text, or the front matter is no YAML.
        InvalidRecord: A field of the front matter is not text.
    """
    text, loss = decode(data, origin.charset)
    try:
        metadata, body = frontmatter.parse(text, handler=_AllText())
    except (yaml.YAMLError, RecursionError) as error:
        line = (
            error.problem_mark.line + 1
            if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark
            else 1
        )
        message = "the front matter is not valid YAML; put values with a colon or quotation marks in quotes"
        raise UnreadableInput(message, line=line) from error
    fields = fields_of(metadata)
    published = published_of(fields)
    blocks = SyntaxTreeNode(_MARKDOWN.parse(_NOTE_MARK.sub("", body))).children
    paragraphs = [line for block in blocks for line in _lines(block)]
    heading = (
        paragraphs[0] if not fields.title and blocks and blocks[0].type == "heading" and paragraphs else None
    )
    return Article(
        id=fields.id,
        source=fields.source,
        title=fields.title or heading,
        published=published.value,
        url=fields.url,
        author=fields.author,
        text="\n".join(paragraphs[1:] if heading else paragraphs),
        losses=tuple(filter(None, (loss, *fields.losses, published.loss))),
    )


def _lines(block: SyntaxTreeNode) -> Iterator[str]:
    """The text of each paragraph, heading and table row within a block."""
    match block.type:
        case "inline" if any(node.type == "html_inline" for node in block.walk()):
            yield from paragraphs_of(_MARKDOWN.renderer.render(block.to_tokens(), _MARKDOWN.options, {}))
        case "inline":
            yield _NOTE_LABEL.sub("", _plain(block), count=1)
        case "tr":
            yield " | ".join(line for cell in block.children for line in _lines(cell))
        case "list_item" if block.info:  # "2024. It was a year of ..." is read as item 2024 of a list
            lines = [line for child in block.children for line in _lines(child)]
            yield " ".join((f"{block.info}{block.markup}", *lines[:1]))
            yield from lines[1:]
        case "fence" | "code_block":
            yield block.content
        case "html_block":
            yield from paragraphs_of(block.content)
        case _:
            for child in block.children:
                yield from _lines(child)


def _plain(inline: SyntaxTreeNode) -> str:
    """The words of a line, without emphasis, link targets, pictures and struck text."""
    match inline.type:
        case "text" | "code_inline":
            return inline.content
        case "softbreak" | "hardbreak":
            return " "
        case "image" | "s":
            return ""
        case _:
            return "".join(map(_plain, inline.children))

"""The report as Markdown (CommonMark), for a ticket, a wiki or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote as percent_encoded

from crosscheck.report import wording
from crosscheck.report.links import web_link
from crosscheck.report.outline import Comparison, Outline, Quote, Section, SoleSource, Voice
from crosscheck.report.quotes import Segment, printable
from crosscheck.types import DocumentSummary, Problem, Report, Verdict

_INLINE = re.compile(r"([\\`*_\[\]<>&~|$#{}])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")
"""Where a list or the underline of a heading would begin."""

_ADDRESS = re.compile(r"(?i):(?=//)|(?<=\bwww)\.")
"""Where GitHub and others make a link of an address that stands in plain text."""

_URL_CHARACTERS = "/:?#@!$&'*+,;=%-._~[]"
"""Characters of an address that stay as they are; parentheses would end a Markdown link."""


def render_markdown(report: Report) -> str:
    """The report as Markdown, ending in a newline.

    Nothing in a quote, name or title becomes markup, HTML or a link; differing words are bold.

    Args:
        report: What to show.
    """
    outline = Outline(report)
    blocks = [f"# {escaped(wording.summary(report))}"]
    for section in outline.sections:
        blocks += _section(section, report)
    blocks += _sole_sources(outline.sole_sources, report)
    blocks += _documents(outline.voices)
    blocks += _problems(report.problems, report)
    blocks.append("## From documents to findings")
    blocks.append(" → ".join(wording.counted(amount, noun) for noun, amount, _ in outline.funnel))
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, report: Report) -> Iterable[str]:
    yield f"## {section.words.title}"
    if not section.comparisons:
        yield wording.nothing_found(section.words.plural, report.coverage)
        return
    yield section.words.meaning
    for comparison in section.comparisons:
        yield from _comparison(comparison)


def _comparison(comparison: Comparison) -> Iterable[str]:
    finding = comparison.finding
    yield f"### {escaped(wording.sentence_case(finding.reason))}"
    yield f"*{wording.kind(finding)}*"
    when = ("Earlier: ", "Later: ") if finding.verdict is Verdict.UPDATE else ("", "")
    sides = ((comparison.first, comparison.with_first), (comparison.second, comparison.with_second))
    for label, (quote, joined) in zip(when, sides, strict=True):
        yield label + ", ".join(_attribution(quote))
        yield f"> {quoted(quote.segments)}"
        if joined:
            yield escaped(wording.sentence_case(wording.also((o.document for o in joined), quote.document)))
    for other in comparison.others:
        yield f"{wording.OTHERWISE} {', '.join(_attribution(other))}"
        yield f"> {quoted(other.segments)}"


def _attribution(quote: Quote) -> Iterable[str]:
    yield from byline(quote.document)
    if quote.side.speaker:
        yield escaped(wording.speaker(quote.side.speaker))
    if quote.copies:
        yield escaped(wording.copied_by(quote.copies))


def byline(document: DocumentSummary) -> Iterable[str]:
    """Outlet, time, author and link of a document, each as Markdown."""
    yield f"**{escaped(wording.source(document))}**"
    yield wording.moment(document.published)
    if document.author:
        yield f"by {escaped(document.author)}"
    link = web_link(document.url)
    if link:
        yield f"[{escaped(link.host)}]({percent_encoded(link.url, safe=_URL_CHARACTERS)})"


def _sole_sources(sole_sources: Sequence[SoleSource], report: Report) -> Iterable[str]:
    yield f"## {wording.SINGLE_SOURCE_TITLE}"
    if not sole_sources:
        yield wording.no_single_source(report.coverage)
    for sole in sole_sources:
        yield f"### {escaped(sole.source)}"
        yield "\n".join(f"- {quoted(quote.segments)}" for quote in sole.quotes)


def _documents(voices: Sequence[Voice]) -> Iterable[str]:
    if not voices:
        return
    yield "## Documents"
    yield "\n".join(line for voice in voices for line in _voice(voice))


def _voice(voice: Voice) -> Iterable[str]:
    yield f"- {_document(voice.original)}"
    for copy in voice.copies:
        yield f"  - copy: {_document(copy)}"


def _document(document: DocumentSummary) -> str:
    title = escaped(document.title or wording.UNTITLED)
    claims = wording.counted(document.claims, "claim")
    return f"{title}; {', '.join(byline(document))}; {claims}"


def _problems(problems: Sequence[Problem], report: Report) -> Iterable[str]:
    yield "## Problems"
    if problems:
        yield "\n".join(f"- {escaped(str(problem))}" for problem in problems)
    else:
        yield wording.no_problems(report.coverage)


def quoted(pieces: Iterable[Segment]) -> str:
    """The pieces of a quote as Markdown, the differing ones bold."""
    return f"“{''.join(_bold(piece.text) if piece.differs else escaped(piece.text) for piece in pieces)}”"


def _bold(text: str) -> str:
    """The text in bold; spaces at its ends stay outside, where Markdown wants them."""
    words = text.strip(" ")
    if not words:
        return text
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}**{escaped(words)}**{after}"


def escaped(text: str) -> str:
    """The text on one line, such that Markdown shows it as it is."""
    escaped = _LINE_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", printable(text)))
    return _ADDRESS.sub(lambda match: f"&#{ord(match[0])};", escaped)

"""The check of a draft as Markdown: its sentences in order, each with what the archive says."""

from __future__ import annotations

from collections.abc import Iterator

from crosscheck.archive.records import DraftCheck, DraftSentence, Evidence, Standing
from crosscheck.report import draft_wording, wording
from crosscheck.report.markdown import byline, escaped, quoted


def render_draft_markdown(check: DraftCheck) -> str:
    """The check as Markdown, ending in a newline; nothing in a quote, name or title becomes markup."""
    blocks = [f"# {escaped(draft_wording.summary(check))}"]
    if check.draft.title:
        blocks.append(f"*{escaped(check.draft.title)}*")
    blocks.append(draft_wording.scope(check))
    for standing, words in draft_wording.STANDINGS.items():
        sentences = [sentence for sentence in check.sentences if sentence.standing is standing]
        if sentences and standing is not Standing.NO_CLAIM:
            blocks += [f"## {wording.sentence_case(words.name)}", words.meaning]
            blocks += [block for sentence in sentences for block in _sentence(sentence)]
    if check.problems:
        blocks += ["## Problems", "\n".join(f"- {escaped(str(problem))}" for problem in check.problems)]
    return "\n\n".join(blocks) + "\n"


def _sentence(sentence: DraftSentence) -> Iterator[str]:
    yield f"> {escaped(sentence.text)}"
    for evidence in sentence.evidence:
        yield "\n".join(_evidence(evidence))


def _evidence(evidence: Evidence) -> Iterator[str]:
    finding = evidence.finding
    witness = ", ".join(byline(evidence.document))
    yield f"- {witness}: {draft_wording.SAYS[finding.verdict]} *({wording.kind(finding)})*"
    yield f"  {quoted(draft_wording.quoted(evidence))}"
    yield f"  {escaped(wording.sentence_case(finding.reason))}"

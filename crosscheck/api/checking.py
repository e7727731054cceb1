"""A draft against the archive, told sentence by sentence."""

from __future__ import annotations

from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import Newsroom
from crosscheck.archive import DraftCheck
from crosscheck.archive.draft import dated, draft_check
from crosscheck.archive.scope import Scope
from crosscheck.types import Document

SENTENCE = "sentence"
"""Name of the event that carries a `DraftSentence`."""


def submit_check(newsroom: Newsroom, draft: Document, scope: Scope, subject: object = None) -> Job:
    """Queue a check; the job says `sentence` for each sentence in order, and its result is a `DraftCheck`.

    Args:
        newsroom: Whose archive and worker.
        draft: What is about to be published.
        scope: Which documents have a say.
        subject: For whoever shows the job.

    Raises:
        TooBusy: Too much is waiting already.
    """

    def work(job: Job) -> DraftCheck:
        today = dated(draft)
        inquiry = newsroom.drafts.inquire(today, scope)
        sentences = []
        for sentence in newsroom.drafts.answer(inquiry, job.progress):
            sentences.append(sentence)
            job.say(SENTENCE, sentence)
        return draft_check(today, inquiry, tuple(sentences), newsroom.checker.provenance)

    return newsroom.worker.submit(Job("check", subject), work)

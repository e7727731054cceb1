"""An archive of other models or settings: how long it takes to compute it anew, and doing so.

Whoever asks while it is under way is given the same job, which nobody who stops listening can end.
"""

from __future__ import annotations

from crosscheck.api.jobs import Job
from crosscheck.api.newsroom import Newsroom

ESTIMATE, RECOMPUTE = "estimate", "recompute"


def submit_estimate(newsroom: Newsroom) -> Job:
    """Queue the timing of the models on a few claims, or go on to that; the result is a `Staleness` or None.

    Raises:
        TooBusy: Too much is waiting already.
    """
    return newsroom.worker.submit_once(Job(ESTIMATE), lambda _job: newsroom.archive.stale())


def submit_recomputation(newsroom: Newsroom) -> Job:
    """Queue computing the archive anew, or go on to that; the result is an `Addition`.

    Raises:
        TooBusy: Too much is waiting already.
    """
    return newsroom.worker.submit_once(
        Job(RECOMPUTE), lambda job: newsroom.archive.recompute(progress=job.progress)
    )

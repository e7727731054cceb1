"""Saying what was found: on paper and over the wire, each finding at least once.

The number of the last run that each announced is remembered, so that what a webhook failed to take, or what
was found just before a crash, is announced the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import httpx

from crosscheck.archive import Archive, ArchivedFinding
from crosscheck.errors import FetchFailed
from crosscheck.reading.web import USER_AGENT
from crosscheck.types import Tier, Verdict, content_id

TOLD = (Verdict.CONFLICT, Verdict.COMPETING_ACCOUNTS, Verdict.UPDATE)
"""Verdicts that are news; agreements can be looked up."""

MOST_IN_ONE = 100  # findings in one message


class Announcer(Protocol):
    """Takes new findings.

    Attributes:
        name: What was announced is remembered by it.
    """

    name: str

    def announce(self, findings: Sequence[ArchivedFinding]) -> None:
        """Say that these were found.

        Raises:
            FetchFailed: They could not be delivered and are to be announced again.
        """
        ...


class Printer:
    """Fits `Announcer`: hands lines to a function.

    Args:
        write: Takes a line.
        form: Turns a finding into lines.
    """

    def __init__(
        self, write: Callable[[str], None], form: Callable[[ArchivedFinding], Sequence[str]]
    ) -> None:
        self.name = "printer"
        self._write = write
        self._form = form

    def announce(self, findings: Sequence[ArchivedFinding]) -> None:
        """Write the lines of each."""
        for finding in findings:
            for line in self._form(finding):
                self._write(line)


class Webhook:
    """Fits `Announcer`: posts JSON, `{"schema": "crosscheck.watch/1", "findings": [...]}`.

    Args:
        url: Where to.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self.name = f"webhook {content_id([url])}"  # the address may hold a password
        self._url = url
        self._client = httpx.Client(timeout=timeout, headers={"User-Agent": USER_AGENT})

    def announce(self, findings: Sequence[ArchivedFinding]) -> None:
        """Post them; an answer other than success is a failure."""
        for start in range(0, len(findings), MOST_IN_ONE):
            some = [f.model_dump(mode="json") for f in findings[start : start + MOST_IN_ONE]]
            try:
                response = self._client.post(
                    self._url, json={"schema": "crosscheck.watch/1", "findings": some}
                )
            except httpx.HTTPError as error:
                detail = str(error) or type(error).__name__
                raise FetchFailed(f"the webhook cannot be reached ({detail})", path=self._url) from error
            if not response.is_success:
                raise FetchFailed(f"the webhook answered with {response.status_code}", path=self._url)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def news(archive: Archive, since_run: int, tier: Tier) -> list[ArchivedFinding]:
    """Open findings of that tier or better that were found after a run and are worth telling."""
    return archive.findings(verdicts=TOLD, tier=tier, since=since_run)

"""Which findings are wanted, as the query of an address says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from crosscheck.archive import Archive, ArchivedFinding, Status
from crosscheck.types import DifferenceType, Tier, Verdict

MOST = 500
"""Findings that one answer lists at most."""

DEFAULT_STATUSES = (Status.OPEN, Status.ACCEPTED)
LONGEST_TEXT = 500


class Selection(BaseModel):
    """Filters; each narrows the list, and several values of one widen it.

    Attributes:
        verdict: Any of these verdicts.
        type: Any of these types of difference.
        tier: This tier or better.
        source: One side stands in one of these outlets.
        status: Any of these; open and accepted findings where none is named.
        since: Found on or after this day (UTC).
        published_since: One side was published on or after this day (UTC) and not after `published_until`.
        published_until: One side was published on or before this day (UTC) and not before `published_since`.
        document: One side stands in the document of this id.
        text: These words stand in a quote or the reason, case ignored.
    """

    model_config = ConfigDict(frozen=True)

    verdict: list[Verdict] = []
    type: list[DifferenceType] = []
    tier: Tier | None = None
    source: Annotated[list[str], Field(max_length=100)] = []
    status: list[Status] = []
    since: date | None = None
    published_since: date | None = None
    published_until: date | None = None
    document: str | None = None
    text: Annotated[str | None, Field(max_length=LONGEST_TEXT)] = None

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, given: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever was given
        """A form sends the fields that were left blank too."""
        if not isinstance(given, dict):
            return given
        kept: dict[str, Any] = {}
        for name, value in given.items():
            filled = [one for one in value if one != ""] if isinstance(value, list) else value
            if filled not in ("", []):
                kept[name] = filled
        return kept

    def findings(
        self, archive: Archive, *, limit: int | None = None, offset: int = 0
    ) -> list[ArchivedFinding]:
        """The findings that fit, conflicts first."""
        return archive.findings(**self._filters(), limit=limit, offset=offset)

    def count(self, archive: Archive) -> int:
        """How many fit."""
        return archive.count_findings(**self._filters())

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered but by the default statuses."""
        return self != type(self)()

    def _filters(self) -> dict[str, Any]:
        return {
            "verdicts": self.verdict,
            "types": self.type,
            "tier": self.tier,
            "sources": self.source,
            "statuses": self.status or DEFAULT_STATUSES,
            "since": self.since,
            "published_since": self.published_since,
            "published_until": self.published_until,
            "document": self.document,
            "text": self.text,
        }


class SoundSelection(Selection):
    """Filters of which some finding can fit: a range that ends before it begins is an error.

    So is a filter that there is not: without it the list would be longer than what was asked for.
    """

    model_config = ConfigDict(extra="forbid")

    @field_validator("published_until")
    @classmethod
    def _does_not_end_before_it_begins(cls, until: date | None, info: ValidationInfo) -> date | None:
        since = info.data.get("published_since")
        if since is not None and until is not None and until < since:
            raise ValueError(f"{until} is before published_since, {since}; exchange the two days")
        return until


class PagedSelection(SoundSelection):
    """Filters, and which part of the list.

    Attributes:
        limit: At most so many.
        offset: Leave out so many first.
    """

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0


FormQuery = Annotated[Selection, Query()]
"""As an editor fills it in, be it that nothing can fit."""

SelectionQuery = Annotated[SoundSelection, Query()]
PagedSelectionQuery = Annotated[PagedSelection, Query()]

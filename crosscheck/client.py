"""A client of the HTTP API: the same names and values as in Python, over a wire.

    with Client("http://127.0.0.1:8600") as newsroom:
        newsroom.add([Document(text="…", source="Wire", published="2025-04-16")])
        for finding in newsroom.findings(verdict=[Verdict.CONFLICT]).findings:
            print(finding.reason)

What the server cannot do is raised as an `ApiError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from crosscheck.archive.records import (
    Addition,
    ArchivedFinding,
    Decision,
    DocumentRecord,
    DraftCheck,
    DraftSentence,
    Review,
    Staleness,
    Status,
    TimelineEntry,
)
from crosscheck.errors import CrosscheckError
from crosscheck.protocols import Progress, no_progress
from crosscheck.types import DifferenceType, Document, Judgement, Report, Tier, Value, Verdict

T = TypeVar("T")

TIMEOUT = 600.0
"""Seconds; comparing many documents takes its time."""

ExportForm = Literal["csv", "json", "markdown", "html", "claimreview"]


class FindingList(Value):
    """Part of the list of findings, and how many there are in all."""

    total: int
    findings: tuple[ArchivedFinding, ...]


class ApiError(CrosscheckError):
    """The server could not do what was asked.

    Attributes:
        status: The HTTP status.
        faults: What is wrong with what was sent, piece by piece.
    """

    def __init__(self, detail: str, status: int, faults: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.faults = tuple(faults)


class Client:
    """Calls the API of `crosscheck serve`; close it, or use it in a `with` block.

    Args:
        address: Of the server: `http://127.0.0.1:8600`.
        token: That the server was started with, None where it has none.
        timeout: Seconds to wait for an answer.
        transport: Of httpx, for tests.
    """

    def __init__(
        self,
        address: str,
        token: str | None = None,
        *,
        timeout: float = TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=timeout,
            transport=transport,
        )

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def compare(self, documents: Iterable[Document], tier: Tier = Tier.SUGGESTED) -> Report:
        """Compare documents with one another; the archive is not touched."""
        return self._ask(Report, "POST", "compare", json={"documents": _dumped(documents), "tier": tier})

    def pair(
        self,
        a: str,
        b: str,
        *,
        published_a: datetime | date | str | None = None,
        published_b: datetime | date | str | None = None,
    ) -> Judgement:
        """Judge two sentences."""
        asked = {"a": a, "b": b, "published_a": _said(published_a), "published_b": _said(published_b)}
        return self._ask(Judgement, "POST", "pair", json=asked)

    def add(self, documents: Iterable[Document]) -> Addition:
        """Add documents to the archive, and say what was found."""
        return self._ask(Addition, "POST", "documents", json={"documents": _dumped(documents)})

    def documents(self, **filters: Any) -> list[DocumentRecord]:  # noqa: ANN401 - as the API names them
        """Documents of the archive; filters are those of the API: source, since, until, text and so on."""
        return self._ask(list[DocumentRecord], "GET", "documents", params=_params(filters))

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document as it was given."""
        params = _params({"version": version})
        return self._ask(Document, "GET", f"documents/{quote(document_id, safe='')}", params=params)

    def remove(self, document_id: str) -> Addition:
        """Remove a document."""
        return self._ask(Addition, "DELETE", f"documents/{quote(document_id, safe='')}")

    def check(self, draft: Document, **scope: Any) -> DraftCheck:  # noqa: ANN401 - as the API names them
        """Check a draft against the archive; scope: since, sources, exclude_sources."""
        return self._ask(DraftCheck, "POST", "check", json=_draft(draft, scope))

    def check_stream(self, draft: Document, **scope: Any) -> Iterator[DraftSentence]:  # noqa: ANN401 - as above
        """The sentences of `check`, each as soon as it is judged.

        Raises:
            ApiError: The check failed.
        """
        for name, data in self._stream("check/stream", json=_draft(draft, scope)):
            if name == "sentence":
                yield DraftSentence.model_validate_json(data)

    def stale(self) -> Staleness | None:
        """What changed models or settings mean for the archive, timed on a few claims; None where nothing."""
        return _staleness.validate_json(self._send("GET", "recompute").content)

    def recompute(self, *, progress: Progress = no_progress) -> Addition:
        """Compute anew what depends on models and settings that have changed, and say what that changed.

        The server goes on where this is broken off; calling it again waits for the rest.

        Args:
            progress: Called as the stages advance.

        Raises:
            ApiError: It failed.
        """
        for name, data in self._stream("recompute/stream"):
            if name == "advance":
                advance = _Advance.model_validate_json(data)
                progress(advance.stage, advance.done, advance.total)
            elif name == "done":
                return Addition.model_validate_json(data)
        raise ApiError("the server ended before the archive was computed anew", HTTPStatus.OK)

    def findings(
        self,
        *,
        verdict: Sequence[Verdict] = (),
        type: Sequence[DifferenceType] = (),  # noqa: A002 - as the API names it
        status: Sequence[Status] = (),
        source: Sequence[str] = (),
        tier: Tier | None = None,
        since: date | None = None,
        published_since: date | None = None,
        published_until: date | None = None,
        document: str | None = None,
        text: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> FindingList:
        """Findings, conflicts first; arguments as of `Archive.findings`."""
        asked = {name: value for name, value in locals().items() if name != "self"}
        return self._ask(FindingList, "GET", "findings", params=_params(asked))

    def finding(self, finding_id: str) -> ArchivedFinding:
        """One finding."""
        return self._ask(ArchivedFinding, "GET", f"findings/{finding_id}")

    def timeline(self, finding_id: str) -> list[TimelineEntry]:
        """The reports of a finding's fact in order of publication."""
        return self._ask(list[TimelineEntry], "GET", f"findings/{finding_id}/timeline")

    def review(
        self,
        finding_id: str,
        decision: Decision | None,
        *,
        reason: str = "",
        note: str = "",
        reviewer: str = "",
    ) -> Review:
        """Say what a finding is worth."""
        said = {"decision": decision, "reason": reason, "note": note, "reviewer": reviewer}
        return self._ask(Review, "POST", f"findings/{finding_id}/reviews", json=said)

    def undo(self, finding_id: str) -> Review | None:
        """Take back what was said last of a finding; None where there was nothing."""
        answer = self._send("DELETE", f"findings/{finding_id}/reviews/last")
        return Review.model_validate_json(answer.content) if answer.content else None

    def reviews(self) -> list[Review]:
        """All reviews, latest first."""
        return self._ask(list[Review], "GET", "reviews")

    def export(self, form: ExportForm, **filters: Any) -> str:  # noqa: ANN401 - those of `findings`
        """Findings as the text of a file."""
        return self._send("GET", f"export/{form}", params=_params(filters)).text

    def _stream(self, path: str, **arguments: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - of httpx
        """Names and data of the events that a request is answered with.

        Raises:
            ApiError: There is a problem, at once or in the end.
        """
        with self._http.stream("POST", path, **arguments) as answer:
            if answer.is_error:
                answer.read()
                raise _error(answer)
            for name, data in _events(answer.iter_lines()):
                if name == "problem":
                    raise _problem(data, answer.status_code)
                yield name, data

    def _ask(self, kind: type[T], method: str, path: str, **arguments: Any) -> T:  # noqa: ANN401 - of httpx
        return TypeAdapter(kind).validate_json(self._send(method, path, **arguments).content)

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:  # noqa: ANN401 - of httpx
        answer = self._http.request(method, path, **arguments)
        if answer.is_error:
            raise _error(answer)
        return answer


def _error(answer: httpx.Response) -> ApiError:
    return _problem(answer.text, answer.status_code)


def _problem(text: str, status: int) -> ApiError:
    try:
        problem = _problems.validate_json(text)
    except ValidationError:  # something between us and the server answered
        return ApiError(f"the server answered {status}", status)
    return ApiError(problem.detail, problem.status, problem.faults)


class _Problem(Value):
    title: str
    status: int
    detail: str
    faults: tuple[dict[str, str], ...] = ()


_problems = TypeAdapter(_Problem)
_staleness: TypeAdapter[Staleness | None] = TypeAdapter(Staleness | None)


class _Advance(Value):
    stage: str
    done: int
    total: int


def _dumped(documents: Iterable[Document]) -> list[dict[str, Any]]:
    return [document.model_dump(mode="json") for document in documents]


def _draft(draft: Document, scope: Mapping[str, Any]) -> dict[str, Any]:
    narrowed = {name: _said(value) for name, value in scope.items()}
    return {"draft": draft.model_dump(mode="json"), **narrowed}


def _params(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in asked.items() if value not in (None, (), [])}


def _said(value: Any) -> Any:  # noqa: ANN401 - dates in ISO 8601, anything else as it is
    return value.isoformat() if isinstance(value, date) else value


def _events(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names and data of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    name, data = "", []
    for line in lines:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif not line and name:
            yield name, "\n".join(data)
            name, data = "", []

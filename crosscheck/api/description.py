"""What the OpenAPI document says of the API as a whole."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

import crosscheck
from crosscheck.api.problems import ProblemDetails

DESCRIPTION = """
Cross-check the claims of news articles: where outlets agree, conflict, or supersede one another.

- **Values** are those of the Python package, with the same names (`crosscheck.types`, `crosscheck.archive`).
- **Errors** are problem details (RFC 9457, `application/problem+json`): `detail` says what went wrong and
  what to do about it, `faults` which piece of what was sent does not fit.
- **Streams** are server-sent events: `advance` says how far a stage has come, the other names carry results
  as they come, `done` the whole result, `problem` why there is none.
- **Who may call**: programs on the same machine. Where the server was started for others too, send its token
  as `Authorization: Bearer …`.
- Comparing asks the models, one request at a time; `503` with `Retry-After` says that too many are waiting.
"""

TAGS = [
    {"name": "compare", "description": "Texts against one another; the archive is not touched."},
    {"name": "documents", "description": "What the archive holds."},
    {"name": "check", "description": "A draft against the archive, sentence by sentence."},
    {"name": "recompute", "description": "An archive of other models or settings, computed anew."},
    {"name": "findings", "description": "What the archive has found, and its export."},
    {"name": "reviews", "description": "What editors say of findings."},
]


def describe(app: FastAPI) -> None:
    """Give an application its title, version, tags and the schema of problems."""
    app.title = "crosscheck"
    app.version = crosscheck.__version__
    app.summary = "Cross-check the claims of many news articles"
    app.description = DESCRIPTION
    app.openapi_tags = TAGS
    generate = app.openapi

    def with_problems() -> dict[str, Any]:
        document = generate()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        problem = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas["ProblemDetails"] = problem
        return document

    # FastAPI's documented way to extend the document
    app.openapi = with_problems  # type: ignore[method-assign]

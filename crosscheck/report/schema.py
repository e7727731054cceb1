"""The JSON schema of `crosscheck.report/1`, generated from `types.Report` and shipped beside this module.

    python -m crosscheck.report.schema

writes the shipped file anew after a change of the types.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crosscheck.types import Report

SCHEMA_FILE = Path(__file__).with_name("report.schema.json")
"""The shipped schema, for programs that read reports without Python."""


def report_schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of what `Report.to_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:crosscheck:report:1",
        **Report.model_json_schema(by_alias=True, mode="serialization"),
    }


def schema_text() -> str:
    """The text of the shipped file."""
    return json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")

"""A check for machines, in the form that is promised (`contract.report_form`)."""

from __future__ import annotations

import json

from pipelines.contract.findings import Finding
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.process import wording
from pipelines.process.verdicts import Check


def as_json(check: Check, contract: Contract, table: Table) -> str:
    """The check as JSON text, in the form of `CheckReport`."""
    reading = check.reading
    content = {
        "verdict": check.verdict,
        "read": {
            "encoding": reading.encoding,
            "delimiter": reading.delimiter,
            "rows": reading.row_count,
            "notes": [note.shown() for note in check.all_notes],
        },
        "findings": [_finding(f, contract, table) for f in check.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _finding(finding: Finding, contract: Contract, table: Table) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "column": finding.column,
        "letter": finding.letter,
        "header": finding.header,
        "lines": list(finding.lines),
        "count": finding.count,
        "message": wording.message(finding, contract, table),
        "suggestion": finding.suggestion,
    }

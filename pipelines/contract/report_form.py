"""The form of a check for machines, which is promised: its JSON Schema is published beside the contract's.

What does not belong here: how a check is made, and the forms that people read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipelines.contract.base import Frozen
from pipelines.contract.rules import Severity

Verdict = Literal["accepted", "accepted_with_warnings", "held"]


class ReadReport(Frozen):
    """How the file was read."""

    encoding: Annotated[
        str, Field(description="utf-8, cp1256 ..., or the kind of workbook; empty where unread")
    ]
    delimiter: Annotated[str, Field(description="the separator; empty for a workbook")]
    rows: Annotated[int, Field(ge=0, description="rows of data")]
    notes: Annotated[
        tuple[str, ...], Field(description="all that was done to read it, in the reader's language")
    ]


class FindingReport(Frozen):
    """One cause. Its page is docs/rules/<language>/<first three letters>.md#<rule>, in lower case."""

    rule: Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{3}$", description="permanent id of the rule")]
    severity: Severity
    column: Annotated[str, Field(description="name of the contract's column; empty where it is about none")]
    letter: Annotated[
        str, Field(pattern=r"^[A-Z]*$", description="of the file's column, as in a spreadsheet")
    ]
    header: Annotated[
        str, Field(description="the column's name as it stands in the file; empty where it is about none")
    ]
    lines: Annotated[
        tuple[int, ...], Field(description="physical lines from 1: the first 20, or as many as asked for")
    ]
    count: Annotated[int, Field(ge=0, description="how many lines there are in all")]
    message: Annotated[str, Field(description="what is wrong, in the reader's language")]
    suggestion: Annotated[
        str, Field(description="what to write instead; empty where nothing good can be said")
    ]


class CheckReport(Frozen):
    """What `tipor check --json` prints and `--report FILE.json` writes."""

    verdict: Verdict
    read: ReadReport
    findings: tuple[FindingReport, ...]

"""What is said of cells that are right but may be understood otherwise than they were meant.

Zeros before a number (a code in the wrong column looks so), and years that do not begin on 1 January.
What does not belong here: faults (rules), and what reading did to the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.collect.database import literals, quoted
from pipelines.collect.reading.notes import Note, note_lines
from pipelines.contract.findings import SHOWN_LINES
from pipelines.contract.tables import NUMBER_TYPES, Table
from pipelines.contract.text import Counted, N_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ZEROS = N_many(
    "In %(count)d row a number is written with zeros before it; they count for nothing: 007 is 7 "
    "(line %(lines)s). See that no code stands in its place.",
    "In %(count)d rows a number is written with zeros before it; they count for nothing: 007 is 7 "
    "(lines %(lines)s). See that no code stands in its place.",
)
FISCAL_YEARS = N_many(
    "%(count)d row is about a year that does not begin on 1 January; it counts for the year in which it "
    "begins (line %(lines)s).",
    "%(count)d rows are about years that do not begin on 1 January; each counts for the year in which it "
    "begins (lines %(lines)s).",
)


def remarks(connection: DuckDBPyConnection, table: Table, absent: frozenset[str]) -> list[Note]:
    """The notes about the cells of `mapped`; columns that are `absent` in the file are not looked at."""
    here = [column for column in table.columns if column.name not in absent]
    numbers = [_has_zeros_before(quoted(column.name)) for column in here if column.type in NUMBER_TYPES]
    years = [_is_fiscal_year(quoted(column.name)) for column in here if column.type == "period"]
    return [
        *_note(connection, "zeros_before", ZEROS, numbers),
        *_note(connection, "fiscal_years", FISCAL_YEARS, years),
    ]


def _note(
    connection: DuckDBPyConnection, kind: str, message: Counted, conditions: Iterable[str]
) -> list[Note]:
    condition = " OR ".join(conditions)
    if not condition:
        return []
    found = connection.execute(
        f"SELECT count(*), min(line, {SHOWN_LINES}) FROM mapped WHERE {condition}"
    ).fetchone()
    return [note_lines(kind, message, found[1], int(found[0]))] if found and found[0] else []


def _has_zeros_before(cell: str) -> str:
    """A zero and a digit after it, told by the order of texts, which is cheap: ':' follows '9'."""
    return f"({cell} >= '00' AND {cell} < '0:')"


def _is_fiscal_year(cell: str) -> str:
    calendar_years = literals(("-01/P1Y", "-01-01/P1Y"))
    return f"(suffix({cell}, '/P1Y') AND {cell}[5:] NOT IN {calendar_years})"

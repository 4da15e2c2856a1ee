"""What the rows of a finding are about: the area and time on its lines, so that a steward finds the record.

What does not belong here: the lines themselves, which the finding has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipelines.collect.database import quoted
from pipelines.contract.cldr import listed
from pipelines.contract.findings import Finding
from pipelines.contract.tables import Table
from pipelines.process.verdicts import Check

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHOWN = 3
Keys = Mapping[int, tuple[str, ...]]
"""Physical line -> the cells of `Table.place_columns` on it."""


def keys_of_lines(connection: DuckDBPyConnection, table: Table, check: Check) -> Keys:
    """The keys of every line that a finding names; `connection` is the one the check was made on."""
    lines = sorted({line for finding in check.findings for line in finding.lines})
    if not (lines and check.reading.can_be_judged):
        return {}
    cells = ", ".join(f"min({quoted(name)})" for name in table.place_columns())
    rows = connection.execute(
        f"SELECT line, {cells} FROM mapped WHERE list_contains(?, line) GROUP BY line", [lines]
    ).fetchall()
    return {line: tuple(cell or "" for cell in found) for line, *found in rows}


def place_of(finding: Finding, keys: Keys, count: int) -> tuple[str, ...]:
    """The `count` cells that say what the finding's rows are about; of several the first three."""
    known = [keys[line] for line in finding.lines if line in keys]
    return tuple(_first(dict.fromkeys(cells[i] for cells in known)) for i in range(count))


def _first(cells: dict[str, None]) -> str:
    filled = [cell for cell in cells if cell]
    return listed(filled[:SHOWN]) + (" …" if len(filled) > SHOWN else "")

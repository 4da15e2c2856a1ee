"""From the example of a rule to the bytes of a file, and the places where the contract lies.

What does not belong here: what the bytes are judged to be (the tests ask `pipelines.process.checking`).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pipelines.contract.loading import Contract
from pipelines.contract.rules import Example, Rule
from pipelines.contract.tables import Table

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"
CONTRACT = Contract(SCHEMAS)
TOO_MANY_COLUMNS = 1_001
HOMES = {
    rule.id: name
    for name in CONTRACT.names("tables")
    for rule in CONTRACT.table(name).rules[len(CONTRACT.general_rules) :]
}
"""The table in which a rule stands; rules of every table are not in it."""


def table_of(rule: Rule, example: Example) -> str:
    """The table an example is a submission of."""
    return example.table or HOMES.get(rule.id, "victims")


def content_of(table: Table, example: Example) -> bytes:
    """The bytes of the file an example stands for."""
    text = _filled(example.file, table) if example.file else _csv(table, example.rows)
    return text.encode(example.encoding)


def example_row(table: Table) -> dict[str, str]:
    """The row that the columns' own examples form."""
    return {column.name: column.example for column in table.columns}


def _csv(table: Table, rows: tuple[dict[str, str], ...]) -> str:
    example = example_row(table)
    return "".join(_line(cells) for cells in [[*example], *([*(example | row).values()] for row in rows)])


def _line(cells: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(cells)
    return file.getvalue()


def _filled(pattern: str, table: Table) -> str:
    names, cells = [*example_row(table)], [*example_row(table).values()]
    wide = [*names, *(f"x{number}" for number in range(TOO_MANY_COLUMNS - len(names)))]
    places = {
        "header": _line(names).rstrip("\n"),
        "row": _line(cells).rstrip("\n"),
        "header_without_first": _line(names[1:]).rstrip("\n"),
        "row_without_first": _line(cells[1:]).rstrip("\n"),
        "first_column": names[0],
        "first_cell": cells[0],
        "row_with_open_quote": '"' + _line(cells).rstrip("\n"),
        "wide_header": _line(wide).rstrip("\n"),
    }
    for name, text in places.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern

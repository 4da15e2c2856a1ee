"""From the example of a rule to the bytes of a file. Not here: judging it (`rule_trials`)."""

from __future__ import annotations

import csv
import io

from pipelines.contract.loading import Contract
from pipelines.contract.rules import Example, Rule
from pipelines.contract.tables import CALENDAR_TYPES, Table

TOO_MANY_COLUMNS = 1_001


def table_of(contract: Contract, rule: Rule, example: Example) -> str:
    """The table an example is a submission of: its own, else that in which the rule stands, else victims."""
    if example.table:
        return example.table
    general = len(contract.general_rules)
    home = (
        name
        for name in contract.names("tables")
        if any(own.id == rule.id for own in contract.table(name).rules[general:])
    )
    return next(home, "victims")


def content_of(table: Table, example: Example) -> bytes:
    """The bytes of the file an example stands for."""
    text = _filled(example.file, table) if example.file else _csv(table, example.rows)
    return text.encode(example.encoding)


def example_row(table: Table) -> dict[str, str]:
    """The row that the columns' own examples form."""
    return {column.name: column.example for column in table.columns}


def own_row(table: Table) -> dict[str, str]:
    """The same with a note, as a sender's own figures: nobody asks whether the template's row was left in.

    The rows of examples are written over it; a row that changes nothing is the template's own.
    """
    return example_row(table) | {"source_note": "Yearly report"}


def _csv(table: Table, rows: tuple[dict[str, str], ...]) -> str:
    example, own = example_row(table), own_row(table)
    cells = ([*((own | row) if row else example).values()] for row in rows)
    return "".join(_line(line) for line in [[*example], *cells])


def _line(cells: list[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerow(cells)
    return file.getvalue()


def _filled(pattern: str, table: Table) -> str:
    names, cells = [*own_row(table)], [*own_row(table).values()]
    wide = [*names, *(f"x{number}" for number in range(TOO_MANY_COLUMNS - len(names)))]
    another = own_row(table) | {c.name: "2020" for c in table.columns if c.type in CALENDAR_TYPES}
    sums = {c.name: "3" for c in table.columns if c.type == "value"}
    places = {
        "total_row": _line(["Total", *[sums.get(name, "") for name in names[1:]]]).rstrip("\n"),
        "row_of_another_year": _line([*another.values()]).rstrip("\n"),
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

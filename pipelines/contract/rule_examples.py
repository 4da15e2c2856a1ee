"""The example of a rule as lines to read: the columns that matter, in the form of a CSV file.

What does not belong here: judging an example, which needs the rules' judges (the tests do it).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from pipelines.contract.loading import Contract
from pipelines.contract.rules import Example, Rule
from pipelines.contract.tables import CALENDAR_TYPES, Table

EMPTY = "(empty)"


def example_text(contract: Contract, rule: Rule, example: Example) -> list[str]:
    """The lines of the example; a long file is shown by the columns that every row needs."""
    if example.profile:
        return [*_visible(example.file), *(["---", *_visible(example.metadata)] if example.metadata else [])]
    table = contract.table(example.table or _home(contract, rule))
    if example.file:
        return _visible(_filled(example.file, table))
    names = _names_that_matter(table, rule, example)
    rows = [[(row.get(name, table.column(name).example)) for name in names] for row in example.rows]
    return [_line(names), *(_line(row) for row in rows)]


def _home(contract: Contract, rule: Rule) -> str:
    general = len(contract.general_rules)
    homes = (name for name in contract.names("tables") if rule in contract.table(name).rules[general:])
    return next(homes, "victims")


def _names_that_matter(table: Table, rule: Rule, example: Example) -> list[str]:
    """The columns that every row needs, those the rule judges, and those the example changes."""
    wanted = {c.name for c in table.columns if c.required or c.is_needed} | set(rule.columns)
    wanted |= {name for row in example.rows for name in row}
    return [name for name in table.column_names if name in wanted]


def _filled(pattern: str, table: Table) -> str:
    """The pattern of a file with the header and the example row of the columns that every row needs."""
    columns = [c for c in table.columns if c.required or c.is_needed]
    names, cells = [c.name for c in columns], [c.example for c in columns]
    times = {c.name for c in columns if c.type in CALENDAR_TYPES}
    another = ["2020" if c.name in times else c.example for c in columns]
    places = {
        "header": _line(names),
        "total_row": _line(["Total", *[""] * (len(names) - 2), "3"]),
        "row_of_another_year": _line(another),
        "row": _line(cells),
        "header_without_first": _line(names[1:]),
        "row_without_first": _line(cells[1:]),
        "first_column": names[0],
        "first_cell": cells[0],
        "row_with_open_quote": '"' + _line(cells),
        "wide_header": _line([*names, "x1", "x2", "x3", "...", "x1000"]),
    }
    for name, text in places.items():
        pattern = pattern.replace(f"{{{name}}}", text)
    return pattern


def _visible(text: str) -> list[str]:
    return [
        "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line) for line in text.splitlines()
    ] or [EMPTY]


def _line(cells: Iterable[str]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="").writerow(cells)
    return file.getvalue()

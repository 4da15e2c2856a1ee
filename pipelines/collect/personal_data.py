"""Columns, and lines beside the table, with data about persons: such a file is refused before it is stored.

Above the header, under the rows, in comments on cells and on sheets that are not read, a line is refused
that is about a person: by a label ("Passport: ..."), a number of a document, a name, an address of e-mail or
a telephone number. How an office is reached is no reason to refuse, as official files say it in titles and
footers; what tells the two apart is decided in `collect.reading.particulars`. What does not belong here:
cells of the table that look like personal data (rules of the kind `free_of`), and words (`personal_words`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from pipelines.collect.reading.beside import Beside
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import name_key
from pipelines.collect.reading.particulars import OFFICE
from pipelines.collect.reading.personal_words import words_of
from pipelines.collect.reading.read import Reading
from pipelines.contract.findings import Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.rules import PersonalColumn
from pipelines.contract.text import _

LOOKED_AT = 200
"""So many rows are looked at to tell a column of names from one of numbers (French "nombre")."""


def personal_columns(reading: Reading, contract: Contract, exempt: frozenset[str]) -> list[Finding]:
    """A finding for each column, and for what stands beside the table, with data about a person.

    It carries no name and no value. `exempt` are the columns that the contract or a profile knows, by
    `name_key`.
    """
    rules = [rule for rule in contract.general_rules if isinstance(rule, PersonalColumn)]
    columns = [
        f for rule in rules if rule.among == "columns" for f in _columns(reading, rule, contract, exempt)
    ]
    headers = {(finding.column, *finding.lines) for finding in columns}
    return columns + [f for rule in rules if rule.among == "beside" for f in _beside(reading, rule, headers)]


def _columns(
    reading: Reading, rule: PersonalColumn, contract: Contract, exempt: frozenset[str]
) -> list[Finding]:
    words = words_of(contract, rule.words)
    others = reading.other_sheets  # they are not read, but the workbook is stored as a whole
    sheets = [_Sheet(0, reading.header, reading.header_line, partial(_rows, reading))]
    sheets += [
        _Sheet(other.number, other.header, other.header_line, partial(list, other.body)) for other in others
    ]
    return [
        Finding(
            rule.id, rule.severity, _name_of(sheet.number), column_letter(position), (sheet.header_line,),
            count=1, context={"meaning_code": code.code},
        )
        for sheet in sheets
        for position, cell in enumerate(sheet.header)
        if name_key(cell) not in exempt and (code := words.meaning_of(cell))
        if code.attributes["cells"] != "words" or not _holds_numbers(sheet.rows(), position)
    ]  # fmt: skip


def _beside(reading: Reading, rule: PersonalColumn, headers: set[tuple[object, ...]]) -> list[Finding]:
    """One finding for each place of a kind; `headers` are those (sheet, line) that were found as columns."""
    by_kind: dict[tuple[str, int, str], list[Beside]] = {}
    for line, meaning in zip(reading.beside, reading.meanings, strict=True):
        if meaning not in ("", OFFICE) and (_name_of(line.sheet), line.line) not in headers:
            by_kind.setdefault((meaning, line.sheet, line.letter), []).append(line)
    return [
        Finding(
            rule.id, rule.severity, _name_of(sheet), letter, tuple(line.line for line in lines if line.line),
            count=len(lines), context={"meaning_code": meaning},
        )
        for (meaning, sheet, letter), lines in by_kind.items()
    ]  # fmt: skip


def _name_of(sheet: int) -> str:
    return _("sheet %(number)d") % {"number": sheet} if sheet else ""


@dataclass(frozen=True)
class _Sheet:
    """A table whose header is looked at; `number` is 0 for the one that is read."""

    number: int
    header: Sequence[str]
    header_line: int
    rows: Callable[[], list[list[str]]]


def _rows(reading: Reading) -> list[list[str]]:
    return [row for _line, row in islice(reading.rows(), LOOKED_AT)]


def _holds_numbers(rows: Sequence[list[str]], position: int) -> bool:
    """Whether every cell under the name is a number, or empty; False where there are no cells."""
    cells = (row[position] for row in rows if position < len(row))
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(is_number(cell) for cell in filled)

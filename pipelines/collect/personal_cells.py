"""Cells with data about persons in columns whose names nobody knows: such a file is refused, not stored.

The cells of known columns are judged by the rules on free text, and their writer is asked. Of a column that
is not known nothing else would be looked at, and a held file is kept as it came. What a cell says is decided
as for a line beside the table (`collect.reading.particulars`): an office may say how it is reached.

A name, an address of e-mail, or a number beside a word for what it is ("passport A...") is enough. A bare
number (A1234567, 01001234567) is written as a case, a file or a code of an area may be; so it counts only
where two different ones stand in the column, and the column's name says of no reference ("Ref.") and of no
column of ours that holds codes ("Case number"). What does not belong here: the names of columns, and what
stands beside the table (`personal_data`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipelines.collect.reading.beside import Beside
from pipelines.collect.reading.headers import is_number
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.listed_words import listed_words
from pipelines.collect.reading.particulars import DOCUMENT, OFFICE, PHONE, meanings
from pipelines.collect.reading.personal_words import Words, words_of
from pipelines.collect.reading.read import Reading
from pipelines.contract.findings import Finding, column_letter, first_lines
from pipelines.contract.known_names import columns_meant
from pipelines.contract.loading import Contract
from pipelines.contract.rules import PersonalColumn

UNKNOWN = "unknown"
CELL = "cell"
"""Where such a text stands, as `Beside` says it."""
MOST_VALUES = 100_000
"""So many different values of a column are looked at: one with more holds numbers or running text."""
FEWEST_BARE = 2
"""A single bare number may be anything."""


def personal_cells(reading: Reading, layout: Layout, contract: Contract) -> list[Finding]:
    """A finding for each column of unknown name and each kind of data about persons in it, without a value.

    Costs nothing where every name is known; else one pass over the rows of a file that is held anyway.
    """
    rule = next(
        (r for r in contract.general_rules if isinstance(r, PersonalColumn) and r.among == UNKNOWN), None
    )
    unknown = [place for place, cell in enumerate(reading.header) if not layout.name_of(cell)]
    if rule is None or not unknown:
        return []
    return [
        Finding(
            rule.id, rule.severity, letter=column_letter(place), lines=first_lines(lines), count=len(lines),
            context={"meaning_code": meaning},
        )
        for place, values in _values(reading, unknown).items()
        for meaning, lines in _found(reading.header[place], values, rule, contract)
    ]  # fmt: skip


def _values(reading: Reading, unknown: list[int]) -> Mapping[int, Mapping[str, list[int]]]:
    """By the column's place each different text in it, with its lines."""
    found: dict[int, dict[str, list[int]]] = {place: {} for place in unknown}
    for line, row in reading.rows():
        for place in unknown:
            cell = row[place].strip() if place < len(row) else ""
            values = found[place]
            if cell and (cell in values or len(values) < MOST_VALUES):
                values.setdefault(cell, []).append(line)
    return found


def _found(
    header: str, values: Mapping[str, list[int]], rule: PersonalColumn, contract: Contract
) -> Iterator[tuple[str, list[int]]]:
    """What the column says of persons, and on which lines."""
    # As if each stood on a sheet of its own: an office in one row says nothing about the next row.
    cells = [Beside(CELL, 0, (value,), sheet) for sheet, value in enumerate(values, 1)]
    said: dict[str, list[str]] = defaultdict(list)
    for value, meaning in zip(values, meanings(cells, contract), strict=True):
        if meaning not in ("", OFFICE):
            said[meaning].append(value)
    words = words_of(contract, rule.words)
    for meaning, texts in said.items():
        are_many = len(texts) >= FEWEST_BARE and not _may_hold_codes(header, contract)
        if are_many or any(_is_sure(meaning, text, words) for text in texts):
            yield meaning, [line for text in texts for line in values[text]]


def _is_sure(meaning: str, text: str, words: Words) -> bool:
    """Whether one cell is enough: no number, or one with a word for it, or a telephone's with its +."""
    if meaning not in (DOCUMENT, PHONE):
        return True
    code = words.meaning_of(text)
    return (code is not None and code.code == meaning) or (meaning == PHONE and not is_number(text))


def _may_hold_codes(header: str, contract: Contract) -> bool:
    """Whether the name says that references stand here, or what we keep in a column without free text."""
    if listed_words(contract).has("REFERENCE", header):
        return True
    meant = columns_meant(header, contract)
    return any(
        column.name in meant and not column.personal_data_risk
        for name in contract.names("tables")
        for column in contract.table(name).columns
    )

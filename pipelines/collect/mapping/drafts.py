"""The draft of a profile for an unknown file, as YAML that a person reads, mends and confirms.

Lines that are near but not sure begin with `#?`; a person takes the mark away where they are right. What the
profile asserts stands open, so that nothing loads before somebody has said it. What does not belong here:
the lines about columns (`draft_columns`), and the guesses (`guesses`).
"""

from __future__ import annotations

import json

from pipelines.collect.mapping.draft_columns import MOST_WORDS, OPEN, as_yaml, column_lines, reason
from pipelines.collect.mapping.guess import ColumnGuess, Foreign, Guess
from pipelines.collect.mapping.guesses import Guesser
from pipelines.collect.mapping.written import YEAR, Numbers, numbers_of
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.read import Reading, read
from pipelines.contract.cldr import listed
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Assertions
from pipelines.contract.tables import Table
from pipelines.contract.text import _


def read_any(content: bytes, contract: Contract) -> Reading:
    """Read a file whatever its header; its faults are findings of the reading."""
    return read(content, Layout.of_any(), contract)


def draft(reading: Reading, contract: Contract, table: Table, name: str, file_name: str) -> str:
    """The YAML of a draft for the file that was read. The rows of `reading` are used up."""
    guesser = Guesser(contract, table)
    columns = _columns(reading)
    years = [column for column in columns if YEAR.fullmatch(column.name)]
    years = years if len(years) > 1 else []
    guesses = [guesser.column(column) for column in columns if column not in years]
    values = [g for g in guesses if g.best and g.best.to in table.value_columns()]
    cells = {column.name: column for column in columns}
    others = [guesser.with_words(g, cells[g.name]) for g in guesses if g not in values]
    said = {g.name: guesser.said_by_name(g.name) for g in values} if len(values) > 1 else {}
    figures = [cell for g in values for cell in cells[g.name].cells] + [c for y in years for c in y.cells]
    lines = [
        *_head(name, table, contract, file_name),
        "columns:" + ("" if others else " {}"),
        *(line for guess in others for line in column_lines(guess, others, table)),
        *_values(values, said, years),
        *_written(numbers_of(dict.fromkeys(figures))),
        *_rest(table, others, has_years=bool(years)),
    ]
    return "\n".join(lines) + "\n"


def _columns(reading: Reading) -> list[Foreign]:
    columns = [Foreign(name) for name in reading.columns]
    for _line, cells in reading.rows():
        for column, cell in zip(columns, cells, strict=False):
            column.cells[cell] = None
    return columns


def _head(name: str, table: Table, contract: Contract, file_name: str) -> list[str]:
    return [
        "# yaml-language-server: $schema=../json-schema/profile.schema.json",
        "# " + _("A draft for the file %(file)s. Nothing is decided before a person has confirmed it.")
        % {"file": json.dumps(file_name, ensure_ascii=False)},
        "# " + _('Lines with "sure" are words of the contract itself. Lines that begin with "#?" are only'),
        "# " + _("near: take the mark away where they are right, else mend them. Then fill in `asserts`."),
        f"name: {name}",
        f"title: {as_yaml(file_name)}",
        "description: " + as_yaml(_("What the file is, who publishes it, and what must be known about it.")),
        f"table: {table.name}",
        "asserts: # " + _("what the figures are, as the publisher says; all five are needed"),
        *(f"  {field}: # {_hint(field, table, contract)}" for field in Assertions.model_fields),
    ]  # fmt: skip


def _hint(asserted: str, table: Table, contract: Contract) -> str:
    """What may stand there: the codes, or that words are asked for."""
    if asserted == "source":
        return _("a code of code_lists/source.csv; a new publisher needs a line there")
    if asserted in table.column_names:
        return listed([*contract.code_list(table.column(asserted).code_list).codes])
    return _("in words")


def _values(values: list[ColumnGuess], said: dict[str, dict[str, Guess]], years: list[Foreign]) -> list[str]:
    """The columns of values, with what their names say of each figure; columns named after years."""
    lines = [
        "values:" + ("" if values else " {}"),
        *(_value(guess, said.get(guess.name, {})) for guess in values),
    ]
    if years:
        names = sorted(column.name for column in years)
        lines.append(
            f"{OPEN}years: {{first: {names[0]}, last: {names[-1]}}} # " + _("columns named after years")
        )
    return lines


def _value(guess: ColumnGuess, said: dict[str, Guess]) -> str:
    best = guess.best
    if best is None:
        return ""
    mark = "" if best.is_sure and not said else OPEN
    parts = [] if best.to == "value" else [f"to: {best.to}"]
    parts += [f"constants: {{{to}: {as_yaml(code.to)}}}" for to, code in said.items()]
    of_name = "".join(f"; {to}: {reason(code)}" for to, code in said.items())
    return f"  {mark}{as_yaml(guess.name)}: {{{', '.join(parts)}}} # {reason(best)}{of_name}"


def _written(numbers: Numbers) -> list[str]:
    """How the figures are written, where that is not as the contract writes them."""
    if numbers.is_plain:
        return []
    lines = [f"{OPEN}parsing: # " + _("how the figures are written")]
    for name, found in (("thousands", numbers.thousands), ("decimal", numbers.decimal)):
        if found:
            lines.append(f"{OPEN}  {name}: {json.dumps(found[0])} # " + _such_as(found[1]))
    if numbers.zero_decimals:
        lines.append(f"{OPEN}  has_zero_decimals: true # " + _such_as(numbers.zero_decimals))
    if numbers.words:
        how = _('"" for an empty cell, NIL where it says that no victim was found')
        lines.append(f"{OPEN}  tokens: # {how}")
        lines += [f'{OPEN}    {as_yaml(word)}: ""' for word in numbers.words[:MOST_WORDS]]
    return lines


def _such_as(example: str) -> str:
    return _("such as %(example)s") % {"example": example}


def _rest(table: Table, others: list[ColumnGuess], *, has_years: bool) -> list[str]:
    """What no column of the file fills and every row needs."""
    filled = {guess.best.to for guess in others if guess.best} | ({"time_period"} if has_years else set())
    missing = [c for c in table.columns if c.required and c.name not in filled]
    return [
        "constants:" + (" {}" if not missing else " # " + _("no column fills these; say what every row has")),
        *(f"  {column.name}: # {_('such as')} {column.example}" for column in missing),
        "ignored: {} # " + _("column: why it is left out"),
    ]

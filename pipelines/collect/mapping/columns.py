"""One way of reading a foreign column: in which rows it holds, and the SQL of the cells it fills.

What does not belong here: what a word stands for (`words`), and all columns together (`mapping`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.collect.mapping.words import Words
from pipelines.contract.aliases import SAME_AS
from pipelines.contract.findings import SHOWN_LINES, Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import MappedColumn, Profile
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WORD, ALIAS = quoted("#word"), quoted("#alias")
"""The columns of a table of words; named so that no column of a file is called the same."""


@dataclass(frozen=True)
class Lost:
    """A mapped column that the file should have and has not, or that is read by one which is not there.

    In the rows of `condition` nobody knows what stands in `targets` (columns of ours).
    """

    targets: frozenset[str]
    condition: str


@dataclass
class Way:
    """A mapped column of the profile that is in the file; its aliases refer to our columns `copied`."""

    number: int
    name: str
    position: int
    column: MappedColumn
    condition: str
    cell: str
    words: Words | None
    copied: list[str] = field(default_factory=list)

    @property
    def targets(self) -> set[str]:
        """Our columns that it fills."""
        return self.column.targets()

    @property
    def join(self) -> str:
        """The SQL that adds the table of its words to the rows; empty where it has none."""
        if self.words is None:
            return ""
        table = self._table
        return f" LEFT JOIN {table} ON ({self.condition}) AND {table}.{WORD} = {self.cell}"

    @property
    def is_lost(self) -> str:
        """The SQL of rows whose unknown word might fill any column of ours; empty where it cannot."""
        if self.words is None or self.column.to:
            return ""
        return f"(({self.condition}) AND {self._table}.{WORD} IS NULL)"

    def make_codes(self, connection: DuckDBPyConnection) -> list[Finding]:
        """Make the table of its words: the word, whether it is an alias, and each target (NULL: not filled).

        Gives back a finding for each word that nothing knows.
        """
        if self.words is None:
            return []
        found = connection.execute(
            f"SELECT {self.cell}, count(*), min(line, {SHOWN_LINES}) FROM kept WHERE {self.condition} "
            f"GROUP BY ALL ORDER BY min(line)"
        ).fetchall()
        known, findings = [], []
        targets = sorted(self.targets - {self.column.note_in})
        for word, count, lines in found:
            meaning = self.words.meaning(word)
            if meaning is None:
                findings.append(self._unknown(word, count, lines))
                continue
            known.append([word, meaning.is_alias, *(meaning.cells.get(target) for target in targets)])
            self._remember(meaning.cells.get(self.column.to, ""))
        self._write(connection, targets, known)
        return findings

    def cell_for(self, target: str, constant: str) -> str:
        """The SQL of one target where the way holds: NULL for an unknown word; its cell or `constant`."""
        if self.words is None:
            return self.cell
        if target == self.column.note_in:
            written = f"{literal(self.name + ': ')} || {self.cell}"
            return f"CASE WHEN {self._table}.{ALIAS} THEN {written} ELSE {constant} END"
        filled = f"coalesce({self._table}.{_target(target)}, {constant})"
        return f"(CASE WHEN {self._table}.{WORD} IS NULL THEN NULL ELSE {filled} END)"

    @property
    def _table(self) -> str:
        return quoted(f"words {self.number}")

    def _unknown(self, word: str, count: int, lines: list[int]) -> Finding:
        near = self.words.nearest(word) if self.words else ""
        letter = column_letter(self.position)
        return Finding("MAP-001", ERROR, self.name, letter, tuple(lines), count, word, suggestion=near)

    def _remember(self, code: str) -> None:
        other = code.removeprefix(SAME_AS)
        if code.startswith(SAME_AS) and other not in self.copied:
            self.copied.append(other)

    def _write(
        self, connection: DuckDBPyConnection, targets: list[str], known: list[list[str | bool | None]]
    ) -> None:
        names = [WORD, ALIAS, *(_target(target) for target in targets)]
        kinds = ["VARCHAR", "BOOLEAN", *("VARCHAR" for _ in targets)]
        columns = [list(column) for column in zip(*known, strict=True)] if known else [[] for _ in names]
        filled = ", ".join(f"unnest(?::{k}[]) AS {n}" for n, k in zip(names, kinds, strict=True))
        connection.execute(f"CREATE TABLE {self._table} AS SELECT {filled}", columns)


def _target(name: str) -> str:
    return quoted(f"#{name}")


def ways_of(header: tuple[str, ...], table: Table, profile: Profile, contract: Contract) -> list[Way]:
    """The ways of the profile whose columns are in the file, with all that they are read by."""
    missing = missing_in(header, profile)
    return [
        _way(number, name, header, column, table, contract)
        for number, (name, column) in enumerate(profile.mapped())
        if name in header and missing.isdisjoint(_read_by(name, column))
    ]


def lost_of(header: tuple[str, ...], table: Table, profile: Profile) -> list[Lost]:
    """The ways of the profile that need a column which the file should have and has not.

    One that fills a column for each word may say what a row is about: without it the key is not whole.
    """
    missing = missing_in(header, profile)
    return [
        Lost(
            frozenset(way.targets() - {way.note_in} | (set() if way.to else {table.key[-1]})),
            condition(way.when, header, missing),
        )
        for name, way in profile.mapped()
        if not missing.isdisjoint(_read_by(name, way))
    ]


def missing_in(header: tuple[str, ...], profile: Profile) -> frozenset[str]:
    """The columns that a file of this layout must have and this one has not."""
    return frozenset(profile.needed) - set(header)


def condition(
    where: dict[str, tuple[str, ...]], header: tuple[str, ...], missing: frozenset[str] = frozenset()
) -> str:
    """The SQL condition that all columns hold one of their cells.

    A column that is not in the file holds none of them; one that is `missing` may hold any.
    """
    parts = [
        f"{quoted(name)} IN {literals(cells)}" if name in header else "FALSE"
        for name, cells in where.items()
        if name not in missing
    ]
    return " AND ".join(parts) or "TRUE"


def _read_by(name: str, way: MappedColumn) -> set[str]:
    return {name, way.if_empty, *way.when}


def _way(
    number: int, name: str, header: tuple[str, ...], column: MappedColumn, table: Table, contract: Contract
) -> Way:
    cell = quoted(name)
    if column.if_empty in header:
        cell = f"(CASE WHEN {cell} = '' THEN {quoted(column.if_empty)} ELSE {cell} END)"
    holds, words = condition(column.when, header), _words(column, table, contract)
    return Way(number, name, header.index(name), column, holds, cell, words)


def _words(column: MappedColumn, table: Table, contract: Contract) -> Words | None:
    if column.codes is None:
        return None
    named = table.column(column.to).code_list if column.to else ""
    aliases = tuple(contract.alias_list(name) for name in column.codes.aliases)
    return Words(column.to, column.codes, contract.code_list(named) if named else None, aliases)

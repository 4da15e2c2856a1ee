"""From the text of a file to the columns of the contract: as they stand, or by a profile.

Makes the table `mapped`: `line`, `value_written` and every column of the contract as text. A cell that a
profile cannot map is NULL and a finding, never a default. What does not belong here: whether a mapped
cell is right (rules).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.codes import CodeList
from pipelines.contract.findings import SHOWN_LINES, Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Codes, MappedColumn, Profile
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass
class Mapping:
    """What became of the file's columns: for each of ours, the position of the one it came from."""

    positions: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_out: int = 0

    def letter(self, column: str) -> str:
        """The letter of the file's column that fills one of ours; empty where a constant does."""
        return column_letter(self.positions[column]) if column in self.positions else ""


def map_columns(
    connection: DuckDBPyConnection,
    header: tuple[str, ...],
    table: Table,
    profile: Profile | None,
    contract: Contract,
) -> Mapping:
    """Make `mapped` from `text`, whose columns are `header`."""
    if profile is None:
        return _as_they_stand(connection, header, table)
    return _Profiled(connection, header, table, profile, contract).map()


def _as_they_stand(connection: DuckDBPyConnection, header: tuple[str, ...], table: Table) -> Mapping:
    cells = [
        _or_default(quoted(c.name) if c.name in header else "''", c.default, c.name) for c in table.columns
    ]
    value = next((name for name in table.value_columns() if name in header), None)
    written = quoted(value) if value else "''"
    connection.execute(
        f"CREATE VIEW mapped AS SELECT line, {written} AS value_written, {', '.join(cells)} FROM text"
    )
    return Mapping({name: header.index(name) for name in table.column_names if name in header})


def _or_default(cell: str, default: str, name: str) -> str:
    if not default:
        return f"{cell} AS {quoted(name)}"
    return f"CASE WHEN {cell} = '' THEN {literal(default)} ELSE {cell} END AS {quoted(name)}"


class _Profiled:
    """Maps one file by one profile."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        header: tuple[str, ...],
        table: Table,
        profile: Profile,
        contract: Contract,
    ) -> None:
        self.connection, self.header, self.table, self.profile, self.contract = (
            connection,
            header,
            table,
            profile,
            contract,
        )
        self.mapping = Mapping()

    def map(self) -> Mapping:
        mapped = {name: to for name, to in self.profile.columns.items() if name in self.header}
        values = [name for name in self.header if name in self.profile.values]
        kept = (
            " AND ".join(f"{quoted(c)} IN {literals(v)}" for c, v in self.profile.filters.items()) or "TRUE"
        )
        self.connection.execute(f"CREATE VIEW kept AS SELECT * FROM text WHERE {kept}")
        self.mapping.left_out = self._count("text") - self._count("kept")
        for name, column in mapped.items():
            self.mapping.positions[column.to] = self.header.index(name)
            self._make_codes(name, column)
        parts = [self._rows_of(mapped, name) for name in values]
        self.mapping.positions |= {self.profile.values[name].to: self.header.index(name) for name in values}
        self.connection.execute(f"CREATE TABLE mapped AS {' UNION ALL '.join(parts)}")
        return self.mapping

    def _count(self, view: str) -> int:
        found = self.connection.execute(f"SELECT count(*) FROM {view}").fetchone()
        return int(found[0]) if found else 0

    def _make_codes(self, name: str, column: MappedColumn) -> None:
        """Make `map_<to>` (theirs, ours) and find the codes that are not in it."""
        if column.codes is None:
            return
        ours = self.contract.code_list(self.table.column(column.to).code_list)
        pairs = _pairs(column.codes, ours)
        self.connection.execute(
            f"CREATE TABLE {quoted('map_' + column.to)} AS SELECT unnest(?::VARCHAR[]) AS theirs, unnest(?::VARCHAR[]) AS ours",
            [list(pairs), list(pairs.values())],
        )
        unknown = self.connection.execute(
            f"SELECT {quoted(name)}, count(*), min(line, {SHOWN_LINES}) FROM kept WHERE {_padded(name, column)} NOT IN "
            f"(SELECT theirs FROM {quoted('map_' + column.to)}) GROUP BY ALL ORDER BY min(line)"
        ).fetchall()
        for value, count, lines in unknown:
            finding = Finding(
                "MAP-001", ERROR, name, self.mapping.letter(column.to), tuple(lines), count, value
            )
            self.mapping.findings.append(finding)

    def _rows_of(self, mapped: dict[str, MappedColumn], value_name: str) -> str:
        """The rows that one column of values gives, with all columns of the contract."""
        value = self.profile.values[value_name]
        constants = {"unit": self.profile.asserts.unit} | self.profile.constants | value.constants
        by_target = {column.to: (name, column) for name, column in mapped.items()}
        cells = []
        for column in self.table.columns:
            if column.name == value.to:
                cell = self._value_cell(value_name)
            elif column.name in by_target:
                cell = self._cell(*by_target[column.name])
            else:
                cell = literal(constants.get(column.name, ""))
            cells.append(_or_default(cell, column.default, column.name))
        return f"SELECT line, {quoted(value_name)} AS value_written, {', '.join(cells)} FROM kept"

    def _cell(self, name: str, column: MappedColumn) -> str:
        if column.codes is None:
            return quoted(name)
        return f"(SELECT ours FROM {quoted('map_' + column.to)} WHERE theirs = {_padded(name, column)})"

    def _value_cell(self, name: str) -> str:
        parsing = self.profile.parsing
        cell = quoted(name)
        if parsing.thousands:
            cell = f"replace({cell}, {literal(parsing.thousands)}, '')"
        if parsing.decimal != ".":
            cell = f"replace({cell}, {literal(parsing.decimal)}, '.')"
        words = "".join(f" WHEN {literal(word)} THEN {literal(to)}" for word, to in parsing.tokens.items())
        return f"CASE {quoted(name)}{words} ELSE {cell} END" if words else cell


def _pairs(codes: Codes, ours: CodeList) -> dict[str, str]:
    """Their code -> our code."""
    if not codes.attribute:
        return dict(codes.map)
    by_attribute = {code.attributes.get(codes.attribute, ""): code.code for code in ours.codes.values()}
    return {theirs: code for theirs, code in by_attribute.items() if theirs} | codes.map


def _padded(name: str, column: MappedColumn) -> str:
    pad = column.codes.pad if column.codes else 0
    return (
        f"lpad({quoted(name)}, greatest({pad}, length({quoted(name)}))::INTEGER, '0')"
        if pad
        else quoted(name)
    )

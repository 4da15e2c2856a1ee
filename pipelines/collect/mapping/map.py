"""From the text of a file to the columns of the contract: as they stand, or by a profile.

Makes the table `mapped`: `line`, `value_written` and every column of the contract as text. A cell that a
profile cannot map is NULL and a finding, never a default. What does not belong here: what a word stands for
(`words`), how values are written (`mapping_values`), whether a mapped cell is right (rules).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, literals, quoted
from pipelines.collect.mapping.columns import Way, ways_of
from pipelines.collect.mapping.values import find_too_high, number_components, value_cell
from pipelines.collect.reading.notes import Note
from pipelines.contract.findings import Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table
from pipelines.contract.text import N_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass
class Mapping:
    """What became of the file's columns: for each of ours, the position of the one it came from.

    `notes` say what was done: rows left out with the reason, rows numbered as components.
    """

    positions: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

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
        self.connection, self.header, self.table, self.profile = connection, header, table, profile
        units = contract.code_list("unit").codes.values()
        self.rate_units = [unit.code for unit in units if unit.attributes["is_rate"] == "yes"]
        self.ways = ways_of(header, table, profile, contract)
        self.mapping = Mapping()

    def map(self) -> Mapping:
        self._leave_out()
        for way in self.ways:
            self.mapping.findings += way.make_codes(self.connection)
            for target in way.targets:
                self.mapping.positions.setdefault(target, way.position)
        columns = self.profile.value_columns
        values = [name for name in self.header if name in columns]
        self.mapping.positions |= {columns[name].to: self.header.index(name) for name in values}
        parts = [self._rows_of(name) for name in values]
        self.connection.execute(f"CREATE TABLE mapped AS {' UNION ALL '.join(parts)}")
        if self.profile.numbers_components:
            self.mapping.notes += number_components(self.connection, self.table)
        for name in values:
            self._find_too_high(name, columns[name].to)
        return self.mapping

    def _find_too_high(self, name: str, to: str) -> None:
        highest = self.profile.parsing.highest
        if highest is None or "unit" not in self.table.column_names:
            return
        found = find_too_high(self.connection, to, highest, quoted("unit"), self.rate_units)
        if found:
            count, lines, value = found
            letter = column_letter(self.header.index(name))
            context = {"highest": f"{highest:g}"}
            finding = Finding("MAP-007", ERROR, name, letter, lines, count, value, context=context)
            self.mapping.findings.append(finding)

    def _leave_out(self) -> None:
        """Make `kept`: the rows that no reason leaves out; each reason is said with its number of rows."""
        kept = "TRUE"
        for reason in self.profile.left_out:
            condition = conditions(reason.where, self.header)
            found = self.connection.execute(
                f"SELECT count(*) FROM text WHERE {kept} AND {condition}"
            ).fetchone()
            kept += f" AND NOT ({condition})"
            if found and found[0]:
                message = N_many(
                    "%(count)d row was left out: %(because)s.", "%(count)d rows were left out: %(because)s."
                )
                parameters = {"count": int(found[0]), "because": reason.because.rstrip(".")}
                self.mapping.notes.append(Note(message, parameters, "left_out"))
        self.connection.execute(f"CREATE VIEW kept AS SELECT * FROM text WHERE {kept}")

    def _rows_of(self, value_name: str) -> str:
        """The rows that one column of values gives, with all columns of the contract."""
        value = self.profile.value_columns[value_name]
        units = self.profile.asserts.units
        unit = {"unit": units[0]} if len(units) == 1 else {}
        constants = unit | self.profile.constants | value.constants
        cells = []
        for column in self.table.columns:
            cell = self._cell(column.name, constants)
            if column.name == value.to:
                rates = self._cell("unit", constants), self.rate_units
                cell = value_cell(value_name, self.profile.parsing, *rates)
            if column.name == self.table.key[-1] and (lost := self._lost()):
                cell = f"CASE WHEN {lost} THEN NULL ELSE {cell} END"
            cells.append(_or_default(cell, column.default, column.name))
        joins = "".join(way.join for way in self.ways)
        return f"SELECT line, {quoted(value_name)} AS value_written, {', '.join(cells)} FROM kept{joins}"

    def _lost(self) -> str:
        """The SQL of rows that may be about anything: without a whole key they break no second rule."""
        return " OR ".join(way.is_lost for way in self.ways if way.is_lost)

    def _cell(self, target: str, constants: dict[str, str]) -> str:
        """The SQL of one of our columns: by the way of reading that holds in the row, else the constant."""
        constant = literal(constants.get(target, ""))
        cases = [
            f"WHEN {way.condition} THEN {self._by(way, target, constants)}"
            for way in self.ways
            if target in way.targets
        ]
        return f"(CASE {' '.join(cases)} ELSE {constant} END)" if cases else constant

    def _by(self, way: Way, target: str, constants: dict[str, str]) -> str:
        cell = way.cell_for(target, literal(constants.get(target, "")))
        if target != way.column.to:
            return cell
        for other in way.copied:
            same = literal(f"@{other}")
            cell = f"CASE WHEN {cell} = {same} THEN {self._cell(other, constants)} ELSE {cell} END"
        for other, code in way.column.instead.items():
            cell = f"CASE WHEN {cell} = {self._cell(other, constants)} THEN {literal(code)} ELSE {cell} END"
        return cell


def conditions(where: dict[str, tuple[str, ...]], header: tuple[str, ...]) -> str:
    """The SQL condition that all columns hold one of their cells; false where one is not in the file."""
    parts = [f"{quoted(c)} IN {literals(v)}" if c in header else "FALSE" for c, v in where.items()]
    return " AND ".join(parts) or "TRUE"

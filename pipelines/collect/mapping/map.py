"""From the text of a file to the columns of the contract: as they stand, or by a profile.

Makes the table `mapped`: `line`, `value_written` and every column of the contract as text. A cell that a
profile cannot map, its word being unknown or its column missing, is NULL and a finding, never a default. What
does not belong here: what a word stands for (`words`), how values are written (`values`), whether a mapped
cell is right (rules), and what cannot be judged without a column (`process.gaps`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, quoted
from pipelines.collect.mapping.columns import Lost, Way, condition, lost_of, missing_in, ways_of
from pipelines.collect.mapping.values import COMPONENT, find_too_high, number_components, value_cell
from pipelines.collect.reading.notes import Note
from pipelines.contract.cldr import listed, significant
from pipelines.contract.findings import Finding, column_letter
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile, ValueColumn
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import Table
from pipelines.contract.text import N_many

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


LEFT_OUT = N_many("%(count)d row was left out: %(because)s.", "%(count)d rows were left out: %(because)s.")
MAY_BE_LEFT_OUT = N_many(
    "%(count)d row was not judged: whether it counts depends on a column that is missing (%(columns)s).",
    "%(count)d rows were not judged: whether they count depends on a column that is missing (%(columns)s).",
)


@dataclass
class Mapping:
    """What became of the file's columns: for each of ours, the position of the one it came from.

    Without a profile, `absent` are those of ours that the file has not. With one, `constants` are those that
    it fills by its own word, and `gainsaid` those of them that the publisher's metadata speak against. `lost`
    are those that a missing column of the file would fill, in all rows or some; `has_unknown` is whether the
    file has columns that nobody knows, which may be any of the rest. `notes` say what was done: rows left out
    with the reason, rows numbered as components.
    """

    positions: dict[str, int] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    constants: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    gainsaid: frozenset[str] = frozenset()
    has_unknown: bool = False
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
    *,
    is_gainsaid: bool = False,
) -> Mapping:
    """Make `mapped` from `text`, whose columns are `header`.

    `is_gainsaid` is whether the publisher's metadata speak against the profile: what it fills by its own word
    then stands for nothing.
    """
    if profile is None:
        return _as_they_stand(connection, header, table)
    return _Profiled(connection, header, table, profile, contract, is_gainsaid).map()


def _as_they_stand(connection: DuckDBPyConnection, header: tuple[str, ...], table: Table) -> Mapping:
    cells = [
        _or_default(quoted(c.name) if c.name in header else "''", c.default, c.name) for c in table.columns
    ]
    value = next((name for name in table.value_columns() if name in header), None)
    written = quoted(value) if value else "''"
    connection.execute(
        f"CREATE VIEW mapped AS SELECT line, {written} AS value_written, {', '.join(cells)} FROM text"
    )
    there = {name: header.index(name) for name in table.column_names if name in header}
    lost = frozenset(c.name for c in table.columns if c.name not in there and (c.required or c.is_needed))
    absent = frozenset(table.column_names) - there.keys()
    return Mapping(there, absent=absent, lost=lost, has_unknown=len(there) < len(header))


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
        is_gainsaid: bool,
    ) -> None:
        self.connection, self.header, self.table, self.profile = connection, header, table, profile
        self.is_gainsaid = is_gainsaid
        units = contract.code_list("unit").codes.values()
        self.rate_units = [unit.code for unit in units if unit.attributes["is_rate"] == "yes"]
        self.ways, self.lost = ways_of(header, table, profile, contract), lost_of(header, table, profile)
        known = {*profile.columns, *profile.value_columns, *profile.ignored}
        self.mapping = Mapping(has_unknown=not known.issuperset(header))

    def map(self) -> Mapping:
        self._leave_out()
        for way in self.ways:
            self.mapping.findings += way.make_codes(self.connection)
            for target in way.targets:
                self.mapping.positions.setdefault(target, way.position)
        columns = self.profile.value_columns
        values = [name for name in self.header if name in columns]
        self.mapping.positions |= {columns[name].to: self.header.index(name) for name in values}
        self._weigh([columns[name] for name in values])
        parts = [self._rows_of(name, columns[name]) for name in values] or [self._rows_of("", None)]
        self.connection.execute(f"CREATE TABLE mapped AS {' UNION ALL '.join(parts)}")
        if self.profile.numbers_components and not (self.mapping.lost or self.mapping.has_unknown):
            self.mapping.notes += number_components(self.connection, self.table)
        for name in values:
            self._find_too_high(name, columns[name].to)
        return self.mapping

    def _weigh(self, values: list[ValueColumn]) -> None:
        """Which columns of ours stand on the profile's own word, and which a missing column would fill."""
        if not values:
            columns = self.profile.value_columns.values()
            self._lose({name for value in columns for name in (value.to, *value.constants)})
        said = {*self.profile.constants, *(name for value in values for name in value.constants)}
        said |= {"unit"} if len(self.profile.asserts.units) == 1 else set()
        if self.is_gainsaid:
            self.mapping.gainsaid = frozenset(said - self.mapping.positions.keys())
            self._lose(self.mapping.gainsaid)
        said |= {COMPONENT} if self.profile.numbers_components else set()
        lost = frozenset(target for lost in self.lost for target in lost.targets)
        self.mapping.constants, self.mapping.lost = frozenset(said) - lost, lost - self.mapping.gainsaid

    def _lose(self, targets: Iterable[str]) -> None:
        self.lost.append(Lost(frozenset(targets), "TRUE"))

    def _find_too_high(self, name: str, to: str) -> None:
        highest = self.profile.parsing.highest
        if highest is None or "unit" not in self.table.column_names:
            return
        found = find_too_high(self.connection, to, highest, quoted("unit"), self.rate_units)
        if found:
            count, lines, value = found
            letter = column_letter(self.header.index(name))
            context = {"highest": significant(highest, 6)}
            finding = Finding("MAP-007", ERROR, name, letter, lines, count, value, context=context)
            self.mapping.findings.append(finding)

    def _leave_out(self) -> None:
        """Make `kept`: the rows that no reason leaves out; each reason is said with its number of rows.

        Where a column that decides is missing, the rows that it might leave out are not judged: said too.
        """
        kept, missing = "TRUE", missing_in(self.header, self.profile)
        for reason in self.profile.left_out:
            holds = condition(reason.where, self.header, missing)
            found = self.connection.execute(f"SELECT count(*) FROM text WHERE {kept} AND {holds}").fetchone()
            kept += f" AND NOT ({holds})"
            if found and found[0]:
                count = {"count": int(found[0])}
                note = Note(LEFT_OUT, count | {"because": reason.because.rstrip(".")}, "left_out")
                if lacking := [name for name in reason.where if name in missing]:
                    note = Note(MAY_BE_LEFT_OUT, count | {"columns": listed(lacking)}, "not_judged")
                self.mapping.notes.append(note)
        self.connection.execute(f"CREATE VIEW kept AS SELECT * FROM text WHERE {kept}")

    def _rows_of(self, value_name: str, value: ValueColumn | None) -> str:
        """The rows that one column of values gives, with all columns of the contract; None: there is none."""
        units = self.profile.asserts.units
        unit = {"unit": units[0]} if len(units) == 1 else {}
        constants = unit | self.profile.constants | (value.constants if value else {})
        cells = []
        for column in self.table.columns:
            cell = self._cell(column.name, constants)
            if value and column.name == value.to:
                rates = self._cell("unit", constants), self.rate_units
                cell = value_cell(value_name, self.profile.parsing, *rates)
            if column.name == self.table.key[-1] and (lost := self._lost()):
                cell = f"CASE WHEN {lost} THEN NULL ELSE {cell} END"
            cells.append(_or_default(cell, column.default, column.name))
        joins = "".join(way.join for way in self.ways)
        written = quoted(value_name) if value else "''"
        return f"SELECT line, {written} AS value_written, {', '.join(cells)} FROM kept{joins}"

    def _lost(self) -> str:
        """The SQL of rows that may be about anything: without a whole key they break no second rule."""
        return " OR ".join(way.is_lost for way in self.ways if way.is_lost)

    def _cell(self, target: str, constants: dict[str, str]) -> str:
        """The SQL of one of our columns: by the way of reading that holds in the row, else the constant.

        NULL where a missing column might say what it is.
        """
        constant = literal(constants.get(target, ""))
        cases = [f"WHEN {lost.condition} THEN NULL" for lost in self.lost if target in lost.targets]
        cases += [
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

"""Tables and columns as data: what may be submitted, and how each column is written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipelines.contract.base import Frozen
from pipelines.contract.rules import (
    HISTORY,
    FreeOf,
    HasFormat,
    InCodeList,
    InRange,
    Mapping,
    MatchesPattern,
    NotBefore,
    NotInFuture,
    PersonalColumn,
    Required,
    Rule,
    ShortestPeriod,
    Structure,
    UniqueKey,
)

ColumnType = Literal[
    "code", "codes", "period", "year", "date", "count", "amount", "value", "identifier", "text"
]
CALENDAR_TYPES = ("period", "year", "date")
NUMBER_TYPES = ("value", "count", "amount")
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Column(Frozen):
    """One column: its words, how it is written, and what an absent or empty cell stands for."""

    name: Name
    title: str
    description: str
    type: ColumnType
    code_list: str = ""
    required: bool = False
    default: Annotated[str, Field(description="what an absent column or an empty cell stands for")] = ""
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    example: str = ""
    is_needed: Annotated[bool, Field(description="the column must be there, its cells may be empty")] = False
    personal_data_risk: Annotated[bool, Field(description="free text that might name a person")] = False

    @model_validator(mode="after")
    def _coded_columns_name_their_list(self) -> Column:
        if (self.type in ("code", "codes")) != bool(self.code_list):
            raise ValueError(f"column {self.name}: a code list goes with the types code and codes only")
        return self


class Table(Frozen):
    """One table that may be submitted, with all its columns and rules resolved."""

    name: Name
    title: str
    description: str
    one_row_is: str
    columns: tuple[Column, ...]
    key: Annotated[tuple[str, ...], Field(description="no two rows of a submission share these")]
    restates_by: Annotated[tuple[str, ...], Field(description="with reporter and source: the cell")]
    complete_within: Annotated[tuple[str, ...], Field(description="what a complete one speaks for")] = ()
    is_confidential: Annotated[bool, Field(description="no row is ever published")] = False
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _names_are_columns(self) -> Table:
        names = [c.name for c in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.name}: a column stands twice")
        judged = {column for rule in self.rules for column in rule.columns}
        unknown = sorted({*self.key, *self.restates_by, *self.complete_within, *judged} - set(names))
        if unknown:
            raise ValueError(f"table {self.name}: no such columns: {', '.join(unknown)}")
        if not set(self.complete_within) <= set(self.restates_by):
            raise ValueError(f"table {self.name}: complete_within must be among restates_by")
        return self

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return next(c for c in self.columns if c.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names in the order of the template."""
        return tuple(c.name for c in self.columns)

    def dimensions(self) -> tuple[str, ...]:
        """The coded columns of the key that are not part of the cell: the breakdowns."""
        coded = {c.name for c in self.columns if c.code_list}
        return tuple(name for name in self.key if name not in self.restates_by and name in coded)

    def place_columns(self) -> tuple[str, ...]:
        """The columns that say what a row is about: area, identifier, and the first that is a time."""
        in_key = (c for c in self.columns if c.name in self.key)
        found = [c.name for c in in_key if c.name == "ref_area" or c.type == "identifier"]
        times = [c.name for c in self.columns if c.type in CALENDAR_TYPES]
        return (*found, *times[:1])

    def value_columns(self) -> tuple[str, ...]:
        """The columns that hold a reported value."""
        return tuple(c.name for c in self.columns if c.type == "value")

    def bound_rules(self) -> list[tuple[Rule, tuple[str, ...]]]:
        """Each rule with the columns it judges here, cell rules before those that need sound cells."""
        return [(rule, columns) for rule in self.rules for columns in self._bind(rule)]

    def _bind(self, rule: Rule) -> list[tuple[str, ...]]:
        if isinstance(rule, (Structure, Mapping, PersonalColumn, *HISTORY)):
            return []
        if isinstance(rule, UniqueKey):
            return [self.key]
        if rule.column:
            return [rule.columns]
        return [(c.name,) for c in self.columns if _asks_for(c, rule)]


def _asks_for(column: Column, rule: Rule) -> bool:
    match rule:
        case Required():
            return column.required
        case InCodeList():
            return bool(column.code_list)
        case HasFormat():
            return column.type == rule.type
        case MatchesPattern():
            return bool(column.pattern)
        case InRange():
            return column.minimum is not None or column.maximum is not None
        case FreeOf():
            return column.personal_data_risk
        case NotInFuture():
            return column.type in CALENDAR_TYPES
        case ShortestPeriod() | NotBefore():
            return column.type == "period"
        case _:
            raise ValueError(f"rule {rule.id}: a rule of this kind names its column")


class ColumnUse(Frozen):
    """A shared column as a table uses it: by name, with what differs here."""

    use: Name
    required: bool | None = None
    is_needed: bool | None = None
    default: str | None = None
    description: str | None = None
    example: str | None = None

    def apply(self, shared: Column) -> Column:
        """The shared column with the differences of this table."""
        changes = self.model_dump(exclude={"use"}, exclude_none=True)
        return Column.model_validate({**shared.model_dump(), **changes})


class TableFile(Frozen):
    """A file of `schemas/tables/` as it is written: shared columns by name, own columns and rules in full."""

    name: Name
    title: str
    description: str
    one_row_is: str
    columns: tuple[Column | ColumnUse, ...]
    key: tuple[str, ...]
    restates_by: tuple[str, ...]
    complete_within: tuple[str, ...] = ()
    is_confidential: bool = False
    rules: tuple[Rule, ...] = ()

    def resolve(self, shared: dict[str, Column], rules: tuple[Rule, ...]) -> Table:
        """The table with its columns resolved and the rules for every table put before its own."""
        columns = tuple(c.apply(shared[c.use]) if isinstance(c, ColumnUse) else c for c in self.columns)
        own = dict(self)
        own.update(columns=columns, rules=(*rules, *self.rules))
        return Table(**own)

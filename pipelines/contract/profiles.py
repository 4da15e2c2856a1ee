"""Profiles as data: how a foreign layout becomes a table of the contract, and what it asserts by doing so.

What does not belong here: how words become codes (`pipelines.collect.mapping.words`) and rows ours
(`pipelines.collect.mapping.map`); whether a profile fits the other files of the contract (`consistency`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pipelines.contract.base import Frozen
from pipelines.contract.cldr import listed
from pipelines.contract.tables import Name
from pipelines.contract.text import _

MAY_BE_EMPTY = ("columns", "values", "constants", "ignored", "parsing", "map", "patterns", "tokens")
MAY_BE_LEFT_OUT = ("codes", "years", "left_out", "metadata")
"""Under these keys a file may have nothing; the second are then as if they did not stand there."""

Cells = Annotated[dict[Name, str], Field(description="our column: what it holds")]
Where = Annotated[
    dict[str, tuple[str, ...]], Field(description="their column: cells as written; all must hold")
]


class Codes(Frozen):
    """How the words of a foreign column become our codes. A word that none of these knows is a finding.

    They are asked in this order: `map`, `patterns`, `attribute`, `are_ours`, `by_label`, `aliases`.
    """

    map: Annotated[
        dict[str, str | Cells],
        Field(description="their word: our code, or columns of ours that it fills; {} fills none"),
    ] = Field(default_factory=dict)
    patterns: Annotated[
        dict[str, str],
        Field(description=r"pattern of the whole word: what to write, as '(\d{4})/\d\d': '\1-04/P1Y'"),
    ] = Field(default_factory=dict)
    attribute: Annotated[str, Field(description="an attribute of the code list that holds their code")] = ""
    pad: Annotated[int, Field(description="their number is filled with zeros on the left to this length")] = 0
    are_ours: Annotated[bool, Field(description="their codes are those of our list")] = False
    by_label: Annotated[
        bool,
        Field(
            description="their word is a name in our list, in one of its six languages; case does not count"
        ),
    ] = False
    aliases: Annotated[
        tuple[str, ...],
        Field(description="lists of schemas/aliases/, confirmed by a person; case does not count"),
    ] = ()


class MappedColumn(Frozen):
    """A foreign column that fills one of ours, or several by its codes."""

    to: Annotated[
        str, Field(description="our column; empty where every code says which columns it fills")
    ] = ""
    codes: Codes | None = None
    is_optional: Annotated[bool, Field(description="some files of this layout lack the column")] = False
    names: Annotated[
        tuple[str, ...], Field(description="other names of the column in other years' files")
    ] = ()
    when: Annotated[
        Where, Field(description="it is read so only in rows where other columns hold these cells")
    ] = Field(default_factory=dict)
    if_empty: Annotated[str, Field(description="their column that is read where this one is empty")] = ""
    instead: Annotated[
        dict[Name, str],
        Field(description="our column: what is written where the code would be the same as in that column"),
    ] = Field(default_factory=dict)
    note_in: Annotated[
        str, Field(description="our column that keeps the word as written where only an alias knows it")
    ] = ""

    def targets(self) -> set[str]:
        """Our columns that it fills."""
        several = [
            cells for cells in (self.codes.map.values() if self.codes else ()) if isinstance(cells, dict)
        ]
        return {name for name in (self.to, self.note_in) if name} | {
            name for cells in several for name in cells
        }


class ValueColumn(Frozen):
    """A foreign column of values, with what its name says about every value in it (wide to long)."""

    to: Name = "value"
    constants: Cells = Field(default_factory=dict)
    names: Annotated[
        tuple[str, ...], Field(description="other names of the column in other years' files")
    ] = ()


class YearColumns(Frozen):
    """Columns whose names are years, each of which holds that year's values (wide to long)."""

    first: int
    last: int
    constants: Cells = Field(default_factory=dict)


class ValueParsing(Frozen):
    """How the publisher writes values; the text as written is kept beside what it becomes."""

    thousands: Annotated[str, Field(description="the mark between thousands")] = ""
    decimal: Annotated[str, Field(description="the decimal mark, where it is not a point")] = "."
    tokens: Annotated[dict[str, str], Field(description="their word: our value, such as '..': ''")] = Field(
        default_factory=dict
    )
    zeros_are_published: Annotated[bool, Field(description="a value below n is at least 1")] = False
    has_zero_decimals: Annotated[
        bool, Field(description="counts are written with decimals of zero: 303.0 is 303")
    ] = False
    highest: Annotated[
        float | None, Field(description="a rate above this is no rate, but a count under the same header")
    ] = None


class LeftOut(Frozen):
    """Rows that are about something else; the reason is said with their number in every report."""

    where: Where
    because: str


class Expectation(Frozen):
    """What the publisher's own metadata must say for the profile's assertions to stand."""

    key: Annotated[str, Field(description="a key of the metadata, such as indicator_name")]
    says: Annotated[
        tuple[str, ...], Field(description="texts of which one must be in it; case does not count")
    ]
    because: Annotated[str, Field(description="which assertion rests on it")]


class Metadata(Frozen):
    """The publisher's metadata (YAML, or a text that begins with YAML), which are sealed beside the file."""

    files: Annotated[tuple[str, ...], Field(description="names under which they lie beside the file")] = (
        "meta*",
    )
    is_needed: Annotated[
        bool, Field(description="nothing in the file itself says what is counted: without them it is refused")
    ] = False
    expects: tuple[Expectation, ...] = ()


class Assertions(Frozen):
    """What the profile says the figures are; nothing is mapped without saying all five."""

    source: str
    measure: str | tuple[str, ...]
    concept: str
    area: str
    unit: str | tuple[str, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures, however many."""
        return (self.measure,) if isinstance(self.measure, str) else self.measure

    @property
    def units(self) -> tuple[str, ...]:
        """The units, however many."""
        return (self.unit,) if isinstance(self.unit, str) else self.unit


class Profile(Frozen):
    """One foreign layout. Every column of the file is mapped, a value, or declared ignored with a reason."""

    name: Name
    title: str
    description: str
    table: str
    asserts: Assertions
    columns: dict[str, MappedColumn | tuple[MappedColumn, ...]]
    values: Annotated[dict[str, ValueColumn], Field(description="at least one of these is in the file")] = (
        Field(default_factory=dict)
    )
    years: YearColumns | None = None
    constants: Annotated[Cells, Field(description="what every row has, where no column says otherwise")] = (
        Field(default_factory=dict)
    )
    ignored: Annotated[dict[str, str], Field(description="column: why it is left out")] = Field(
        default_factory=dict
    )
    left_out: tuple[LeftOut, ...] = ()
    parsing: ValueParsing = ValueParsing()
    numbers_components: Annotated[
        bool,
        Field(
            description="rows under one label are numbered 1, 2 ... as components, which are never added up"
        ),
    ] = False
    sheet: Annotated[str, Field(description="the sheet of a workbook, where the columns do not show it")] = ""
    metadata: Metadata | None = None

    def mapped(self) -> Iterator[tuple[str, MappedColumn]]:
        """Each way of reading a foreign column, with the column's name."""
        for name, column in self.columns.items():
            for way in column if isinstance(column, tuple) else (column,):
                yield name, way

    @property
    def value_columns(self) -> dict[str, ValueColumn]:
        """The columns of values by name, years among them."""
        if self.years is None:
            return self.values
        constants = self.years.constants
        years = map(str, range(self.years.first, self.years.last + 1))
        return self.values | {
            year: ValueColumn(constants=constants | {"time_period": year}) for year in years
        }

    @property
    def needed(self) -> tuple[str, ...]:
        """The foreign columns that a file must have: those that are mapped, and those that leave rows out."""
        ways = list(self.mapped())
        optional = {name for name, way in ways if way.is_optional}
        mapped = (name for name, way in ways if not way.is_optional)
        decide = (name for reason in self.left_out for name in reason.where if name not in optional)
        return tuple(dict.fromkeys((*mapped, *decide)))

    @property
    def other_names(self) -> dict[str, str]:
        """Other names of the columns in other years' files -> the name by which the profile calls them."""
        mapped = {other: name for name, way in self.mapped() for other in way.names}
        return mapped | {other: name for name, value in self.values.items() for other in value.names}

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_left_open(cls, given: Any) -> Any:
        """A draft leaves open what a person must say: all such places in one sentence."""
        if not isinstance(given, dict):
            return given
        open_places: list[str] = []
        filled = _without_empty(given, "", open_places)
        if open_places:
            said = _("still to be filled in: %(places)s") % {"places": listed(open_places)}
            raise PydanticCustomError("still_open", "{said}", {"said": said})
        return filled

    @model_validator(mode="after")
    def _each_target_is_filled_once(self) -> Profile:
        ways = list(self.mapped())
        for (_one, first), (_other, second) in combinations(ways, 2):
            both = first.targets() & second.targets()
            if both and not _are_apart(first.when, second.when):
                raise ValueError(f"profile {self.name}: {', '.join(sorted(both))} is filled twice")
        if not self.value_columns:
            raise ValueError(f"profile {self.name}: there is no column of values")
        return self


def _without_empty(given: dict[Any, Any], place: str, open_places: list[str]) -> dict[Any, Any]:
    """The same with {} where nothing may stand; where something must, the place is added to the places."""
    found: dict[Any, Any] = {}
    for key, value in given.items():
        here = f"{place}{key}"
        if isinstance(value, dict):
            found[key] = _without_empty(value, f"{here}.", open_places)
        elif value is not None:
            found[key] = value
        elif key in MAY_BE_EMPTY:
            found[key] = {}
        elif key not in MAY_BE_LEFT_OUT:
            open_places.append(here)
    return found


def _are_apart(one: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]]) -> bool:
    """Whether no row can satisfy both conditions."""
    return any(not set(one[name]) & set(other[name]) for name in one.keys() & other.keys())

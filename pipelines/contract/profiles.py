"""Profiles as data: how a foreign layout becomes a table of the contract, and what it asserts by doing so."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pipelines.contract.base import Frozen
from pipelines.contract.tables import Name


class Codes(Frozen):
    """How the codes of a foreign column become ours: listed one by one, or by an attribute of our list."""

    map: Annotated[dict[str, str], Field(description="their code: our code")] = Field(default_factory=dict)
    attribute: Annotated[str, Field(description="an attribute of the code list that holds their code")] = ""
    pad: Annotated[int, Field(description="their number is filled with zeros on the left to this length")] = 0


class MappedColumn(Frozen):
    """A foreign column that fills one of ours."""

    to: Name
    codes: Codes | None = None
    is_optional: Annotated[bool, Field(description="some files of this layout lack the column")] = False


class ValueColumn(Frozen):
    """A foreign column of values, with what its name says about every value in it (wide to long)."""

    to: Name = "value"
    constants: dict[str, str]


class ValueParsing(Frozen):
    """How the publisher writes values; the text as written is kept beside what it becomes."""

    thousands: Annotated[str, Field(description="the mark between thousands")] = ""
    decimal: Annotated[str, Field(description="the decimal mark, where it is not a point")] = "."
    tokens: Annotated[dict[str, str], Field(description="their word: our value, such as '..': ''")] = Field(
        default_factory=dict
    )
    zeros_are_published: Annotated[bool, Field(description="a value below n is at least 1")] = False


class Assertions(Frozen):
    """What the profile says the figures are; nothing is mapped without saying all five."""

    source: str
    measure: str
    concept: str
    area: str
    unit: str


class Profile(Frozen):
    """One foreign layout. Every column of the file is mapped, a value, or declared ignored with a reason."""

    name: Name
    title: str
    description: str
    table: str
    asserts: Assertions
    columns: dict[str, MappedColumn]
    values: Annotated[dict[str, ValueColumn], Field(description="at least one of these is in the file")]
    constants: dict[str, str] = Field(default_factory=dict)
    ignored: Annotated[dict[str, str], Field(description="column: why it is left out")] = Field(
        default_factory=dict
    )
    filters: Annotated[
        dict[str, tuple[str, ...]],
        Field(description="column: values whose rows are kept"),
    ] = Field(default_factory=dict)
    parsing: ValueParsing = ValueParsing()

    @model_validator(mode="after")
    def _each_target_is_filled_once(self) -> Profile:
        named = [m.to for m in self.columns.values()] + list(self.constants)
        if len(set(named)) != len(named):
            raise ValueError(f"profile {self.name}: a column of ours is filled twice")
        return self

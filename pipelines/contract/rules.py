"""Rules as data: what a rule of each kind may declare. How a kind is judged is in `pipelines.process`.

A rule names its columns, or, when it names none, stands for every column whose declaration asks for it
(a required column, a coded one, a column of one type): see `Table.bound_rules`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pipelines.contract.base import Frozen

Severity = Literal["error", "warning", "note"]
ERROR: Severity = "error"
WARNING: Severity = "warning"
Condition = Annotated[dict[str, tuple[str, ...]], Field(description="column: values; all must hold")]


class Example(Frozen):
    """A submission that shows the rule: rows over the table's example row, or a whole file as text.

    Without a table it is one of the table the rule stands in; of victims, for a rule of every table.
    """

    table: str = ""
    reporter: str = ""
    profile: str = ""
    rows: tuple[dict[str, str], ...] = ()
    before: Annotated[tuple[dict[str, str], ...], Field(description="rows that stood before")] = ()
    file: str = ""
    encoding: Annotated[str, Field(description="in which the file's text becomes bytes")] = "utf-8"
    metadata: Annotated[str, Field(description="the publisher's metadata beside the file, as text")] = ""


class RuleBase(Frozen):
    """What every rule has: a permanent id, a severity, the message's key and two examples."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{3}$")]
    title: str
    severity: Severity
    message: Annotated[str, Field(description="gettext key: the English text with %(name)s placeholders")]
    advice: Annotated[
        str, Field(description="what to do, as another key; said where nothing more certain can be said")
    ] = ""
    why: str
    passes: Example
    fails: Example
    column: str = ""
    second_reading: Annotated[bool, Field(description="judged a second time by Great Expectations")] = True

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns the rule judges together; empty when it stands for columns by declaration."""
        return (self.column,) if self.column else ()


class Required(RuleBase):
    """The cell is filled; without a column: every column declared `required`."""

    kind: Literal["required"]


class InCodeList(RuleBase):
    """The code, or each code of a multi-valued cell, is in the column's code list."""

    kind: Literal["in_code_list"]


class HasFormat(RuleBase):
    """The cell is written as its type asks: every column of the type `type`."""

    kind: Literal["has_format"]
    type: str


class MatchesPattern(RuleBase):
    """The whole cell matches the column's `pattern`."""

    kind: Literal["matches_pattern"]


class InRange(RuleBase):
    """The number or year lies within the column's `minimum` and `maximum`."""

    kind: Literal["in_range"]


class NotInFuture(RuleBase):
    """The period, year or date has begun on the day of the check."""

    kind: Literal["not_in_future"]


class ShortestPeriod(RuleBase):
    """The period is written in its shortest way, so that it is never two cells: 2014, not 2014-01/P1Y."""

    kind: Literal["shortest_period"]
    second_reading: bool = False


class NotBefore(RuleBase):
    """The period does not begin before `first_year`: every column of periods."""

    kind: Literal["not_before"]
    first_year: int
    second_reading: bool = False


class UniqueKey(RuleBase):
    """No two rows share the table's `key`."""

    kind: Literal["unique_key"]


class NotOneOf(RuleBase):
    """The cell is none of `values`, which the list knows only so that they can be refused with a reason."""

    kind: Literal["not_one_of"]
    values: tuple[str, ...]


class RequiredIf(RuleBase):
    """The cell is filled where every column of `when` has one of its values."""

    kind: Literal["required_if"]
    when: Condition

    @property
    def columns(self) -> tuple[str, ...]:
        """The column and those of the condition."""
        return (self.column, *self.when)


class RequiredWith(RuleBase):
    """The cell is filled where the column `other` is filled."""

    kind: Literal["required_with"]
    other: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column and the one that asks for it."""
        return (self.column, self.other)


class AnyFilled(RuleBase):
    """At least one of `column` and `others` is filled."""

    kind: Literal["any_filled"]
    others: tuple[str, ...]
    second_reading: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All the columns of which one must be filled."""
        return (self.column, *self.others)


class CodesInOrder(RuleBase):
    """The codes of a multi-valued cell stand once each and in alphabetical order: equal cells look equal."""

    kind: Literal["codes_in_order"]
    second_reading: bool = False


class OneOfIf(RuleBase):
    """The cell is one of `values` where every column of `when` has one of its values."""

    kind: Literal["one_of_if"]
    values: tuple[str, ...]
    when: Condition = Field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The column and those of the condition."""
        return (self.column, *self.when)


class WholeIf(RuleBase):
    """The value is a whole number where every column of `when` has one of its values."""

    kind: Literal["whole_if"]
    when: Condition = Field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The column and those of the condition."""
        return (self.column, *self.when)


class NotEqual(RuleBase):
    """The two cells differ, where both are filled and every column of `when` has one of its values."""

    kind: Literal["not_equal"]
    other: str
    when: Condition = Field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The two columns and those of the condition."""
        return (self.column, self.other, *self.when)


class Compare(RuleBase):
    """`column operator other` holds, where both are filled; numbers, years and dates."""

    kind: Literal["compare"]
    operator: Literal["<=", ">=", "<", ">"]
    other: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The two columns."""
        return (self.column, self.other)


class SumOfParts(RuleBase):
    """Where all parts of the dimension `column` and its total are given, the parts do not exceed it."""

    kind: Literal["sum_of_parts"]
    second_reading: bool = False


class OwnArea(RuleBase):
    """A State reports on its own area, or a part of it, only; others name the area of each row."""

    kind: Literal["own_area"]


class Structure(RuleBase):
    """A fault of the file's form, found while reading it."""

    kind: Literal["structure"]
    second_reading: bool = False


class Mapping(RuleBase):
    """A fault found while a profile maps a foreign layout."""

    kind: Literal["mapping"]
    second_reading: bool = False


class PersonalColumn(RuleBase):
    """No column's name means data about a person; a file with such a column is refused, not stored."""

    kind: Literal["personal_column"]
    words: Annotated[str, Field(description="the code list with the words, in six languages")]
    among: Annotated[
        Literal["columns", "beside", "unknown"],
        Field(description="names of columns, what stands beside the table, or cells under unknown names"),
    ] = "columns"
    second_reading: bool = False


class FreeOf(RuleBase):
    """The text shows none of `patterns`; without a column: every column with `personal_data_risk`.

    Regular expressions of RE2 (linear in time), searched in the cell. What was found is never shown.
    """

    kind: Literal["free_of"]
    patterns: tuple[str, ...]
    ignores: Annotated[tuple[str, ...], Field(description="taken out of the text before it is searched")] = ()
    unless: Annotated[tuple[str, ...], Field(description="a cell that shows one of these is not judged")] = ()
    unless_named_in: Annotated[
        tuple[str, ...], Field(description="code lists: a cell that is one of their labels is not judged")
    ] = ()
    second_reading: bool = False


class OutsideHistory(RuleBase):
    """A figure lies outside what the other years of its own series make likely."""

    kind: Literal["outside_history"]
    chance: Annotated[float, Field(description="so unlikely a figure is asked about", gt=0, lt=0.1)]
    second_reading: bool = False


class RowsDisappear(RuleBase):
    """Rows that stood before are no longer in the cells the submission speaks for."""

    kind: Literal["rows_disappear"]
    second_reading: bool = False


class CategoryDisappears(RuleBase):
    """A category of a breakdown that stood before is nowhere in the submission."""

    kind: Literal["category_disappears"]
    second_reading: bool = False


Rule = Annotated[
    Required | InCodeList | HasFormat | MatchesPattern | InRange | NotInFuture | NotBefore | ShortestPeriod
    | UniqueKey | NotOneOf | RequiredIf | RequiredWith | AnyFilled | CodesInOrder | OneOfIf | WholeIf
    | NotEqual | Compare | SumOfParts | OwnArea | PersonalColumn | FreeOf | OutsideHistory | RowsDisappear
    | CategoryDisappears | Structure | Mapping,
    Field(discriminator="kind"),
]  # fmt: skip


class RuleFile(Frozen):
    """A file of `schemas/rules/`: rules that stand for every table."""

    description: str
    rules: tuple[Rule, ...]


HISTORY = (OutsideHistory, RowsDisappear, CategoryDisappears)
"""The kinds that look at what stood before; without a store they find nothing."""


DISAPPEARING = (RowsDisappear, CategoryDisappears)
"""The kinds about what would be gone: their warnings must be answered, though nothing is held for them."""


def parameters(rule: RuleBase) -> dict[str, Any]:
    """What the kind adds to a rule, for its message and its page."""
    own = set(type(rule).model_fields) - set(RuleBase.model_fields) - {"kind"}
    return {name: getattr(rule, name) for name in sorted(own)}

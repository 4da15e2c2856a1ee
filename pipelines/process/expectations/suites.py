"""From the contract to questions: what each kind of rule asks of the distinct values of its columns.

A kind that is not known here stops the run: a rule that is said to be read twice is never passed over.
What does not belong here: how Great Expectations is asked (`engine`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipelines.contract.loading import Contract
from pipelines.contract.rules import (
    Compare,
    HasFormat,
    InCodeList,
    InRange,
    MatchesPattern,
    NotEqual,
    NotInFuture,
    NotOneOf,
    OneOfIf,
    OwnArea,
    Required,
    RequiredIf,
    RequiredWith,
    Rule,
    UniqueKey,
    WholeIf,
)
from pipelines.contract.tables import CALENDAR_TYPES, Column, Table
from pipelines.contract.text import _
from pipelines.process.expectations.cells import FORMS, name_of, whole
from pipelines.process.expectations.faults import fault_of_ours
from pipelines.process.expectations.questions import Question

CELL = "CELL"
"""The column of a frame that holds the cells of columns declared alike, one below the other."""
TIMES = "TIMES"
"""The column of a frame of keys that says how often each stands."""
JUDGED_ON = "JUDGED ON"
"""The column of a frame that says on which day the submission was judged."""
AREA_OF_REPORTER = "reporter and area"
"""The reading of a cell that puts the State that reports before it; none where no State reports."""
LISTED = "list"
"""The reading of a cell that puts the code list of its column before it."""
A_OVER_B = "ExpectColumnPairValuesAToBeGreaterThanB"


def bound(table: Table) -> list[tuple[Rule, tuple[str, ...]]]:
    """The rules of a table that are read twice, each with its columns, in the order of the contract."""
    return [(rule, columns) for rule, columns in table.bound_rules() if rule.second_reading]


def is_of_keys(rule: Rule) -> bool:
    """Whether the rule is about keys that stand twice, and so about a frame of keys instead of cells."""
    return isinstance(rule, UniqueKey)


def of_one_column(rule: Rule, column: Column, table: Table, contract: Contract) -> list[Question]:
    """What a rule asks of a cell, which is in the frame's column `CELL`; equal for columns declared alike.

    A cell fails where one of the answers is no. Raises TiporError (an error of ours) where rules of this
    kind have no second reading.
    """
    match rule:
        case Required():
            return [_ask(rule, "ExpectColumnValueLengthsToBeBetween", CELL, min_value=1)]
        case InCodeList():
            return [_in_code_list(rule, column, table, contract)]
        case HasFormat():
            return _has_format(rule)
        case MatchesPattern():
            return [_matches(rule, column.pattern)]
        case InRange():
            return [_in_range(rule, column)]
        case NotInFuture():
            return [_pair(rule, JUDGED_ON, name_of("first day", CELL), True, [("first day", CELL)])]
        case NotOneOf():
            return [_ask(rule, "ExpectColumnValuesToNotBeInSet", CELL, value_set=[*rule.values])]
        case OwnArea():
            return [_own_area(rule, contract)]
        case _:
            return [of_several_columns(rule, table, CELL)]


def of_keys(rule: Rule) -> Question:
    """What the rule about keys asks of a frame that says how often each stands."""
    return _ask(rule, "ExpectColumnValuesToBeBetween", TIMES, min_value=1, max_value=1)


def of_several_columns(rule: Rule, table: Table, cell: str) -> Question:
    """What a rule asks of cells that stand together; `cell` is the name of the first of them in the frame.

    Raises TiporError (an error of ours) where rules of this kind have no second reading.
    """
    match rule:
        case RequiredIf():
            return _ask(rule, "ExpectColumnValueLengthsToBeBetween", cell, rule.when, min_value=1)
        case RequiredWith():
            return _ask(rule, "ExpectColumnValueLengthsToBeBetween", cell, filled=(rule.other,), min_value=1)
        case OneOfIf():
            return _ask(rule, "ExpectColumnValuesToBeInSet", cell, rule.when, value_set=[*rule.values])
        case WholeIf():
            return _ask(rule, "ExpectColumnValuesToNotMatchRegex", cell, rule.when, regex=r"\.")
        case NotEqual():
            pair = {"column_list": [cell, rule.other], "ignore_row_if": "never"}
            expectation = "ExpectSelectColumnValuesToBeUniqueWithinRecord"
            return Question(rule.id, expectation, pair, rule.when, filled=(cell,))
        case Compare():
            return _compare(rule, table)
        case _:
            raise fault_of_ours(
                _("The rule %(rule)s is of a kind that Great Expectations cannot be asked about: %(kind)s.")
                % {"rule": rule.id, "kind": rule.kind}
            )


def _ask(
    rule: Rule,
    expectation: str,
    column: str,
    only: dict[str, tuple[str, ...]] | None = None,
    filled: tuple[str, ...] = (),
    **arguments: Any,
) -> Question:
    return Question(rule.id, expectation, {"column": column, **arguments}, only or {}, filled)


def _read(rule: Rule, expectation: str, reading: str, **arguments: Any) -> Question:
    """An expectation on a reading of the cell."""
    column = name_of(reading, CELL)
    return Question(rule.id, expectation, {"column": column, **arguments}, needs=((reading, CELL),))


def _pair(
    rule: Rule, greater: str, smaller: str, or_equal: bool, needs: Iterable[tuple[str, str]]
) -> Question:
    """`greater` > `smaller` in each row where both are known."""
    arguments = {"column_A": greater, "column_B": smaller, "or_equal": or_equal}
    return Question(
        rule.id, A_OVER_B, arguments | {"ignore_row_if": "either_value_is_missing"}, needs=tuple(needs)
    )


def _matches(rule: Rule, pattern: str) -> Question:
    """The cell is written so, or empty."""
    return _ask(rule, "ExpectColumnValuesToMatchRegex", CELL, regex=whole(f"(?:{pattern})?"))


def _one_of(texts: Iterable[str]) -> str:
    """A set as a pattern: Great Expectations copies a set value by value for each metric, a pattern not."""
    return f"(?:{'|'.join(re.escape(text) for text in texts)})"


def _in_code_list(rule: Rule, column: Column, table: Table, contract: Contract) -> Question:
    """One code by the pairs of list and code of the table's lists; several by a pattern of their list."""
    if column.type == "codes":
        one = _one_of(contract.code_list(column.code_list).codes)
        return _matches(rule, rf"{one}(?:\|{one})*")
    lists = sorted({c.code_list for c in table.columns if c.type == "code"})
    pairs = [f"{name} {code}" for name in lists for code in ("", *contract.code_list(name).codes)]
    return _read(rule, "ExpectColumnValuesToMatchRegex", LISTED, regex=whole(_one_of(pairs)))


def _has_format(rule: HasFormat) -> list[Question]:
    """The form; and where a cell writes out a day, that its month has one."""
    asked = [_matches(rule, FORMS[rule.type])]
    if rule.type in ("period", "date"):
        needs = [(reading, CELL) for reading in ("last of month", "day of month")]
        last, day = (name_of(*need) for need in needs)
        asked.append(_pair(rule, last, day, True, needs))
    return asked


def _in_range(rule: Rule, column: Column) -> Question:
    limits = {"min_value": column.minimum, "max_value": column.maximum}
    given: dict[str, Any] = {name: limit for name, limit in limits.items() if limit is not None}
    return _read(rule, "ExpectColumnValuesToBeBetween", "number", **given)


def _own_area(rule: Rule, contract: Contract) -> Question:
    """Which State may write which area, by the lists of reporters and areas."""
    areas = contract.code_list("area").codes.values()
    homes = states(contract)
    own = [f"{state} {a.code}" for state, home in homes.items() for a in areas if home in (a.code, a.parent)]
    return _read(rule, "ExpectColumnValuesToMatchRegex", AREA_OF_REPORTER, regex=whole(_one_of(own)))


def states(contract: Contract) -> dict[str, str]:
    """The area of each reporter that is a State and has one."""
    reporters = [(r.code, r.attributes) for r in contract.code_list("reporter").codes.values()]
    return {
        code: given["area"] for code, given in reporters if given["kind"].endswith("_STATE") and given["area"]
    }


def _compare(rule: Compare, table: Table) -> Question:
    pair = (rule.column, rule.other)
    needs = [(_reading(table.column(name)), name) for name in pair]
    one, other = (name_of(*need) for need in needs)
    if rule.operator.startswith("<"):
        one, other = other, one
    return _pair(rule, one, other, rule.operator.endswith("="), needs)


def _reading(column: Column) -> str:
    return "first day" if column.type in CALENDAR_TYPES else "number"

"""When a cell, or several together, break a rule: one SQL condition per kind, TRUE where it fails.

Judged over distinct values, so what is written here runs tens of times, not millions. What does not
belong here: rules over many rows (`judging`), and the words of findings (`wording`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.collect.database import literal, literals, quoted
from pipelines.contract.loading import Contract
from pipelines.contract.reporters import Reporter
from pipelines.contract.rules import (
    AnyFilled,
    CodesInOrder,
    Compare,
    FreeOf,
    HasFormat,
    InCodeList,
    InRange,
    MatchesPattern,
    NotBefore,
    NotEqual,
    NotInFuture,
    NotOneOf,
    OneOfIf,
    OwnArea,
    Required,
    RequiredIf,
    RequiredWith,
    Rule,
    RuleBase,
    ShortestPeriod,
    WholeIf,
)  # fmt: skip
from pipelines.contract.tables import Table

FORMATS = {
    "period": r"\d{4}(-S[12]|-Q[1-4]"
    r"|-(0[1-9]|1[0-2])(/P1Y|/P([2-9]|1[01])M|-(0[1-9]|[12]\d|3[01])/P1Y)?)?",
    "year": r"\d{4}",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "count": r"\d{1,15}",
    "amount": r"\d{1,14}(\.\d{1,4})?",
    "value": r"\d{1,15}(\.\d{1,10})?|<([1-9]\d{0,14}(\.\d{1,10})?|0\.0{0,8}[1-9]\d{0,8})|NIL",
}
"""How each type is written (the whole cell), as far as the warehouse can hold it."""
LONGER_PERIODS = r"\d{4}-01(-01)?/P1Y|\d{4}-(0[1-9]|1[0-2])-01/P1Y|\d{4}-(01|04|07|10)/P3M|\d{4}-(01|07)/P6M"
"""Calendar years, half-years and quarters, and fiscal years from the first of a month, written longer."""
FEW_CODES = 20
CALENDAR = ("period", "year", "date")


@dataclass(frozen=True)
class Setting:
    """What a rule may refer to besides the cells: the contract, who reports, and the day."""

    contract: Contract
    table: Table
    reporter: Reporter | None
    today: date


def fails(rule: Rule, columns: tuple[str, ...], setting: Setting) -> str:
    """The SQL condition under which `columns` (text, never NULL) break `rule`."""
    cells = [quoted(c) for c in columns]
    first = setting.table.column(columns[0])
    cell = cells[0]
    match rule:
        case Required():
            return f"{cell} = ''"
        case InCodeList():
            return _not_in_list(cell, first.type, [*setting.contract.code_list(first.code_list).codes])
        case HasFormat():
            return _badly_written(cell, rule.type)
        case MatchesPattern():
            return f"{cell} <> '' AND NOT regexp_full_match({cell}, {literal(first.pattern)})"
        case InRange():
            low, high = first.minimum, first.maximum
            number = f"try_cast({cell} AS DOUBLE)"
            return f"{cell} <> '' AND NOT ({number} >= {_bound(low, '-')} AND {number} <= {_bound(high, '')})"
        case NotInFuture():
            return f"{cell} <> '' AND {start(cell, first.type)} > {literal(setting.today.isoformat())}"
        case NotBefore():
            return f"{cell} <> '' AND {cell}[:4] < '{rule.first_year}'"
        case ShortestPeriod():
            return f"contains({cell}, '/') AND regexp_full_match({cell}, {literal(LONGER_PERIODS)})"
        case NotOneOf():
            return f"{cell} IN {literals(rule.values)}"
        case FreeOf():
            return _shows(cell, rule, setting.contract)
        case OwnArea():
            own = setting.reporter.own_areas if setting.reporter and setting.reporter.is_state else None
            return f"{cell} NOT IN {literals(own)}" if own else "FALSE"
        case _:
            return _fails_together(rule, cells, setting.table)


def _fails_together(rule: Rule, cells: list[str], table: Table) -> str:
    cell = cells[0]
    match rule:
        case RequiredWith():
            return f"{cell} = '' AND {cells[1]} <> ''"
        case AnyFilled():
            return " AND ".join(f"{c} = ''" for c in cells)
        case CodesInOrder():
            return f"{cell} <> '' AND {in_order(cell)} <> {cell}"
        case RequiredIf():
            return f"{cell} = '' AND {holds(rule.when)}"
        case OneOfIf():
            return f"{cell} NOT IN {literals(rule.values)} AND {holds(rule.when)}"
        case WholeIf():
            return f"contains({cell}, '.') AND {holds(rule.when)}"
        case NotEqual():
            return f"{cell} <> '' AND {cell} = {cells[1]} AND {holds(rule.when)}"
        case Compare():
            both = f"{cell} <> '' AND {cells[1]} <> ''"
            one, other = (_comparable(table, name) for name in rule.columns)
            return f"{both} AND NOT ({one} {rule.operator} {other})"
        case _:
            raise ValueError(f"rule {rule.id}: a rule of this kind is not judged on distinct values")


def is_about_cells(rule: RuleBase) -> bool:
    """Whether the rule is judged on distinct values (others look across rows)."""
    return rule.kind not in ("unique_key", "sum_of_parts", "structure", "mapping")  # type: ignore[attr-defined]


def in_order(cell: str) -> str:
    """The codes of a multi-valued cell, each once, in their order."""
    return f"array_to_string(list_sort(list_distinct(string_split({cell}, '|'))), '|')"


def start(cell: str, column_type: str = "period") -> str:
    """The first day of a period, year or date, as ISO text, so that all three can be compared.

    The cell is well written: whether it is, another rule says.
    """
    if column_type == "date":
        return cell
    if column_type == "year":
        return f"({cell} || '-01-01')"
    quarter = (
        f"replace(replace(replace(replace({cell}, '-Q1', '-01'), '-Q2', '-04'), '-Q3', '-07'), '-Q4', '-10')"
    )
    month = f"replace(replace({quarter}, '-S1', '-01'), '-S2', '-07')"
    other = f"(string_split({month}, '/')[1] || '-01-01')[:10]"
    return f"CASE length({cell}) WHEN 4 THEN {cell} || '-01-01' ELSE {other} END"


def _comparable(table: Table, column: str) -> str:
    cell, column_type = quoted(column), table.column(column).type
    return start(cell, column_type) if column_type in CALENDAR else f"try_cast({cell} AS DOUBLE)"


def _not_in_list(cell: str, column_type: str, codes: list[str]) -> str:
    # As one text: planning hundreds of literals takes longer than judging ten thousand rows.
    listed = f"string_split({literal('|'.join(codes))}, '|')"
    if column_type == "codes":
        return f"{cell} <> '' AND NOT list_has_all({listed}, string_split({cell}, '|'))"
    of_list = literals(codes) if len(codes) <= FEW_CODES else f"(SELECT unnest({listed}))"
    return f"{cell} <> '' AND {cell} NOT IN {of_list}"


def _badly_written(cell: str, column_type: str) -> str:
    """Not of the type's form, or a written-out day that is not in the calendar."""
    condition = f"{cell} <> '' AND NOT regexp_full_match({cell}, {literal(FORMATS[column_type])})"
    if column_type not in ("date", "period"):
        return condition
    day = f"string_split({cell}, '/')[1]"
    return f"({condition}) OR (length({day}) = 10 AND try_cast({day} AS DATE) IS NULL)"


def _shows(cell: str, rule: FreeOf, contract: Contract) -> str:
    """Whether the text shows one of the patterns, and none of the exceptions (asked of hits only)."""
    text = cell
    for ignored in rule.ignores:
        text = f"regexp_replace({text}, {literal(ignored)}, ' ', 'g')"
    asked = [_shows_any(text, rule.patterns)] if rule.ignores else []
    asked += [f"NOT {_shows_any(cell, rule.unless)}"] if rule.unless else []
    asked += [f"NOT {_is_named(cell, name, contract)}" for name in rule.unless_named_in]
    return f"CASE WHEN {_shows_any(cell, rule.patterns)} THEN {' AND '.join(asked) or 'TRUE'} ELSE FALSE END"


def _shows_any(text: str, patterns: tuple[str, ...]) -> str:
    """One search a pattern: joined into one expression they take five times as long."""
    return "(" + " OR ".join(f"regexp_matches({text}, {literal(pattern)})" for pattern in patterns) + ")"


def _is_named(cell: str, code_list: str, contract: Contract) -> str:
    """Whether the cell is a name in the list, or several with commas between them."""
    names = _names(contract, code_list)
    one_by_one = f"list_transform(string_split(lower({cell}), ','), lambda name: trim(name))"
    return f"(list_contains({names}, lower({cell})) OR list_has_all({names}, {one_by_one}))"


def _names(contract: Contract, code_list: str) -> str:
    """The names in the list in lower case; as one text, which is planned far faster than two thousand."""
    codes = contract.code_list(code_list).codes.values()
    named = {label.lower() for code in codes for label in code.labels.values() if label}
    if code_list in contract.names("names"):
        named |= {name.name.lower() for name in contract.name_list(code_list).names}
    return f"string_split({literal('|'.join(sorted(named)))}, '|')"


def holds(when: dict[str, tuple[str, ...]]) -> str:
    """The condition under which every column of `when` has one of its values."""
    return (
        " AND ".join(f"{quoted(column)} IN {literals(values)}" for column, values in when.items()) or "TRUE"
    )


def _bound(value: float | None, sign: str) -> str:
    return repr(value) if value is not None else f"'{sign}infinity'::DOUBLE"

"""Whether the files of `schemas/` fit together: what one file says of another.

What belongs here: comparisons between tables, code lists and the receipt. What does not: what a profile
says of the other files (`profile_consistency`), the form of one file, which its model judges when it is read,
and how an example behaves, which needs the rules' judges and so is a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipelines.contract.cldr import listed
from pipelines.contract.codes import TOTAL, CodeList
from pipelines.contract.errors import contract_fault
from pipelines.contract.profile_consistency import not_in_list, profile_faults
from pipelines.contract.reference import check_reference
from pipelines.contract.rules import Example, NotOneOf, OneOfIf, Rule, SumOfParts
from pipelines.contract.tables import Column, Table
from pipelines.contract.text import _

if TYPE_CHECKING:
    from pipelines.contract.loading import Contract

NIL = "NIL"
"""The one word that a value column takes besides numbers."""


def check_contract(contract: Contract) -> None:
    """Read every file and compare them. Raises TiporError at the first fault, naming file and place."""
    first = next(faults(contract), None)
    if first:
        raise contract_fault(*first)


def faults(contract: Contract) -> Iterator[tuple[str, str]]:
    """Every fault as (file, what is not right)."""
    _ids = contract.rules_by_id  # raises where an id is used twice
    for name in contract.names("code_lists"):
        for what in _label_faults(contract.code_list(name)):
            yield f"code_lists/{name}.csv", what
    for name in contract.names("tables"):
        table = contract.table(name)
        for what in _name_fault(name, table.name), *_table_faults(contract, table):
            if what:
                yield f"tables/{name}.yaml", what
    for what in _example_faults(contract, contract.general_rules, "victims"):
        yield "rules/", what
    for name in contract.names("aliases"):
        contract.alias_list(name)
    for name in contract.names("names"):
        contract.name_list(name)
    for name in contract.names("profiles"):
        profile = contract.profile(name)
        for what in _name_fault(name, profile.name), *profile_faults(contract, profile):
            if what:
                yield f"profiles/{name}.yaml", what
    check_reference(contract)
    for field in contract.receipt.fields:
        if field.code_list and field.code_list not in contract.names("code_lists"):
            yield "receipt.yaml", _no_list(field.name, field.code_list)


def _label_faults(codes: CodeList) -> Iterator[str]:
    """Codes without a label in every language; a reporter that is an area bears the area's."""
    for code in codes.codes.values():
        empty = [language for language, label in code.labels.items() if not label.strip()]
        is_named_as_its_area = codes.name == "reporter" and bool(code.attributes.get("area"))
        if empty and not (is_named_as_its_area and len(empty) == len(code.labels)):
            said = {"code": code.code, "languages": listed(empty)}
            yield _("the code %(code)s has no label in these languages: %(languages)s") % said


def _name_fault(file: str, name: str) -> str:
    if file == name:
        return ""
    return _("name: it is %(name)s, but must be that of the file") % {"name": name}


def _table_faults(contract: Contract, table: Table) -> Iterator[str]:
    known = contract.names("code_lists")
    missing = [c for c in table.columns if c.code_list and c.code_list not in known]
    for column in missing:
        yield _no_list(column.name, column.code_list)
    if missing:
        return
    for column in table.columns:
        yield from _column_faults(contract, column)
    for rule in table.rules:
        yield from _rule_faults(contract, table, rule)
    yield from _example_faults(contract, table.rules[len(contract.general_rules) :], table.name)


def _column_faults(contract: Contract, column: Column) -> Iterator[str]:
    for key, text in (("default", column.default), ("example", column.example)):
        place = f"columns.{column.name}.{key}"
        if column.code_list:
            cells = text.split("|") if column.type == "codes" else [text]
            yield from not_in_list(place, cells, contract.code_list(column.code_list))
        elif text and column.pattern and not re.fullmatch(column.pattern, text):
            yield _("%(place)s: it does not match the pattern of the column") % {"place": place}
    if column.required and not column.example:
        yield _("columns.%(name)s.example: a required column needs one") % {"name": column.name}


def _rule_faults(contract: Contract, table: Table, rule: Rule) -> Iterator[str]:
    if isinstance(rule, (OneOfIf, NotOneOf)):
        yield from _value_faults(contract, table, f"rules.{rule.id}.values", rule.column, rule.values)
    for column, values in getattr(rule, "when", {}).items():
        yield from _value_faults(contract, table, f"rules.{rule.id}.when.{column}", column, values)
    if isinstance(rule, SumOfParts):
        name = table.column(rule.column).code_list
        codes = contract.code_list(name) if name else None
        if codes is None or not codes.children(TOTAL, "part"):
            place = f"rules.{rule.id}.column"
            yield _("%(place)s: %(name)s declares no partition") % {"place": place, "name": rule.column}


def _value_faults(
    contract: Contract, table: Table, place: str, name: str, values: Iterable[str]
) -> Iterator[str]:
    column = table.column(name)
    if column.code_list:
        yield from not_in_list(place, values, contract.code_list(column.code_list))
    elif column.type == "value" and (odd := [v for v in values if v not in ("", NIL)]):
        yield _("%(place)s: a value is compared with NIL or nothing, not with %(value)s") % {
            "place": place,
            "value": listed(odd),
        }


def _example_faults(contract: Contract, rules: Iterable[Rule], home: str) -> Iterator[str]:
    for rule in rules:
        for key, example in (("passes", rule.passes), ("fails", rule.fails)):
            for what in _one_example_faults(contract, example, home):
                yield f"rules.{rule.id}.{key}: {what}"


def _one_example_faults(contract: Contract, example: Example, home: str) -> Iterator[str]:
    name = example.table or home
    if name not in contract.names("tables"):
        yield _("there is no table %(name)s") % {"name": name}
        return
    names = contract.table(name).column_names
    for column in sorted({column for row in example.rows for column in row} - set(names)):
        yield _("the table %(table)s has no column %(name)s") % {"table": name, "name": column}
    if bool(example.rows) == bool(example.file):
        yield _("an example has either rows or a file")
    if example.reporter and example.reporter not in contract.code_list("reporter"):
        yield _("there is no reporter %(name)s") % {"name": example.reporter}
    if example.profile and example.profile not in contract.names("profiles"):
        yield _("there is no profile %(name)s") % {"name": example.profile}


def _no_list(column: str, name: str) -> str:
    return _("%(column)s: there is no code list %(list)s") % {"column": column, "list": name}

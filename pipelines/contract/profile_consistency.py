"""Whether a profile fits the tables and lists that it speaks of, and keeps to what it asserts.

What does not belong here: the form of the profile itself, which its model judges when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipelines.contract.aliases import SAME_AS
from pipelines.contract.cldr import listed
from pipelines.contract.codes import CodeList
from pipelines.contract.profiles import Codes, MappedColumn, Profile
from pipelines.contract.tables import Column, Table
from pipelines.contract.text import _

if TYPE_CHECKING:
    from pipelines.contract.loading import Contract


def profile_faults(contract: Contract, profile: Profile) -> Iterator[str]:
    """Every fault of a profile in one sentence: the place, and what is not right."""
    if profile.table not in contract.names("tables"):
        yield _("table: there is no table %(name)s") % {"name": profile.table}
        return
    table = contract.table(profile.table)
    yield from _assertion_faults(contract, profile, table)
    for theirs, mapped in profile.mapped():
        yield from _column_faults(contract, profile, table, f"columns.{theirs}", mapped)
    yield from _constant_faults(contract, table, "constants", profile.constants)
    for theirs, value in profile.value_columns.items():
        if value.to not in table.value_columns():
            yield _("values.%(name)s.to: it must be a column of values") % {"name": theirs}
        yield from _constant_faults(contract, table, f"values.{theirs}.constants", value.constants)
    for number, reason in enumerate(profile.left_out, 1):
        yield from _where_faults(profile, f"left_out.{number}", reason.where)


def not_in_list(place: str, codes: Iterable[str], code_list: CodeList) -> Iterator[str]:
    """A fault where some of `codes` are not in the list."""
    unknown = [code for code in codes if code and code not in code_list]
    if unknown:
        yield _("%(place)s: not in the code list %(list)s: %(codes)s") % {
            "place": place,
            "list": code_list.name,
            "codes": listed(unknown),
        }


def _assertion_faults(contract: Contract, profile: Profile, table: Table) -> Iterator[str]:
    """What is asserted must be a code, and what is mapped must be what is asserted."""
    asserts = profile.asserts
    yield from not_in_list("asserts.source", [asserts.source], contract.code_list("source"))
    for name, asserted in (("measure", asserts.measures), ("unit", asserts.units)):
        if name not in table.column_names:
            continue
        yield from not_in_list(f"asserts.{name}", asserted, contract.code_list(name))
        if other := sorted(_filled(profile, name) - set(asserted)):
            yield _("asserts.%(name)s: the profile maps %(other)s, which it does not assert") % {
                "name": name,
                "other": listed(other),
            }


def _filled(profile: Profile, name: str) -> set[str]:
    """The codes that the profile can write into one of our columns by declaration."""
    found = {cells[name] for cells in (profile.constants, *_constants(profile)) if name in cells}
    for _theirs, way in profile.mapped():
        for to in way.codes.map.values() if way.codes else ():
            if isinstance(to, dict):
                found |= {to[name]} if name in to else set()
            elif way.to == name:
                found.add(to)
    return found


def _constants(profile: Profile) -> list[dict[str, str]]:
    return [value.constants for value in profile.value_columns.values()]


def _column_faults(
    contract: Contract, profile: Profile, table: Table, place: str, way: MappedColumn
) -> Iterator[str]:
    yield from _where_faults(profile, f"{place}.when", way.when)
    if way.if_empty and way.if_empty not in {*profile.columns, *profile.ignored}:
        yield _unknown_column(f"{place}.if_empty", way.if_empty)
    named = {*way.targets(), *way.instead}
    if unknown := sorted(named - set(table.column_names)):
        yield _no_column(place, table, listed(unknown))
        return
    if not way.to and (way.codes is None or any(isinstance(to, str) for to in way.codes.map.values())):
        yield _("%(place)s: without `to` every code must say which columns it fills") % {"place": place}
        return
    column = table.column(way.to) if way.to else None
    if way.codes:
        yield from _code_faults(contract, table, place, column, way.codes)
    if column and column.code_list:
        yield from not_in_list(f"{place}.instead", way.instead.values(), contract.code_list(column.code_list))


def _code_faults(
    contract: Contract, table: Table, place: str, column: Column | None, codes: Codes
) -> Iterator[str]:
    for theirs, to in codes.map.items():
        if isinstance(to, dict):
            yield from _constant_faults(contract, table, f"{place}.codes.map.{theirs}", to)
    for pattern in codes.patterns:
        try:
            re.compile(pattern)
        except re.error:
            yield _("%(place)s.codes.patterns: %(pattern)s is no regular expression") % {
                "place": place,
                "pattern": pattern,
            }
    if column is None or not column.code_list:
        if codes.attribute or codes.are_ours or codes.by_label:
            yield _("%(place)s.codes: the column it fills has no code list") % {"place": place}
        return
    code_list = contract.code_list(column.code_list)
    yield from not_in_list(place, (to for to in codes.map.values() if isinstance(to, str)), code_list)
    if codes.attribute and not any(codes.attribute in code.attributes for code in code_list.codes.values()):
        yield _("%(place)s.codes.attribute: the list %(list)s has no column %(name)s") % {
            "place": place,
            "list": code_list.name,
            "name": codes.attribute,
        }
    for name in codes.aliases:
        found = [alias.code for alias in contract.alias_list(name).aliases]
        own = (code for code in found if not code.startswith(SAME_AS))
        yield from not_in_list(f"aliases/{name}.csv", own, code_list)
        same = {code.removeprefix(SAME_AS) for code in found if code.startswith(SAME_AS)}
        if unknown := sorted(same - set(table.column_names)):
            yield _no_column(f"aliases/{name}.csv", table, listed(unknown))


def _constant_faults(contract: Contract, table: Table, place: str, cells: dict[str, str]) -> Iterator[str]:
    for name, value in cells.items():
        if name not in table.column_names:
            yield _no_column(f"{place}.{name}", table, name)
        elif named := table.column(name).code_list:
            yield from not_in_list(f"{place}.{name}", [value], contract.code_list(named))


def _where_faults(profile: Profile, place: str, where: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for theirs in sorted(set(where) - {*profile.columns, *profile.ignored}):
        yield _unknown_column(place, theirs)


def _unknown_column(place: str, theirs: str) -> str:
    return _("%(place)s: the profile does not know the column %(name)s") % {"place": place, "name": theirs}


def _no_column(place: str, table: Table, name: str) -> str:
    return _("%(place)s: the table %(table)s has no column %(name)s") % {
        "place": place,
        "table": table.name,
        "name": name,
    }

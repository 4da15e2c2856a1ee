"""Faults of a header that have one cause, as one finding: a wide table, and a column under another name.

What does not belong here: finding the faults (`collect.reading.headers`), and what a header's names mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.collect.reading.faults import ASKS, WITH_SCALE
from pipelines.collect.reading.layouts import Layout, name_key
from pipelines.collect.reading.read import Reading
from pipelines.contract.codes import CodeList
from pipelines.contract.findings import Finding
from pipelines.contract.known_words import certain_code
from pipelines.contract.loading import Contract
from pipelines.contract.rules import ERROR
from pipelines.contract.tables import NUMBER_TYPES, Table
from pipelines.process import names

UNKNOWN, MISSING = "STR-004", "STR-005"
UNKNOWN_TO_PROFILE, MISSING_TO_PROFILE = "MAP-002", "MAP-003"
WIDE = "STR-021"
FEWEST = 2
"""So many columns of figures make a table wide."""
SHOWN = 6
SHORT_LIST = 60
"""In longer lists a small word may be a code by chance, as of a country."""
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")


def of_one_cause(reading: Reading, layout: Layout, contract: Contract, table: Table) -> list[Finding]:
    """The findings of a reading, with one for each cause."""
    if wide := _wide(reading, layout, contract, table):
        return [wide, *(f for f in reading.findings if f.rule not in (UNKNOWN, MISSING))]
    return _renamed(_asked_once(reading.findings))


def _asked_once(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Without the question about a title that says the unit which the name of the column says too."""
    if not any(finding.context.get("hint") == WITH_SCALE for finding in findings):
        return findings
    return [f for f in findings if (f.rule, f.context.get("kind")) != (ASKS, "unit")]


def _wide(reading: Reading, layout: Layout, contract: Contract, table: Table) -> Finding | None:
    """That the names of columns of figures are years or codes, where no column of the table holds figures."""
    unknown = [finding for finding in reading.findings if finding.rule == UNKNOWN and finding.value]
    if len(unknown) < FEWEST:
        return None
    columns = _of_years(unknown) or _of_codes(unknown, contract, table)
    among = {name_key(finding.value or "") for finding in columns}
    figures = {column.name for column in table.columns if column.type in NUMBER_TYPES}
    others = [name for name in reading.header if name_key(name) not in among]
    if not columns or figures & {layout.name_of(name) for name in others}:
        return None
    said = [names.by_letter(finding.letter, names.printable(finding.value or "")) for finding in columns]
    shown = said if len(said) <= SHOWN else [*said[: SHOWN - 2], "…", said[-1]]
    context = {"names": tuple(shown), "columns_in_all": len(said), "table": table.name}
    return Finding(WIDE, ERROR, lines=columns[0].lines, count=1, context=context)


def _of_years(unknown: Sequence[Finding]) -> list[Finding]:
    """Those of the columns in whose name one year stands, where these are several: 2018, Victims 2019."""
    found = [(finding, _YEAR.findall(finding.value or "")) for finding in unknown]
    of_one = [(finding, years[0]) for finding, years in found if len(years) == 1]
    return [finding for finding, _year in of_one] if len({year for _, year in of_one}) >= FEWEST else []


def _of_codes(unknown: Sequence[Finding], contract: Contract, table: Table) -> list[Finding]:
    """Those of the columns whose names are codes, or words for them, of the list that has most of them."""
    lists = dict.fromkeys(column.code_list for column in table.columns if column.code_list)
    return max((_named_in(code_list, unknown, contract) for code_list in lists), key=len, default=[])


def _named_in(code_list: str, unknown: Sequence[Finding], contract: Contract) -> list[Finding]:
    codes = contract.code_list(code_list)
    found = [(finding, _code_in(finding.value or "", codes, contract)) for finding in unknown]
    named = [(finding, code) for finding, code in found if code]
    return [finding for finding, _code in named] if len({code for _, code in named}) >= FEWEST else []


def _code_in(name: str, codes: CodeList, contract: Contract) -> str:
    """The code that a column's name is, or the only one among its words: Female victims; empty where none."""
    if (code := certain_code(name, codes, contract)) or len(codes.codes) > SHORT_LIST:
        return code
    among = {code for word in re.findall(r"\w+", name) if (code := certain_code(word, codes, contract))}
    return among.pop() if len(among) == 1 else ""


def _renamed(findings: Sequence[Finding]) -> list[Finding]:
    """With one finding for a column that a profile does not know and the only one that it misses."""
    unknown = [finding for finding in findings if finding.rule == UNKNOWN_TO_PROFILE]
    missing = [finding for finding in findings if finding.rule == MISSING_TO_PROFILE]
    if len(unknown) != 1 or len(missing) != 1 or unknown[0].suggestion:
        return [*findings]
    says = {"name": missing[0].value}
    one = replace(unknown[0], context=unknown[0].context | {"hint": "renamed", "says": says})
    return [one if finding is unknown[0] else finding for finding in findings if finding is not missing[0]]

"""The sender's own headers in findings: what stands over a column in the file, beside the contract's name.

What does not belong here: reading headers (`collect.reading.headers`), and sentences (`wording`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.collect.mapping.map import Mapping
from pipelines.contract.findings import Finding, position_of

TELLING_APART = "columns"
"""What a finding's context calls the columns that tell rows apart."""


def with_headers(findings: Iterable[Finding], header: tuple[str, ...], mapping: Mapping) -> list[Finding]:
    """The findings with the names that stand in the file's `header`."""
    names = [" ".join(name.split()) for name in header]
    return [_with_header(finding, names, mapping) for finding in findings]


def _with_header(finding: Finding, header: list[str], mapping: Mapping) -> Finding:
    own = _name_at(position_of(finding.letter), header) if finding.letter else ""
    context = finding.context
    if TELLING_APART in context:
        names = [(_own_name(name, header, mapping), name) for name in context[TELLING_APART]]
        context = context | {TELLING_APART: names}
    return replace(finding, header=own, context=context)


def _own_name(column: str, header: list[str], mapping: Mapping) -> str:
    return _name_at(mapping.positions.get(column, -1), header)


def _name_at(position: int, header: list[str]) -> str:
    """The header there; empty where there is none."""
    return header[position] if 0 <= position < len(header) else ""

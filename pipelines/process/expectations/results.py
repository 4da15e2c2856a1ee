"""What a check of the second reading leaves behind: counts, never a value."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.contract.rules import Severity


@dataclass(frozen=True)
class CheckResult:
    """One rule or invariant over one table.

    `name` is unlike any other and made of letters, digits and `_`. `evaluated` and `failed` count rows
    (areas, where areas are judged); `failed` is what the data break, not what tipor does wrong.
    """

    name: str
    table: str
    rule: str
    passed: bool
    evaluated: int
    failed: int
    severity: Severity


def check_name(table: str, rule: str) -> str:
    """The name of the check of a rule over a table."""
    return f"{table}_{rule.replace('-', '_').lower()}"

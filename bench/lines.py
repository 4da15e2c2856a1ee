"""The lines of the bench's table: what was measured, what is demanded, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measurement. `holds` is None where nothing is demanded, or it was not possible."""

    what: str
    measured: str
    demanded: str = ""
    holds: bool | None = None


def at_most(what: str, value: float, limit: float, unit: str) -> Line:
    """A measurement that may be at most `limit`."""
    return Line(what, f"{value:.2f} {unit}", f"at most {limit:g} {unit}", value <= limit)


def at_least(what: str, value: float, limit: float, unit: str) -> Line:
    """A measurement that must be at least `limit`."""
    return Line(what, f"{value:.2f} {unit}", f"at least {limit:g} {unit}", value >= limit)


def skipped(what: str, reason: str) -> Line:
    """A measurement that could not be made here."""
    return Line(what, f"not measured: {reason}")


def table(lines: Iterable[Line]) -> str:
    """The lines as text, one under the other."""
    marks = {True: "holds", False: "FAILS", None: ""}
    rows = [
        ("what", "measured", "demanded", ""),
        *((x.what, x.measured, x.demanded, marks[x.holds]) for x in lines),
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, (*widths, 0), strict=True)).rstrip()
        for row in rows
    )

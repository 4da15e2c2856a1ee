"""One file, read and judged against the contract: what `tipor check` shows and `tipor submit` decides on.

Needs nothing but the contract: no store, no history. What does not belong here: writing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.collect.database import open_memory
from pipelines.collect.layouts import Layout
from pipelines.collect.mapping import Mapping, map_columns
from pipelines.collect.reading import Note, Reading, read
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.findings import SHOWN_LINES, Finding
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.reporters import Reporter
from pipelines.contract.rules import ERROR, WARNING
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.judging import judge
from pipelines.process.predicates import Setting
from pipelines.process.values import make_values, rate_units

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACCEPTED, WITH_WARNINGS, HELD = "accepted", "accepted_with_warnings", "held"


@dataclass(frozen=True)
class Request:
    """What is to be checked as what: the table, who sends it, and by which profile."""

    table: Table
    reporter: str
    profile: Profile | None

    @classmethod
    def make(cls, contract: Contract, table: str, reporter: str, profile: str = "") -> Request:
        """Look the names up. Raises TiporError (wrong usage) where one is not known or they do not fit together."""
        found = contract.profile(profile) if profile else None
        if found and found.table != table:
            raise TiporError(
                _("The profile %(profile)s is for the table %(table)s.")
                % {"profile": profile, "table": found.table},
                _("Give --table %(table)s, or another profile.") % {"table": found.table},
                exit_code=WRONG_USAGE,
            )
        if reporter:
            contract.reporter(reporter)
        return cls(contract.table(table), reporter, found)


@dataclass
class Check:
    """A file's reading, findings and verdict."""

    verdict: str
    reading: Reading
    findings: tuple[Finding, ...]
    mapping: Mapping = field(default_factory=Mapping)

    @property
    def is_accepted(self) -> bool:
        """Whether the submission may change a number."""
        return self.verdict != HELD

    @property
    def is_readable(self) -> bool:
        """Whether the file could be read as a table at all, with or without faults."""
        return bool(self.reading.delimiter)

    @property
    def notes(self) -> list[Note]:
        """Everything that was done to read the file."""
        left_out = self.mapping.left_out
        message = "%(count)d rows were left out by the profile's filter."
        return [*self.reading.notes, *([Note(message, {"count": left_out})] if left_out else [])]


def check(
    content: bytes,
    *,
    contract: Contract,
    table: str,
    reporter: str = "",
    profile: str = "",
    shown_lines: int = SHOWN_LINES,
) -> Check:
    """Read and judge the bytes of a file. Faults are findings; only wrong names raise (TiporError)."""
    with checked(content, contract, Request.make(contract, table, reporter, profile), shown_lines) as (
        result,
        _connection,
    ):
        return result


@contextmanager
def checked(
    content: bytes, contract: Contract, request: Request, shown_lines: int = SHOWN_LINES
) -> Iterator[tuple[Check, DuckDBPyConnection]]:
    """As `check`, with the database open: `mapped` and `reported_values` stand in it where the file is a table."""
    layout = Layout.of_profile(request.profile) if request.profile else Layout.of_table(request.table)
    with open_memory() as connection:
        reading = read(content, layout, contract)
        findings, mapping = list(reading.findings), Mapping()
        if reading.is_table:
            reading.load(connection)
            mapping = map_columns(connection, reading.columns, request.table, request.profile, contract)
            zeros = request.profile.parsing.zeros_are_published if request.profile else False
            make_values(connection, request.table, rate_units(contract), zeros)
            setting = Setting(contract, request.table, _reporter(contract, request), today())
            findings += mapping.findings + judge(connection, setting, mapping, shown_lines)
        ordered = tuple(sorted(findings, key=_order(mapping)))
        yield Check(verdict(ordered), reading, ordered, mapping), connection


def verdict(findings: tuple[Finding, ...]) -> str:
    """Held where there is an error, accepted with warnings where there is a warning, else accepted."""
    severities = {finding.severity for finding in findings}
    return HELD if ERROR in severities else WITH_WARNINGS if WARNING in severities else ACCEPTED


def today() -> date:
    """The day of the check, in UTC."""
    return datetime.now(UTC).date()


def _reporter(contract: Contract, request: Request) -> Reporter | None:
    return contract.reporter(request.reporter) if request.reporter else None


def _order(mapping: Mapping) -> Callable[[Finding], tuple[object, ...]]:
    """Errors first, then by kind, by the place of the column, by the first line."""
    severities = {ERROR: 0, WARNING: 1}
    families = {"STR": 0, "MAP": 1, "COL": 2}

    def key(finding: Finding) -> tuple[object, ...]:
        place = mapping.positions.get(finding.column, -1)
        first = finding.lines[0] if finding.lines else 0
        return (
            severities.get(finding.severity, 2),
            families.get(finding.rule[:3], 3),
            place,
            finding.rule,
            first,
        )

    return key

"""One file, read and judged against the contract: what `tipor check` shows and `tipor submit` decides on.

Needs nothing but the contract: no store, no history. What does not belong here: writing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.collect.database import open_scratch
from pipelines.collect.mapping.map import Mapping, map_columns
from pipelines.collect.mapping.metadata import PublishedMetadata, judge_metadata, metadata_notes
from pipelines.collect.personal_data import personal_columns
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.layouts import Layout, name_key
from pipelines.collect.reading.read import Note, Reading, Wishes, read
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.findings import SHOWN_LINES, Finding
from pipelines.contract.labels import labels_of
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.reporters import Reporter
from pipelines.contract.rules import ERROR, WARNING
from pipelines.contract.tables import Table
from pipelines.contract.text import N_, _
from pipelines.process.editions import Edition
from pipelines.process.examples import example_left_in
from pipelines.process.gaps import Gaps
from pipelines.process.history import unlike_other_years, what_disappears
from pipelines.process.judging import judge
from pipelines.process.predicates import Setting
from pipelines.process.remarks import remarks
from pipelines.process.shift import Sender, Shift, is_behind, make_before_and_after, shift
from pipelines.process.values import make_values, rate_units

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_COMPARED = N_(
    "What was sealed of this source since the last run is not compared with this file. Run `tipor run` first."
)
ACCEPTED, WITH_WARNINGS, HELD = "accepted", "accepted_with_warnings", "held"


@dataclass(frozen=True)
class Request:
    """What is to be checked as what: the table, who sends it, the profile, the publisher's metadata."""

    table: Table
    reporter: str
    profile: Profile | None
    metadata: PublishedMetadata | None = None
    wishes: Wishes = field(default_factory=Wishes)

    @classmethod
    def make(
        cls,
        contract: Contract,
        table: str,
        reporter: str,
        profile: str = "",
        metadata: PublishedMetadata | None = None,
        wishes: Wishes | None = None,
    ) -> Request:
        """Look the names up. Raises TiporError (wrong usage) where one is not known or they do not fit."""
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
        return cls(contract.table(table), reporter, found, metadata, wishes or Wishes())


@dataclass(frozen=True)
class Before:
    """The edition a file is compared with: which source, known since when, whether as all there is."""

    edition: Edition
    source: str
    known_since: str = ""
    is_complete: bool = False


@dataclass
class Check:
    """A file's reading, findings and verdict."""

    verdict: str
    reading: Reading
    findings: tuple[Finding, ...]
    mapping: Mapping = field(default_factory=Mapping)
    shift: Shift | None = None
    is_refused: bool = False
    """Whether it must not be stored at all, for it has columns with data about persons."""

    @property
    def is_accepted(self) -> bool:
        """Whether the submission may change a number."""
        return self.verdict != HELD

    @property
    def is_readable(self) -> bool:
        """Whether the file could be read as a table at all, with or without faults."""
        return bool(self.reading.delimiter or self.reading.header)

    @property
    def asks(self) -> bool:
        """Whether nothing stands against it but questions of how to read it, which its sender can answer."""
        errors = {finding.rule for finding in self.findings if finding.severity == ERROR}
        return errors == {ASKS}

    @property
    def notes(self) -> list[Note]:
        """Everything that was done to read and map the file."""
        return [*self.reading.notes, *self.mapping.notes]


def check(
    content: bytes,
    *,
    contract: Contract,
    table: str,
    reporter: str = "",
    profile: str = "",
    shown_lines: int = SHOWN_LINES,
    metadata: PublishedMetadata | None = None,
) -> Check:
    """Read and judge the bytes of a file. Faults are findings; only wrong names raise (TiporError)."""
    request = Request.make(contract, table, reporter, profile, metadata)
    with checked(content, contract, request, shown_lines) as (result, _connection):
        return result


@contextmanager
def checked(
    content: bytes,
    contract: Contract,
    request: Request,
    shown_lines: int = SHOWN_LINES,
    before: Before | None = None,
) -> Iterator[tuple[Check, DuckDBPyConnection]]:
    """As `check`, with the database open: with `mapped` and `reported_values` of a file that is a table."""
    layout = layout_of(request)
    with open_scratch() as connection:
        wishes = request.wishes
        sheet = wishes.sheet or (request.profile.sheet if request.profile else "")
        reading = read(
            content,
            layout,
            contract,
            language=wishes.language,
            encoding=wishes.encoding,
            delimiter=wishes.delimiter,
            sheet=sheet,
        )
        del content  # a large file need not be held while the database holds its rows
        reading.notes += metadata_notes(request.profile, request.metadata)
        findings = judge_metadata(request.profile, request.metadata) + reading.findings
        mapping = Mapping()
        if refused := personal_columns(reading, contract, _known_columns(request, layout)):
            reading, findings = _without_content(reading), refused
        if reading.can_be_judged:
            columns = reading.judged_columns
            reading.load(connection)
            if request.profile is None:
                findings = findings + example_left_in(connection, request.table, columns, shown_lines)
            mapping = map_columns(connection, columns, request.table, request.profile, contract)
            zeros = request.profile.parsing.zeros_are_published if request.profile else False
            make_values(connection, request.table, rate_units(contract), zeros)
            setting = Setting(contract, request.table, _reporter(contract, request), today())
            gaps = Gaps() if request.profile else Gaps.of(request.table, columns)
            findings += mapping.findings + judge(connection, setting, mapping, shown_lines, gaps)
            mapping.notes += remarks(connection, request.table, gaps.absent) + gaps.notes()
        moved = None
        if reading.is_table and verdict(tuple(findings)) != HELD:
            moved, unlike = _compare(connection, request, mapping, before, shown_lines)
            findings += unlike
            mapping.notes += _not_compared(request, before)
        ordered = tuple(sorted(findings, key=_order(mapping)))
        yield Check(verdict(ordered), reading, ordered, mapping, moved, bool(refused)), connection


def _compare(
    connection: DuckDBPyConnection,
    request: Request,
    mapping: Mapping,
    before: Before | None,
    shown_lines: int,
) -> tuple[Shift | None, list[Finding]]:
    """The shift from what stood before, and what is unlike it or unlike the other years of the file."""
    table, is_complete = request.table, before is not None and before.is_complete
    edition = before.edition if before else None
    stood = make_before_and_after(connection, table, edition, _sender(request, before))
    unlike = unlike_other_years(connection, table, mapping, shown_lines)
    if not stood:
        return None, unlike
    gone = what_disappears(connection, table, mapping, is_complete=is_complete)
    return shift(connection, table, is_complete=is_complete), gone + unlike


def _not_compared(request: Request, before: Before | None) -> list[Note]:
    """A note where figures were sealed since the last run, for they are not among what stood then."""
    if before is None:
        return []
    is_late = is_behind(before.edition, request.table, _sender(request, before))
    return [Note(NOT_COMPARED, {}, "not_compared")] if is_late else []


def _sender(request: Request, before: Before | None) -> Sender:
    if before is None:
        return Sender(request.reporter, "", "")
    return Sender(request.reporter, before.source, before.known_since)


def layout_of(request: Request) -> Layout:
    """The names that the file's header is compared with."""
    if request.profile:
        return Layout.of_profile(request.profile)
    return Layout.of_table(request.table, labels_of(request.table))


def verdict(findings: tuple[Finding, ...]) -> str:
    """Held where there is an error, accepted with warnings where there is a warning, else accepted."""
    severities = {finding.severity for finding in findings}
    return HELD if ERROR in severities else WITH_WARNINGS if WARNING in severities else ACCEPTED


def _known_columns(request: Request, layout: Layout) -> frozenset[str]:
    """The columns that the contract or the profile knows, by key: they are what these say."""
    if request.profile is None:
        names = {*layout.known, *layout.labels}
    else:
        profile = request.profile
        names = {*profile.columns, *profile.value_columns, *profile.other_names}
    return frozenset(name_key(name) for name in names)


def _without_content(reading: Reading) -> Reading:
    """How a file was read, without anything that stands in it."""
    return Reading(encoding=reading.encoding, delimiter=reading.delimiter, row_count=reading.row_count)


def today() -> date:
    """The day of the check, in UTC."""
    return datetime.now(UTC).date()


def _reporter(contract: Contract, request: Request) -> Reporter | None:
    return contract.reporter(request.reporter) if request.reporter else None


def _order(mapping: Mapping) -> Callable[[Finding], tuple[object, ...]]:
    """Errors first, then by kind, by the place of the column, by the first line."""
    severities: dict[str, int] = {ERROR: 0, WARNING: 1}
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

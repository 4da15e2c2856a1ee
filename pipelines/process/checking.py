"""One file, read and judged against the contract: what `tipor check` shows and `tipor submit` decides on.

Needs nothing but the contract: no store, no history. What does not belong here: what is asked for
(`request`), what comes of it (`verdicts`), and writing anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from pipelines.collect.database import open_scratch
from pipelines.collect.mapping.map import Mapping, map_columns
from pipelines.collect.mapping.metadata import GAINSAID, PublishedMetadata, judge_metadata, metadata_notes
from pipelines.collect.personal_cells import personal_cells
from pipelines.collect.personal_data import personal_columns
from pipelines.collect.reading.faults import ASKS
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.read import Reading, read
from pipelines.contract.findings import SHOWN_LINES, Finding
from pipelines.contract.loading import Contract
from pipelines.contract.reporters import Reporter
from pipelines.process.comparing import Before, compare, not_compared
from pipelines.process.examples import example_left_in
from pipelines.process.gaps import Gaps, not_judged
from pipelines.process.header_causes import of_one_cause
from pipelines.process.headers import with_headers
from pipelines.process.judging import judge
from pipelines.process.no_rows import take_out
from pipelines.process.number_marks import ambiguous_numbers, not_said_by
from pipelines.process.predicates import Setting
from pipelines.process.remarks import remarks
from pipelines.process.request import Request, known_columns, layout_of
from pipelines.process.values import make_values, rate_units
from pipelines.process.verdicts import Check, order_of, verdict

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


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
        reading = _read(content, layout, contract, request)
        del content  # a large file need not be held while the database holds its rows
        personal = personal_columns(reading, contract, known_columns(request, layout))
        if personal or (personal := personal_cells(reading, layout, contract)):
            yield _refused(reading, personal), connection
            return
        findings, mapping = _judge(connection, contract, request, reading, shown_lines)
        result = _concluded(reading, findings, mapping)
        if reading.is_table and result.is_accepted:
            moved, unlike = compare(connection, request, mapping, before, shown_lines)
            result = _concluded(reading, findings + unlike, mapping)
            result.shift, result.for_now = moved, not_compared(request, before)
        yield result, connection


def _read(content: bytes, layout: Layout, contract: Contract, request: Request) -> Reading:
    """Read the bytes as the sender wished and the profile says."""
    wishes, profile = request.wishes, request.profile
    reading = read(
        content,
        layout,
        contract,
        language=wishes.language or _usual_language(contract, request),
        encoding=wishes.encoding,
        delimiter=wishes.delimiter,
        sheet=wishes.sheet or (profile.sheet if profile else ""),
    )
    reading.notes += metadata_notes(profile, request.metadata)
    return reading


def _usual_language(contract: Contract, request: Request) -> str:
    """The language the reporter usually writes; English says nothing of letters outside ASCII."""
    reporter = _reporter(contract, request)
    return reporter.language if reporter and reporter.language != "en" else ""


def _refused(reading: Reading, personal: list[Finding]) -> Check:
    """The check of a file with data about persons: how it was read, without anything that stands in it."""
    bare = Reading(encoding=reading.encoding, delimiter=reading.delimiter, row_count=reading.row_count)
    result = _concluded(bare, personal, Mapping())
    result.is_refused = True
    return result


def _concluded(reading: Reading, findings: list[Finding], mapping: Mapping) -> Check:
    """The findings in their order, with the headers of the file, and the verdict on them."""
    ordered = tuple(sorted(with_headers(findings, reading.header, mapping), key=order_of(mapping)))
    return Check(verdict(ordered), reading, ordered, mapping)


def _judge(
    connection: DuckDBPyConnection, contract: Contract, request: Request, reading: Reading, shown_lines: int
) -> tuple[list[Finding], Mapping]:
    """What is found in header, cells and rows, in one pass, and what the columns were mapped to."""
    findings = judge_metadata(request.profile, request.metadata)
    layout = layout_of(request)
    findings += of_one_cause(reading, layout, contract, request.table)
    if not reading.can_be_judged:
        is_asked = any(finding.rule == ASKS for finding in findings)
        return findings, Mapping(notes=not_judged(reading, is_asked=is_asked))
    columns = reading.judged_columns
    reading.load(connection)
    if request.profile is None:
        findings += example_left_in(connection, request.table, columns, shown_lines)
        findings += take_out(
            connection, contract, request.table, layout, columns, reading.header, shown_lines
        )
    is_gainsaid = any(finding.rule == GAINSAID for finding in findings)
    mapping = _map(connection, columns, contract, request, is_gainsaid=is_gainsaid)
    asked = _ask_about_numbers(connection, contract, request, columns, reading.delimiter)
    judged = mapping.findings + _judge_rows(connection, contract, request, mapping, shown_lines)
    return findings + not_said_by(judged, asked) + judged, mapping


def _map(
    connection: DuckDBPyConnection,
    columns: tuple[str, ...],
    contract: Contract,
    request: Request,
    *,
    is_gainsaid: bool,
) -> Mapping:
    """Make `mapped` and `reported_values` from the rows that were read."""
    table, profile = request.table, request.profile
    mapping = map_columns(connection, columns, table, profile, contract, is_gainsaid=is_gainsaid)
    zeros = profile.parsing.zeros_are_published if profile else False
    make_values(connection, table, rate_units(contract), zeros)
    return mapping


def _judge_rows(
    connection: DuckDBPyConnection, contract: Contract, request: Request, mapping: Mapping, shown_lines: int
) -> list[Finding]:
    """What the rules find in `mapped`; what cannot be judged is said in the notes of the mapping."""
    table, gaps = request.table, Gaps.of(request.table, mapping)
    setting = Setting(contract, table, _reporter(contract, request), today())
    mapping.notes += remarks(connection, table, gaps.absent) + gaps.notes()
    return judge(connection, setting, mapping, shown_lines, gaps)


def _ask_about_numbers(
    connection: DuckDBPyConnection,
    contract: Contract,
    request: Request,
    columns: tuple[str, ...],
    delimiter: str,
) -> list[Finding]:
    """Questions about numbers that could be two numbers; a profile says what the marks mean."""
    if request.profile:
        return []
    return ambiguous_numbers(connection, contract, request.table, columns, delimiter)


def today() -> date:
    """The day of the check, in UTC."""
    return datetime.now(UTC).date()


def _reporter(contract: Contract, request: Request) -> Reporter | None:
    return contract.reporter(request.reporter) if request.reporter else None

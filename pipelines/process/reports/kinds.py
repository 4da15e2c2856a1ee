"""Which kinds of report and of marked copy there are, by the ending of the file's name.

What does not belong here: what stands in them, and writing them to disk (the command's).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from pipelines.collect.reading.originals import Original
from pipelines.contract.cldr import listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.tables import Table
from pipelines.contract.text import LANGUAGES, _, speaking
from pipelines.process.reports import listing
from pipelines.process.reports.delimited import csv_report
from pipelines.process.reports.machine import as_json
from pipelines.process.reports.marked import marked_csv, marked_xlsx, marks_of
from pipelines.process.reports.places import Keys
from pipelines.process.reports.workbook import SUBJECT, xlsx_report
from pipelines.process.verdicts import Check

REPORTS, COPIES = (".csv", ".xlsx", ".json"), (".csv", ".xlsx")


def refuse_other_endings(name: str, endings: tuple[str, ...]) -> None:
    """Raise TiporError (wrong usage) where the file's name has none of the endings."""
    if not name.lower().endswith(endings):
        raise TiporError(
            _("%(name)s has an ending that is not known.") % {"name": name},
            _("There are: %(names)s.") % {"names": listed(endings)},
            exit_code=WRONG_USAGE,
        )


def report(name: str, check: Check, contract: Contract, table: Table, keys: Keys) -> bytes:
    """The report in the kind that the file's name asks for."""
    if name.lower().endswith(".json"):
        return (as_json(check, contract, table) + "\n").encode()
    rows = [listing.head(table), *listing.rows(check, contract, table, keys)]
    return xlsx_report(check, rows) if name.lower().endswith(".xlsx") else csv_report(rows)


def marked_copy(
    name: str, records: Iterable[Original], check: Check, contract: Contract, table: Table
) -> bytes:
    """The marked copy in the kind that the file's name asks for; `check` names all lines."""
    marks = marks_of(check, contract, table)
    return (marked_xlsx if name.lower().endswith(".xlsx") else marked_csv)(records, check, marks)


def _heads(table: Table) -> list[bytes]:
    """How a list of findings begins in each language: a report in another one may be replaced too."""
    heads = []
    for language in LANGUAGES:
        with speaking(language):
            heads.append(csv_report([listing.head(table)]))
    return heads


def is_report(content: bytes, table: Table) -> bool:
    """Whether the bytes are those of a report (or of nothing), which a newer one may replace."""
    if not content or content.startswith((b'{\n "verdict": ', *_heads(table))):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return SUBJECT.encode() in archive.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, ValueError):
        return False

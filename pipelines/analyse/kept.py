"""What the last run kept of an analysis, back in the one form of results.

What does not belong here: making an analysis (`analyses`).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pipelines.analyse.analyses import rows_of
from pipelines.analyse.result_tables import FORM
from pipelines.analyse.results import Analysis, Refusal, Result, refused
from pipelines.contract.labels import current_language
from pipelines.contract.text import _
from pipelines.process.editions import Edition, not_made_yet


def kept_results(edition: Edition, analysis: str, table: str) -> Analysis:
    """The rows of a table of results, its keys as details. Raises TiporError where it is damaged.

    The hash is that of the submissions of the edition. Refused where no run has made the table, or it
    is empty.
    """
    if not edition.analysis(table).is_file():
        return refused(analysis, Refusal("NOT_MADE", not_made_yet().remedy))
    results = tuple(_result(row) for row in rows_of(edition, table))
    record = _record(edition)
    sha256 = _hash_of_submissions(record)
    if not results:
        nothing = _("Nothing in the store, of what is public, is about this.")
        return refused(analysis, Refusal("NO_DATA", nothing), sha256)
    return Analysis(analysis, results, None, sha256, _of_another_language(record))


def _result(row: dict[str, Any]) -> Result:
    details = {name: cell for name, cell in row.items() if name not in FORM and name != "details"}
    if row.get("details"):
        details |= json.loads(row["details"])
    is_refused = row["refusal"] is not None
    years = None if row["first_year"] is None else (row["first_year"], row["last_year"])
    return Result(
        what=row["what"],
        method=row["method"],
        estimate=row["estimate"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        areas=row["areas"],
        years=years,
        note=row["note"] or "",
        refusal=Refusal(row["refusal"], row["refusal_text"] or "") if is_refused else None,
        details={name: _plain(cell) for name, cell in details.items()},
    )


def _plain(cell: Any) -> Any:
    """A day as text: results are written as JSON."""
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _record(edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = (
        json.loads(edition.record.read_text(encoding="utf-8")) if edition.record.is_file() else {}
    )
    return found


def _of_another_language(record: dict[str, Any]) -> str:
    """That the sentences were made in another language than the reader's; empty where they were not."""
    written = record.get("language", current_language())
    if written == current_language():
        return ""
    said = {"made": written, "command": f"tipor --lang {current_language()} run"}
    return (
        _("The sentences are in the language of the last run (%(made)s); `%(command)s` writes them anew.")
        % said
    )


def _hash_of_submissions(record: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(record.get("submissions", {}), sort_keys=True).encode()).hexdigest()

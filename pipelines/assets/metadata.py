"""What Dagster shows of a table or a submission: counts and small tables, only of what is already public.

Metadata is kept in Dagster's event log, outside `data/`. So until disclosure control exists, a submission
that is not public shows two words, and its rows enter no count here. Charts have their own (`previews`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.analyse.analyses import rows_of
from pipelines.assets.sketches import sketch
from pipelines.collect.database import literal, open_memory
from pipelines.collect.submissions import Submission
from pipelines.contract.tables import Table
from pipelines.contract.text import _
from pipelines.process.editions import Edition
from pipelines.process.rows import Judgement
from pipelines.process.typed import typed_columns

SHOWN_ROWS = 40
ROW_COUNT, COLUMN_SCHEMA = "dagster/row_count", "dagster/column_schema"
"""The names under which the UI shows them in a place of their own."""
Metadata = dict[str, Any]


def judgement_metadata(submission: Submission, judgement: Judgement) -> Metadata:
    """Verdict, number of rows, and findings with rule, column and count, of a submission that is public."""
    if not submission.receipt["is_already_public"]:
        return {"clearance": _("not cleared")}
    found: Metadata = {"verdict": judgement.verdict, "rows": judgement.row_count}
    if judgement.findings:
        names = ("rule", "severity", "column", "count")
        found["findings"] = as_table([{name: f[name] for name in names} for f in judgement.findings])
    return found


def table_metadata(edition: Edition, name: str) -> Metadata:
    """The number of rows of a curated table that come from public submissions, and where it lies."""
    path, known = (literal(str(edition.table(n))) for n in (name, "submissions"))
    public = f"SELECT submission FROM read_parquet({known}) WHERE is_already_public"
    with open_memory() as connection:
        found = connection.execute(
            f"SELECT count(*) FROM read_parquet({path}) SEMI JOIN ({public}) USING (submission)"
        ).fetchone()
    return {"row_count_public": int(found[0]) if found else 0, **place(edition, edition.table(name))}


def analysis_metadata(edition: Edition, name: str) -> Metadata:
    """The rows of an analysis by source, a small chart, the first rows; nothing of what is not cleared."""
    rows = public_rows(edition, name)
    sources = Counter(row["source"] for row in rows if "source" in row)
    shown = [_shown(row) for row in rows[:SHOWN_ROWS]]
    found: Metadata = {ROW_COUNT: len(rows), **place(edition, edition.analysis(name))}
    if sources:
        found["rows_by_source"] = dict(sources)
    if chart := sketch(name, rows):
        found["chart"] = dg.MetadataValue.md(chart)
    if shown:
        found["first_rows"] = as_table(shown)
    return found


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without its lists (lines of submissions) and without counts of what is not cleared."""
    kept = (key for key, cell in row.items() if not isinstance(cell, list))
    return {key: row[key] for key in kept if not key.startswith("not_cleared")}


def public_rows(edition: Edition, name: str) -> list[dict[str, Any]]:
    """The rows of an analysis that may leave `data/`: no cell that is not cleared, no signal on one.

    Signals read every row; all other analyses only what is already public.
    """
    rows = [row for row in rows_of(edition, name) if row.get("state") != "not_cleared"]
    rows = [row for row in rows if row.get("is_public", True)]
    if not rows or "signal" not in rows[0]:
        return rows
    public = {row["signal"] for row in rows_of(edition, "signals") if row["is_public"]}
    return [row for row in rows if row["signal"] in public]


def place(edition: Edition, path: Path) -> Metadata:
    """Which edition it belongs to, and where the file lies."""
    return {
        "edition": edition.as_of.isoformat() if edition.as_of else _("current"),
        "path": dg.MetadataValue.path(path),
    }


def as_table(rows: Iterable[Mapping[str, Any]]) -> dg.TableMetadataValue:
    """Rows as a table in the UI. There must be one."""
    records = [dg.TableRecord({key: _cell(cell) for key, cell in row.items()}) for row in rows]
    return dg.MetadataValue.table(records, dg.TableSchema([dg.TableColumn(name) for name in records[0].data]))


def column_schema(table: Table) -> Metadata:
    """The columns of a curated table with their types and descriptions, from the contract."""
    words = {column.name: column.description for column in table.columns}
    columns = [dg.TableColumn(name, kind, words.get(name)) for name, kind in typed_columns(table).items()]
    return {COLUMN_SCHEMA: dg.TableSchema(columns)}


def _cell(cell: Any) -> str | int | float | bool | None:
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)

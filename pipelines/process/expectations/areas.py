"""Which reporting areas stand in a curated table, and whether one is gone that nobody took back.

An area may go by a withdrawal, or by a complete submission that no longer contains it. What does not
belong here: which areas are silent (coverage).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.collect.database import literal, open_memory
from pipelines.contract.tables import Table
from pipelines.process.editions import Edition, damaged, write_json
from pipelines.process.judgements import Judged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Area = tuple[str, str, str]
"""Reporter, source, ref_area."""
STANDS, TAKEN_BACK, LOST = "stands", "taken back", "lost"


def areas_of(path: Path) -> set[Area]:
    """The areas with a row that stands in a curated table; none where there is no file yet.

    To be asked before the file is replaced. Raises TiporError where it is damaged.
    """
    if not path.is_file():
        return set()
    source = f"read_parquet({literal(str(path))})"
    query = f"SELECT DISTINCT reporter, source, ref_area FROM {source} WHERE known_to IS NULL"
    with open_memory() as connection:
        try:
            return set(connection.execute(query).fetchall())
        except Exception as error:
            raise damaged(path.parent) from error


def known_areas(edition: Edition) -> dict[str, set[Area]]:
    """The areas of the last edition by table, those among them that were lost since and never found."""
    try:
        kept = json.loads(edition.areas.read_bytes())
        return {name: {(area[0], area[1], area[2]) for area in areas} for name, areas in kept.items()}
    except (OSError, ValueError, AttributeError, IndexError, TypeError):
        return {}  # the first run, or one after data/curated was removed


def keep_areas(edition: Edition, sound: Collection[str], before: Mapping[str, Collection[Area]]) -> None:
    """Keep the areas of the tables that lost none; of the others those before: the loss is said again."""
    kept = {name: sorted(areas) for name, areas in before.items()}
    kept |= {name: sorted(areas_of(edition.table(name))) for name in sound}
    write_json(edition.areas, kept)


def fates(
    connection: DuckDBPyConnection, table: Table, judged: Judged, before: Collection[Area]
) -> list[str]:
    """What became of each area that stood before: it stands in `curated`, was taken back, or is lost."""
    rows = connection.execute(
        "WITH ended AS (SELECT *, coalesce(known_to, 'infinity'::TIMESTAMP) AS until FROM curated) "
        "SELECT reporter, source, ref_area, arg_max(submission, until), "
        "nullif(max(until), 'infinity'::TIMESTAMP) FROM ended GROUP BY ALL"
    ).fetchall()
    last: dict[Area, tuple[str, datetime | None]] = {tuple(row[:3]): (row[3], row[4]) for row in rows}
    return [_fate(area, last.get(area), table, judged) for area in sorted(before)]


def _fate(area: Area, last: tuple[str, datetime | None] | None, table: Table, judged: Judged) -> str:
    if last is None:
        return LOST
    submission, known_to = last
    if known_to is None:
        return STANDS
    return TAKEN_BACK if known_to in _ends(area, submission, table, judged) else LOST


def _ends(area: Area, submission: str, table: Table, judged: Judged) -> set[datetime]:
    """When the area may have gone: its submission was withdrawn, or a complete one spoke for its source."""
    sent = judged.submissions.get(submission)
    ends = {sent.withdrawn_at} if sent and sent.withdrawn_at else set()
    for other in judged.accepted():
        receipt = other.receipt
        is_same = (receipt["reporter"], receipt["source"], receipt["table"]) == (*area[:2], table.name)
        if is_same and receipt.get("is_complete"):
            ends.add(max(other.known_from, other.received_at) if other.withdrawn_at else other.known_from)
    return {end.replace(tzinfo=None) for end in ends}

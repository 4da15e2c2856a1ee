"""All tables of an edition in one DuckDB file, assembled beside and swapped in whole.

Readers open it read-only, also while a run is writing: they keep the file they opened. Two builds of equal
tables differ in their bytes, so compare tables. What does not belong here: making the tables.
"""

from __future__ import annotations

from pipelines.collect.database import literal, open_file, quoted
from pipelines.process.editions import ANALYSES, TABLES, Edition, replacing


def assemble(edition: Edition) -> list[str]:
    """Write `warehouse.duckdb` from the Parquet files of the edition; the names of its tables."""
    folders = (edition.folder / TABLES, edition.folder / ANALYSES)
    files = [path for folder in folders for path in sorted(folder.glob("*.parquet"))]
    with replacing(edition.warehouse) as beside, open_file(beside, read_only=False) as connection:
        for path in files:
            source = literal(str(path))
            connection.execute(f"CREATE TABLE {quoted(path.stem)} AS FROM read_parquet({source})")
        connection.execute("CHECKPOINT")
    return [path.stem for path in files]

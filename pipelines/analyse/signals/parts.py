"""Which figure is part of which: the relations that families of contained figures read.

`placed`      the standing counts (unit NUMBER), each with a number: cell, all columns of `standing`
`part_pairs`  part, whole (numbers of `placed`), dimension, is_partition: the whole is the same cell with one
              breakdown less, or with the code above ('0 to 8 years' within 'under 18 years');
              `is_partition` where the code list says that such parts make up the whole

What does not belong here: what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipelines.analyse.signals.cells import Evidence
from pipelines.analyse.signals.observations import SERIES, counted_tables
from pipelines.collect.database import records
from pipelines.contract.codes import TOTAL
from pipelines.contract.loading import Contract
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HIERARCHY = {
    "table_name": "VARCHAR",
    "dimension": "VARCHAR",
    "code": "VARCHAR",
    "above": "VARCHAR",
    "is_partition": "BOOLEAN",
}
PLACE = f"{SERIES}, version, time_period, measure, component"


def make_parts(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `placed` and `part_pairs` from `standing`."""
    fill(connection, "hierarchy", HIERARCHY, _hierarchy(contract))
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE placed AS
        SELECT
            row_number() OVER () AS cell,
            list_sort(list_filter(string_split(breakdown, ' '), lambda w: w <> '')) AS words,
            array_to_string(words, ' ') AS breakdown_key,
            standing.*
        FROM standing
        WHERE unit = 'NUMBER'
    """)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE part_pairs AS
        WITH named AS (
            SELECT {PLACE}, cell, words, unnest(words) AS word
            FROM placed
        ),
        lifted AS (
            SELECT
                {PLACE}, cell, dimension, is_partition,
                list_filter(words, lambda w: w <> word) AS rest,
                array_to_string(
                    list_sort(if(above = '{TOTAL}', rest, list_append(rest, dimension || '=' || above))), ' '
                ) AS breakdown_key
            FROM named
            JOIN hierarchy USING (table_name)
            WHERE word = dimension || '=' || code
        )
        SELECT lifted.cell AS part, placed.cell AS whole, dimension, is_partition
        FROM lifted
        JOIN placed USING ({PLACE}, breakdown_key)
    """)


def _hierarchy(contract: Contract) -> Iterable[tuple[str, str, str, str, bool]]:
    """Table, dimension, code, the code above it, whether such codes make that one up."""
    for table in counted_tables(contract):
        for dimension in table.dimensions():
            column = next(column for column in table.columns if column.name == dimension)
            for code in contract.code_list(column.code_list).codes.values():
                if code.code == TOTAL:
                    continue
                is_partition = bool(code.parent) and code.part in ("part", "rest")
                for above in {code.parent or TOTAL, TOTAL}:
                    yield table.name, dimension, code.code, above, is_partition and above == code.parent


def evidence_of(connection: DuckDBPyConnection, cells: Iterable[int], named: Iterable[int]) -> Evidence:
    """The evidence of some cells of `placed`; those of `named` also name their area-year."""
    found, kept = Evidence(), frozenset(named)
    numbers = ", ".join(map(str, sorted({*cells, *kept})))
    for row in records(connection, f"SELECT * FROM placed WHERE cell IN ({numbers or 'NULL'})"):
        found.add(row, is_named=row["cell"] in kept)
    return found

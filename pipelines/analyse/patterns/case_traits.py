"""What each case is said to have, as yes and no: its organs, means, channels, roles and kinds of facility.

What does not belong here: which of them go together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipelines.collect.database import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CASE_ATTRIBUTES = {
    "organ": "organs",
    "means": "means_used",
    "recruitment_channel": "recruitment_channels",
    "role": "offender_roles",
    "facility_type": "facility_types",
}
"""The attributes of a case that may have several values, and their columns."""
NOT_SAID = ("_U", "_X", "_T")


@dataclass(frozen=True)
class Traits:
    """The cases of one source and offence.

    `has` (cases x traits) and `asked` (cases x attributes) are yes or no; `traits` are (attribute, code);
    `areas` (cases) are numbers that tell the reporting areas apart. A case in which an attribute is unknown
    was not asked for it here: what it has cannot be told from what nobody wrote down.
    """

    source: str
    offence: str
    traits: tuple[tuple[str, str], ...]
    has: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    areas: NDArray[np.int64]
    years: tuple[int, int]

    def of(self, attribute: str) -> list[int]:
        """The places of an attribute's traits."""
        return [i for i, (name, _code) in enumerate(self.traits) if name == attribute]

    def was_asked(self, *attributes: str) -> NDArray[np.bool_]:
        """The cases in which all of these are known."""
        places = [list(CASE_ATTRIBUTES).index(attribute) for attribute in attributes]
        return np.asarray(self.asked[:, places].all(axis=1))


def case_traits(connection: DuckDBPyConnection) -> Iterator[Traits]:
    """The traits of every source and offence of `standing_cases`."""
    _make_said(connection)
    series = "SELECT DISTINCT source, offence FROM traits_of_cases ORDER BY ALL"
    for source, offence in connection.execute(series).fetchall():
        yield _traits(connection, source, offence)


def _make_said(connection: DuckDBPyConnection) -> None:
    """Make `traits_of_cases`: the cases, numbered within source and offence, with their areas numbered."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE traits_of_cases AS
        SELECT
            *,
            row_number() OVER series - 1 AS place,
            dense_rank() OVER series AS area
        FROM standing_cases
        WINDOW series AS (PARTITION BY source, offence ORDER BY ref_area)
    """)


def _traits(connection: DuckDBPyConnection, source: str, offence: str) -> Traits:
    where = f"source = {literal(source)} AND offence = {literal(offence)}"
    unknown = ", ".join(map(literal, NOT_SAID))
    asked = ", ".join(
        f"coalesce(len({cell}) > 0 AND NOT list_has_any({cell}, [{unknown}]), FALSE) AS {quoted(name)}"
        for name, cell in ((name, quoted(column)) for name, column in CASE_ATTRIBUTES.items())
    )
    cases = connection.execute(f"""
        SELECT area, year_opened, {asked}
        FROM traits_of_cases
        WHERE {where}
        ORDER BY place
    """).fetchnumpy()
    said = connection.execute(_said(where)).fetchall()
    traits = tuple(sorted({(attribute, code) for _place, attribute, code in said}))
    at = {trait: i for i, trait in enumerate(traits)}
    has = np.zeros((len(cases["area"]), len(traits)), dtype=np.bool_)
    places = [place for place, _attribute, _code in said]
    has[places, [at[attribute, code] for _place, attribute, code in said]] = True
    known = np.stack([np.asarray(cases[name], dtype=np.bool_) for name in CASE_ATTRIBUTES], axis=1)
    areas, years = (np.asarray(cases[name], dtype=np.int64) for name in ("area", "year_opened"))
    return Traits(source, offence, traits, has, known, areas, (int(years.min()), int(years.max())))


def _said(where: str) -> str:
    """SQL: place, attribute and code of everything that the cases say."""
    return " UNION ALL ".join(
        f"""
        SELECT place, {literal(name)} AS attribute, unnest(list_distinct({quoted(column)})) AS code
        FROM traits_of_cases
        WHERE {where} AND NOT list_has_any({quoted(column)}, [{", ".join(map(literal, NOT_SAID))}])
        """
        for name, column in CASE_ATTRIBUTES.items()
    )

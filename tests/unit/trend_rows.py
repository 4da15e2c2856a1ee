"""Evidence with trends, made by the analysis itself from figures whose trend was planted."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines.analyse.trends.store import make_trends
from pipelines.collect.database import open_memory
from pipelines.disseminate.evidence import Evidence, gather
from pipelines.process.filling import fill
from tests.unit.chart_rows import CONTRACT, Figures, tables_of

DAY = date(2020, 8, 1)
AREAS = (
    "ARG", "AUS", "BEL", "BOL", "BRA", "CAN", "EGY", "ESP", "FIN", "FRA", "GBR", "ITA", "JPN", "MEX", "NPL",
)  # fmt: skip
FIGURES = {
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "version": "DATE",
    "ref_area": "VARCHAR",
    "year": "INTEGER",
    "value_low": "DOUBLE",
    "value_high": "DOUBLE",
    "open_signals": "VARCHAR[]",
}
MARKS = {
    "source": "VARCHAR",
    "offence": "VARCHAR",
    "version": "DATE",
    "year": "INTEGER",
    "is_incomplete": "BOOLEAN",
}


def growing(rate: float = 1.1, areas: tuple[str, ...] = AREAS) -> Figures:
    """Every area from its own level by the same rate a year, 2008 to 2017."""
    return {
        (area, 2008 + step): (count, count, "reported")
        for at, area in enumerate(areas)
        for step in range(10)
        for count in [float(round((20 + 3 * at) * rate**step))]
    }


def evidence_of(figures: Figures) -> Evidence:
    """The evidence on one version with these figures, with its trend."""
    tables: dict[str, Any] = tables_of({DAY: figures})
    (evidence,) = gather(tables | trend_tables(figures), CONTRACT.code_list("area"))
    return evidence


def trend_tables(figures: Figures) -> dict[str, list[dict[str, Any]]]:
    """The rows of `trends` and `trend_indices` of these figures."""
    rows = [
        ("SDG_16_2_2", "TIP_OR", DAY, area, year, low, high, [])
        for (area, year), (low, high, _basis) in figures.items()
    ]
    with open_memory() as connection:
        fill(connection, "detected_victims", FIGURES, rows)
        fill(connection, "coverage_summary", MARKS, [])
        make_trends(connection, CONTRACT)
        made = {}
        for name in ("trends", "trend_indices"):
            found = connection.execute(f"FROM {name}")
            names = [column[0] for column in found.description or ()]
            made[name] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return made

"""What each published figure rests on: areas, versions, open signals, intervals, basis; and one sentence.

What does not belong here: whether a figure is right, and coverage by state (`coverage_summary`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipelines.analyse.detected_victims import SEVERAL_REPORTERS
from pipelines.analyse.open_signals import make_open_signals
from pipelines.analyse.sums import COMPONENTS, CONTRADICTED, LOWER_BOUND, REPORTED, SUMMED
from pipelines.contract.loading import Contract
from pipelines.contract.text import N_, _
from pipelines.process.filling import fill

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OVER_AREAS = "over_areas"
FACTS = {
    "area_count": "INTEGER",
    "version_count": "INTEGER",
    "change_count": "INTEGER",
    "open_signal_count": "INTEGER",
    "interval_count": "INTEGER",
    "suppressed_count": "INTEGER",
    "basis": "VARCHAR",
}
"""What the sentence says, in its order."""
BASES = {
    REPORTED: N_("a total as it was reported"),
    SUMMED: N_("a sum over a whole breakdown"),
    LOWER_BOUND: N_("parts only, so that it is at least this"),
    CONTRADICTED: N_("figures that contradict each other, so that it is an interval"),
    COMPONENTS: N_("several figures for the same thing"),
    SEVERAL_REPORTERS: N_("the figures of several reporters, compared and not added"),
    OVER_AREAS: N_("a sum over the areas that reported"),
}


def make_reliability(connection: DuckDBPyConnection, contract: Contract) -> None:
    """Make `reliability`: a row per figure of `detected_victims`, and of its sums (ref_area NULL).

    Columns: source, offence, version, ref_area, year, FACTS, statement. Versions and changes are those up to
    the version of the row. A sum rests on the areas that no open signal holds out. `interval_count` are the
    areas without an exact figure, `suppressed_count` those of them that were suppressed or given as below a
    threshold. What is held out is marked in `detected_victims`; the signals that name a figure are counted
    anew, for those of severity low hold nothing out, and some name what a version has lost.
    """
    make_open_signals(connection)
    _make_area_figures(connection)
    _make_sums(connection)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE figure_facts AS
        FROM area_facts
        UNION ALL BY NAME
        FROM sum_facts
    """)
    _make_statements(connection)
    facts = ", ".join(FACTS)
    connection.execute(f"""
        CREATE OR REPLACE TABLE reliability AS
        SELECT source, offence, version, ref_area, year, {facts}, statement
        FROM figure_facts
        JOIN statements USING ({facts})
        ORDER BY source, offence, version, ref_area NULLS FIRST, year
    """)


def statement(facts: Mapping[str, Any]) -> str:
    """One sentence on what a figure rests on, from the FACTS of its row."""
    text = _(
        "Reporting areas: %(area_count)d; versions: %(version_count)d, of which changed it: "
        "%(change_count)d; open signals that name it: %(open_signal_count)d; areas without an exact figure: "
        "%(interval_count)d, of which suppressed: %(suppressed_count)d; it rests on %(basis)s."
    )
    return text % {**facts, "basis": _(BASES[facts["basis"]])}


def _make_area_figures(connection: DuckDBPyConnection) -> None:
    """Make `area_facts`: the facts of each area-year of each version."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE area_facts AS
        WITH compared AS (
            SELECT
                *,
                lag(version) OVER history IS NOT NULL
                    AND (value_low, value_high)
                        IS DISTINCT FROM (lag(value_low) OVER history, lag(value_high) OVER history)
                    AS is_changed
            FROM detected_victims
            WINDOW history AS (PARTITION BY source, offence, ref_area, year ORDER BY version)
        ),
        signals AS (
            SELECT
                source, offence, version, ref_area, year,
                count(DISTINCT signal) AS open_signal_count
            FROM open_signals
            GROUP BY ALL
        )
        SELECT
            source, offence, version, ref_area, year,
            len(compared.open_signals) > 0 AS is_held_out,
            1::INTEGER AS area_count,
            count(*) OVER history::INTEGER AS version_count,
            count(*) FILTER (is_changed) OVER history::INTEGER AS change_count,
            coalesce(open_signal_count, 0)::INTEGER AS open_signal_count,
            (value_high IS DISTINCT FROM value_low)::INTEGER AS interval_count,
            (value_high IS DISTINCT FROM value_low
                AND coalesce(state IN ('below', 'suppressed'), FALSE))::INTEGER AS suppressed_count,
            basis
        FROM compared
        LEFT JOIN signals USING (source, offence, version, ref_area, year)
        LEFT JOIN coverage USING (source, offence, version, ref_area, year)
        WINDOW history AS (PARTITION BY source, offence, ref_area, year ORDER BY version)
    """)


def _make_sums(connection: DuckDBPyConnection) -> None:
    """Make `sum_facts`: the facts of each year's sum over areas, of each version."""
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE sum_facts AS
        WITH compared AS (
            SELECT
                source, offence, version, year,
                lag(version) OVER history IS NOT NULL
                    AND (value_low, value_high)
                        IS DISTINCT FROM (lag(value_low) OVER history, lag(value_high) OVER history)
                    AS is_changed
            FROM detected_victims_by_year
            WINDOW history AS (PARTITION BY source, offence, year ORDER BY version)
        ),
        over_areas AS (
            SELECT
                source, offence, version, year,
                count(*)::INTEGER AS area_count,
                sum(interval_count)::INTEGER AS interval_count,
                sum(suppressed_count)::INTEGER AS suppressed_count
            FROM area_facts
            WHERE NOT is_held_out
            GROUP BY ALL
        ),
        signals AS (
            SELECT source, offence, version, year, count(DISTINCT signal) AS open_signal_count
            FROM open_signals
            GROUP BY ALL
        )
        SELECT
            source, offence, version, NULL::VARCHAR AS ref_area, year,
            coalesce(area_count, 0)::INTEGER AS area_count,
            count(*) OVER history::INTEGER AS version_count,
            count(*) FILTER (is_changed) OVER history::INTEGER AS change_count,
            coalesce(open_signal_count, 0)::INTEGER AS open_signal_count,
            coalesce(interval_count, 0)::INTEGER AS interval_count,
            coalesce(suppressed_count, 0)::INTEGER AS suppressed_count,
            '{OVER_AREAS}' AS basis
        FROM compared
        LEFT JOIN over_areas USING (source, offence, version, year)
        LEFT JOIN signals USING (source, offence, version, year)
        WINDOW history AS (PARTITION BY source, offence, year ORDER BY version)
    """)


def _make_statements(connection: DuckDBPyConnection) -> None:
    """Make `statements`: the sentence of each distinct combination of facts."""
    found = connection.execute(f"SELECT DISTINCT {', '.join(FACTS)} FROM figure_facts").fetchall()
    rows = [(*facts, statement(dict(zip(FACTS, facts, strict=True)))) for facts in found]
    fill(connection, "statements", FACTS | {"statement": "VARCHAR"}, rows)

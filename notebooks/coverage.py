# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Coverage: who reported, and what each figure rests on
# Before any figure: which areas said something, of which years, and how late. Reads the warehouse of the last
# run and changes nothing. Run `make run` first. "No figure" is not zero.

# %%
import tempfile
from pathlib import Path

import duckdb
from IPython.display import Image, display

from pipelines.disseminate import coverage_chart
from pipelines.disseminate.drawing import drawable
from pipelines.disseminate.evidence import gather
from pipelines.process.editions import Edition
from pipelines.running import EVIDENCE
from pipelines.settings import open_contract, open_store

edition, contract = Edition(open_store()), open_contract()
warehouse = duckdb.connect(str(edition.warehouse), read_only=True)
OFFENCE = "TIP_OR"

# %% [markdown]
# ## Each year of the newest version
# `panel_share` is the share of the areas of the year before that have reported this year too. While it is low
# the year is marked `is_incomplete` and stays out of trends.

# %%
warehouse.sql(f"""
    SELECT source, year, area_count, zero_count, round(100 * state_share, 1) AS states_per_cent,
        round(100 * population_share, 1) AS population_per_cent, round(panel_share, 2) AS panel_share,
        is_incomplete
    FROM coverage_summary
    WHERE offence = '{OFFENCE}'
    QUALIFY version = max(version) OVER (PARTITION BY source)
    ORDER BY source, year
""").df()

# %% [markdown]
# ## How late, and which zeros are unverified
# Days from the end of the year until a figure was first known, the span of the answers, and areas whose zeros
# came years late and many at once: who fills the empty years of a form may have looked for nothing.

# %%
warehouse.sql(f"""
    SELECT source, year, first_year, last_year, median_days, most_days, silent_count, new_zero_count
    FROM coverage_summary
    WHERE offence = '{OFFENCE}'
    QUALIFY version = max(version) OVER (PARTITION BY source)
    ORDER BY source, year
""").df()

# %%
warehouse.sql(f"SELECT * FROM new_zeros WHERE offence = '{OFFENCE}'").df()

# %% [markdown]
# ## The matrix: what each area said about each year
# The chart of the page, for each source; the table below it has the same cells. What an open signal holds out
# (`questioned`) was said all the same.


# %%
def table(name: str) -> list[dict[str, object]]:
    """The rows of a table of the warehouse."""
    found = warehouse.execute(f"SELECT * FROM {name}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def label(code_list: str, code: str) -> str:
    """A code in words."""
    return contract.code_list(code_list)[code].label()


with tempfile.TemporaryDirectory() as folder:
    for about in drawable(gather({name: table(name) for name in EVIDENCE}, contract.code_list("area"))):
        chart = coverage_chart.draw(about, Path(folder), label)
        print(chart.alt)
        display(Image(data=chart.png.read_bytes()))

# %%
warehouse.sql(f"""
    PIVOT (
        SELECT source, ref_area, year, if(len(open_signals) > 0, 'questioned', state) AS said
        FROM coverage
        LEFT JOIN detected_victims USING (source, offence, version, ref_area, year)
        WHERE offence = '{OFFENCE}'
        QUALIFY version = max(version) OVER (PARTITION BY source)
    )
    ON year USING first(said)
    ORDER BY source, ref_area
""").df()

# %% [markdown]
# ## The same year in two versions
# Versions differ in who is there. A total over other areas is another total.

# %%
warehouse.sql(f"""
    PIVOT (SELECT source, year, version, area_count FROM coverage_summary WHERE offence = '{OFFENCE}')
    ON version USING first(area_count)
    ORDER BY source, year
""").df()

# %% [markdown]
# ## What one figure rests on
# `reliability` has a sentence for each figure, and for each year's total (`ref_area` is NULL). Here are the
# figures that changed most often from version to version.

# %%
for area, year, statement in warehouse.execute(f"""
    SELECT ref_area, year, statement
    FROM reliability
    WHERE offence = '{OFFENCE}' AND ref_area IS NOT NULL
    QUALIFY version = max(version) OVER (PARTITION BY source)
    ORDER BY change_count DESC, ref_area, year
    LIMIT 5
""").fetchall():
    print(f"{area} {year}: {statement}")

# %% [markdown]
# ## Breakdowns that are filled
# How many areas gave a breakdown at all: only these can speak about sex, age or citizenship.

# %%
warehouse.sql(f"""
    SELECT source, column_name, sum(filled_area_count) AS area_years_filled, sum(area_count) AS area_years
    FROM column_completeness
    WHERE offence = '{OFFENCE}'
    GROUP BY ALL
    ORDER BY source, area_years_filled DESC
""").df()

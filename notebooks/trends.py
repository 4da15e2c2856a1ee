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
# # Trends: what the same areas reported over the years
# A trend compares each area with itself; a sum over whoever reported rises when areas join. Where too little
# stands behind it, none is stated: a refusal is a result too. Reads the warehouse of the last run and changes
# nothing. Detections, never the size of the crime.

# %%
import tempfile
from pathlib import Path

import duckdb
from IPython.display import Image, display

from pipelines.disseminate import trends_chart
from pipelines.disseminate.evidence import gather
from pipelines.process.editions import Edition
from pipelines.running import EVIDENCE
from pipelines.settings import open_contract, open_store

edition, contract = Edition(open_store()), open_contract()
warehouse = duckdb.connect(str(edition.warehouse), read_only=True)

# %% [markdown]
# ## What is stated of each series, and why nothing is
# `refusal` is a permanent code; docs/methods/trends.md says what each means.

# %%
for source, offence, version, said, refusal in warehouse.execute("""
    SELECT source, offence, version, coalesce(refusal_text, note), refusal
    FROM trends
    WHERE what = 'headline'
    ORDER BY ALL
""").fetchall():
    print(f"{source} {offence}, {version:%Y-%m}: {said} {refusal or ''}")

# %% [markdown]
# ## The choice of estimator is itself a finding
# Ratios from one year to the next in the newest version: fixed effects, every single area left out, and the
# naive sum that is no trend.

# %%
warehouse.sql("""
    SELECT source, offence, what, n, areas,
        round(estimate, 3) AS ratio, round(low, 3) AS low, round(high, 3) AS high
    FROM trends
    WHERE what NOT IN ('panel', 'headline')
    QUALIFY version = max(version) OVER (PARTITION BY source, offence)
    ORDER BY source, offence
""").df()

# %% [markdown]
# ## The picture of every offence
# The page shows organ removal; here are all, with the code of the page.


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
    for about in gather({name: table(name) for name in EVIDENCE}, contract.code_list("area")):
        chart = trends_chart.draw(about, Path(folder), label)
        print(chart.alt)
        display(Image(data=chart.png.read_bytes()))

# %% [markdown]
# ## When the level changed
# Of the sum over the areas that reported every complete year, in the newest version: a year, a steady change,
# or the reason why neither is stated.

# %%
for source, offence, what, said, refusal in warehouse.execute("""
    SELECT source, offence, what, coalesce(refusal_text, note), refusal
    FROM change_points
    WHERE what <> 'regime'
    ORDER BY ALL
""").fetchall():
    print(f"{source} {offence}, {what}: {said} {refusal or ''}")

# %% [markdown]
# ## The newest year against each area's own history
# Figures outside the 95 % limits that an area's earlier years let one expect, with the false discovery rate
# over all areas as `q_value`.

# %%
warehouse.sql("""
    SELECT source, offence, ref_area, year, reported_low, estimate AS expected, low, high,
        round(q_value, 3) AS q_value, severity
    FROM alerts
    WHERE severity <> ''
    ORDER BY q_value, source, offence, ref_area
""").df()

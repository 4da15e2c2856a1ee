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
# # Detected victims of trafficking in persons for organ removal
# Opens the warehouse read-only (a run may be writing beside it) and draws the chart of the last run again, with
# the same code. Run `make run` first. Detected victims, not the size of the crime.

# %%
import tempfile
from pathlib import Path

from IPython.display import Image, display

from pipelines.collect.database import open_file
from pipelines.disseminate.drawing import draw_all, drawable
from pipelines.disseminate.evidence import gather
from pipelines.process.editions import Edition
from pipelines.running import EVIDENCE
from pipelines.settings import open_contract, open_store

edition, contract = Edition(open_store()), open_contract()


# %%
def table(name: str) -> list[dict[str, object]]:
    """The rows of a table of the warehouse."""
    with open_file(edition.warehouse) as warehouse:
        found = warehouse.execute(f"SELECT * FROM {name}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


# %% [markdown]
# ## What each version says
# Area-years lost, added and changed against the version before, and how many totals were reported.

# %%
for row in table("version_changes"):
    if row["offence"] == "TIP_OR":
        print({name: str(value) for name, value in row.items()})

# %% [markdown]
# ## The chart

# %%
evidence = drawable(gather({name: table(name) for name in EVIDENCE}, contract.code_list("area")))
with tempfile.TemporaryDirectory() as folder:
    charts = draw_all(
        evidence, Path(folder), lambda code_list, code: contract.code_list(code_list)[code].label()
    )
    for chart in charts:
        print(chart.alt)
        display(Image(data=chart.png.read_bytes()))

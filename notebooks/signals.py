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
# # Integrity signals: what does not fit
# A signal is a question about figures, asked by looking across rows, versions, areas and sources. While one
# of severity high or medium is open, the area-years it names are in no total. Reads the warehouse of the last
# run and changes nothing; a signal is closed by a person, with `tipor signal close ID --because "..."`.

# %%
import duckdb

from pipelines.process.editions import Edition
from pipelines.settings import open_store

warehouse = duckdb.connect(str(Edition(open_store()).warehouse), read_only=True)

# %% [markdown]
# ## What is open
# `chance` is how many such finds one would expect by accident over all that was searched; NULL where nothing
# is left to chance. Only signals on what is already public are shown here.

# %%
for signal, severity, family, areas, compared, chance in warehouse.execute("""
    SELECT signal, severity, family, len(ref_areas), compared, chance
    FROM signals
    WHERE is_open AND is_public
    ORDER BY severity = 'low', severity = 'medium', person_count DESC
""").fetchall():
    by_accident = "" if chance is None else f" By accident: {chance:.2g}."
    print(f"{signal} [{severity}] {family}, {areas} areas\n  {compared}{by_accident}\n")

# %% [markdown]
# ## What it costs
# The figures that are held out of the totals of the newest version, and the number that stays.

# %%
warehouse.sql("""
    SELECT source, offence, year, area_count AS areas_counted, held_out_count AS areas_held_out, value_low
    FROM detected_victims_by_year
    QUALIFY version = max(version) OVER (PARTITION BY source, offence)
    ORDER BY held_out_count DESC, source, offence, year
    LIMIT 15
""").df()

# %% [markdown]
# ## From a signal to the lines of the files
# Every signal keeps the submissions and lines it compared. `tipor signal show ID` prints the same.

# %%
warehouse.sql("""
    WITH lines AS (
        SELECT signal, family, unnest(origins) AS origin
        FROM signals
        WHERE is_open AND is_public
    )
    SELECT signal, family, origin.submission AS submission, count(*) AS lines, min(origin.line) AS first_line
    FROM lines
    GROUP BY ALL
    ORDER BY signal, submission
""").df()

"""The victims that international organisations and a published source report, area by area.

    UNODC        SDG-like: every published offence by sex and age, and a rate of organ removal
    SECRETARIAT  a published report: organ removal and the whole; figures below 5 stand as <5
    IOM          persons it assisted itself, a part of those detected

What does not belong here: what States report on themselves (`returns`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.worlds.counts import AGES, OFFENCES, SEXES, Counts, Drawn, Flags
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.wording import note
from pipelines.worlds.world import ASSISTED, REPORT, SDG, Cells, Sheet, texts

SEX_CODES, AGE_CODES = ("_T", *SEXES), ("_T", *AGES)
ORGAN, WHOLE = 0, len(OFFENCES) - 1
ASSISTED_SHARE = 0.3
THRESHOLD = 5


def international_sheets(settings: Settings, drawn: Drawn) -> list[Sheet]:
    """The sheets of the three senders; UNODC's in every version, the others' in the last two."""
    differing = _differing(settings, drawn.counts)
    assisted = generator(settings, "assisted").binomial(drawn.counts[-1, ORGAN], ASSISTED_SHARE)
    sheets = []
    for version, since in enumerate(settings.known_since):
        counts, reported = drawn.counts[version], drawn.reported[version]
        cells = _by_groups(drawn, dict(zip(OFFENCES, counts, strict=True)), reported)
        sheets.append(_sheet("UNODC", SDG, since, _with_rates(drawn, version, cells), settings))
        if version == 0:
            continue
        other = {OFFENCES[place]: differing[version, place] for place in (ORGAN, WHOLE)}
        cells = _by_groups(drawn, other, reported[[ORGAN, WHOLE]], is_cross=False)
        sheets.append(_sheet("SECRETARIAT", REPORT, since, _suppressed(cells), settings))
        cells = _by_groups(drawn, {OFFENCES[ORGAN]: assisted}, reported[[ORGAN]], is_cross=False)
        sheets.append(_sheet("IOM", ASSISTED, since, cells, settings))
    return sheets


def _sheet(reporter: str, source: str, since: str, cells: Cells, settings: Settings) -> Sheet:
    size = len(cells["value"])
    said = {"measure": texts(["DETECTED"] * size), "source_note": texts([note("en", settings.seed)] * size)}
    return Sheet("victims", reporter, source, "en", since, cells | said)


def _differing(settings: Settings, counts: Counts) -> Counts:
    """The counts as a second source has them: some area-years differ by a few persons, in every version."""
    rng = generator(settings, "differing")
    shape = counts.shape[1:]
    is_other = rng.random(shape[:3]) < settings.differing_share
    mean = 0.05 * counts[-1] + 0.3
    step = np.where(is_other[..., None, None], rng.poisson(mean) - rng.poisson(mean), 0)
    other = np.maximum(counts + np.where(counts > 0, step, 0), 0)
    other[:, WHOLE] += (other - counts)[:, :WHOLE].sum(axis=1)  # the whole follows its parts
    return np.asarray(np.maximum(other, 0))


def marginals(counts: Counts) -> Counts:
    """Counts by (..., sex, age) with the totals in front of both: (..., 3, 3)."""
    by_sex = np.concatenate([counts.sum(axis=-2, keepdims=True), counts], axis=-2)
    return np.concatenate([by_sex.sum(axis=-1, keepdims=True), by_sex], axis=-1)


def _by_groups(drawn: Drawn, counts: dict[str, Counts], reported: Flags, *, is_cross: bool = True) -> Cells:
    """A row for each offence, area, year and group that is reported; without `is_cross` no sex by age.

    `counts` by offence, each (area, year, sex, age); `reported` (offence, area, year).
    """
    values = marginals(np.stack(list(counts.values())))
    kept = np.broadcast_to(reported[..., None, None], values.shape).copy()
    if not is_cross:
        kept[..., 1:, 1:] = False
    offence, area, year, sex, age = np.nonzero(kept)
    codes: dict[str, tuple[Any, NDArray[np.intp]]] = {
        "ref_area": (drawn.people.areas, area),
        "time_period": (drawn.years, year),
        "offence": (tuple(counts), offence),
        "sex": (SEX_CODES, sex),
        "age": (AGE_CODES, age),
    }
    cells = {name: texts(listed)[places] for name, (listed, places) in codes.items()}
    return cells | {"value": texts(values[kept])}


def _with_rates(drawn: Drawn, version: int, cells: Cells) -> Cells:
    """The cells and, below them, a rate per 100,000 for each total of organ removal (population known)."""
    area, year = np.nonzero(drawn.reported[version, ORGAN] & ~np.isnan(drawn.population))
    count = drawn.counts[version, ORGAN].sum(axis=(2, 3))[area, year]
    rate = count / drawn.population[area, year] * 100_000
    size = len(area)
    below = {
        "ref_area": texts(drawn.people.areas)[area],
        "time_period": texts(drawn.years)[year],
        "offence": texts([OFFENCES[ORGAN]] * size),
        "sex": texts(["_T"] * size),
        "age": texts(["_T"] * size),
        "value": texts([f"{value:.4f}" for value in rate]),
    }
    joined = {name: np.concatenate([cells[name], below[name]]) for name in below}
    sizes = (len(cells["value"]), size)
    kinds = {"unit": ("NUMBER", "PER_100000_POP"), "denominator": ("", "TOTAL_POPULATION")}
    return joined | {name: texts(np.repeat(codes, sizes)) for name, codes in kinds.items()}


def _suppressed(cells: Cells) -> Cells:
    """Figures below 5 as <5, zeros too: the report publishes none.

    Where an area-year has a small figure by sex or age, all its parts are left empty with status Q, so that
    none can be found from the others.
    """
    value = cells["value"].astype(int)
    is_small = value < THRESHOLD
    is_part = (cells["sex"] != "_T") | (cells["age"] != "_T")
    group = (cells["ref_area"] + cells["time_period"] + cells["offence"]).astype(str)
    unsafe = is_part & np.isin(group, np.unique(group[is_small & is_part]))
    written = np.where(is_small, f"<{THRESHOLD}", cells["value"]).astype(object)
    written[unsafe] = ""
    return cells | {"value": written, "obs_status": np.where(unsafe, "Q", "").astype(object)}

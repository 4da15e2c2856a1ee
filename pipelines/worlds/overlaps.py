"""Lists of persons that overlap, drawn from a hidden population of known size.

Each person stands on each list by its chance; the police passes some of its persons on to the shelter, so
that two lists depend on each other. What does not belong here: the estimate.
"""

from __future__ import annotations

import numpy as np

from pipelines.worlds.counts import Drawn
from pipelines.worlds.rows import Rows
from pipelines.worlds.settings import Settings, generator
from pipelines.worlds.wording import note
from pipelines.worlds.world import RETURN, Sheet

LISTS = {"HEALTH": 0.1, "NGO": 0.22, "POLICE": 0.28, "SHELTER": 0.14}
PASSED_ON = ("POLICE", "SHELTER", 0.25)
"""From, to, and the chance that a person on the first is passed on to the second."""
LINKING = 3
SMALLEST, LARGEST = 700, 1600


def overlap_sheets(settings: Settings, drawn: Drawn) -> tuple[list[Sheet], dict[str, int]]:
    """A sheet for each State that links its lists, and State -> the size of its hidden population."""
    rng = generator(settings, "overlaps")
    sizes = {code: int(rng.integers(SMALLEST, LARGEST)) for code in drawn.people.returning[:LINKING]}
    sheets = [_sheet(rng, settings, drawn, code, size) for code, size in sizes.items()]
    return sheets, sizes


def _sheet(rng: np.random.Generator, settings: Settings, drawn: Drawn, code: str, size: int) -> Sheet:
    names, language = list(LISTS), drawn.people.languages[code]
    seen = rng.random((size, len(LISTS))) < list(LISTS.values())
    source, target, chance = PASSED_ON
    seen[:, names.index(target)] |= seen[:, names.index(source)] & (rng.random(size) < chance)
    counts = np.bincount(seen @ (1 << np.arange(len(names))), minlength=1 << len(names))
    rows = Rows()
    for number in range(1, len(counts)):
        on = [name for place, name in enumerate(names) if number >> place & 1]
        rows.add(
            ref_area=code, time_period=drawn.years[-1], offence="TIP_OR", lists="|".join(on),
            persons=counts[number], source_note=note(language, settings.seed),
        )  # fmt: skip
    return Sheet("overlaps", code, RETURN, language, settings.known_since[-1], rows.cells())

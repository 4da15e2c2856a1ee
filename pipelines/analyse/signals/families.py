"""The families of integrity signals. A family is added by one line here; what each does stands in its file.

What does not belong here: any method.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.analyse.signals.above import find_above
from pipelines.analyse.signals.contradictions import find_contradictions
from pipelines.analyse.signals.copied import find_copied
from pipelines.analyse.signals.cumulated import find_cumulated
from pipelines.analyse.signals.disagreeing import find_disagreeing
from pipelines.analyse.signals.dominance import find_dominance
from pipelines.analyse.signals.exchanged import find_exchanged
from pipelines.analyse.signals.heaped import find_heaped
from pipelines.analyse.signals.misfits import find_misfits
from pipelines.analyse.signals.mixes import find_mixes
from pipelines.analyse.signals.multiples import find_multiples
from pipelines.analyse.signals.outliers import find_outliers
from pipelines.analyse.signals.repeated import find_repeated
from pipelines.analyse.signals.republished import find_republished
from pipelines.analyse.signals.rests import find_rests
from pipelines.analyse.signals.revised import find_revised
from pipelines.analyse.signals.signal import Signal
from pipelines.analyse.signals.straight import find_straight
from pipelines.analyse.signals.twins import find_twins
from pipelines.analyse.signals.unit_errors import find_unit_errors
from pipelines.analyse.signals.vanished import find_vanished
from pipelines.contract.loading import Contract

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Find = Callable[["DuckDBPyConnection", Contract], list[Signal]]


@dataclass(frozen=True)
class Family:
    """`silent_after`: the families whose signals explain what this one would only notice.

    It says nothing of area-years that all are in their signals (of the same table, source, offence, version).
    """

    name: str
    find: Find
    silent_after: tuple[str, ...] = ()


EXPLAINING = ("copied", "labels_exchanged", "unit_errors", "vanished")
FAMILIES: tuple[Family, ...] = (
    Family("copied", find_copied),
    Family("labels_exchanged", find_exchanged),
    Family("unit_errors", find_unit_errors),
    Family("vanished", find_vanished),
    Family("outlier", find_outliers),
    Family("repeated", find_repeated),
    Family("straight", find_straight, silent_after=("repeated",)),
    Family("twins", find_twins, silent_after=("repeated", "straight")),
    Family("multiples", find_multiples, silent_after=("repeated", "straight")),
    Family("heaped", find_heaped, silent_after=("repeated", "straight", "multiples")),
    Family("cumulated", find_cumulated, silent_after=("repeated", "straight")),
    Family("mix", find_mixes, silent_after=(*EXPLAINING, "repeated", "twins")),
    Family("contradictions", find_contradictions),
    Family("republished", find_republished),
    Family("dominance", find_dominance),
    Family("revised", find_revised, silent_after=EXPLAINING),
    Family("misfit", find_misfits, silent_after=(*EXPLAINING, "contradictions", "revised")),
    Family("rest", find_rests, silent_after=("contradictions", "outlier", "revised", "misfit")),
    Family("sources_disagree", find_disagreeing, silent_after=(*EXPLAINING, "revised")),
    Family("above_other_sources", find_above, silent_after=("copied", "sources_disagree")),
)
"""In this order: one that is silent after others comes after them."""

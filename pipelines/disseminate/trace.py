"""From a plotted number back to the lines of the files it rests on.

What does not belong here: how the number was made (its analysis says so in `basis`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.analyse.analyses import rows_of
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _
from pipelines.disseminate.drawing import ORGAN_REMOVAL
from pipelines.process.editions import Edition

TRACED = ("detected_victims", "coverage")
"""The charts; each is drawn from the analysis of the same name, whose `origins` stand behind its marks."""


@dataclass(frozen=True)
class Origin:
    """One version of one mark, with the lines of the submissions it rests on.

    `basis` is what a number rests on; in the coverage chart, which has none, the state of the area-year.
    """

    source: str
    offence: str
    version: date
    ref_area: str
    year: int
    value_low: float | None
    value_high: float | None
    basis: str
    lines: dict[str, tuple[int, ...]]


def trace(edition: Edition, chart: str, place: str) -> list[Origin]:
    """The origins of `REF_AREA/TIME_PERIOD` in a chart, each version by itself.

    Raises TiporError (wrong usage) where the chart or the place is not known.
    """
    if chart not in TRACED:
        raise TiporError(
            _("There is no chart %(chart)s.") % {"chart": chart},
            _("There are: %(names)s.") % {"names": ", ".join(TRACED)},
            exit_code=WRONG_USAGE,
        )
    area, year = _place(place)
    drawn = [row for row in rows_of(edition, chart) if row["offence"] in ORGAN_REMOVAL]
    rows = [row for row in drawn if (row["ref_area"], row["year"]) == (area, year)]
    if not rows:
        raise TiporError(
            _("Nothing is drawn at %(place)s.") % {"place": place},
            _("In the chart there are: %(places)s.") % {"places": _near(drawn, area)},
        )
    return [_origin(row) for row in rows]


def _place(text: str) -> tuple[str, int]:
    area, _slash, year = text.partition("/")
    if not (area and year.isdecimal()):
        raise TiporError(
            _("%(place)s is not a place in a chart.") % {"place": text},
            _("Write area and year, such as EGY/2014."),
            exit_code=WRONG_USAGE,
        )
    return area, int(year)


def _near(drawn: list[dict[str, Any]], area: str) -> str:
    """What is drawn of the area, else the areas that are drawn."""
    years = sorted({row["year"] for row in drawn if row["ref_area"] == area.upper()})
    places = [f"{area.upper()}/{year}" for year in years] or sorted({row["ref_area"] for row in drawn})
    return ", ".join(places) or "-"


def _origin(row: dict[str, Any]) -> Origin:
    lines: dict[str, list[int]] = {}
    for origin in row["origins"]:
        lines.setdefault(origin["submission"], []).append(origin["line"])
    return Origin(
        source=row["source"],
        offence=row["offence"],
        version=row["version"],
        ref_area=row["ref_area"],
        year=row["year"],
        value_low=row.get("value_low"),
        value_high=row.get("value_high"),
        basis=row.get("basis") or row["state"],
        lines=_sorted(lines),
    )


def _sorted(lines: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {submission: tuple(sorted(numbers)) for submission, numbers in lines.items()}

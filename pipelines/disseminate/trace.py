"""From a plotted number back to the lines of the files it rests on.

What does not belong here: how the number was made (its analysis says so in `basis`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from pipelines.analyse.analyses import rows_of
from pipelines.analyse.reliability import OVER_AREAS
from pipelines.contract.cldr import listed
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _
from pipelines.disseminate.drawing import ORGAN_REMOVAL
from pipelines.disseminate.evidence import REPORTED_STATES
from pipelines.process.editions import Edition

TRACED = {"detected_victims": "detected_victims", "coverage": "coverage", "trends": "detected_victims"}
"""The charts, with the analysis whose `origins` stand behind their marks."""
ALL = "_T"
"""The place of all areas together: a bar, and not one of its parts."""


@dataclass(frozen=True)
class Origin:
    """One version of one mark, with the lines of the submissions it rests on.

    `basis` is what a number rests on; in the coverage chart, which has none, the state of the area-year. All
    areas together have the area _T and, where the year has a bar, its number.
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
    """The origins of `REF_AREA/TIME_PERIOD` in a chart, each version by itself; `_T` is all that is counted.

    Raises TiporError (wrong usage) where the chart or the place is not known.
    """
    if chart not in TRACED:
        raise TiporError(
            _("There is no chart %(chart)s.") % {"chart": chart},
            _("There are: %(names)s.") % {"names": listed(list(TRACED))},
            exit_code=WRONG_USAGE,
        )
    area, year = _place(place)
    drawn = _drawn(edition, chart)
    rows = [row for row in drawn if row["year"] == year and area in (ALL, row["ref_area"])]
    if area == ALL:
        return _together(edition, chart, rows) or _nowhere(place, drawn, area)
    return [_origin(row) for row in rows] or _nowhere(place, drawn, area)


def _drawn(edition: Edition, chart: str) -> list[dict[str, Any]]:
    """The rows behind a chart: of trends what is counted in the newest version."""
    rows = [row for row in rows_of(edition, TRACED[chart]) if row["offence"] in ORGAN_REMOVAL]
    if chart == "coverage":
        return _with_signals(edition, rows)
    if chart != "trends":
        return rows
    newest: dict[tuple[str, str], date] = {}
    for row in rows:
        series = row["source"], row["offence"]
        newest[series] = max(row["version"], newest.get(series, row["version"]))
    return [r for r in rows if r["version"] == newest[r["source"], r["offence"]] and _is_counted(r)]


def _with_signals(edition: Edition, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells of coverage with the open signals that hold their figure out."""
    figures = rows_of(edition, "detected_victims")
    held = {_cell(row): row["open_signals"] for row in figures if row["open_signals"]}
    return [row | {"open_signals": held.get(_cell(row), [])} for row in rows]


def _cell(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["source"], row["offence"], row["version"], row["ref_area"], row["year"]


def _is_counted(row: dict[str, Any]) -> bool:
    """Whether a row stands in the sum of its year: it has a figure, and no open signal holds it out."""
    return not row.get("open_signals") and row.get("state", "value") in REPORTED_STATES


def _together(edition: Edition, chart: str, rows: list[dict[str, Any]]) -> list[Origin]:
    """One origin a series and version, with every line of what is counted there."""
    counted: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in filter(_is_counted, rows):
        bar = row["source"], row["offence"], row["version"], row["year"]
        counted.setdefault(bar, []).extend(row["origins"])
    sums = {} if chart == "coverage" else _sums(edition)
    return [_bar(bar, origins, sums.get(bar, {})) for bar, origins in counted.items()]


def _sums(edition: Edition) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The bars: each year's sum by source, offence, version and year."""
    rows = rows_of(edition, "detected_victims_by_year")
    return {(row["source"], row["offence"], row["version"], row["year"]): row for row in rows}


def _bar(bar: tuple[Any, ...], origins: list[dict[str, Any]], made: dict[str, Any]) -> Origin:
    source, offence, version, year = bar
    about = {"source": source, "offence": offence, "version": version, "year": year, "ref_area": ALL}
    return _origin(made | about | {"basis": OVER_AREAS, "origins": origins})


def _nowhere(place: str, drawn: list[dict[str, Any]], area: str) -> NoReturn:
    raise TiporError(
        _("Nothing is drawn at %(place)s.") % {"place": place},
        _("In the chart there are: %(places)s.") % {"places": _near(drawn, area)},
    )


def _place(text: str) -> tuple[str, int]:
    area, _slash, year = text.partition("/")
    if not (area and year.isdecimal()):
        raise TiporError(
            _("%(place)s is not a place in a chart.") % {"place": text},
            _("Write area and year, such as EGY/2014, or _T/2014 for all areas."),
            exit_code=WRONG_USAGE,
        )
    return area, int(year)


def _near(drawn: list[dict[str, Any]], area: str) -> str:
    """What is drawn of the area, else the areas that are drawn."""
    years = sorted({row["year"] for row in drawn if area.upper() in (ALL, row["ref_area"])})
    places = [f"{area.upper()}/{year}" for year in years] or sorted({row["ref_area"] for row in drawn})
    return listed(places) or "-"


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

"""Rows for the tests of charts: a small made-up set with every kind of figure, and the real SDG figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.contract.loading import Contract
from pipelines.disseminate.evidence import Evidence, gather

ROOT = Path(__file__).resolve().parents[2]
SDG = ROOT.parent / "shared" / "realdata" / "sdg_16_2_2_ddf"
CONTRACT = Contract(ROOT / "schemas")
Figures = dict[tuple[str, int], tuple[float, float | None, str]]


def label(code_list: str, code: str) -> str:
    return CONTRACT.code_list(code_list)[code].label("en")


def evidence_of(versions: dict[date, Figures], states: dict[tuple[str, int], str] | None = None) -> Evidence:
    (evidence,) = gather(tables_of(versions, states), CONTRACT.code_list("area"))
    return evidence


def tables_of(
    versions: dict[date, Figures], states: dict[tuple[str, int], str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The tables of the analyse floor for these figures; `states` are further cells of the newest version."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    about = {"source": "SDG_16_2_2", "offence": "TIP_OR"}
    previous: date | None = None
    for version, figures in versions.items():
        for row in _rows_of(version, figures, states if version == max(versions) else None):
            table = row.pop("table")
            tables[table].append(about | row)
        before = versions[previous] if previous else {}
        tables["version_changes"].append(about | _change(version, figures, previous, before))
        previous = version
    return {
        name: tables[name]
        for name in ("detected_victims_by_year", "detected_victims", "version_changes", "coverage")
    }


def _rows_of(
    version: date, figures: Figures, states: dict[tuple[str, int], str] | None
) -> Iterable[dict[str, Any]]:
    for (area, year), (low, high, basis) in figures.items():
        cell = {"version": version, "ref_area": area, "year": year}
        yield {"table": "detected_victims", **cell, "value_low": low, "value_high": high, "basis": basis}
        yield {"table": "coverage", **cell, "state": "zero" if (low, high) == (0, 0) else "value"}
    for (area, year), state in (states or {}).items():
        yield {"table": "coverage", "version": version, "ref_area": area, "year": year, "state": state}
    for year in sorted({year for _, year in figures}):
        yield {"table": "detected_victims_by_year", "version": version, "year": year, **_sum(figures, year)}


def _sum(figures: Figures, year: int) -> dict[str, Any]:
    mine = [figure for (_, when), figure in figures.items() if when == year]
    highs = [high for _, high, _ in mine if high is not None]
    return {
        "value_low": sum(low for low, _, _ in mine),
        "value_high": sum(highs) if len(highs) == len(mine) else None,
        "area_count": len(mine),
        "positive_area_count": sum(low > 0 for low, _, _ in mine),
        "reported_total_count": sum(basis == "reported" for _, _, basis in mine),
    }


def _change(version: date, figures: Figures, previous: date | None, before: Figures) -> dict[str, Any]:
    return {
        "version": version,
        "previous_version": previous,
        "area_years_lost": len(before.keys() - figures.keys()),
        "area_years_added": len(figures.keys() - before.keys()),
        "area_years_changed": sum(figures[k][:2] != before[k][:2] for k in figures.keys() & before.keys()),
        "reported_totals": sum(basis == "reported" for _, _, basis in figures.values()),
        "area_years": len(figures),
    }


FIRST: Figures = {
    ("EGY", 2014): (31.0, 31.0, "reported"),
    ("EGY", 2015): (8.0, 8.0, "reported"),
    ("BOL", 2014): (0.0, 0.0, "reported"),
    ("GBR", 2014): (2.0, 2.0, "summed"),
    ("GBR", 2016): (0.0, 0.0, "reported"),
    ("BOL", 2016): (4.0, 4.0, "reported"),
}
NEWEST: Figures = {
    ("EGY", 2014): (31.0, 31.0, "summed"),
    ("EGY", 2015): (8.0, 19.0, "contradicted"),
    ("GBR", 2016): (0.0, 0.0, "summed"),
    ("BOL", 2016): (4.0, 4.0, "summed"),
    ("FRA", 2017): (40.0, 40.0, "summed"),
    ("ISL", 2017): (12.0, None, "lower_bound"),
}
OTHER_STATES = {
    ("NPL", 2014): "nil",
    ("NPL", 2015): "below",
    ("NPL", 2016): "suppressed",
    ("AUS", 2014): "not_applicable",
    ("AUS", 2015): "not_collected",
    ("AUS", 2016): "not_cleared",
    ("AUS", 2017): "missing",
    ("ZMB", 2017): "missing",
}


def made_up() -> Evidence:
    """Three versions, the second a repeat, the third with losses, intervals, doubts and all states."""
    versions = {date(2019, 7, 1): FIRST, date(2020, 5, 1): FIRST, date(2020, 8, 1): NEWEST}
    return evidence_of(versions, OTHER_STATES)


def real_figures() -> Evidence:
    """The three vintages of SDG 16.2.2 on organ removal; totals as far as a drawing needs them."""
    if not SDG.is_dir():
        pytest.skip("the real figures lie in ../shared, which is not here")
    days = {"2019-07": date(2019, 7, 1), "2020-05": date(2020, 5, 1), "2020-08": date(2020, 8, 1)}
    return evidence_of({day: _real_version(SDG / folder) for folder, day in days.items()})


def _real_version(folder: Path) -> Figures:
    codes = CONTRACT.code_list("area").codes.values()
    by_m49 = {code.attributes["m49"]: code.code for code in codes if code.attributes["m49"]}
    cells: dict[tuple[str, int], dict[tuple[str, str], float]] = defaultdict(dict)
    (path,) = folder.glob("*vc_htf_detvog*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = by_m49[row["geo_area"].zfill(3)], int(row["year"])
            cells[place][row["sex"], row["age"]] = float(row["vc_htf_detvog"])
    return {place: _resolved(parts) for place, parts in cells.items()}


def _resolved(parts: dict[tuple[str, str], float]) -> tuple[float, float | None, str]:
    if ("bothsex", "allage") in parts:
        return parts["bothsex", "allage"], parts["bothsex", "allage"], "reported"
    sexes = {sex: value for (sex, age), value in parts.items() if age == "allage"}
    ages = {age: value for (sex, age), value in parts.items() if sex == "bothsex"}
    if {"female", "male"} <= sexes.keys():
        return sum(sexes.values()), sum(sexes.values()), "summed"
    if {"18", "lt18y"} <= ages.keys():
        return sum(ages.values()), sum(ages.values()), "summed"
    crossed = sum(value for (sex, age), value in parts.items() if sex != "bothsex" and age != "allage")
    return max(sum(sexes.values()), sum(ages.values()), crossed), None, "lower_bound"


def questioned(evidence: Evidence) -> tuple[Evidence, Any]:
    """The evidence as if a signal on its largest figure were open; the figure."""
    newest = evidence.versions[-1]
    largest = max(evidence.areas_of(newest), key=lambda a: a.low)
    held = replace(largest, open_signals=("0123456789ab",))
    years = tuple(
        replace(
            f, low=f.low - held.low, high=None if f.high is None else f.high - (held.high or held.low),
            area_count=f.area_count - 1, held_out_count=1,
        ) if (f.version, f.year) == (newest, held.year) else f
        for f in evidence.years
    )  # fmt: skip
    areas = tuple(held if a is largest else a for a in evidence.areas)
    return replace(evidence, years=years, areas=areas), held

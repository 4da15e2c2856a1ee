"""Is every kind of estimate that has lost its support told apart from one that never had any?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.analyse.analyses import analyse
from pipelines.analyse.catalogue import NAMES
from pipelines.collect.database import literal, open_memory
from pipelines.collect.store import Store
from pipelines.contract.loading import Contract
from pipelines.disseminate.support import ESTIMATES, GONE, NAME, REFUSED, STANDS, keep_support, support
from pipelines.process.curated import curate
from pipelines.process.editions import Edition, replacing
from pipelines.process.filling import fill
from pipelines.process.judgements import judge_submissions

ROUTES = dict.fromkeys(ESTIMATES["routes"], "VARCHAR") | {
    "estimate": "DOUBLE", "low": "DOUBLE", "note": "VARCHAR", "refusal": "VARCHAR",
}  # fmt: skip
CONDITIONS = {
    "source": "VARCHAR", "version": "DATE", "series": "VARCHAR", "what": "VARCHAR",
    "estimate": "DOUBLE", "low": "DOUBLE", "note": "VARCHAR", "refusal": "VARCHAR",
}  # fmt: skip
OLD, NEW = date(2019, 1, 1), date(2020, 1, 1)
LISTS = {"measures_matrix", "practices_list"}
"""They list what was reported; nothing in them is estimated."""


@pytest.fixture
def edition(store: Store) -> Edition:
    return Edition(store)


def run(edition: Edition, name: str, columns: dict[str, str], rows: list[tuple[Any, ...]]) -> None:
    with open_memory() as connection, replacing(edition.analysis(name)) as beside:
        fill(connection, "made", columns, rows)
        connection.execute(f"COPY made TO {literal(str(beside))} (FORMAT parquet)")
    keep_support(edition)


def route(source: str, area: str | None, refusal: str | None = None) -> tuple[Any, ...]:
    number = None if refusal else 7.0
    places = ("REMOVAL", area, "DETECTION", area) if area else (None,) * 4
    return (source, "TIP_OR", "CASES", *places, "cases", number, number, "", refusal)


def columns_of(edition: Edition, name: str) -> set[str]:
    given = f"read_parquet({literal(str(edition.analysis(name)))})"
    with open_memory() as connection:
        rows = connection.execute(f"SELECT column_name FROM (DESCRIBE FROM {given})").fetchall()
    return {name for (name,) in rows}


def states(edition: Edition, name: str) -> list[tuple[str, str, str]]:
    return [(one.names[0] or "", one.state, one.refusal) for one in support(edition, name)]


def test_a_refusal_that_speaks_of_all_of_a_kind_is_the_reason_of_each_that_is_gone(edition: Edition) -> None:
    run(edition, "routes", ROUTES, [route("A", "EGY"), route("B", "EGY")])
    run(edition, "routes", ROUTES, [route("A", None, "FEW_DETECTIONS"), route("B", "EGY")])
    assert states(edition, "routes") == [("A", REFUSED, "FEW_DETECTIONS"), ("B", STANDS, "")]


def test_the_refusal_of_another_is_not_the_reason(edition: Edition) -> None:
    run(edition, "routes", ROUTES, [route("A", "EGY")])
    run(edition, "routes", ROUTES, [route("A", "LBY", "FEW_DETECTIONS"), route("B", None, "FEW_CASES")])
    assert states(edition, "routes") == [("A", GONE, "")]


def test_what_is_gone_without_a_refusal_is_told_once(edition: Edition) -> None:
    run(edition, "routes", ROUTES, [route("A", "EGY")])
    run(edition, "routes", ROUTES, [])
    assert states(edition, "routes") == [("A", GONE, "")]
    run(edition, "routes", ROUTES, [])
    assert support(edition, "routes") == []


def test_a_refusal_of_all_with_no_names_is_the_reason_of_each(edition: Edition) -> None:
    run(edition, "routes", ROUTES, [route("A", "EGY")])
    run(edition, "routes", ROUTES, [(*(None,) * 7, "cases", None, None, "", "NO_PUBLIC_ROWS")])
    assert states(edition, "routes") == [("A", REFUSED, "NO_PUBLIC_ROWS")]


def test_only_the_newest_version_of_a_series_has_to_stand(edition: Edition) -> None:
    old = ("S", OLD, "poverty", "across", 0.1, 0.0, "", None)
    run(edition, "conditions", CONDITIONS, [old])
    run(
        edition, "conditions", CONDITIONS, [old, ("S", NEW, "poverty", "across", None, None, "", "FEW_AREAS")]
    )
    (one,) = support(edition, "conditions")
    assert (one.state, one.refusal, one.version) == (REFUSED, "FEW_AREAS", OLD)


def test_each_table_that_may_refuse_is_watched(store: Store, contract: Contract) -> None:
    edition = Edition(store)
    curate(edition, contract, judge_submissions(store, contract))
    analyse(edition, contract)
    keep_support(edition)
    assert (edition.folder / NAME).is_file()
    refusing = {name for name in NAMES if "refusal" in columns_of(edition, name)}
    assert refusing - LISTS == set(ESTIMATES)

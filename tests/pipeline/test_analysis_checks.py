"""Do the checks on analyses fail where they must, and does nothing that is not public leave `data/`?"""

from __future__ import annotations

from datetime import date

import dagster as dg
import pytest

from pipelines.assets.analysis_checks import analysis_results, of_analyses
from pipelines.assets.metadata import analysis_metadata
from pipelines.collect.database import literal, open_memory
from pipelines.disseminate.support import ESTIMATES, MIDDLES, keep_support
from pipelines.process.editions import Edition, replacing
from pipelines.process.filling import fill

DAY = date(2020, 1, 1)
TRENDS = {
    "source": "VARCHAR", "offence": "VARCHAR", "version": "DATE", "what": "VARCHAR", "estimate": "DOUBLE",
    "low": "DOUBLE", "high": "DOUBLE", "note": "VARCHAR", "refusal": "VARCHAR", "refusal_text": "VARCHAR",
}  # fmt: skip
SIGNALS = {
    "signal": "VARCHAR", "severity": "VARCHAR", "source": "VARCHAR", "compared": "VARCHAR",
    "family": "VARCHAR", "is_public": "BOOLEAN", "is_open": "BOOLEAN",
}  # fmt: skip
NAMED = {
    "source": "VARCHAR",
    "signal": "VARCHAR",
    "ref_area": "VARCHAR",
    "year": "INTEGER",
    "severity": "VARCHAR",
}
LIMITS = {"low": "DOUBLE", "high": "DOUBLE", "refusal": "VARCHAR"}
NUMBERS = {name: {MIDDLES.get(name, "estimate"): "DOUBLE", **LIMITS} for name in ESTIMATES}
STATED = (1.1, 1.0, 1.2, "It rose.", None, None)
REFUSED = (None, None, None, "", "FEW_AREAS", "Too few areas.")


@pytest.fixture
def edition(store):
    return Edition(store)


def keep(edition, name, columns, rows):
    with open_memory() as connection, replacing(edition.analysis(name)) as beside:
        fill(connection, "made", columns, rows)
        connection.execute(f"COPY made TO {literal(str(beside))} (FORMAT parquet)")


def keep_trend(edition, *said):
    keep(edition, "trends", TRENDS, [("S", "TIP", DAY, "headline", *said)])
    keep_support(edition)


def checked(edition, *names):
    return {result.check_name: result for result in analysis_results(edition, names)}


def test_there_is_a_result_for_each_declared_check(edition):
    keep_trend(edition, *STATED)
    keep(edition, "signals", SIGNALS, [])
    declared = {(spec.asset_key, spec.name) for spec in of_analyses(["trends", "signals"])}
    found = {(r.asset_key, r.check_name) for r in analysis_results(edition, ["trends", "signals"])}
    assert found == declared
    assert len(found) == 4


def test_a_trend_that_loses_its_support_warns_and_names_what_was_stated(edition):
    keep_trend(edition, *STATED)
    assert checked(edition, "trends")["estimate_is_supported"].passed
    keep_trend(edition, *REFUSED)
    check = checked(edition, "trends")["estimate_is_supported"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    (lost,) = check.metadata["lost"].records
    assert lost.data == {
        "estimate": "source=S; offence=TIP; what=headline",
        "stood_in_version": "2020-01-01",
        "reason": "FEW_AREAS",
    }


def test_what_was_always_refused_fails_no_check(edition):
    for _run in range(2):
        keep_trend(edition, *REFUSED)
        check = checked(edition, "trends")["estimate_is_supported"]
        assert check.passed
        assert "lost" not in check.metadata


@pytest.mark.parametrize("name", ESTIMATES)
def test_any_analysis_that_refuses_what_it_estimated_fails_its_check_and_passes_once_it_stands_again(
    edition, name
):
    columns = dict.fromkeys(ESTIMATES[name], "VARCHAR") | NUMBERS[name]
    names, width = tuple("abcdefgh"[: len(ESTIMATES[name])]), len(NUMBERS[name])
    said = {"stated": (*[1.0] * (width - 1), None), "refused": (*[None] * (width - 1), "FEW")}
    passed = []
    for now in ("refused", "stated", "refused", "refused", "stated"):
        keep(edition, name, columns, [(*names, *said[now])])
        keep_support(edition)
        check = checked(edition, name)["estimate_is_supported"]
        passed.append(check.passed)
        assert (check.metadata["estimates"].value, check.metadata["refused"].value) == (
            now == "stated",
            not check.passed,
        )
    assert passed == [True, True, False, False, True]


def test_limits_that_do_not_hold_are_an_error_with_a_count(edition):
    keep_trend(edition, 1.1, 1.2, 1.0, "It rose.", None, None)
    check = checked(edition, "trends")["intervals_hold"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert check.metadata["low_is_not_above_high"].value == 1


def test_open_signals_warn_by_severity_and_those_not_public_are_not_counted(edition):
    rows = [
        ("a", "high", "S", "this", "copied", True, True),
        ("b", "low", "S", "that", "copied", True, False),
        ("c", "high", "S", "secret", "leaks", False, True),
    ]
    keep(edition, "signals", SIGNALS, rows)
    check = checked(edition, "signals")["no_open_signal"]
    counts = {name: value.value for name, value in check.metadata.items()}
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert counts == {"open": 1, "closed": 1, "open_high": 1}
    keep(edition, "signals", SIGNALS, rows[1:])
    assert checked(edition, "signals")["no_open_signal"].passed


def test_metadata_shows_no_signal_that_is_not_public_and_none_of_its_area_years(edition):
    keep(
        edition,
        "signals",
        SIGNALS,
        [
            ("a", "high", "S", "this", "copied", True, True),
            ("c", "high", "S", "secret", "leaks", False, True),
        ],
    )
    rows = [("S", "a", "EGY", 2014, "high"), ("S", "c", "JPN", 2015, "low")]
    keep(edition, "signal_area_years", NAMED, rows)
    for name, shown in (("signals", "this"), ("signal_area_years", "EGY")):
        found = analysis_metadata(edition, name)
        assert found["dagster/row_count"] == 1
        (row,) = found["first_rows"].records
        assert shown in row.data.values()
        assert not {"leaks", "low"} & set(found["chart"].value.split())


def test_metadata_of_an_analysis_without_a_source_is_shown_all_the_same(edition):
    columns = {"offence": "VARCHAR", "year": "INTEGER", "finding": "VARCHAR"}
    keep(edition, "mirror_differences", columns, [("TIP_OR", 2014, "consistent")])
    found = analysis_metadata(edition, "mirror_differences")
    assert found["dagster/row_count"] == 1
    assert "rows_by_source" not in found


def test_metadata_counts_nothing_that_is_not_cleared(edition):
    numbers = {"area_count": "INTEGER", "not_cleared_count": "INTEGER"}
    columns = {"source": "VARCHAR", "year": "INTEGER", **numbers}
    keep(edition, "coverage_summary", columns, [("S", 2014, 3, 7)])
    (row,) = analysis_metadata(edition, "coverage_summary")["first_rows"].records
    assert row.data == {"source": "S", "year": 2014, "area_count": 3}

"""Do the checks on analyses fail where they must, and does nothing that is not public leave `data/`?"""

from __future__ import annotations

from datetime import date

import dagster as dg
import pytest

from pipelines.assets.analysis_checks import analysis_results, of_analyses
from pipelines.assets.metadata import analysis_metadata
from pipelines.collect.database import literal, open_memory
from pipelines.disseminate.headlines import keep_headlines
from pipelines.process.editions import Edition, replacing
from pipelines.process.filling import fill

DAY = date(2020, 1, 1)
TRENDS = {
    "source": "VARCHAR", "offence": "VARCHAR", "version": "DATE", "what": "VARCHAR", "estimate": "DOUBLE",
    "low": "DOUBLE", "high": "DOUBLE", "note": "VARCHAR", "refusal": "VARCHAR", "refusal_text": "VARCHAR",
}  # fmt: skip
SIGNALS = {
    "signal": "VARCHAR", "severity": "VARCHAR", "source": "VARCHAR", "compared": "VARCHAR",
    "is_public": "BOOLEAN", "is_open": "BOOLEAN",
}  # fmt: skip
NAMED = {"source": "VARCHAR", "signal": "VARCHAR", "ref_area": "VARCHAR", "year": "INTEGER"}
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
    keep_headlines(edition)


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
    (before,) = check.metadata["stated_before"].records
    assert (before.data["text"], before.data["refusal"]) == ("It rose.", "FEW_AREAS")


def test_limits_that_do_not_hold_are_an_error_with_a_count(edition):
    keep_trend(edition, 1.1, 1.2, 1.0, "It rose.", None, None)
    check = checked(edition, "trends")["intervals_hold"]
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert check.metadata["low_is_not_above_high"].value == 1


def test_open_signals_warn_by_severity_and_those_not_public_are_not_counted(edition):
    rows = [
        ("a", "high", "S", "this", True, True),
        ("b", "low", "S", "that", True, False),
        ("c", "high", "S", "secret", False, True),
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
        [("a", "high", "S", "this", True, True), ("c", "high", "S", "secret", False, True)],
    )
    keep(edition, "signal_area_years", NAMED, [("S", "a", "EGY", 2014), ("S", "c", "JPN", 2015)])
    for name, shown in (("signals", "this"), ("signal_area_years", "EGY")):
        found = analysis_metadata(edition, name)
        assert found["dagster/row_count"] == 1
        (row,) = found["first_rows"].records
        assert shown in row.data.values()


def test_metadata_of_an_analysis_without_a_source_is_shown_all_the_same(edition):
    keep(edition, "mirror_differences", {"offence": "VARCHAR", "year": "INTEGER"}, [("TIP_OR", 2014)])
    found = analysis_metadata(edition, "mirror_differences")
    assert found["dagster/row_count"] == 1
    assert "rows_by_source" not in found


def test_metadata_counts_nothing_that_is_not_cleared(edition):
    columns = {"source": "VARCHAR", "year": "INTEGER", "not_cleared_count": "INTEGER"}
    keep(edition, "coverage_summary", columns, [("S", 2014, 7)])
    (row,) = analysis_metadata(edition, "coverage_summary")["first_rows"].records
    assert row.data == {"source": "S", "year": 2014}

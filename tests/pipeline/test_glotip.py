"""Does the published GLOTIP workbook arrive whole in two tables, and is none of its labels guessed?"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from pipelines.analyse.detected_victims import AREA_KINDS
from pipelines.collect.reading.layouts import Layout, name_key
from pipelines.collect.reading.read import read
from tests.pipeline.publishers import CONTRACT, GLOTIP, needs_glotip, outcome, outcome_of

pytestmark = needs_glotip
PROFILES = ("glotip", "glotip_justice")
LABEL = ("Iso3_code", "Country", "Indicator", "Dimension", "Category", "Sex", "Age", "Year")
BY_AREA = ("by citizenship", "by country of repatriation")
HEADER = (
    "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,"
    "Unit of measurement,txtVALUE,Source"
)


@pytest.fixture(scope="module")
def published() -> dict[int, dict[str, str]]:
    """The rows of the workbook by line."""
    reading = read(GLOTIP.read_bytes(), Layout.of_names(tuple(HEADER.split(","))), CONTRACT)
    return {line: dict(zip(reading.columns, cells, strict=True)) for line, cells in reading.rows()}


@pytest.fixture(scope="module")
def arrived() -> dict[int, dict[str, str]]:
    """The rows of both tables by line."""
    return {row["line"]: row for profile in PROFILES for row in outcome(GLOTIP, profile).rows}


def label(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in LABEL)


def test_every_row_arrives_in_one_of_the_two_tables(published, arrived):
    counts = [len(outcome(GLOTIP, profile).rows) for profile in PROFILES]
    assert counts == [32_364, 14_192]
    assert arrived.keys() == published.keys()


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_of_it_is_an_error(profile):
    assert {f.rule for f in outcome(GLOTIP, profile).findings if f.severity == "error"} == set()


def test_below_five_stays_open_down_to_zero_and_commas_are_thousands(published, arrived):
    below = {
        (row["low"], row["high"], row["status"]) for row in arrived.values() if row["value_written"] == "<5"
    }
    assert below == {(0.0, 4.0, "Q")}
    for line, row in published.items():
        if "," in row["txtVALUE"]:
            assert arrived[line]["value"] == row["txtVALUE"].replace(",", "")


def test_rows_under_one_label_are_components_and_no_key_stands_twice(published, arrived):
    shared = defaultdict(list)
    for line, row in published.items():
        shared[label(row)].append(line)
    several = [lines for lines in shared.values() if len(lines) > 1]
    assert (len(several), sum(map(len, several))) == (336, 860)
    for lines in several:
        assert len({arrived[line]["component"] for line in lines}) == len(lines)
    for profile in PROFILES:
        key = CONTRACT.table(CONTRACT.profile(profile).table).key
        keys = Counter(tuple(row[name] for name in key) for row in outcome(GLOTIP, profile).rows)
        assert max(keys.values()) == 1


def test_victims_have_two_measures_and_the_other_forms_contain_organ_removal():
    rows = outcome(GLOTIP, "glotip").rows
    assert Counter(row["measure"] for row in rows) == {"DETECTED": 30_534, "REPATRIATED_NATIONALS": 1_830}
    assert {row["offence"] for row in rows} == {"TIP", "TIP_SX", "TIP_FL", "TIP_OR_OP"}


def test_unnamed_regions_never_enter_the_figures_of_states(published, arrived):
    areas = CONTRACT.code_list("area")
    odd = {"CAR", "CAS", "EEU", "MCA", "MCN", "SAF", "SAM"}
    kinds = {
        areas[arrived[n]["ref_area"]].attributes["kind"]
        for n, row in published.items()
        if row["Iso3_code"] in odd
    }
    assert kinds == {"REGION"}
    assert not kinds & set(AREA_KINDS)
    assert {arrived[n]["ref_area"] for n, row in published.items() if not row["Iso3_code"]} == {"SARK"}


def test_every_label_is_a_name_or_a_confirmed_alias(published, arrived):
    areas = CONTRACT.code_list("area").codes.values()
    names = {name_key(name): code.code for code in areas for name in code.labels.values()}
    lists = [CONTRACT.alias_list(name) for name in ("area", "glotip_area")]
    aliases = {name_key(alias.alias): alias for listed in lists for alias in listed.aliases}
    labels = {row["Category"] for row in published.values() if row["Dimension"] in BY_AREA}
    assert len(labels) == 433
    assert [
        label for label in labels if name_key(label) not in names and name_key(label) not in aliases
    ] == []
    assert all(alias.because and alias.confirmed_by for alias in aliases.values())
    for line, row in published.items():
        if row["Dimension"] in BY_AREA and name_key(row["Category"]) not in names:
            assert arrived[line]["source_note"] == f"Category: {row['Category']}"


def test_nationals_are_those_of_the_area_and_nobody_is_returned_from_home(published, arrived):
    for line, row in published.items():
        if row["Category"] == "Nationals" and row["Dimension"] == "by citizenship":
            found = arrived[line]
            assert found.get("counterpart_area", found.get("citizenship")) == found["ref_area"]
        if row["Dimension"] == "by country of repatriation":
            assert arrived[line]["counterpart_area"] != arrived[line]["ref_area"]


@pytest.mark.parametrize(
    ("written", "suggested"),
    [("Nigerr", "Niger"), ("Republic of Korrea", "Republic of Korea"), ("Xanadu", "")],
)
def test_a_label_nobody_confirmed_is_a_finding_with_a_suggestion(written, suggested):
    row = (
        f"EGY,Egypt,,,Detected trafficking victims,by citizenship,{written},Total,Total,2019,Counts,12,GLOTIP"
    )
    found = outcome_of(f"{HEADER}\n{row}\n".encode(), "glotip")
    assert [(f.rule, f.value, f.suggestion) for f in found.findings] == [("MAP-001", written, suggested)]
    assert found.rows[0]["counterpart_area"] is None

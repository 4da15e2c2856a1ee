"""Do all three published vintages arrive row for row through the profile alone?"""

from __future__ import annotations

import csv

import pytest

from pipelines.process.checking import check, checked
from pipelines.process.request import Request
from tests.files import ROOT, needs_shared, sdg_files

ROWS = {"2019-07": 860, "2020-05": 860, "2020-08": 1083}
pytestmark = needs_shared


@pytest.mark.parametrize("vintage", ROWS)
def test_every_row_of_every_series_arrives_with_its_figure(contract, vintage):
    request = Request.make(contract, "victims", "UNODC", "sdg_ddf")
    for path in sdg_files(vintage):
        with path.open(encoding="utf-8") as file:
            published = list(csv.DictReader(file))
        series = path.name.split("--")[2]
        with checked(path.read_bytes(), contract, request) as (result, connection):
            assert result.is_accepted
            arrived = connection.execute(
                "SELECT line, value, value_written FROM mapped ORDER BY line"
            ).fetchall()
        assert arrived == [(number, row[series], row[series]) for number, row in enumerate(published, 2)]
        if series == "vc_htf_detvog":
            assert len(arrived) == ROWS[vintage]


@pytest.mark.parametrize("vintage", ROWS)
def test_the_areas_of_the_rows_are_those_of_the_file(contract, vintage):
    areas = contract.code_list("area").codes.values()
    m49 = {code.attributes["m49"].lstrip("0"): code.code for code in areas if code.attributes["m49"]}
    path = next(path for path in sdg_files(vintage) if "detvog" in path.name)
    with path.open(encoding="utf-8") as file:
        expected = [m49[row["geo_area"]] for row in csv.DictReader(file)]
    request = Request.make(contract, "victims", "UNODC", "sdg_ddf")
    with checked(path.read_bytes(), contract, request) as (_, connection):
        assert [
            row[0] for row in connection.execute("SELECT ref_area FROM mapped ORDER BY line").fetchall()
        ] == expected


def test_a_code_the_profile_does_not_know_is_a_finding_never_a_default(contract):
    path = next(path for path in sdg_files("2019-07") if "detvog" in path.name)
    changed = path.read_bytes().replace(b"allage,", b"every_age,", 1)
    result = check(changed, contract=contract, table="victims", reporter="UNODC", profile="sdg_ddf")
    assert result.verdict == "held"
    unknown = [finding for finding in result.findings if finding.rule == "MAP-001"]
    assert [(finding.column, finding.letter, finding.count) for finding in unknown] == [("age", "A", 1)]


def test_the_examples_are_the_published_figures_row_for_row(contract):
    own = Request.make(contract, "victims", "UNODC")
    columns = "ref_area, time_period, offence, measure, sex, age, unit, value, nature"
    for vintage in ROWS:
        published: list[tuple[str, ...]] = []
        request = Request.make(contract, "victims", "UNODC", "sdg_ddf")
        for path in sdg_files(vintage):
            with checked(path.read_bytes(), contract, request) as (_, connection):
                published += connection.execute(f"SELECT {columns} FROM mapped").fetchall()
        example = ROOT / "examples" / f"sdg_16_2_2_{vintage}.csv"
        with checked(example.read_bytes(), contract, own) as (result, connection):
            assert result.is_accepted
            carried = connection.execute(f"SELECT {columns} FROM mapped").fetchall()
        assert sorted(carried) == sorted(published)

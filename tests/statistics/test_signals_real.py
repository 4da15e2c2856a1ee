"""Do the signals find what is there in the three published vintages that come with tipor?"""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from pipelines.analyse.signals.questions import signals_of_store
from pipelines.collect.store import Store
from pipelines.process.curated import curate
from pipelines.process.editions import Edition
from pipelines.process.judgements import judge_submissions
from pipelines.process.submitting import submit
from tests.files import ROOT

EXAMPLES = ROOT / "examples"
NEWEST = date(2020, 8, 1).isoformat()


@pytest.fixture(scope="module")
def found(contract, tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("vintages") / "data")
    said = {"table": "victims", "reporter": "UNODC", "is_complete": True, "is_already_public": True}
    for example in yaml.safe_load((EXAMPLES / "examples.yaml").read_text(encoding="utf-8")):
        name = example.pop("file")
        submit(store, contract, (EXAMPLES / name).read_bytes(), said | example, name)
    edition = Edition(store)
    curate(edition, contract, judge_submissions(store, contract, lambda them: them))
    return [row.as_row() for row in signals_of_store(edition, contract).results]


def of_family(found, family):
    """The signals of organ removal."""
    return [row for row in found if row["what"] == family and row["offence"] == "TIP_OR"]


def test_figures_of_france_stand_under_three_others_in_other_cells_than_their_own(found):
    (copied,) = of_family(found, "copied")
    assert (copied["version"], copied["ref_areas"]) == (NEWEST, ["DEU", "GRC", "ISL"])
    assert copied["area_years"] == [f"{area}/{y}" for area in ("DEU", "GRC", "ISL") for y in (2017, 2018)]
    assert "6 figures of FRA" in copied["note"]
    assert copied["chance"] < 0.02


def test_totals_and_area_years_that_vanished_in_the_last_vintage_are_counted(found):
    (totals,) = of_family(found, "category_vanished")
    assert (totals["version"], totals["severity"], totals["cell_count"]) == (NEWEST, "low", 135)
    (gone,) = of_family(found, "area_years_vanished")
    assert (gone["version"], "34 area-years" in gone["note"]) == (NEWEST, True)


def test_nothing_is_said_of_the_vintage_that_repeats_the_one_before(found):
    assert date(2020, 5, 1).isoformat() not in {row["version"] for row in found}


def test_sexes_exchanged_in_kenya_in_one_of_the_vintages_are_one_signal(found):
    kenya = [row for row in found if row["what"] == "labels_exchanged" and row["ref_areas"] == ["KEN"]]
    assert [(row["offence"], row["years"], row["person_count"]) for row in kenya] == [
        ("TIP_FL", (2017, 2017), 294)
    ]


def test_an_analyst_can_read_every_alarm(found):
    assert 0 < sum(row["severity"] != "low" for row in found) < 40

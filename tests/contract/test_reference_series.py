"""Is reference data read as declared, and is a fault in it one sentence that names file and line?"""

from __future__ import annotations

import shutil

import pytest

from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.reference import (
    check_reference,
    conditions,
    rounds,
    series,
    series_names,
    source_relations,
)
from tests.files import ROOT

ABOUT = """
name: kidneys
title: {en: Kidneys, fr: Reins}
unit: {en: per million persons}
use: condition
source: somebody
source_date: 2025-01-01
licence: none
years: [2000, 2010]
"""


@pytest.fixture
def own(tmp_path):
    """A contract whose reference data can be changed."""
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    return Contract(tmp_path / "schemas")


def put(contract, figures: str, about: str = ABOUT, name: str = "kidneys") -> None:
    folder = contract.folder / "reference"
    (folder / f"{name}.csv").write_text("ref_area,year,value\n" + figures, encoding="utf-8")
    (folder / f"{name}.yaml").write_text(about, encoding="utf-8")


def test_everything_that_is_shipped_is_right_and_says_where_it_is_from(contract):
    check_reference(contract)
    for name in series_names(contract):
        about = series(contract, name).about
        assert about.source
        assert about.licence
        assert set(about.title) == {"en", "fr", "es", "ar", "ru", "zh"}


def test_a_new_series_is_one_csv_and_one_yaml(own):
    put(own, "EGY,2005,1.5\nSDN,2006,0\n")
    check_reference(own)
    assert "kidneys" in {one.name for one in conditions(own)}
    assert series(own, "kidneys").points == (("EGY", 2005, 1.5), ("SDN", 2006, 0.0))


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ("EGY,2005,1\nXYZ,2005,1\n", "line 3: there is no area 'XYZ'"),
        ("EGY,2005,1\nEGY,2005,2\n", "line 3: EGY stands twice in 2005"),
        ("EGY,2005,a lot\n", "line 2: 'a lot' is no number"),
        ("EGY,2005,nan\n", "line 2: 'nan' is no number"),
        ("EGY,2005,\n", "line 2: '' is no number"),
        ("EGY,1999,1\n", "line 2: '1999' is no year from 2000 to 2010"),
        ("EGY,2005\n", "line 2: not as many cells as the header has"),
    ],
)
def test_a_fault_in_the_figures_is_one_sentence_with_file_and_line(own, figures, says):
    put(own, figures)
    with pytest.raises(TiporError) as raised:
        check_reference(own)
    assert raised.value.title == f"The contract is not right in reference/kidneys.csv: {says}."


@pytest.mark.parametrize(
    ("about", "says"),
    [
        (ABOUT + "colour: red\n", "colour"),
        (ABOUT.replace("name: kidneys", "name: livers"), "livers"),
        (ABOUT.replace("en: Kidneys, ", ""), "'en'"),
    ],
)
def test_a_declaration_that_is_not_right_is_refused(own, about, says):
    put(own, "EGY,2005,1\n", about)
    with pytest.raises(TiporError, match=r"kidneys\.yaml") as raised:
        check_reference(own)
    assert says in raised.value.title


def test_figures_without_a_declaration_are_found(own):
    (own.folder / "reference" / "alone.csv").write_text("ref_area,year,value\n")
    with pytest.raises(TiporError, match=r"reference/alone\.csv"):
        check_reference(own)


def test_doublings_need_figures_above_zero(own):
    put(own, "EGY,2005,0\n", ABOUT + "scale: log2\n")
    with pytest.raises(TiporError, match="must be more than 0"):
        series(own, "kidneys")


def test_a_round_and_a_relation_name_sources_that_exist(own):
    folder = own.folder / "reference"
    (folder / "rounds.yaml").write_text(
        "rounds: [{name: first, source: P13_RETURN, tables: [victims], years: [2020, 2021],"
        " opens: 2022-01-01, due: 2022-06-30}]"
    )
    assert rounds(own)[0].years == (2020, 2021)
    (folder / "source_relations.yaml").write_text(
        "relations: [{sources: [NOBODY, GLOTIP], relation: independent, because: x, confirmed_by: y}]"
    )
    with pytest.raises(TiporError, match="there is no source NOBODY"):
        source_relations(own)


def test_opening_the_contract_reads_no_reference_data(own):
    put(own, "nothing that could be read")
    assert own.table("victims").name == "victims"

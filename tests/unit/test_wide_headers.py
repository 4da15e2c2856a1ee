"""Is a table that has years or codes as columns one finding, which tells nobody to delete figures?"""

from __future__ import annotations

import pytest

from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.checking import check
from pipelines.process.verdicts import Check


def checked(contract: Contract, header: str, row: str, separator: str = ",") -> Check:
    content = f"{header}\n{row}\n".replace(",", separator).encode()
    return check(content, contract=contract, table="victims", reporter="UNODC")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Country,Offence,Measure,2018,2019,2020", "Egypt,TIP_OR,DETECTED,3,4,5"),
        ("ref_area,offence,measure,Victims 2018,Victims 2019 (p)", "EGY,TIP_OR,DETECTED,3,4"),
        ("País,Año,Delito,Medida,Mujeres,Hombres,Total", "COL,2019,TIP_OR,DETECTED,3,4,7"),
        ("ref_area,time_period,offence,measure,Y0T17,Y_GE18", "EGY,2019,TIP_OR,DETECTED,3,4"),
        ("ref_area,time_period,offence,measure,Female victims,Male victims", "EGY,2019,TIP_OR,DETECTED,3,4"),
    ],
)  # fmt: skip
def test_a_wide_table_is_one_finding_that_names_its_columns(
    contract: Contract, header: str, row: str
) -> None:
    (finding,) = checked(contract, header, row).findings
    message = wording.sentence(finding, contract, contract.table("victims"))
    assert finding.rule == "STR-021"
    assert "elete" not in message
    assert "tipor profile suggest FILE --table victims" in message
    assert header.rpartition(",")[2] in message


def test_the_codes_of_the_other_columns_are_still_judged(contract: Contract) -> None:
    found = checked(contract, "ref_area,offence,measure,2018,2019", "EGY,TIP_OX,DETECTED,3,4")
    assert [f.rule for f in found.findings] == ["STR-021", "COL-002"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("ref_area,time_period,offence,measure,value,2018,2019", "EGY,2019,TIP_OR,DETECTED,3,4,5"),
        ("ref_area,time_period,offence,measure,2018", "EGY,2019,TIP_OR,DETECTED,3"),
        ("ref_area,time_period,offence,measure,colour,shade", "EGY,2019,TIP_OR,DETECTED,3,4"),
    ],
)
def test_other_unknown_columns_are_no_wide_table(contract: Contract, header: str, row: str) -> None:
    assert "STR-021" not in {f.rule for f in checked(contract, header, row).findings}


def test_many_columns_are_counted_and_named_by_the_first_and_the_last(contract: Contract) -> None:
    years = range(1995, 2021)
    header = ",".join(["ref_area,offence,measure", *map(str, years)])
    (finding,) = checked(contract, header, "EGY,TIP_OR,DETECTED" + ",1" * len(years)).findings
    assert finding.context["columns_in_all"] == len(years)
    assert finding.context["names"][::5] == ("D (1995)", "AC (2020)")


def test_a_column_that_a_profile_does_not_know_and_the_only_one_it_misses_are_one_finding(
    contract: Contract,
) -> None:
    header = "age,geo_area,Colour of the flag,year,vc_htf_detvog"
    content = f"{header}\nallage,818,female,2015,0\n".encode()
    found = check(content, contract=contract, table="victims", reporter="UNODC", profile="sdg_ddf")
    (finding,) = found.findings
    assert (finding.rule, finding.letter) == ("MAP-002", "C")
    assert "The column sex, which the profile needs" in wording.message(
        finding, contract, contract.table("victims")
    )

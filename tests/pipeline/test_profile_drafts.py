"""Does a draft decide nothing, and load once a person has confirmed it?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from pipelines.cli import tipor
from pipelines.collect.mapping.drafts import draft, read_any
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.process.checking import check, checked
from pipelines.process.request import Request
from tests.files import ROOT

FILE = (
    b"Jahr;Sex;AGE;Country of origin;Value;Remark\n"
    b"2019;female;Y0T17;France;3;x1\n2020;Male;under 18 year;Frence;4;x2\n2021;F;_T;Nigeria;5;x3\n"
)
WORDS = {"2019": "time_period"}


def drafted(contract: Contract) -> str:
    return draft(read_any(FILE, contract), contract, contract.table("victims"), "office", "file.csv")


def test_the_same_file_gives_the_same_draft(contract):
    assert drafted(contract) == drafted(contract)


def test_only_the_contracts_own_words_are_sure_and_the_rest_is_commented(contract):
    lines = [
        line for line in drafted(contract).splitlines() if " sure:" in line or line.lstrip().startswith("#?")
    ]
    plain = {line.split(" # ")[0].strip() for line in lines if not line.lstrip().startswith("#?")}
    assert plain == {"Sex:", "female: F", "Male: M", "F: F", "AGE:", "Y0T17: Y0T17", "_T: _T", "Value: {}"}
    assert any("#?" in line and "under 18 year" in line and "like Under 18 years" in line for line in lines)


def test_likeness_never_writes_a_line_that_counts(contract):
    for line in drafted(contract).splitlines():
        if ": like " in line:
            assert line.lstrip().startswith("#?"), line


def test_a_draft_does_not_load_before_it_is_confirmed(contract, tmp_path):
    with pytest.raises(TiporError, match=r"office\.yaml"):
        with_profile(tmp_path, drafted(contract)).profile("office")


def test_a_confirmed_draft_loads_and_reads_the_file(contract, tmp_path):
    confirmed = yaml.safe_load(confirm(drafted(contract)))
    confirmed["asserts"] = {
        "source": "OTHER",
        "measure": "DETECTED",
        "concept": "c",
        "area": "Egypt",
        "unit": "NUMBER",
    }
    confirmed["constants"] = {"ref_area": "EGY", "offence": "TIP_OR", "measure": "DETECTED"}
    confirmed["columns"].pop("Remark", None)
    confirmed["columns"]["Jahr"] = {"to": "time_period"}
    confirmed["ignored"] = {"Remark": "A running number."}
    mine = with_profile(tmp_path, yaml.safe_dump(confirmed))
    mine.check()
    found = check(FILE, contract=mine, table="victims", reporter="EGY", profile="office")
    assert [(f.rule, f.value) for f in found.findings] == []


def confirm(text: str) -> str:
    """Take away the mark of every line that is near, as a person does who agrees with all of them."""
    return text.replace("#? ", "")


def with_profile(folder: Path, text: str) -> Contract:
    schemas = Path(shutil.copytree(ROOT / "schemas", folder / "schemas"))
    (schemas / "profiles" / "office.yaml").write_text(text, encoding="utf-8")
    return Contract(schemas)


def test_the_command_writes_a_draft_and_never_over_another_file(tmp_path):
    source, out = tmp_path / "file.csv", tmp_path / "office.yaml"
    source.write_bytes(FILE)
    arguments = [
        "profile",
        "suggest",
        str(source),
        "--table",
        "victims",
        "--name",
        "office",
        "--out",
        str(out),
    ]
    assert CliRunner().invoke(tipor, arguments).exit_code == 0
    before = out.read_bytes()
    assert b"name: office" in before
    again = CliRunner().invoke(tipor, arguments)
    assert isinstance(again.exception, TiporError)
    assert out.read_bytes() == before


def test_a_file_with_names_of_persons_is_not_drafted_and_nothing_of_it_is_shown(tmp_path):
    source = tmp_path / "file.csv"
    source.write_text("Year,Passport number,Value\n2019,X1234567,1\n", encoding="utf-8")
    found = CliRunner().invoke(tipor, ["profile", "suggest", str(source), "--table", "victims"])
    assert isinstance(found.exception, TiporError)
    assert "X1234567" not in found.output + str(found.exception)


def suggested(contract: Contract, text: str) -> dict[str, object]:
    """What the draft of a file says once a person has agreed with every line that is only near."""
    lines = draft(read_any(text.encode(), contract), contract, contract.table("victims"), "office", "a.csv")
    return yaml.safe_load(confirm(lines))


def goes_in(folder: Path, confirmed: dict[str, object], text: str) -> list[tuple[str, ...]]:
    """The time, sex and value of every row once the open places are filled."""
    asserts = dict.fromkeys(("concept", "area"), "Egypt") | {"source": "OTHER", "measure": "DETECTED"}
    says = {"ref_area": "EGY", "offence": "TIP_OR", "measure": "DETECTED"}
    profile = confirmed | {"asserts": asserts | {"unit": "NUMBER"}, "constants": says}
    mine = with_profile(folder, yaml.safe_dump(profile))
    mine.check()
    request = Request.make(mine, "victims", "EGY", "office")
    with checked(text.encode(), mine, request) as (found, connection):
        assert found.findings == ()
        return connection.execute("SELECT time_period, sex, value FROM mapped ORDER BY ALL").fetchall()


def test_columns_named_after_years_become_years_with_the_marks_of_their_figures(contract, tmp_path):
    text = "Sexo;2019;2020\nMujeres;1.204;..\nHombres;302;<5\n"
    profile = suggested(contract, text)
    assert profile["years"] == {"first": 2019, "last": 2020}
    assert goes_in(tmp_path, profile, text) == [
        ("2019", "F", "1204"), ("2019", "M", "302"), ("2020", "F", ""), ("2020", "M", "<5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2019/20", "2019-04/P1Y"),
        ("2019-20", "2019-04/P1Y"),
        ("2019-07", "2019-07"),
        ("Q3 2019", "2019-Q3"),
        ("2019 H2", "2019-S2"),
        ("07/2019", "2019-07"),
        ("2019-Q1", "2019-Q1"),
    ],
)
def test_periods_that_others_write_are_drafted_as_patterns(contract, tmp_path, written, period):
    text = f"Jahr,Sex,Persons\n{written},F,3\n{written},M,4\n"
    found = goes_in(tmp_path, suggested(contract, text), text)
    assert [(time, value) for time, _sex, value in found] == [(period, "3"), (period, "4")]


def test_columns_of_values_named_after_codes_say_what_their_values_are(contract, tmp_path):
    text = "Year,Women,Men\n2019,3,4\n"
    assert goes_in(tmp_path, suggested(contract, text), text) == [("2019", "F", "3"), ("2019", "M", "4")]


def test_the_words_of_a_column_that_nobody_knows_are_listed_to_be_filled_in(contract):
    columns = suggested(contract, "Year,Spol,Value\n2019,Ženski,3\n2019,Muški,4\n")["columns"]
    assert columns["Spol"] == {"to": None, "codes": {"map": {"Ženski": None, "Muški": None}}}


@pytest.mark.parametrize(
    "header",
    [
        "Страна,Год,Пол,Число жертв",
        "Pays,Année,Sexe,Victimes",
        "البلد,السنة,الجنس,العدد",
        "国家,年份,性别,人数",
    ],
)
def test_common_headers_of_six_languages_are_the_columns_that_they_mean(contract, header):
    found = suggested(contract, f"{header}\nРоссия,2019,F,3\nБеларусь,2020,M,4\n")
    area, period, sex, value = header.split(",")
    assert {name: way["to"] for name, way in found["columns"].items()} == {
        area: "ref_area",
        period: "time_period",
        sex: "sex",
    }
    assert list(found["values"]) == [value]
    assert found["columns"][area]["codes"] == {"map": {"Россия": "RUS", "Беларусь": "BLR"}}


def test_a_name_of_two_areas_is_not_sure(contract):
    lines = draft(
        read_any(b"Country,Value\nCongo,3\nEgypt,4\n", contract),
        contract,
        contract.table("victims"),
        "office",
        "a.csv",
    ).splitlines()
    (congo,) = [line for line in lines if "Congo" in line]
    assert congo.lstrip().startswith("#?")
    assert "COG" in congo
    assert "COD" in congo


def test_a_name_that_is_near_counts_for_nothing_where_no_word_is(contract):
    columns = suggested(contract, "Year,Forma de explotación,Value\n2019,ZZZ,3\n2020,QQQ,4\n")["columns"]
    assert columns["Forma de explotación"]["to"] is None


def test_a_draft_that_is_not_filled_in_names_every_open_place_at_once(contract, tmp_path):
    lines = draft(read_any(FILE, contract), contract, contract.table("victims"), "office", "a.csv")
    with pytest.raises(TiporError) as found:
        with_profile(tmp_path, lines).profile("office")
    places = ("asserts.source", "asserts.unit", "constants.ref_area", "constants.offence")
    assert [place for place in places if place not in str(found.value)] == []


def test_of_many_codes_of_ours_only_the_others_are_listed(contract):
    codes = [*contract.code_list("area").codes][:60]
    rows = "".join(f"{code},2019,1\n" for code in [*codes, "XAXA"])
    columns = suggested(contract, f"ref_area,Year,Value\n{rows}")["columns"]
    assert columns["ref_area"]["codes"]["are_ours"] is True
    assert list(columns["ref_area"]["codes"]["map"]) == ["XAXA"]

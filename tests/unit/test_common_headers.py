"""Is a column under a common header, in six languages, named by its own name, and not called missing too?"""

from __future__ import annotations

import pytest

from pipelines.contract.known_names import columns_meant, header_key
from pipelines.contract.loading import Contract
from pipelines.process import wording
from pipelines.process.checking import Check, check
from tests.files import COLUMNS, victims

HEADERS = {
    "en": "Country,Year,Crime,Indicator,Gender,Age group,Number of victims",
    "en, others": "Reporting country,Reporting year,Form of exploitation,Indicator,SEX,Ages,Count",
    "fr": "Pays,Année,Forme d'exploitation,Indicateur,Genre,Tranche d'âge,Nombre",
    "es": "País,Año,Forma de explotación,Indicador,Género,Grupo de edad,Víctimas",
    "ru": "Страна,Год,Форма эксплуатации,Показатель,Гендер,Возрастная группа,Число жертв",
    "ar": "البلد,السنة,شكل الاستغلال,المؤشر,الجنس,الفئة العمرية,عدد الضحايا",
    "zh": "国家,年份,剥削形式,指标,性别,年龄组,受害人数",
}


def checked(contract: Contract, header: str) -> Check:
    content = victims("EGY 2021 F _T 3").decode().replace(",".join(COLUMNS), header)
    return check(content.encode(), contract=contract, table="victims", reporter="")


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_every_common_header_is_named_and_no_column_is_missing_besides(
    contract: Contract, header: str
) -> None:
    found = checked(contract, header)
    assert {finding.rule for finding in found.findings} == {"STR-004"}
    cells = header.split(",")
    renamed = {f.value: f.suggestion for f in found.findings}
    meant = dict(zip(cells, COLUMNS, strict=True))
    assert renamed == {cell: meant[cell] for cell in renamed}
    assert {"ref_area", "time_period", "value"} <= set(renamed.values())


@pytest.mark.parametrize("sign", [" ", "-", ""])
def test_a_name_of_ours_with_other_signs_than_underscores_is_read_and_said(
    contract: Contract, sign: str
) -> None:
    header = ",".join(name.replace("_", sign).title() for name in COLUMNS)
    found = checked(contract, header)
    assert (found.verdict, found.findings) == ("accepted", ())
    (note,) = [note for note in found.notes if note.kind == "names"]
    assert f"Ref{sign}".casefold() in str(note.parameters["names"]).casefold()


def test_of_two_headers_for_one_column_the_first_is_it(contract: Contract) -> None:
    found = checked(contract, "Country,time_period,offence,measure,sex,State,value")
    assert {f.value: f.suggestion for f in found.findings} == {"Country": "ref_area", "State": ""}


def test_a_country_is_not_taken_for_the_area_where_the_area_is_there(contract: Contract) -> None:
    found = checked(contract, "ref_area,time_period,offence,measure,sex,Country,value")
    assert [(f.value, f.suggestion) for f in found.findings] == [("Country", "")]


def test_every_listed_header_leads_to_a_column_of_some_table(contract: Contract) -> None:
    tables = [contract.table(name) for name in contract.names("tables")]
    known = {column for table in tables for column in table.column_names}
    seen: dict[str, tuple[str, ...]] = {}
    for name in contract.name_list("columns").names:
        assert set(name.codes) <= known, name.name
        assert seen.setdefault(header_key(name.name), name.codes) == name.codes
        assert columns_meant(name.name.upper(), contract) == name.codes


@pytest.mark.parametrize(
    "header", ["Value (persons)", "Количество, чел.", "人数（人）", "القيمة (شخص)", "Value, persons"]
)
def test_a_unit_in_the_name_of_the_figures_is_one_finding_that_deletes_nothing(
    contract: Contract, header: str
) -> None:
    content = victims("EGY 2021 F _T 3").decode().replace("value", f'"{header}"').encode()
    (finding,) = check(content, contract=contract, table="victims", reporter="").findings
    assert (finding.rule, finding.suggestion) == ("STR-004", "value")
    assert "elete" not in wording.sentence(finding, contract, contract.table("victims"))


def test_a_scale_in_the_name_of_the_figures_is_asked_about_once(contract: Contract) -> None:
    content = b"Victims by sex (thousands)\n" + victims("EGY 2021 F _T 3").replace(
        b"value", b"Value (thousands)"
    )
    (finding,) = check(content, contract=contract, table="victims", reporter="").findings
    said = wording.sentence(finding, contract, contract.table("victims"))
    assert (finding.rule, finding.suggestion) == ("STR-004", "value")
    assert "unit or scale" in said
    assert "elete" not in said


def test_nobody_is_told_to_delete_a_column_while_one_is_missing(contract: Contract) -> None:
    found = checked(contract, "ref_area,time_period,offence,measure,sex,age,zzz")
    said = [wording.sentence(f, contract, contract.table("victims")) for f in found.findings]
    assert {f.rule for f in found.findings} == {"STR-004", "STR-005"}
    assert not any("elete" in text for text in said)

"""Do the words for data about persons catch what they should in six languages, and nothing else?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.personal_words import Words
from pipelines.contract.codes import LANGUAGES
from pipelines.process.checking import check
from tests.contract.examples import CONTRACT

LIST = CONTRACT.code_list("personal_data_words")
WORDS = Words(LIST)
PERSONAL = {
    "en": "name|Name of the victim|victim_name|FirstName|LAST NAME|victim's name|Passport No.|DOB|birthDate|"
    "Date_of_Birth|Home address|address|Telephone|phone 2|E-mail|email address|prs_FirstName",
    "fr": "nom|Nom de la victime|Prénom|PRENOM|Date de naissance|N° de passeport|Adresse|Téléphone|Courriel",
    "es": "Nombre de la víctima|Apellidos|Pasaporte|Fecha de nacimiento|Dirección|Teléfono|Correo",
    "ar": "الاسم|اسم الضحية|رقم الجواز|جواز السفر|تاريخ الميلاد|العنوان|الهاتف|البريد الإلكتروني|اسم العائلة",
    "ru": "имя|Имя жертвы|Фамилия|Ф.И.О.|ФИО|номер паспорта|Дата рождения|Адрес|Телефон|Электронная почта",
    "zh": "姓名|受害人姓名|护照号码|出生日期|地址|电话|电子邮件|身份证号",
}
IMPERSONAL = {
    "en": "country name|geoAreaName|Series name|name of organ|country of birth|mobile clinic|Residence|title",
    "fr": "Nombre de victimes|Nom du pays|Lieu de naissance|nom du fichier",
    "es": "Nombre del país|Número de víctimas|País de nacimiento",
    "ar": "اسم الدولة|عدد الضحايا|السنة",
    "ru": "название страны|число жертв|имя файла",
    "zh": "国家名称|受害人数|年份",
}


def pairs(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, name) for language, names in words.items() for name in names.split("|")]


@pytest.mark.parametrize(("language", "name"), pairs(PERSONAL))
def test_a_column_named_after_a_person_is_recognised(language: str, name: str) -> None:
    assert WORDS.meaning_of(name) is not None


@pytest.mark.parametrize(("language", "name"), pairs(IMPERSONAL))
def test_a_column_of_statistics_is_not_taken_for_one_about_a_person(language: str, name: str) -> None:
    assert WORDS.meaning_of(name) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_meaning_has_words_in_every_language(language: str) -> None:
    assert [code.code for code in LIST.codes.values() if not code.attributes[f"words_{language}"]] == []


@pytest.mark.parametrize("table", CONTRACT.names("tables"))
@pytest.mark.parametrize("cells", [("3", "4"), ("x", "y")])
def test_no_column_of_the_contract_is_taken_for_one_about_a_person(
    table: str, cells: tuple[str, str]
) -> None:
    names = CONTRACT.table(table).column_names
    content = "\n".join(",".join(cell for _ in names) for cell in cells).encode()
    found = check(",".join(names).encode() + b"\n" + content, contract=CONTRACT, table=table)
    assert not found.is_refused


def test_a_column_of_numbers_called_nombre_is_french_and_one_of_words_is_spanish() -> None:
    header = b"ref_area,time_period,offence,measure,nombre\nEGY,2020,TIP_OR,DETECTED,"
    assert not check(header + b"3\n", contract=CONTRACT, table="victims").is_refused
    assert check(header + b"xxxx\n", contract=CONTRACT, table="victims").is_refused


TEXTS = {
    "PER-002": ["write to a.b@example.org", "a.b (at) example.org"],
    "PER-003": ["call 00 20 2 0000 0000", "tel. 0000000", "06 00 00 00 00", "هاتف: ٠٠٠٠٠٠٠"],
    "PER-004": ["passport X0000000", "№ 11 11 111111", "ID 11111111111111", "паспорт 1111 111111"],
    "PER-005": ["paid by Mr Nobody", "Никто Н.Н.", "السيدة فلانة", "姓名：某某某", "nommée Personne"],
    "PER-006": ["Nobody Nowhere", "NOBODY, Nowhere", "Nobody N. Nowhere"],
}
QUIET = [
    "Law 64/2010, article 5", "From 01.04.2019 to 31.03.2020", "Supreme Court", "Saudi Arabia", "Amnesty",
    "About USD 1500000 in 2021", "CTOC/COP/2010/17, paragraph 13", "ISBN 978-92-1-130411-4",
    "https://example.org/2010/1234567890", "Ministry of Health", "The surgeon lost the licence", "2015-2019",
    "Definition changed in 2018: foreign donors included", "Закон № 323-ФЗ",
    "刑法第二百三十四条之一", "قانون رقم ٥ لسنة ٢٠١٠",
]  # fmt: skip


def rules_of(text: str) -> set[str]:
    names = ("ref_area", "case_id", "offence", "year_opened", "outcome", "victims")
    cells = "EGY,EGY-2021-001,TIP_OR,2021,ONGOING,1"
    content = f'{",".join(names)},source_note\n{cells},"{text}"\n'.encode()
    found = check(content, contract=CONTRACT, table="cases", reporter="EGY")
    assert {f.severity for f in found.findings} <= {"warning"}
    assert {f.value or "" for f in found.findings if f.rule.startswith("PER")} <= {""}
    return {f.rule for f in found.findings}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in TEXTS.items() for text in texts])
def test_text_that_looks_personal_is_a_warning_that_shows_nothing_of_it(rule: str, text: str) -> None:
    assert rule in rules_of(text)


@pytest.mark.parametrize("text", QUIET)
def test_notes_as_statisticians_write_them_are_left_in_peace(text: str) -> None:
    assert rules_of(text) == set()

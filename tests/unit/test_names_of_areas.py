"""Does a name of a State lead to its code or to a question, in six languages, and never to another State?"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

import pytest
from babel import Locale
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.contract.codes import LANGUAGES
from pipelines.contract.known_names import names_of, spelling_key
from pipelines.contract.loading import Contract
from pipelines.contract.rules import InCodeList
from pipelines.process.checking import check
from pipelines.process.predicates import Setting
from pipelines.process.proposals import Suggestion
from pipelines.process.suggestions import suggest
from tests.files import ROOT, SHARED, victims

CONTRACT = Contract(ROOT / "schemas")
AREAS = CONTRACT.code_list("area")
STATES = [code.code for code in AREAS.codes.values() if code.attributes["kind"] == "STATE"]
UNTERM = SHARED / "realdata" / "country_codes" / "country-codes.csv"
OF_SEVERAL = {"COG", "SDN", "WSM", "FSM", "ZAF"}
"""States whose own short name another area bears too, in one of the languages or more."""
RULE = next(rule for rule in CONTRACT.general_rules if isinstance(rule, InCodeList))
SETTING = Setting(CONTRACT, CONTRACT.table("victims"), None, date(2026, 1, 1))


def proposed(written: str) -> Suggestion:
    return suggest(RULE, "ref_area", written, SETTING)


def names_by_state() -> list[tuple[str, str]]:
    named = [(code, AREAS[code].labels[language]) for code in STATES for language in LANGUAGES]
    for language in LANGUAGES:
        known = Locale(language).territories
        named += [(code, known[AREAS[code].attributes["iso2"]]) for code in STATES]
    return named


@pytest.mark.parametrize(
    "change", [str, str.upper, lambda name: f" {name}  "], ids=["as is", "upper", "blanks"]
)
def test_the_names_of_every_state_lead_to_it_or_to_a_question(change) -> None:  # type: ignore[no-untyped-def]
    asked = set()
    for code, name in names_by_state():
        found = proposed(change(name))
        if not found.is_certain:
            asked.add(code)
            assert not found.text
            assert code in found.nearest
        else:
            assert found.text == code, name
    assert asked == OF_SEVERAL


@pytest.mark.skipif(not UNTERM.is_file(), reason="UNTERM's names are not beside the project (../shared)")
def test_the_formal_names_of_every_state_lead_to_it_or_to_a_question() -> None:
    with UNTERM.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ISO3166-1-Alpha-3"] in STATES]
    assert len(rows) == len(STATES)
    wrong, asked = [], set()
    for row in rows:
        code = row["ISO3166-1-Alpha-3"]
        for name in (text for column, text in row.items() if column.startswith("UNTERM") and text.strip()):
            found = proposed(name)
            if found.text not in ("", code) or not (found.text or code in found.nearest):
                wrong.append((name, found.text, found.nearest))
            if not found.is_certain:
                asked.add(code)
    assert wrong == []
    assert asked == OF_SEVERAL - {"FSM"}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("PRK", ["North Korea", "DPRK", "КНДР", "Corée du Nord", "朝鲜", "كوريا الشمالية"]),
        ("KOR", ["South Korea", "韩国", "Южная Корея", "Corea del Sur", "Korea, Republic of"]),
        ("GBR", ["UK", "U.K.", "Great Britain", "英国", "Royaume-Uni", "المملكة المتحدة"]),
        ("TUR", ["Turkey", "Turkiye", "Turquie", "تركيا"]),
        ("EGY", ["جمهورية مصر العربية", "مصر", "Arab Republic of Egypt"]),
        ("SYR", ["سوريا", "سورية", "Syria", "叙利亚"]),
        ("RUS", ["Россия", "РФ", "Russie", "روسيا"]),
        ("COD", ["DRC", "DR Congo", "RDC", "Zaire", "刚果（金）", "ДР Конго"]),
        ("CIV", ["Ivory Coast", "Cote d'Ivoire", "COTE D’IVOIRE", "ساحل العاج"]),
        ("CZE", ["Czech Rep.", "Czech Republic", "Чешская Республика"]),
        ("MMR", ["Burma", "Myanmar (Burma)", "Birmanie"]),
        ("SWZ", ["Swaziland", "Свазиленд"]),
        ("MKD", ["Macedonia", "FYROM", "Македония", "马其顿"]),
        ("NLD", ["Holland", "The Netherlands", "荷兰", "هولندا"]),
        ("GIN", ["Guinea", "Guinée", "几内亚"]),
        ("LCA", ["St. Lucia", "St Lucia", "Saint Lucia"]),
    ],
)  # fmt: skip
def test_a_common_or_former_name_is_certain(code: str, names: list[str]) -> None:
    assert {name: proposed(name).text for name in names if proposed(name).is_certain} == dict.fromkeys(
        names, code
    )


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Congo", {"COG", "COD"}), ("الكونغو", {"COG", "COD"}), ("Korea", {"KOR", "PRK"}),
        ("Корея", {"KOR", "PRK"}), ("Virgin Islands", {"VGB", "VIR"}), ("Samoa", {"WSM", "ASM"}),
        ("Sudan", {"SDN", "SSD"}), ("England", {"GBR", "GB-ENG"}), ("Micronesia", {"FSM", "057"}),
        ("Netherlands Antilles", {"ANT", "CUW", "SXM", "BES"}), ("СССР", {"RUS", "SUN"}),
    ],
)  # fmt: skip
def test_a_name_of_several_areas_is_asked_about(name: str, codes: set[str]) -> None:
    found = proposed(name)
    assert (found.text, found.is_certain, set(found.nearest)) == ("", False, codes)


@pytest.mark.parametrize(
    "word",
    ["Republic", "共和国", "جمهورية", "United", "Kuba", "QWE", "Xanadu", "EU", "Tibet", "South Ossetia"],
)
def test_what_says_nothing_of_one_area_proposes_none(word: str) -> None:
    found = proposed(word)
    assert (found.text, found.nearest) == ("", ())


@pytest.mark.parametrize(
    ("written", "text", "nearest"),
    [("Egipt", "EGY", set()), ("Turkei", "TUR", set()), ("Morth Korea", "", {"PRK", "KOR"}),
     ("Nigera", "", {"NER", "NGA"}), ("بورو", "", set()), ("Afganistn", "AFG", set())],
)  # fmt: skip
def test_a_slip_that_two_names_are_near_to_is_asked_about(written: str, text: str, nearest: set[str]) -> None:
    found = proposed(written)
    assert (found.text, found.is_certain, set(found.nearest)) == (text, False, nearest)


@cache
def known_names() -> list[tuple[str, str]]:
    """(name, code) of every name that means one code, in every language."""
    found = names_of(AREAS, CONTRACT)
    return [(name, codes[0]) for name, codes in found.items() if len(codes) == 1 and codes[0] in STATES]


def test_a_short_word_of_one_name_that_is_a_slip_of_another_leads_nowhere() -> None:
    found = proposed("sede")
    assert (found.text, found.nearest) == ("", ())


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_slip_of_one_letter_leads_to_the_area_or_to_a_question_or_nowhere(data: st.DataObject) -> None:
    name, code = data.draw(st.sampled_from(known_names()))
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(sorted(set(name) - {" "})))
    written = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
            ]
        )
    )
    meant = names_of(AREAS, CONTRACT).get(spelling_key(written), ())
    assume(not meant or code in meant)  # otherwise another area's name was written, and no slip
    assume(AREAS.by_word.get(written, code) == code)
    found = proposed(written)
    assert not found.is_certain or found.text == code
    assert found.text in ("", code) or code in found.nearest


def test_every_listed_name_means_areas_of_the_list_and_no_spelling_says_two_things() -> None:
    said: dict[str, set[str]] = {}
    for name in CONTRACT.name_list("area").names:
        assert set(name.codes) <= set(AREAS.codes)
        assert said.setdefault(spelling_key(name.name), set(name.codes)) == set(name.codes), name.name
    asked = {key for key, codes in said.items() if len(codes) > 1}
    assert {"congo", "korea", "virgin islands"} <= asked
    for key in asked:
        assert set(names_of(AREAS, CONTRACT)[key]) >= said[key]


def test_a_file_that_is_right_asks_for_no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    contract = Contract(ROOT / "schemas")
    monkeypatch.setattr(Contract, "name_list", lambda *_: pytest.fail("names were read"))
    found = check(victims("EGY 2021 _T _T 3"), contract=contract, table="victims", reporter="")
    assert found.verdict == "accepted"
    with pytest.raises(pytest.fail.Exception):
        check(victims("Egypt 2021 _T _T 3"), contract=contract, table="victims", reporter="")

"""Is what stands above and below a table quoted, and asked about where it changes what the figures mean?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.beside_words import is_of_another_crime, plain, states_scale, states_unit
from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.listed_words import listed_words
from pipelines.collect.reading.part_years import covers_part_of_a_year
from pipelines.collect.reading.read import read
from pipelines.contract.loading import Contract
from pipelines.process.checking import check

HEADER = "ref_area,time_period,offence,measure,sex,value"
TABLE = f"{HEADER}\nEGY,2019,TIP_OR,DETECTED,F,3\nEGY,2020,TIP_OR,DETECTED,M,5\n"
COLUMNS = tuple(HEADER.split(","))
SCALES = """
Note: figures are in thousands
Victims, figures in '000
Persons (thousands)
Number of victims, 000s
Chiffres en milliers
Cifras en miles de personas
данные в тысячах
тыс. чел.
الأرقام بالآلاف
单位:千人
单位：万人
""".strip().splitlines()
RATES = """
Rate per 100,000 population
Taux pour 100 000 habitants
por cada 100.000 habitantes
на 100 тыс. населения
لكل ١٠٠ ٠٠٠ نسمة
每10万人
Unit: cases
Единица измерения: преступления
in %
""".strip().splitlines()
PLAIN_LINES = """
Victims of trafficking in persons 2021
Unit: persons
Unité : nombre de personnes
单位：人
Единица измерения: человек
الوحدة: شخص
Total of 3 000 persons were interviewed
Decree No. 1 000
Report of payments of value equal to or greater than £ 500.00 Excl. VAT
provisional figures
2015-2020
January-December 2021
April 2020 - March 2021
01.01.2021-31.12.2021
2021年1-12月
As of June 2021
enero a diciembre de 2021
Generated 2021-07-15
half of the victims
Table Q1
Oficina contra la trata de personas y tráfico ilícito de migrantes
مكافحة الاتجار بالأشخاص وتهريب المهاجرين
торговля людьми
""".strip().splitlines()
PARTS = """
January-June 2021
Year 2021 - first half only
Q1 2021
1 January to 30 June 2021
first nine months of 2021
janvier à juin 2021
premier semestre 2021
primer semestre de 2021
del 1 de enero al 30 de junio de 2021
1-е полугодие 2021
январь-июнь 2021 г.
с 1 января по 30 июня 2021
النصف الأول من ٢٠٢١
يناير - يونيو 2021
من كانون الثاني إلى حزيران 2021
2021年上半年
2021年1-6月
01.01.2021 - 30.06.2021
2021-01-01 to 2021-06-30
""".strip().splitlines()
CRIMES = """
Victims of smuggling of migrants
Trafic illicite de migrants
Tráfico ilícito de migrantes
Незаконный ввоз мигрантов
تهريب المهاجرين
偷运移民
Drug trafficking, 2021
""".strip().splitlines()


def describe(contract: Contract, text: str) -> Description:
    return describe_reading(text.encode(), contract, columns=COLUMNS)


def asked(described: Description) -> list[tuple[str, int | None]]:
    return [(problem.kind, problem.line) for problem in described.problems if problem.asks]


@pytest.mark.parametrize("line", [*SCALES, *RATES])
def test_a_title_that_states_a_unit_is_asked_about(contract: Contract, line: str) -> None:
    described = describe(contract, f'"{line}"\n{TABLE}')
    assert (described.outcome, asked(described)) == ("ask", [("unit", 1)])


@pytest.mark.parametrize(
    ("line", "kind"), [(SCALES[0], "unit"), (PARTS[0], "part_of_year"), (CRIMES[0], "other_subject")]
)
def test_a_remark_under_the_table_is_asked_about_as_a_title_is(
    contract: Contract, line: str, kind: str
) -> None:
    assert asked(describe(contract, f"{TABLE}* {line}\n")) == [(kind, 4)]


@pytest.mark.parametrize("line", PARTS)
def test_a_title_that_says_a_part_of_the_year_is_asked_about(contract: Contract, line: str) -> None:
    assert asked(describe(contract, f'"{line}"\n{TABLE}')) == [("part_of_year", 1)]


@pytest.mark.parametrize("line", CRIMES)
def test_a_title_that_names_another_crime_is_asked_about(contract: Contract, line: str) -> None:
    assert asked(describe(contract, f'"{line}"\n{TABLE}')) == [("other_subject", 1)]


@pytest.mark.parametrize("line", PLAIN_LINES)
def test_an_ordinary_title_is_quoted_and_no_question(contract: Contract, line: str) -> None:
    described = describe(contract, f'"{line}"\n{TABLE}')
    assert described.outcome == "accept_note"
    shown = [note.shown() for note in described.notes if note.kind == "titles"]
    assert len(shown) == 1
    assert line[:70] in shown[0]
    assert "line 1" in shown[0]


def test_remarks_under_the_table_are_quoted_with_their_lines(contract: Contract) -> None:
    described = describe(contract, TABLE + "\n* provisional figures\n2021,,,,,\n")
    (note,) = [note for note in described.notes if note.kind == "remark"]
    assert note.lines == (5, 6)
    assert 'line 5: \u2068"* provisional figures"\u2069' in note.shown()
    assert 'line 6: \u2068"2021"\u2069' in note.shown()
    assert "provisional" not in note.text()  # this is what is kept


def test_of_many_titles_five_are_quoted_and_the_others_counted(contract: Contract) -> None:
    described = describe(contract, "".join(f"Remark number {n}\n" for n in range(1, 9)) + TABLE)
    shown = described.notes[0].shown()
    assert "Remark number 5" in shown
    assert "Remark number 6" not in shown
    assert shown.endswith("and 3 more")


def test_a_control_character_in_a_title_is_shown_as_a_number(contract: Contract) -> None:
    assert "\\u009b" in describe(contract, f"Title\u009b31m of it\n{TABLE}").notes[0].shown()


def test_a_table_that_says_parts_of_years_itself_is_not_asked_about_them(contract: Contract) -> None:
    halves = TABLE.replace("2019", "2021-S1").replace("2020", "2021-S1")
    assert asked(describe(contract, f"January-June 2021\n{halves}")) == []


def test_a_table_with_a_column_for_the_unit_is_asked_about_a_scale_only(contract: Contract) -> None:
    table = "ref_area,unit,value\nEGY,PER_100000_POP,0.5\nEGY,PER_100000_POP,0.7\n"

    def kinds(title: str) -> list[tuple[str, int | None]]:
        return asked(
            describe_reading(f"{title}\n{table}".encode(), contract, columns=("ref_area", "unit", "value"))
        )

    assert kinds("Rates per 100 000") == []
    assert kinds("Figures in thousands") == [("unit", 1)]


def test_a_profile_that_asserts_the_unit_answers_for_a_title(contract: Contract) -> None:
    content = b"Figures in thousands\nYear,Value\n2019,3\n2020,5\n"
    confirmed = Layout.of_profile(contract.profile("gbr_bristol"))
    assert [f.context.get("kind") for f in read(content, confirmed, contract).findings] == []
    assert [f.context.get("kind") for f in read(content, Layout.of_any(), contract).findings] == ["unit"]


@pytest.mark.parametrize("columns", [COLUMNS, ()])
def test_a_row_of_data_above_the_header_is_not_lost(contract: Contract, columns: tuple[str, ...]) -> None:
    content = f"EGY,2018,TIP_OR,DETECTED,F,7\n{TABLE}".encode()
    described = describe_reading(content, contract, columns=columns)
    assert asked(described) == [("row_above" if columns else "no_header", 1)]


def test_the_upper_line_of_two_names_is_no_lost_row(contract: Contract) -> None:
    described = describe(contract, f"Area,Period,Form,,,\n{TABLE}")
    assert asked(described) == []


def test_a_line_of_units_under_the_header_is_asked_about(contract: Contract) -> None:
    content = (
        b"Country,Year,Offence,Measure,Value\n,,,,(number)\nEgypt,2018,TIP_OR,X,3\nEgypt,2019,TIP_OR,X,4\n"
    )
    assert asked(describe_reading(content, contract)) == [("unit_row", 2)]


def test_the_check_asks_what_the_reading_asks(contract: Contract) -> None:
    found = check(
        f"Victims (in thousands)\n{TABLE}".encode(), contract=contract, table="victims", reporter="EGY"
    )
    assert found.verdict == "held"
    assert [(f.rule, f.lines, f.context["kind"]) for f in found.findings if f.severity == "error"] == [
        ("STR-014", (1,), "unit")
    ]


def test_no_language_takes_a_plain_word_for_another_thing(contract: Contract) -> None:
    words = listed_words(contract)
    texts = [plain(line) for line in PLAIN_LINES]
    assert [t for t in texts if states_scale(t, words) or states_unit(t, words)] == []
    assert [t for t in texts if covers_part_of_a_year(t, words) or is_of_another_crime(t, words)] == []

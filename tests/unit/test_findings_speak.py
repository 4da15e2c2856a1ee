"""Does a finding speak the steward's language: their own headers, the figures, one cause once, what to do?"""

from __future__ import annotations

import json
import re

import pytest

from pipelines.collect.reading.originals import original_records
from pipelines.contract.loading import Contract
from pipelines.contract.rules import Rule
from pipelines.contract.text import speaking
from pipelines.process import names, wording
from pipelines.process.checking import check
from pipelines.process.checking import checked as opened
from pipelines.process.reports.kinds import marked_copy, report
from pipelines.process.reports.places import keys_of_lines
from pipelines.process.request import Request, layout_of
from pipelines.process.rule_trials import trial
from pipelines.process.verdicts import Check
from tests.files import COLUMNS, ROOT, victims

CONTRACT = Contract(ROOT / "schemas")
TRANSLATED = ["Zone déclarante", "Période", "Infraction", "measure", "Sexe", "Âge", "value"]
TO_DO = re.compile(
    r"(?:^|[.:;,] |\bor |\belse )(?:answer|call|correct|count|delete|double|give|go|keep|leave|mend|name|put"
    r"|save|say|see|send|take|use|write|add)\b",
    re.IGNORECASE,
)
"""A sentence, or a part of one, that begins with something to do."""
PAGES_OF_OTHERS = ("MAP-",)
"""Their words belong to the profile."""


def checked(content: bytes, table: str = "victims", reporter: str = "EGY") -> Check:
    return check(content, contract=CONTRACT, table=table, reporter=reporter)


def sentences(found: Check) -> list[str]:
    return [wording.sentence(f, CONTRACT, CONTRACT.table("victims")) for f in found.findings]


def with_header(*names: str) -> bytes:
    rows = victims("EGY 2020 _T _T 3", "EGY 2020 F _T five", "EGY 2020 F _T 2").decode().splitlines()
    return "\n".join([",".join(names), *rows[1:]]).encode()


def test_a_finding_names_the_header_of_the_file_and_the_name_of_the_contract() -> None:
    found = checked(with_header(*TRANSLATED))
    by_rule = {finding.rule: finding for finding in found.findings}
    assert (by_rule["COL-008"].header, by_rule["COL-008"].column) == ("value", "value")
    assert wording.column(by_rule["COL-008"]) == "G (value)"
    said = next(text for text in sentences(found) if "Line 4:" in text)
    assert "(Zone déclarante = ref_area, Période = time_period, Infraction = offence, measure, Sexe" in said


def test_columns_that_the_file_does_not_have_are_not_named() -> None:
    (twice,) = [f for f in checked(with_header(*COLUMNS)).findings if f.rule == "COL-012"]
    assert [name for _header, name in twice.context["columns"]] == [*COLUMNS[:-1]]


def test_a_header_that_is_the_value_is_not_said_twice() -> None:
    (said,) = sentences(checked(with_header(*COLUMNS[:-1], "colour")))[:1]
    assert said.count("colour") == 1


def test_the_figures_are_said_where_parts_exceed_their_total() -> None:
    rows = (
        "EGY 2021 _T _T 3",
        "EGY 2021 F _T 1200",
        "EGY 2021 M _T 2",
        "EGY 2020 _T Y0T17 2",
        "EGY 2020 F Y0T17 9",
    )
    first, second = (text for text in sentences(checked(victims(*rows))) if "by sex" in text)
    assert "add up to 1,202, more than the total of 3 (EGY, 2021)" in first
    assert "add up to 9, more than the total of 2 (EGY, 2020, Y0T17)" in second


def test_a_figure_unlike_the_others_is_said_with_its_year_and_their_range() -> None:
    years = zip(range(2014, 2020), (12, 9, 14, 11, 8, 1200), strict=True)
    (said,) = sentences(checked(victims(*(f"EGY {year} _T _T {figure}" for year, figure in years))))
    assert said.startswith("Line 7, column G (value): 1,200 in 2019 is")
    assert "between 8 and 14" in said


@pytest.mark.parametrize("word", ["Total", "المجموع", "合计", "Итого:", "Grand total 2021"])
@pytest.mark.parametrize("place", [1, 2])
def test_a_line_of_totals_is_one_finding_wherever_it_stands(word: str, place: int) -> None:
    lines = victims("EGY 2020 _T _T 3", "EGY 2021 F _T 2").decode().splitlines()
    lines.insert(place + 1, f"{word},,,,,,5")
    (finding,) = checked("\n".join(lines).encode()).findings
    assert (finding.rule, finding.lines, finding.count) == ("STR-017", (place + 2,), 1)


@pytest.mark.parametrize("line", ["Ministry of the Interior,,,,,,", ",,,,,,5", ",,,,All figures,_T,5"])
def test_a_heading_between_rows_is_one_finding(line: str) -> None:
    lines = victims("EGY 2020 _T _T 3", "EGY 2021 F _T 2").decode().splitlines()
    lines.insert(2, line)
    (finding,) = checked("\n".join(lines).encode()).findings
    assert (finding.rule, finding.lines) == ("STR-017", (3,))


def test_a_row_that_lacks_a_cell_is_still_a_row_with_that_fault() -> None:
    lines = victims("EGY 2020 _T _T 3").decode().splitlines()
    found = checked("\n".join([*lines, "EGY,,TIP_OR,DETECTED,F,_T,two"]).encode()).findings
    assert [(f.rule, f.column) for f in found] == [("COL-001", "time_period"), ("COL-008", "value")]


@pytest.mark.parametrize(("year", "rules"), [("1899", ["COL-016"]), ("1989-Q4", ["COL-016"]), ("1990", [])])
def test_a_year_long_before_such_figures_is_asked_about_and_not_held(year: str, rules: list[str]) -> None:
    found = checked(victims(f"EGY {year} _T _T 3"))
    assert [finding.rule for finding in found.findings] == rules
    assert found.is_accepted


def test_forty_kinds_of_faults_are_all_named() -> None:
    kinds = [f"EGY 20{n:02d} {'Z' * (n + 1)} Y{n}T{n} v{n}" for n in range(14)]
    found = checked(victims(*kinds)).findings
    named = {(f.rule, f.column, f.value) for f in found}
    assert len(named) == 14 * 3
    with_other_codes = b"ref_area,time_period,offence,measure,sex,age,value\n" + b"".join(
        b"X%d,Y%d,O%d,M%d,_T,_T,1\n" % (n, n, n, n) for n in range(150)
    )
    shown = [f for f in checked(with_other_codes).findings if f.rule == "COL-002"]
    assert sum(f.count for f in shown) == 150 * 3
    assert {f.column for f in shown} == {"ref_area", "offence", "measure"}


def test_every_message_says_what_to_do() -> None:
    own = [rule for rule in CONTRACT.rules_by_id.values() if not rule.id.startswith(PAGES_OF_OTHERS)]
    silent = [rule for rule in own if not TO_DO.search(f"{rule.message} {rule.advice}")]
    assert {rule.id for rule in silent} == {"COL-002", "COL-015"}
    for rule in silent:  # these say it by what they propose
        (finding,) = trial(CONTRACT, rule, rule.fails).findings
        assert TO_DO.match(wording.proposal(finding))


NUMBERED = re.compile(r"\b[Tt]hese (?:lines|rows|cells)\b|\b[Tt]his (?:line|row|cell|text)\b")


@pytest.mark.parametrize("rule", CONTRACT.rules_by_id.values(), ids=lambda rule: str(rule.id))
def test_no_message_says_one_or_many_where_it_may_be_about_either(rule: Rule) -> None:
    assert not NUMBERED.search(rule.message)


@pytest.mark.parametrize(
    ("language", "colon", "comma"), [("en", ": ", ", "), ("ar", ": ", "، "), ("zh", "：", "、")]
)
def test_lines_and_places_are_joined_as_the_language_does(language: str, colon: str, comma: str) -> None:
    found = checked(victims("EGY 2020 x _T 3", "EGY 2021 x _T 2"))
    with speaking(language):
        (said,) = (re.sub("[\u2066-\u2069\u200f]", "", text) for text in sentences(found))
    place = said[: said.index('"x"')]
    assert f"2{comma}3" in place
    assert colon in place
    assert language == "en" or ", " not in place


def test_reports_and_the_marked_copy_show_the_header_of_the_file() -> None:
    content = with_header(*TRANSLATED).replace(b",F,", b",femme,")
    request = Request.make(CONTRACT, "victims", "EGY")
    with opened(content, CONTRACT, request, 0) as (found, connection):
        keys = keys_of_lines(connection, request.table, found)
    in_list = report("r.csv", found, CONTRACT, request.table, keys).decode("utf-8-sig")
    assert ",E (Sexe = sex),femme," in in_list
    of_machine = json.loads(report("r.json", found, CONTRACT, request.table, keys))["findings"]
    (said,) = [f for f in of_machine if f["column"] == "sex"]
    assert (said["header"], said["letter"]) == ("Sexe", "E")
    records = original_records(content, found.reading, layout_of(request))
    copy = marked_copy("m.csv", records, found, CONTRACT, request.table).decode("utf-8-sig")
    assert 'Sexe = sex: ""femme"" is not in the list of codes sex. Write F.' in copy


def test_a_header_of_several_lines_is_named_on_one_and_cut_where_it_is_long() -> None:
    assert names.named("Sexe\nde la victime", "sex") == "Sexe de la victime = sex"
    assert len(names.named("x" * 500, "")) == names.LONGEST

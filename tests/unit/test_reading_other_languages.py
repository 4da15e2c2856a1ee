"""Is a file in another language than the six, in an old encoding, read rightly or asked about?"""

from __future__ import annotations

import csv
import io

import pytest
from babel import Locale

from pipelines.collect.reading.describing import describe_reading
from pipelines.contract.loading import Contract

CASES = (
    ("pl", "cp1250"), ("pl", "iso8859_2"), ("cs", "cp1250"), ("cs", "iso8859_2"), ("hu", "cp1250"),
    ("tr", "cp1254"), ("pt", "cp1252"), ("pt", "mac_roman"), ("pt", "cp850"), ("de", "cp1252"),
    ("de", "mac_roman"), ("sv", "cp1252"), ("el", "cp1253"), ("he", "cp1255"), ("th", "cp874"),
    ("ja", "shift_jis"), ("ja", "euc_jp"), ("ko", "euc_kr"), ("uk", "cp1251"), ("lt", "cp1257"),
    ("hr", "cp1250"),
)  # fmt: skip
AREAS = ("AT", "DE", "CZ", "GR", "HU", "SE", "NO", "CI", "TR", "BR", "ES", "FR", "GB", "EG", "ZA", "US", "RO",
         "DK", "NL", "CH", "SK", "LT", "TH", "KR", "JP", "IL", "UA", "CN", "IT", "IS")  # fmt: skip


def table(language: str, encoding: str, step: int) -> list[list[str]]:
    names = Locale.parse(language).territories
    found = []
    for number, area in enumerate(AREAS[::step]):
        try:
            names[area].encode(encoding)
        except UnicodeEncodeError:
            continue
        found.append([area, names[area], str(2010 + number % 9), str(10 + number * 7)])
    return [["code", "name", "year", "persons"], *found]


@pytest.mark.parametrize(("language", "encoding"), CASES)
@pytest.mark.parametrize("step", [1, 5], ids=["long", "short"])
def test_no_other_language_is_misread_in_silence(
    contract: Contract, language: str, encoding: str, step: int
) -> None:
    rows = table(language, encoding, step)
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    described = describe_reading(file.getvalue().encode(encoding), contract)
    assert described.outcome == "ask" or described.rows == rows


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_names_of_countries_decide_nearly_always(contract: Contract, language: str, encoding: str) -> None:
    rows = table(language, encoding, 1)
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    described = describe_reading(file.getvalue().encode(encoding), contract)
    assert described.outcome == "accept_note" or (language, encoding) == ("el", "cp1253")


def test_one_letter_alone_is_asked_about(contract: Contract) -> None:
    content = "name,year,persons\nMałgorzata,2019,4\nAnna,2020,5\n".encode("cp1250")
    assert describe_reading(content, contract).outcome == "ask"


def test_bytes_that_are_no_text_are_refused_with_their_line(contract: Contract) -> None:
    content = b"name,year,persons\nAnna,2019,4\nBe\xff\xffla,2020,5\n"
    described = describe_reading(content, contract)
    assert [(p.kind, p.line) for p in described.problems] == [("encoding", 3)]


RUNNING = {
    "cp1251": "Буря мглою небо кроет, вихри снежные крутя;\nТо, как зверь, она завоет, то заплачет.\n",
    "gb18030": "人人生而自由，在尊严和权利上一律平等。\n他们赋有理性和良心，并应以兄弟关系的精神相对待。\n"
    "人人有资格享有本宣言所载的一切权利和自由。\n",
    "euc_jp": "国境の長いトンネルを抜けると雪国であった。夜の底が白くなった。\n"
    "信号所に汽車が止まった。\n向側の座席から娘が立って来た。\n",
    "utf-8": "All human beings are born free and equal in dignity and rights.\n"
    "They are endowed with reason and conscience.\n",
}


@pytest.mark.parametrize("encoding", RUNNING)
def test_running_text_is_read_line_by_line_or_its_encoding_asked(contract: Contract, encoding: str) -> None:
    text = RUNNING[encoding]
    content = (text + "\n" + text.replace("\n", " ") * 2 + "\n").encode(encoding)
    described = describe_reading(content, contract)
    assert described.outcome in ("accept_note", "ask")
    assert described.reading.is_prose
    assert described.reading.encoding == encoding


def test_good_names_in_two_scripts_are_not_broken_letters() -> None:
    from pipelines.collect.reading.misread import was_misread

    assert not was_misread("ref_area,sex\nمصر,M\nRépublique de Corée (la),M\n")
    assert was_misread("ref_area,note\nÐîññèÿ,ïîë\nÔðàíöèÿ,âîçðàñò\n")

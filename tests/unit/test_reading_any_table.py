"""Does a right table, written in any of the ways that offices write files, read back exactly?"""

from __future__ import annotations

import string
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.collect.database import open_memory
from pipelines.collect.reading.describing import describe_reading
from pipelines.collect.reading.read import Layout, read
from pipelines.contract.loading import Contract

HEADER = ("area", "year", "organ", "value")
DIGITS = {
    "ascii": "0123456789",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "wide": "０１２３４５６７８９",
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
WORDS = st.text(string.ascii_letters + " ,;|\n\"'", min_size=1, max_size=12).map(
    lambda text: "x" + text.replace("=", "") + "y"
)
AREAS = st.sampled_from(["Égypte", "Türkiye", "Египет", "مصر", "埃及", "Côte d'Ivoire", "NA", "Ελλάδα"])
ROWS = st.lists(
    st.tuples(AREAS, st.integers(2000, 2030).map(str), WORDS, st.integers(0, 99_999).map(str)),
    min_size=2,
    max_size=12,
)


@dataclass(frozen=True)
class Writing:
    """One way of writing a table."""

    encoding: str
    delimiter: str
    line_end: str
    quotes_all: bool
    blanks_after: tuple[int, ...]
    digits: str

    def write(self, rows: list[tuple[str, ...]]) -> tuple[bytes, list[int]]:
        """The bytes, and the physical line on which each row (header first) begins."""
        text, line, lines = "", 1, []
        for number, row in enumerate(rows):
            cells = [self._cell(cell, number, place) for place, cell in enumerate(row)]
            record = self.delimiter.join(cells) + self.line_end
            record += self.line_end * self.blanks_after.count(number)
            lines.append(line)
            line += record.count("\n") if "\n" in self.line_end else record.count("\r")
            text += record
        return text.encode(self.encoding), lines

    def _cell(self, cell: str, row: int, place: int) -> str:
        if row and place == 3:
            cell = cell.translate({ord(a): b for a, b in zip("0123456789", DIGITS[self.digits], strict=True)})
        cell = cell.replace("\n", self.line_end)
        needs = any(mark in cell for mark in (self.delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if self.quotes_all or needs else cell


WRITINGS = st.builds(
    Writing,
    encoding=st.sampled_from(UNICODE),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quotes_all=st.booleans(),
    blanks_after=st.lists(st.integers(0, 12), max_size=3).map(tuple),
    digits=st.sampled_from(list(DIGITS)),
)
BOUNDED = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@BOUNDED
@given(rows=ROWS, writing=WRITINGS)
def test_every_cell_and_every_line_number_is_the_one_that_was_written(
    contract: Contract, rows: list[tuple[str, ...]], writing: Writing
) -> None:
    content, lines = writing.write([HEADER, *rows])
    reading = read(content, Layout.of_names(HEADER), contract)
    assert reading.findings == []
    in_cells = writing.line_end
    expected = [[cell.replace("\n", in_cells) for cell in row] for row in rows]
    assert [(line, cells) for line, cells in reading.rows()] == list(zip(lines[1:], expected, strict=True))


@BOUNDED
@given(rows=ROWS, writing=WRITINGS)
def test_the_database_holds_the_same_rows(
    contract: Contract, rows: list[tuple[str, ...]], writing: Writing
) -> None:
    content, lines = writing.write([HEADER, *rows])
    reading = read(content, Layout.of_names(HEADER), contract)
    kept = [(line, *cells) for line, cells in reading.rows()]
    with open_memory() as connection:
        reading.load(connection)
        assert connection.execute("SELECT * FROM text").fetchall() == kept
    assert [row[0] for row in kept] == lines[1:]


@BOUNDED
@given(rows=ROWS, writing=WRITINGS, at=st.integers(0, 11))
def test_one_cell_too_many_is_named_by_its_line_and_nothing_else_is(
    contract: Contract, rows: list[tuple[str, ...]], writing: Writing, at: int
) -> None:
    broken = list(rows)
    place = at % len(rows)
    broken[place] = (*rows[place], "extra")
    content, lines = writing.write([HEADER, *broken])
    reading = read(content, Layout.of_names(HEADER), contract)
    assert [(f.rule, f.lines) for f in reading.findings] == [("STR-008", (lines[1 + place],))]


@pytest.mark.parametrize(
    ("encoding", "language", "rows"),
    [
        ("cp1256", "ar", ["مصر,2020,كلية,5", "المغرب,2021,كبد,7", "تونس,2020,قرنية,3"]),
        ("iso8859_6", "ar", ["مصر,2020,كلية,5", "المغرب,2021,كبد,7", "تونس,2020,قرنية,3"]),
        ("cp1251", "ru", ["Египет,2020,почка,5", "Россия,2021,печень,7", "Грузия,2020,роговица,3"]),
        ("koi8_r", "ru", ["Египет,2020,почка,5", "Россия,2021,печень,7", "Грузия,2020,роговица,3"]),
        ("cp866", "ru", ["Египет,2020,почка,5", "Россия,2021,печень,7", "Грузия,2020,роговица,3"]),
        ("mac_cyrillic", "ru", ["Египет,2020,почка,5", "Россия,2021,печень,7", "Грузия,2020,роговица,3"]),
        ("gb18030", "zh", ["埃及,2020,肾,5", "俄罗斯,2021,肝,7", "摩洛哥,2020,角膜,3"]),
        ("big5", "zh", ["埃及,2020,腎,5", "俄羅斯,2021,肝,7", "摩洛哥,2020,角膜,3"]),
        ("cp1252", "fr", ["Égypte,2020,rein,5", "Géorgie,2021,foie,7", "Algérie,2020,cornée,3"]),
        ("mac_roman", "fr", ["Égypte,2020,rein,5", "Géorgie,2021,foie,7", "Algérie,2020,cornée,3"]),
        ("cp850", "es", ["España,2020,riñón,5", "Perú,2021,hígado,7", "Panamá,2020,córnea,3"]),
    ],
)
def test_an_encoding_of_before_unicode_is_recognised_by_its_words(
    contract: Contract, encoding: str, language: str, rows: list[str]
) -> None:
    content = "\r\n".join([",".join(HEADER), *rows]).encode(encoding)
    for said in ("", language):
        described = describe_reading(content, contract, columns=HEADER, language=said)
        assert described.outcome == "accept_note"
        assert described.rows[1:] == [row.split(",") for row in rows]

"""Are the figures and cells of an analyst's own file read as they are meant, whoever wrote it?"""

from __future__ import annotations

import pytest

from pipelines.analyse.multiple_systems.input import read_captures
from pipelines.analyse.patterns.association.input import read_counts
from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.plain_numbers import Fault, count_of, number_of
from pipelines.analyse.results import Refusal
from pipelines.analyse.trends.input import read_cells
from pipelines.contract.errors import TiporError

# Figures


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("7", 7), ("12.0", 12), ("12,0", 12), ("5.", 5), ("1e+05", 100_000), ("1,011", 1011), ("1 011", 1011),
        ("1\u202f011", 1011), ("1'011", 1011), ("1,234,567", 1_234_567), ("1.234.567", 1_234_567),
        ("1,00,000", 100_000), ("1,011.0", 1011), ("1.011,0", 1011), ("1234.000", 1234), ("0.000", 0),
        ("nil", 0), ("+3", 3),
        (".5", Fault.FRACTIONAL), ("3,5", Fault.FRACTIONAL), ("1,234.5", Fault.FRACTIONAL),
        ("1.000", Fault.UNCLEAR), ("12.345", Fault.UNCLEAR), ("-3", Fault.NEGATIVE), ("−3", Fault.NEGATIVE),
        ("<5", Fault.BELOW), ("", Fault.MISSING), ("NA", Fault.MISSING), ("..", Fault.MISSING),
        ("1e400", Fault.TOO_LARGE), ("9" * 40, Fault.TOO_LARGE), ("nan", Fault.NO_NUMBER),
        ("inf", Fault.NO_NUMBER),
        (".", Fault.NO_NUMBER), ("-", Fault.NO_NUMBER), ("1_000", Fault.NO_NUMBER),
        ("1 0000", Fault.NO_NUMBER),
        ("0x10", Fault.NO_NUMBER), ("12 persons", Fault.NO_NUMBER),
    ],
)  # fmt: skip
def test_a_count_is_read_as_it_is_written_or_named_for_what_it_is(cell, count):
    assert count_of(cell) == count


def figure_in_captures(cell: str) -> object:
    found = read_captures(read_plain(f"A;B;n\n1;0;{cell}\n0;1;3\n".encode()))
    return found.code if isinstance(found, Refusal) else int(found.table.counts[0])


def figure_in_counts(cell: str) -> object:
    found = read_counts(read_plain(f"group;x;y\nu;{cell};5\nv;3;9\n".encode()))
    return found.code if isinstance(found, Refusal) else int(found.counts[0, 0])


def figure_in_a_trend(cell: str) -> object:
    found = read_cells(read_plain(f"area;year;count\nA;2001;{cell}\n".encode()))
    return found.code if isinstance(found, Refusal) else int(found[0].low)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("1,011", 1011), ("1 011", 1011), ("12,0", 12), ("٣", 3), ("١٬٢٣٤", 1234), ("１２", 12),
        ('="12"', 12),
        ("\u200e12\u00a0", 12), ("1e3", 1000), ("1.000", "NOT_A_COUNT"), ("inf", "NOT_A_COUNT"),
        ("many", "NOT_A_COUNT"),
    ],
)  # fmt: skip
def test_every_analysis_reads_a_figure_in_the_same_way(cell, read):
    assert {figure_in_captures(cell), figure_in_counts(cell), figure_in_a_trend(cell)} == {read}


@pytest.mark.parametrize("cell", ["1.234", "12.000"])
def test_a_point_that_may_stand_between_thousands_is_asked_about_and_never_guessed(cell):
    assert number_of(cell) is Fault.UNCLEAR
    refused = read_captures(read_plain(f"A;B;n\n1;0;{cell}\n".encode()))
    assert isinstance(refused, Refusal)
    assert "between thousands or before decimals" in refused.text


# Files

PLAIN = "A,B,n\n1,0,40\n0,1,5\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(), PLAIN.replace(",", ";").encode(), PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", " ").encode(), PLAIN.encode("utf-8-sig"), PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.replace("\n", "\r\n").encode(), PLAIN.replace("\n", "\r").encode(),
        b"sep=;\n" + PLAIN.replace(",", ";").encode(),
        PLAIN.replace("\n", ",,\n").encode(), PLAIN.replace("40\n", "40,,\n").encode(),
        ("\n\n" + PLAIN).encode(),
    ],
)  # fmt: skip
def test_one_table_is_read_from_whatever_a_program_made_of_it(content):
    plain = read_plain(content)
    assert (plain.columns, plain.rows) == (("A", "B", "n"), (("1", "0", "40"), ("0", "1", "5")))


@pytest.mark.parametrize("separator", [",", "\t", " "])
def test_names_of_rows_without_a_heading_as_r_writes_them_are_a_column_without_a_name(separator):
    lines = ['"A" "B" "n"', '"1" 1 0 40', '"2" 0 1 5']
    plain = read_plain("\n".join(line.replace(" ", separator) for line in lines).encode())
    assert plain.columns == ("", "A", "B", "n")
    assert plain.column(3) == ("40", "5")


def test_areas_in_an_old_encoding_keep_their_accents():
    text = "reporter;year;count\nÉgypte;2001;3\nCôte d’Ivoire;2001;4\nSénégal;2001;8\n"
    assert read_plain(text.encode("cp1252")).column(0) == ("Égypte", "Côte d’Ivoire", "Sénégal")


@pytest.mark.parametrize(
    "content", [b"A,B,n\n1,0\n", b"A,B,n\n1,0,1,011\n1,1,1,2\n", b"PK\3\4\0\0", b'A,B,n\n1,"0,40\n0,1,5\n']
)
def test_what_is_no_table_is_unreadable_and_not_guessed(content):
    with pytest.raises(TiporError) as found:
        read_plain(content)
    assert found.value.exit_code == 2

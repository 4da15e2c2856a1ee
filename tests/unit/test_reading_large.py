"""Does a large file, which is cleaned and counted by stretches, read as a small one cell by cell does?"""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.reading import counting, describing, keeping
from pipelines.collect.reading.cleaning import clean_cell
from pipelines.collect.reading.describing import describe_reading
from pipelines.collect.reading.layouts import Layout
from pipelines.collect.reading.read import read
from pipelines.contract.loading import Contract

ATOMS = (" ", "  ", "a", "b c", '"', ",", ";", "\n", "é", "\t", "\xa0", "٣", "\u200b", "")
CELL = st.lists(st.sampled_from(ATOMS), max_size=4).map("".join)
HEADER = ("name0", "name1", "name2")


def written(rows: list[list[str]], delimiter: str, quoting: int) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([list(HEADER), *rows])
    return file.getvalue().encode()


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    delimiter=st.sampled_from([",", ";", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    block=st.sampled_from([1, 20, keeping.BLOCK]),
)
def test_blanks_are_taken_off_whole_stretches_as_off_single_cells(
    contract: Contract, rows: list[list[str]], delimiter: str, quoting: int, block: int
) -> None:
    kept = [
        ["first", "k", "k"],
        *[row for row in rows if any(cell.strip() for cell in row)],
        ["last", "z", "z"],
    ]
    content = written(kept, delimiter, quoting)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(keeping, "BLOCK", block)
        reading = read(content, Layout.of_names(HEADER), contract, delimiter=delimiter)
    assert [cells for _line, cells in reading.rows()] == [[clean_cell(c)[0] for c in row] for row in kept]
    trimmed = sum("blanks" in clean_cell(cell)[1] for row in kept for cell in row)
    noted = [note.parameters["count"] for note in reading.notes if note.kind == "blanks"]
    assert noted == ([trimmed] if trimmed else [])


def test_the_database_counts_as_a_loop_over_the_rows_does(
    contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[f"k{n % 7}", str(n % 11 * n), "" if n % 5 else "x"] for n in range(300)]
    content = written(rows, ",", csv.QUOTE_MINIMAL).replace(b"\nk3", b"\n\nk3")
    reading = read(content, Layout.of_any(), contract)
    one_by_one = counting.count_cells(reading)
    monkeypatch.setattr(counting, "LARGE", 10)
    at_once = counting.count_cells(reading)
    assert (at_once.columns, at_once.last) == (one_by_one.columns, one_by_one.last)
    assert [list(c.cells) for c in at_once.columns] == [list(c.cells) for c in one_by_one.columns]


def test_the_answer_in_parts_is_the_whole_answer(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(describing, "ROWS_IN_A_PART", 10)
    monkeypatch.setattr(keeping, "ROWS_IN_A_BLOCK", 10)
    rows = [[f"k{n}", "x y", 'a "b"'] for n in range(25)]
    described = describe_reading(written(rows, ";", csv.QUOTE_MINIMAL), contract)
    said = json.loads("".join(described.json_text(with_rows=True)))
    assert said == described.as_json(with_rows=True)
    assert len(said["rows"]) == 26

"""Is a table of the analyst's own known in every form, and refused where it may be read in two ways?"""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.analyse.multiple_systems.input import Input as Captures
from pipelines.analyse.multiple_systems.input import read_captures
from pipelines.analyse.patterns.association.input import read_counts
from pipelines.analyse.patterns.association.table import Input as Counts
from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.results import Refusal

# Capture tables

LISTS = "A,B,C,n\n1,0,0,400\n0,1,0,300\n0,0,1,350\n1,1,0,60\n1,0,1,70\n0,1,1,50\n1,1,1,11\n"
COUNTED = [400, 300, 60, 350, 70, 50, 11]


def captures(text: str) -> Captures:
    found = read_captures(read_plain(text.encode()))
    assert isinstance(found, Captures), found
    return found


def with_column(name: str, cells: list[str], text: str = LISTS) -> str:
    head, *rows = text.splitlines()
    return "\n".join([f"{name},{head}", *(f"{cell},{row}" for cell, row in zip(cells, rows, strict=True))])


def count_first(text: str) -> str:
    return "\n".join(",".join([*line.split(",")[3:], *line.split(",")[:3]]) for line in text.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        *(LISTS.replace("n\n", f"{name}\n", 1) for name in ("Freq", "z", "x", "Nombre", "العدد", "w1")),
        LISTS + "0,0,0,NA\n", LISTS + "0,0,0,0\n", LISTS + "0,0,0,\n", count_first(LISTS),
        LISTS.replace("1,", "TRUE,").replace("0,", "FALSE,"), LISTS.replace("0,1,", "0.0,1.0,"),
        with_column('""', [str(i) for i in range(1, 8)]),
        with_column("id", [f"{7 * i + 3}" for i in range(7)]),
        with_column("history", list("abcdefg")), with_column("place", ["x"] * 7),
    ],
)  # fmt: skip
def test_one_capture_table_is_read_whatever_its_columns_are_called_and_wherever_they_stand(text):
    assert captures(text).table.counts.tolist() == COUNTED


@pytest.mark.parametrize("names", ["n,N,count,Freq", "A,B,N,z", "1,2,3,n", "freq,x,id,Count"])
def test_lists_may_be_called_anything(names):
    found = captures(LISTS.replace("A,B,C,n", names))
    assert found.table.lists == tuple(names.split(",")[:3])
    assert found.table.counts.tolist() == COUNTED


def test_columns_that_are_not_read_are_named():
    [note] = captures(with_column("history", list("abcdefg"))).notes
    assert "history" in note


def test_a_line_for_each_person_is_counted_and_said():
    lines = [
        "A,B,C",
        *(
            f"{a},{b},{c}"
            for (a, b, c), n in {(1, 0, 0): 9, (0, 1, 1): 4, (1, 1, 1): 2}.items()
            for _ in range(n)
        ),
    ]
    found = captures("\n".join(lines))
    assert found.table.counts.tolist() == [9, 0, 0, 0, 0, 4, 2]
    assert "one person" in found.notes[0]
    named = captures(with_column("id", [f"P{i}" for i in range(15)], "\n".join(lines)))
    assert named.table.counts.tolist() == found.table.counts.tolist()


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (with_column("fitted", [f"{i}.5" for i in range(7)]), "fitted"),
        (with_column("number_of_visits", list("2345678")), "number_of_visits"),
        (LISTS.replace("1,1,1,11", "1,1,2,11"), "C"),
        ("file_number,A,B\n" + "".join(f"{1000 + 3 * i},1,{i % 2}\n" for i in range(20)), "file_number"),
    ],
)
def test_a_column_that_may_be_a_list_or_a_count_is_named_and_not_guessed(text, column):
    refused = read_captures(read_plain(text.encode()))
    assert isinstance(refused, Refusal)
    assert refused.code == "NOT_A_CAPTURE_TABLE"
    assert column in refused.text


def test_a_combination_of_lists_in_two_lines_is_added_up_and_said():
    twice = captures(LISTS.replace("1,0,0,400", "1,0,0,150\n1,0,0,250") + "0,0,0,NA\n0,0,0,0\n")
    assert twice.table.counts.tolist() == COUNTED
    [note] = twice.notes
    assert note.startswith("Line 3 repeats a combination")
    many = captures(LISTS + "1,1,1,0\n" * 12).notes[0]
    assert many.startswith("Lines 9, 10, 11")
    assert captures(LISTS).notes == ()


def test_the_column_of_persons_is_known_by_what_its_name_means_in_other_languages():
    lines = LISTS.replace("n\n", "Количество человек,x\n", 1).splitlines()
    text = "\n".join([lines[0], *(f"{line},{20 + 3 * i % 7}" for i, line in enumerate(lines[1:]))])
    refused = read_captures(read_plain(text.encode()))
    assert isinstance(refused, Refusal)

    def meant(header: str) -> tuple[str, ...]:
        return ("value",) if header == "Количество человек" else ()

    unclear = read_captures(read_plain(text.encode()), meant)
    assert isinstance(unclear, Refusal)
    assert (refused.text, unclear.text) != (refused.text, refused.text), "the other column is asked about"
    assert " x " in unclear.text


# Two-way tables

TABLE = [[12, 5], [3, 9]]
LONG = [("u", "x", 12), ("u", "y", 5), ("v", "x", 3), ("v", "y", 9)]


def counts(text: str) -> Counts:
    found = read_counts(read_plain(text.encode()))
    assert isinstance(found, Counts), found
    return found


def records(one: str = "u", other: str = "v", codes: str = "xy", index: bool = False) -> str:
    rows = [
        (one if row == "u" else other, codes["xy".index(column)])
        for row, column, n in LONG
        for _i in range(n)
    ]
    lines = [f"{i},{r},{c}" if index else f"{r},{c}" for i, (r, c) in enumerate(rows, 1)]
    return "\n".join([",sex,outcome" if index else "sex,outcome", *lines])


@pytest.mark.parametrize(
    "text",
    [
        "r,c,Freq\n" + "".join(f"{r},{c},{n}\n" for r, c, n in LONG),
        "z,r,c\n" + "".join(f"{n},{r},{c}\n" for r, c, n in LONG),
        "r,z,c\n" + "".join(f"{r},{n},{c}\n" for r, c, n in LONG),
        ",r,c,Freq\n" + "".join(f"{i},{r},{c},{n}\n" for i, (r, c, n) in enumerate(LONG, 1)),
        "r,c,n,year\n" + "".join(f"{r},{c},{n},2020\n" for r, c, n in LONG),
        records(), records(index=True), records("1", "2"), records("1", "2", "01"),
        records("1", "2", "01", index=True),
        "x,y,group\n12,5,u\n3,9,v\n", "x,y\nu,12,5\nv,3,9\n", ",group,x,y\n0,u,12,5\n1,v,3,9\n",
        "group,region,x,y\nu,n,12,5\nv,n,3,9\n",
        ",x,y,Overall\nu,12,5,17\nv,3,9,12\nGesamt,15,14,29\n",
        "group;y2;x;y\nInsgesamt;29;15;14\nu;17;12;5\nv;12;3;9\n",
        "r,c,n\n" + "".join(f"{r},{c},{n}\n" for r, c, n in [*LONG, ("u", "all", 17), ("v", "all", 12)]),
    ],
)  # fmt: skip
def test_one_two_way_table_is_read_from_every_form_in_any_order_and_without_its_totals(text):
    assert counts(text).counts.tolist() == TABLE


def test_a_total_is_known_by_its_figures_and_said_so():
    notes = " ".join(counts(",x,y,Jumla\nu,12,5,17\nv,3,9,12\nGesamt,15,14,29\n").notes)
    assert "Row Gesamt is the sum" in notes
    assert "Column Jumla is the sum" in notes


def test_three_small_categories_that_may_add_up_by_chance_are_asked_about_and_the_answer_is_heard():
    asked = read_counts(read_plain(b",x,y\nu,1,2\nv,2,1\nw,3,3\n"))
    assert isinstance(asked, Refusal)
    assert asked.code == "MAYBE_A_TOTAL"
    assert counts(",x,y\nu,1,2\nw,3,3\nv,2,1\n").counts.shape == (3, 2)
    assert counts(",x,y\nu,1,2\nv,2,1\nTotal,3,3\n").counts.shape == (2, 2)


def test_a_row_that_is_nearly_the_sum_of_the_others_is_a_category():
    assert counts(",x,y\nu,12,5\nv,3,9\nw,15,13\n").counts.shape == (3, 2)


def test_a_total_row_and_a_total_column_are_told_apart():
    notes = counts("x,a,b,total\np,12,5,17\nq,3,20,23\ntotal,15,25,40\n").notes
    assert len(set(notes)) == len(notes) == 2
    assert [note.split()[0] for note in notes] == ["Row", "Column"]


def test_a_count_or_a_sum_that_is_too_large_is_told_the_limit():
    for text in (",x,y\nu,12,1000000000000\nv,3,4\n", ",x,y\nu,900000000,900000000\nv,3,4\n"):
        refusal = read_counts(read_plain(text.encode()))
        assert isinstance(refusal, Refusal)
        assert (refusal.code, "1,000,000,000," in refusal.text) == ("NOT_A_COUNT", True)
        assert "missing" not in refusal.text


def test_a_named_total_of_one_other_row_leaves_one_row():
    assert counts(",x,y\nu,12,5\nTotal,12,5\n").rows == ("u",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Admit,Gender,Dept,Freq\nA,M,A,512\nR,M,A,313\nA,F,B,89\nR,F,B,19\n", "MANY_CLASSIFICATIONS"),
        ("x,y,z\n12,5,3\n3,9,4\n", "NOT_A_TABLE"),
        ("group,region,x,y\nu,n,12,5\nv,s,3,9\n", "NOT_A_TABLE"),
        ("pid,r,c\n" + "".join(f"{7 * i},{'uv'[i % 2]},{'xy'[i % 2]}\n" for i in range(9)), "NOT_A_TABLE"),
        (",x,y\nu,<5,<5\nv,<5,<5\n", "NOT_A_COUNT"),
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_is_refused(text, code):
    refused = read_counts(read_plain(text.encode()))
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_labels_of_age_are_no_suppressed_counts():
    found = counts("age,sex,n\n<15,f,3\n15-25,f,4\n<15,m,5\n15-25,m,9\n")
    assert (found.rows, found.counts.tolist()) == (("<15", "15-25"), [[3, 5], [4, 9]])


def test_random_tables_are_the_same_as_records_as_long_form_and_as_a_table():
    random = np.random.default_rng(7)
    for _case in range(20):
        table = random.integers(1, 9, size=random.integers(2, 5, size=2))
        rows, columns = [f"r{i}" for i in range(len(table))], [f"c{j}" for j in range(table.shape[1])]
        cells = [(r, c, table[i, j]) for i, r in enumerate(rows) for j, c in enumerate(columns)]
        wide = "\n".join(
            [
                ",".join(["", *columns]),
                *(",".join([r, *map(str, line)]) for r, line in zip(rows, table, strict=True)),
            ]
        )
        long = "a,b,n\n" + "".join(f"{r},{c},{n}\n" for r, c, n in cells)
        each = "a,b\n" + "".join(f"{r},{c}\n" * n for r, c, n in cells)
        read = [counts(text).counts.tolist() for text in (wide, long, each)]
        assert read[0] == read[1] == read[2]

"""Does input that cannot carry a trend give a reason, and never a number, a NaN or a traceback?"""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.analyse.plain_files import read_plain
from pipelines.analyse.plain_headers import meanings
from pipelines.analyse.results import Analysis, Refusal
from pipelines.analyse.trends.estimate import Settings, estimate_trend
from pipelines.analyse.trends.files import alerts_of_file, change_points_of_file, trend_of_file
from pipelines.analyse.trends.input import read_cells
from pipelines.analyse.trends.panel import Cell, panel_of
from pipelines.settings import open_contract

HEAD = "reporter,year,count\n"
LONG = "".join(f"A,{2000 + t},{5 + t % 3}\n" for t in range(9))


def read(text: str):
    return read_cells(read_plain(text.encode()))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NO_DATA"),
        (HEAD, "NO_DATA"),
        (HEAD + "A,2000,\nB,2000,\n", "NO_DATA"),
        (HEAD + "A,2000,3\nA,2001,4\nA,2002,9\n", "ONE_AREA"),
        (HEAD + "A,2000,3\nA,2001,4\nB,2000,0\nB,2001,0\n", "ONE_AREA"),
        (HEAD + "A,2000,3\nB,2000,4\nC,2000,9\n", "ONE_YEAR"),
        (HEAD + "A,2000,0\nA,2001,0\nB,2000,0\nB,2001,0\n", "ALL_ZERO"),
        (HEAD + "A,2000,<5\nA,2001,<5\nB,2000,<5\nB,2001,<5\n", "ALL_SUPPRESSED"),
        (HEAD + "A,2000,<5\nA,2001,0\nB,2000,<5\nB,2001,0\n", "ALL_SUPPRESSED"),
        (HEAD + "A,2000,3\nA,2000,4\n", "DUPLICATE"),
        (HEAD + "A,2000,-3\n", "NEGATIVE_COUNT"),
        (HEAD + "A,2000,3.5\n", "FRACTIONAL_COUNT"),
        (HEAD + 'A,2000,"3,5"\n', "FRACTIONAL_COUNT"),
        (HEAD + "A,2000,many\n", "NOT_A_COUNT"),
        (HEAD + "A,2000,nan\n", "NOT_A_COUNT"),
        (HEAD + "A,2000,inf\n", "NOT_A_COUNT"),
        (HEAD + "A,2000,1e300\n", "NOT_A_COUNT"),
        (HEAD + "A,2000,<0\n", "CONTRADICTORY_BOUNDS"),
        (HEAD + "A,20,3\n", "NOT_A_YEAR"),
        (HEAD + "A,2000-01,3\n", "NOT_A_YEAR"),
        (HEAD + "A,9999,3\n", "NOT_A_YEAR"),
        (HEAD + ",2000,3\n", "NO_AREA"),
        ("reporter,count\nA,3\n", "COLUMNS_MISSING"),
        ("year,count\n2000,3\n", "COLUMNS_MISSING"),
        ("area,year,low\nA,2000,5\nB,2000,3\n", "NO_DATA"),
        ("area,year,low,high\nA,2000,5,3\n", "CONTRADICTORY_BOUNDS"),
        ("area,year,n,low,high\nA,2000,9,1,3\n", "CONTRADICTORY_BOUNDS"),
        ("area,year,low,high\nA,2000,-5,3\n", "NEGATIVE_COUNT"),
    ],
)
def test_what_carries_no_trend_is_refused_with_its_reason_and_no_row(text, code):
    found = trend_of_file(read_plain(text.encode()))
    assert found.refusal.code == code
    assert found.results == ()
    assert found.refusal.text.endswith(".")
    assert "%(" not in found.refusal.text


@pytest.mark.parametrize("faulty", [2, 4])
def test_the_line_of_a_faulty_figure_is_named_and_its_value_is_not(faulty):
    lines = [HEAD.strip(), *(f"A,{2000 + i},{i}" for i in range(5))]
    lines[faulty - 1] = "A,1999,secret"
    found = read("\n".join(lines))
    assert f"Line {faulty}:" in found.text
    assert "secret" not in found.text


@pytest.mark.parametrize(
    "head",
    ["ref_area;time_period;obs_value", "Reporting area;Year;Value", "AREA;period;n", "country;YEAR;Cases"],
)
def test_columns_are_known_by_their_usual_names(head):
    assert read(head + "\nAU;2001;7\n") == [Cell("AU", 2001, 7, 7, 2)]


@pytest.mark.parametrize(
    ("cell", "bounds"),
    [
        ("7", (7, 7)),
        ("<5", (0, 4)),
        ("< 10", (0, 9)),
        ('"1,011"', (1011, 1011)),
        ("12.0", (12, 12)),
        ("0", (0, 0)),
    ],
)
def test_a_cell_is_a_count_or_its_bounds_and_thousands_are_not_lost(cell, bounds):
    assert read(HEAD + f"A,2000,{cell}\n") == [Cell("A", 2000, *bounds, 2)]


def test_where_zeros_are_published_a_suppressed_figure_is_at_least_one():
    assert read_cells(read_plain((HEAD + "A,2000,<5\n").encode()), has_zeros=True) == [
        Cell("A", 2000, 1, 4, 2)
    ]


@pytest.mark.parametrize("empty", ["", "n/a", "..", ":"])
def test_not_reported_is_no_zero_and_no_cell(empty):
    assert read(HEAD + f"A,2000,{empty}\nA,2001,0\n") == [Cell("A", 2001, 0, 0, 3)]


def test_a_figure_with_a_lower_bound_only_is_left_out_and_counted():
    found = panel_of([Cell("A", 2000, 3, None), Cell("A", 2001, 4, 4)])
    assert found.open_ended == 1
    assert found.years == (2001,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "NO_DATA"),
        ("year,count\n2000,\n", "NO_DATA"),
        ("year,count\n" + "".join(f"{2000 + t},0\n" for t in range(20)), "ALL_ZERO"),
        ("year,count\n" + "".join(f"{2000 + t},<5\n" for t in range(20)), "ALL_SUPPRESSED"),
        ("year,count\n" + "".join(f"{2000 + t},3\n" for t in range(7)), "TOO_SHORT"),
        ("year,count\n2000,4\n2000,5\n", "DUPLICATE"),
        ("year,count\n2000,-4\n", "NEGATIVE_COUNT"),
        ("year,count\n2000,4.2\n", "FRACTIONAL_COUNT"),
        ("count\n4\n", "COLUMNS_MISSING"),
        ("year,low,high\n2000,4,1\n", "CONTRADICTORY_BOUNDS"),
    ],
)
def test_a_series_that_carries_no_change_point_is_refused_with_its_reason(text, code):
    found = change_points_of_file(read_plain(text.encode()))
    assert (found.refusal.code, found.results) == (code, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD, "NO_DATA"),
        (HEAD + "A,2000,3\nB,2000,4\n", "ONE_YEAR"),
        (HEAD + "A,2000,0\nA,2001,0\n", "ALL_ZERO"),
        (HEAD + "A,2000,<5\nA,2001,<5\n", "ALL_SUPPRESSED"),
        (HEAD + "A,2000,3\nA,2001,9\n", "LITTLE_HISTORY"),
    ],
)
def test_a_new_year_that_cannot_be_judged_is_refused_with_its_reason(text, code):
    found = alerts_of_file(read_plain(text.encode()))
    assert found.refusal.code == code
    assert all(row.estimate is None for row in found.results)


# Junk

CELLS = st.sampled_from(["", "0", "0", "1", "2", "3", "7", "40", "1000000000", "<5", "<2", "<5"])
JUNK = st.sampled_from(["", "x", "-1", "2.5", "nan", "inf", "<", "<0", "1e9", "1e400", "٣", "1,000", "é"])
GOOD_ROWS = st.lists(st.tuples(st.sampled_from("ABCDEFGHIJKLM"), st.integers(2000, 2007), CELLS), max_size=90)
ANY_ROWS = st.lists(
    st.tuples(st.sampled_from(["A", "B", ""]), st.sampled_from(["2000", "2001", "x", ""]), JUNK | CELLS),
    max_size=8,
)


def every_number(found: Analysis):
    for row in found.as_json()["results"]:
        yield from (value for value in row.values() if isinstance(value, float))


def check(found: Analysis) -> None:
    assert all(math.isfinite(number) for number in every_number(found))
    for row in found.results:
        assert not (row.refusal and (row.estimate is not None or row.low is not None))
        if row.estimate is not None and row.low is not None:
            assert row.low <= row.estimate * (1 + 1e-9)
            assert row.estimate <= row.high * (1 + 1e-9)
    if not found.results:
        assert found.refusal is not None


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=GOOD_ROWS)
@pytest.mark.filterwarnings("error")
def test_any_panel_gives_finite_numbers_or_reasons(rows):
    unique = {(area, year): cell for area, year, cell in rows}
    text = HEAD + "".join(f"{area},{year},{cell}\n" for (area, year), cell in unique.items())
    check(trend_of_file(read_plain(text.encode()), draws=99))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ANY_ROWS)
@pytest.mark.filterwarnings("error")
def test_any_junk_gives_a_reason_and_no_traceback(rows):
    text = HEAD + "".join(f'{area},{year},"{cell}"\n' for area, year, cell in rows)
    check(trend_of_file(read_plain(text.encode()), draws=99))
    check(alerts_of_file(read_plain(text.encode())))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cells=st.lists(CELLS, max_size=14))
@pytest.mark.filterwarnings("error")
def test_any_series_gives_finite_numbers_or_reasons(cells):
    text = "year,count\n" + "".join(f"{2000 + t},{cell}\n" for t, cell in enumerate(cells))
    check(change_points_of_file(read_plain(text.encode()), permutations=49))
    with_area = HEAD + "".join(f"A,{2000 + t},{cell}\n" for t, cell in enumerate(cells))
    check(alerts_of_file(read_plain(with_area.encode())))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    bounds=st.lists(
        st.tuples(
            st.integers(0, 5), st.integers(2000, 2005), st.integers(0, 30), st.none() | st.integers(0, 10**9)
        ),
        max_size=36,
        unique_by=lambda cell: cell[:2],
    )
)
@pytest.mark.filterwarnings("error")
def test_any_bounds_give_finite_numbers_or_reasons(bounds):
    cells = [
        Cell(f"A{area}", year, low, None if width is None else min(low + width, 10**9))
        for area, year, low, width in bounds
    ]
    panel = panel_of(cells)
    if not isinstance(panel, Refusal):
        check(estimate_trend(panel, Settings(draws=99)))


def test_a_nil_return_is_a_zero():
    cells = read_cells(read_plain(b"reporter,year,count\nEGY,2019,NIL\nEGY,2020,3\n"))
    assert [(cell.low, cell.high) for cell in cells] == [(0.0, 0.0), (3.0, 3.0)]


def test_areas_that_agree_to_the_last_digit_carry_no_trend():
    rows = [f"A{a:02d},{year},{value * (a + 1)}" for a in range(12) for year, value in ((2018, 1), (2019, 3))]
    found = trend_of_file(read_plain("\n".join(["reporter,year,count", *rows]).encode()), draws=99)
    assert found.refusal is not None
    assert found.refusal.code == "NO_DIFFERENCES"
    assert "rests on that area" not in found.refusal.text
    [slope] = [row for row in found.results if row.what == "fixed effects"]
    assert (slope.estimate, slope.low, slope.high) == (pytest.approx(3), None, None)
    assert "do not differ" in slope.note


def test_areas_that_agree_in_what_is_suppressed_are_not_said_to_rest_on_one():
    rows = [f"A{a:02d},{2010 + t},{cell}" for a in range(11) for t, cell in enumerate([*["<5"] * 8, 12, 12])]
    found = trend_of_file(read_plain("\n".join(["reporter,year,count", *rows]).encode()), draws=99)
    assert found.refusal is not None
    assert found.refusal.code == "NO_DIFFERENCES"
    assert not [row for row in found.results if row.refusal and row.refusal.code == "UNSTABLE"]


@pytest.mark.parametrize("growth", [1, 2])
def test_a_total_without_any_residual_has_no_chance(growth):
    rows = [f"A{a:02d},{2010 + t},{8 * growth**t}" for a in range(11) for t in range(8)]
    found = trend_of_file(read_plain("\n".join(["reporter,year,count", *rows]).encode()), draws=99)
    [total] = [row for row in found.results if row.what == "total of all areas, no trend"]
    assert total.estimate == pytest.approx(growth)
    assert total.details["p_value_years_independent"] is None


def test_a_figure_that_is_too_large_is_told_the_limit_and_not_to_be_left_empty():
    rows = [f"A{a:02d},{2010 + t},5" for a in range(11) for t in range(8)]
    text = "\n".join(["reporter,year,count", *rows, "B,2010,1000000000000"])
    refusal = trend_of_file(read_plain(text.encode()), draws=99).refusal
    assert refusal is not None
    assert (refusal.code, "1,000,000,000," in refusal.text, "mpty" in refusal.text) == (
        "NOT_A_COUNT",
        True,
        False,
    )
    assert "Line 90" in refusal.text


def test_columns_that_were_not_read_are_named():
    rows = [f"A{a:02d},x,{year},{(a + year) % 5}" for a in range(12) for year in range(2010, 2016)]
    spread = read_plain("\n".join(["reporter,remark,year,count", *rows]).encode())
    series = read_plain(
        ("year,source,count\n" + "".join(f"{2000 + t},x,{t % 4}\n" for t in range(9))).encode()
    )
    assert "not read: remark." in trend_of_file(spread, draws=99).results[0].note
    assert "not read: remark." in alerts_of_file(spread).results[0].note
    assert "not read: source." in change_points_of_file(series, permutations=49).results[0].note


# Headers in the six languages, and what of a file is left out

MEANT = meanings(open_contract())
HEADS = [
    "Country,Year,Number of victims", "Pays,Année,Nombre de victimes", "País,Año,Número de víctimas",
    "Страна,Год,Число жертв", "الدولة,السنة,عدد الضحايا", "国家,年份,受害者人数",
    "Zone déclarante,Période,Valeur", "Annee,Nombre,Pays", "Année,Total 2,Pays",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_the_same_file_is_read_under_headers_of_each_of_the_six_languages(head):
    by_year = "An" in head.split(",")[0]
    row = "2001,7,AU" if by_year else "AU,2001,7"
    assert read_cells(read_plain(f"{head}\n{row}\n".encode()), meant=MEANT) == [Cell("AU", 2001, 7, 7, 2)]


@pytest.mark.parametrize("head", ["Année,Nombre de victimes", "Год,Число жертв", "年份,人数", "السنة,العدد"])
def test_a_series_is_read_under_headers_of_other_languages_and_with_columns_beside(head):
    text = f"x,{head}\n" + "".join(f"k,{2000 + t},{3 if t < 10 else 30}\n" for t in range(20))
    found = change_points_of_file(read_plain(text.encode()), permutations=99, meant=MEANT)
    assert found.results[0].estimate == 2009
    assert "not read: x." in found.results[0].note


def panel_text(line: str = "") -> str:
    rows = [f"A{a:02d},{year},{(a + year) % 5}" for a in range(12) for year in range(2010, 2016)]
    return "\n".join([HEAD.strip(), *rows, line])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A00,2016,\nA01,2016,NA", "2 lines without a figure are left out"),
        ("Total,2010,99", "named like a total: Total."),
        ("Всего,2010,99", "named like a total: Всего."),
        ("a00,2016,4", "written alike: A00, a00."),
        (",,\n\n", ""),
    ],
)
def test_what_is_left_out_or_may_be_there_twice_is_said(line, said):
    found = trend_of_file(read_plain(panel_text(line).encode()), draws=99, complete_share=0)
    plain = trend_of_file(read_plain(panel_text().encode()), draws=99, complete_share=0)
    assert said in found.results[0].note
    assert said or found.results[0].note == plain.results[0].note
    assert found.results[0].areas == 12 + ("alike" in said)


def test_years_in_which_nobody_reported_are_named():
    rows = [f"A{a:02d},{year},{(a + year) % 5}" for a in range(12) for year in (2010, 2011, 2014, 2015, 2016)]
    [panel] = [
        row
        for row in trend_of_file(read_plain("\n".join([HEAD.strip(), *rows]).encode()), draws=99).results
        if row.what == "panel"
    ]
    assert "no area reported: 2012, 2013." in panel.note

"""Are figures of several sources compared, never added without leave; and do two sides of a border meet?"""

from __future__ import annotations

import shutil

import pytest

from pipelines.analyse.double_counting.make import make_double_counting
from pipelines.analyse.double_counting.relations import groups_of
from pipelines.analyse.result_tables import FORM
from pipelines.contract.loading import Contract
from pipelines.process.submitting import submit
from tests.files import ROOT, send, victims
from tests.statistics.edition import edition_tables

PUBLIC = {"is_already_public": True, "is_complete": True}
SAID = {"GLOTIP": "2021-01", "SDG_16_2_2": "2021-01", "CTDC": "2021-02", "JAM_STATIN": "2021-03"}


def put(store, contract, source, *rows, **said) -> None:
    send(store, contract, victims(*rows), source=source, known_since=SAID[source], **PUBLIC, **said)


def tables(store, contract, query, before=""):
    with edition_tables(store, contract) as connection:
        if before:
            connection.execute(before)
        make_double_counting(connection, contract)
        return connection.execute(query).fetchall()


def series_of(area, *values):
    return [f"{area} {2010 + i} _T _T {value}" for i, value in enumerate(values)]


PAIRS = "SELECT ref_area, source, other_source, relation, years_compared, years_equal FROM source_pairs"
CELLS = (
    "SELECT source, value_low, value_high, relation, is_apart, combined_low, combined_high"
    " FROM sources_side_by_side"
)


def test_equal_series_are_one_figure_whoever_publishes_them_and_chance_is_not(store, contract):
    put(
        store,
        contract,
        "CTDC",
        *series_of("EGY", 4, 9, 7),
        *series_of("SDN", 1, 1, 2),
        *series_of("FRA", 4, 9, 7),
    )
    put(
        store,
        contract,
        "JAM_STATIN",
        *series_of("EGY", 4, 9, 7),
        *series_of("SDN", 1, 1, 2),
        *series_of("FRA", 4, 8, 6),
    )
    assert tables(store, contract, PAIRS) == [
        ("EGY", "CTDC", "JAM_STATIN", "equal_series", 3, 3),
        ("FRA", "CTDC", "JAM_STATIN", "not_declared", 3, 1),
        ("SDN", "CTDC", "JAM_STATIN", "not_declared", 3, 3),
    ]


def test_a_declared_republication_is_compared_and_never_bounded(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 5))
    put(store, contract, "SDG_16_2_2", *series_of("EGY", 8))
    assert tables(store, contract, CELLS) == [
        ("GLOTIP", 5, 5, "one_figure", True, None, None),
        ("SDG_16_2_2", 8, 8, "one_figure", True, None, None),
    ]


def test_undeclared_sources_are_laid_beside_each_other_and_not_added(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 5, 1))
    put(store, contract, "CTDC", "EGY 2010 _T _T <5")
    assert tables(store, contract, CELLS) == [
        ("CTDC", 0, 4, "not_declared", True, None, None),
        ("GLOTIP", 5, 5, "not_declared", True, None, None),
    ]


@pytest.fixture
def declared(tmp_path):
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    pairs = (("CTDC", "GLOTIP"), ("CTDC", "SDG_16_2_2"), ("JAM_STATIN", "CTDC"))
    text = (tmp_path / "schemas/reference/source_relations.yaml").read_text()
    more = "".join(
        f"  - {{sources: [{one}, {other}], relation: independent, because: x, confirmed_by: y}}\n"
        for one, other in pairs
    )
    (tmp_path / "schemas/reference/source_relations.yaml").write_text(
        text.replace("relations:\n", "relations:\n" + more, 1)
    )
    return Contract(tmp_path / "schemas")


def test_independent_sources_give_the_interval_from_the_largest_to_the_sum_republications_once(
    store, declared
):
    put(store, declared, "GLOTIP", *series_of("EGY", 5))
    put(store, declared, "SDG_16_2_2", *series_of("EGY", 8))
    put(store, declared, "CTDC", *series_of("EGY", 6))
    found = tables(store, declared, f"SELECT DISTINCT relation, combined_low, combined_high FROM ({CELLS})")
    assert found == [("independent", 6, 14)]


def test_one_undeclared_pair_withholds_the_interval(store, declared):
    put(store, declared, "GLOTIP", *series_of("EGY", 5))
    put(store, declared, "CTDC", *series_of("EGY", 6))
    put(store, declared, "JAM_STATIN", *series_of("EGY", 7))
    found = tables(store, declared, f"SELECT DISTINCT relation, combined_low, combined_high FROM ({CELLS})")
    assert found == [("not_declared", None, None)]


def test_equal_series_are_one_figure_even_if_declared_independent(store, declared):
    put(store, declared, "GLOTIP", *series_of("EGY", 5, 6, 7))
    put(store, declared, "CTDC", *series_of("EGY", 5, 6, 7))
    found = tables(store, declared, f"SELECT DISTINCT relation, combined_low FROM ({CELLS})")
    assert found == [("one_figure", None)]


def test_a_receipt_that_declares_independence_is_enough(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 5))
    put(store, contract, "CTDC", *series_of("EGY", 6), declared_independent=True)
    rows = tables(store, contract, CELLS)
    assert rows == [
        ("CTDC", 6, 6, "independent", True, 6, 11),
        ("GLOTIP", 5, 5, "independent", True, 6, 11),
    ]


def test_what_sources_come_to_together_is_a_result_with_its_interval_or_its_refusal(store, contract):
    rows = ("EGY 2010 _T _T 5", "EGY 2010 F _T 3", "FRA 2010 _T _T 1")
    put(store, contract, "GLOTIP", *rows, "ITA 2010 _T _T 7")
    put(store, contract, "CTDC", "EGY 2010 _T _T 6", "EGY 2010 F _T 4", declared_independent=True)
    put(store, contract, "JAM_STATIN", "FRA 2010 _T _T 2")
    query = """
        SELECT ref_area, breakdown, low, high, n, refusal, refusal_text IS NULL, note = ''
        FROM combined_sources
        ORDER BY ref_area, breakdown
    """
    assert tables(store, contract, query) == [
        ("EGY", "", 6, 11, 6, None, True, False),
        ("EGY", "sex=F", 4, 7, 4, None, True, False),
        ("FRA", "", None, None, 2, "NOT_DECLARED", False, True),
    ]


def test_a_figure_that_an_open_signal_holds_out_enters_no_interval(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 5, 6))
    put(store, contract, "CTDC", *series_of("EGY", 6, 8), declared_independent=True)
    asked = "UPDATE detected_victims SET open_signals = ['x'] WHERE source = 'CTDC' AND year = 2011"
    query = "SELECT year, low, high, refusal FROM combined_sources"
    assert tables(store, contract, query, asked) == [(2010, 6, 11, None), (2011, None, None, "OPEN_SIGNAL")]
    query = "SELECT DISTINCT year, combined_high FROM sources_side_by_side ORDER BY ALL"
    assert tables(store, contract, query, asked) == [(2010, 11), (2011, None)]


def test_a_suppressed_figure_among_independent_ones_leaves_its_interval_in_theirs(store, contract):
    put(store, contract, "GLOTIP", "EGY 2010 _T _T 6")
    put(store, contract, "CTDC", "EGY 2010 _T _T <5", declared_independent=True)
    found = tables(store, contract, f"SELECT DISTINCT relation, combined_low, combined_high FROM ({CELLS})")
    assert found == [("independent", 6, 10)]


def test_of_three_sources_two_of_which_are_one_figure_each_is_compared_with_each(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 5))
    put(store, contract, "SDG_16_2_2", *series_of("EGY", 5))
    put(store, contract, "CTDC", *series_of("EGY", 9))
    assert {row[1:4] for row in tables(store, contract, PAIRS)} == {
        ("CTDC", "GLOTIP", "not_declared"),
        ("CTDC", "SDG_16_2_2", "not_declared"),
        ("GLOTIP", "SDG_16_2_2", "republishes"),
    }
    groups = tables(store, contract, "SELECT source, same_as, source_count FROM sources_side_by_side")
    assert groups == [("CTDC", "CTDC", 3), ("GLOTIP", "GLOTIP", 3), ("SDG_16_2_2", "GLOTIP", 3)]


def test_other_areas_and_other_years_are_not_laid_beside_each_other(store, contract):
    put(store, contract, "GLOTIP", "EGY 2010 _T _T 5", "SDN 2011 _T _T 7")
    put(store, contract, "CTDC", "EGY 2011 _T _T 6", "SDN 2010 _T _T 7")
    assert tables(store, contract, CELLS) == []


def test_breakdowns_are_compared_cell_by_cell(store, contract):
    put(store, contract, "GLOTIP", "EGY 2010 F _T 2", "EGY 2010 M _T 3", "EGY 2010 _T _T 5")
    put(store, contract, "CTDC", "EGY 2010 F _T 4", "EGY 2010 _T _T 5")
    found = tables(store, contract, f"{CELLS} WHERE sex = 'F'")
    assert [row[:2] for row in found] == [("CTDC", 4), ("GLOTIP", 2)]


def test_only_the_newest_version_of_a_source_is_compared(store, contract):
    put(store, contract, "CTDC", *series_of("EGY", 6))
    send(store, contract, victims(*series_of("EGY", 9)), source="CTDC", known_since="2022-01", **PUBLIC)
    put(store, contract, "GLOTIP", *series_of("EGY", 9))
    found = tables(store, contract, "SELECT source, year(version), value_low FROM sources_side_by_side")
    assert found == [("CTDC", 2022, 9), ("GLOTIP", 2021, 9)]


def test_sources_that_are_joined_through_a_third_are_one_group():
    assert groups_of("dcba", [("c", "d"), ("b", "c")]) == {"a": "a", "b": "b", "c": "b", "d": "b"}


HEAD = "ref_area,time_period,offence,measure,counterpart_area,value\n"


def crossing(store, contract, source, *rows) -> None:
    lines = (f"{area},{year},TIP_OR,{measure},{partner},{n}\n" for area, year, measure, partner, n in rows)
    said = {"table": "victims", "reporter": "UNODC", "source": source, "known_since": "2021-01", **PUBLIC}
    submit(store, contract, (HEAD + "".join(lines)).encode(), said, "file.csv")


MIRROR = (
    "SELECT year, detection_area, citizenship_area, estimate, low, high, finding, refusal"
    " FROM mirror_differences"
)


def test_two_sides_of_a_border_are_compared_and_silence_is_no_side(store, contract):
    crossing(
        store,
        contract,
        "P13_RETURN",
        ("ITA", 2015, "DETECTED", "EGY", 9),
        ("ITA", 2015, "DETECTED", "SDN", 4),
        ("ITA", 2016, "DETECTED", "EGY", 1),
        ("EGY", 2015, "REPATRIATED_NATIONALS", "ITA", 6),
        ("EGY", 2016, "REPATRIATED_NATIONALS", "ITA", 3),
        ("EGY", 2016, "REPATRIATED_NATIONALS", "FRA", 3),
        ("SDN", 2015, "REPATRIATED_NATIONALS", "FRA", 2),
        ("MAR", 2016, "REPATRIATED_NATIONALS", "ITA", 2),
    )
    assert tables(store, contract, MIRROR) == [
        (2015, "ITA", "EGY", 3, 3, 3, "consistent", None),
        (2015, "ITA", "SDN", None, None, None, "not_returned", "ONE_SIDE"),
        (2016, "ITA", "EGY", -2, -2, -2, "more_returned_than_detected", None),
        (2016, "ITA", "MAR", None, None, None, "not_detected", "ONE_SIDE"),
    ]


def test_a_difference_of_figures_known_within_limits_keeps_its_limits_or_has_none(store, contract):
    quarters = [(area, f"{year}-Q1", measure, partner, 4) for area, measure, partner, year in (
        ("ITA", "DETECTED", "EGY", 2016), ("EGY", "REPATRIATED_NATIONALS", "ITA", 2016),
    )]  # fmt: skip
    crossing(
        store,
        contract,
        "P13_RETURN",
        ("ITA", 2015, "DETECTED", "EGY", 9),
        ("EGY", 2015, "REPATRIATED_NATIONALS", "ITA", "<5"),
        *quarters,
    )
    assert tables(store, contract, MIRROR) == [
        (2015, "ITA", "EGY", None, 5, 9, "consistent", None),
        (2016, "ITA", "EGY", None, None, None, "consistent", "LOWER_BOUNDS"),
    ]


SIGNALLED = """
    CREATE TABLE signal_area_years AS
    SELECT '{table}' AS "table", source, 'TIP_OR' AS offence, known_from::DATE AS version,
        'EGY' AS ref_area, {year} AS year, 'x' AS signal, 'high' AS severity, {is_open} AS is_open
    FROM (SELECT DISTINCT source, known_from FROM "{table}")
"""


@pytest.mark.parametrize(("year", "is_open", "is_said"), [(2015, True, True), (2015, False, False),
                                                          (2016, True, False)])  # fmt: skip
def test_a_difference_of_which_an_open_signal_names_one_side_stays_and_says_so(
    store, contract, year, is_open, is_said
):
    crossing(
        store,
        contract,
        "P13_RETURN",
        ("ITA", 2015, "DETECTED", "EGY", 9),
        ("EGY", 2015, "REPATRIATED_NATIONALS", "ITA", 6),
    )
    asked = SIGNALLED.format(table="victims", year=year, is_open=is_open)
    query = "SELECT estimate, contains(note, 'open signal') FROM mirror_differences"
    assert tables(store, contract, query, asked) == [(3, is_said)]


def test_a_source_that_names_the_place_first_is_turned_round(store, contract):
    crossing(
        store,
        contract,
        "GLOTIP",
        ("ITA", 2015, "DETECTED", "EGY", 9),
        ("ITA", 2015, "REPATRIATED_NATIONALS", "EGY", 6),
    )
    assert tables(store, contract, MIRROR) == [(2015, "ITA", "EGY", 3, 3, 3, "consistent", None)]


OVERLAPS = "ref_area,time_period,offence,lists,persons\n"


def link(store, contract, *rows: str) -> None:
    said = {"table": "overlaps", "reporter": "EGY", "source": "P13_RETURN"}
    content = OVERLAPS + "".join(f"{row}\n" for row in rows)
    submit(store, contract, content.encode(), said | PUBLIC, "file.csv")


def test_where_lists_are_linked_the_persons_on_them_stand_beside_the_totals_of_that_year(store, contract):
    put(store, contract, "GLOTIP", *series_of("EGY", 9, 9), "EGY 2010 F _T 4")
    put(store, contract, "CTDC", *series_of("EGY", 8, 8), "EGY 2010 F _T 4", declared_independent=True)
    link(store, contract, "EGY,2010,TIP_OR,NGO,5", "EGY,2010,TIP_OR,NGO|POLICE,3", "EGY,2010,TIP_OR,POLICE,4")
    query = "SELECT DISTINCT year, sex, linked_persons, combined_high FROM sources_side_by_side ORDER BY ALL"
    assert tables(store, contract, query) == [
        (2010, "F", None, 8), (2010, "_T", 12, 17), (2011, "_T", None, 17),
    ]  # fmt: skip


def test_linked_lists_say_how_many_entries_count_a_person_again(store, contract):
    content = (
        "ref_area,time_period,offence,lists,persons\nEGY,2015,TIP_OR,NGO,5\nEGY,2015,TIP_OR,POLICE,7\n"
        "EGY,2015,TIP_OR,NGO|POLICE,3\nEGY,2015,TIP_OR,NGO|POLICE|SHELTER,1\n"
    )
    said = {"table": "overlaps", "reporter": "EGY", "source": "P13_RETURN"}
    submit(store, contract, content.encode(), said | PUBLIC, "file.csv")
    query = "SELECT list_count, persons, entries, repeated, largest_list FROM linked_lists"
    assert tables(store, contract, query) == [(3, 16, 21, 5, 11)]


def test_the_persons_on_linked_lists_are_a_result_with_limits_that_hold_whatever_the_linkage(store, contract):
    link(store, contract, "EGY,2015,TIP_OR,NGO,5", "EGY,2015,TIP_OR,NGO|POLICE,3", "EGY,2015,TIP_OR,POLICE,7")
    query = "SELECT estimate, low, high, n, first_year, contains(note, 'open signal') FROM linked_lists"
    assert tables(store, contract, query) == [(15, 10, 18, 18, 2015, False)]
    asked = SIGNALLED.format(table="overlaps", year=2015, is_open=True)
    assert tables(store, contract, query, asked) == [(15, 10, 18, 18, 2015, True)]


def test_two_offices_that_each_linked_their_lists_are_not_added(store, contract):
    rows = "EGY,2015,TIP_OR,NGO,5\nEGY,2015,TIP_OR,POLICE,7\n"
    for reporter, given in (("EGY", rows), ("UNODC", rows.replace("7", "6"))):
        said = {"table": "overlaps", "reporter": reporter, "source": "P13_RETURN"}
        submit(store, contract, (OVERLAPS + given).encode(), said | PUBLIC, "file.csv")
    found = tables(store, contract, "SELECT reporter, persons FROM linked_lists")
    assert found == [("EGY", 12), ("UNODC", 11)]


@pytest.mark.parametrize("name", ["combined_sources", "mirror_differences", "linked_lists"])
def test_what_states_a_number_has_the_one_form_of_results(store, contract, name):
    columns = f"SELECT list(column_name) FROM (DESCRIBE FROM {name})"
    ((found,),) = tables(store, contract, columns)
    assert tuple(found[-len(FORM) :]) == tuple(FORM)


def test_nothing_to_compare_gives_empty_tables(store, contract):
    put(store, contract, "CTDC", *series_of("EGY", 6))
    names = ("source_pairs", "combined_sources", "sources_side_by_side", "mirror_differences", "linked_lists")
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    assert tables(store, contract, f"SELECT {counts}") == [(0, 0, 0, 0, 0)]

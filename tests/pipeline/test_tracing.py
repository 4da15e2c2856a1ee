"""Does every mark of a chart lead back to the lines it rests on, the bar of a whole year too?"""

from __future__ import annotations

import csv

import pytest

from pipelines.contract.errors import TiporError
from pipelines.disseminate.trace import trace
from pipelines.process.editions import Edition
from pipelines.running import run
from tests.files import send, victims


@pytest.fixture(scope="module")
def made(tmp_path_factory, contract):
    """Two versions: in the second an area is gone and another has come."""
    from pipelines.collect.store import Store

    store = Store(tmp_path_factory.mktemp("tracing") / "data")
    first = victims("EGY 2010 F _T 3", "EGY 2010 M _T 2", "SDN 2010 _T _T 4", "EGY 2011 _T _T 1")
    send(store, contract, first, known_since="2019", is_complete=True)
    second = victims("EGY 2010 _T _T 6", "LBY 2010 _T _T 0", "EGY 2011 _T _T 1")
    send(store, contract, second, known_since="2020", is_complete=True)
    return run(store, contract)


def values_at(edition: Edition, lines: dict[str, tuple[int, ...]]) -> list[int]:
    """The last cell of each line."""
    found = []
    for submission, numbers in lines.items():
        text = edition.store.submission(submission).content.read_text().splitlines()
        found += [int(text[number - 1].split(",")[-1]) for number in numbers]
    return found


def test_the_bar_of_a_year_rests_on_the_lines_of_all_its_areas_in_each_version(made):
    first, second = trace(made.edition, "detected_victims", "_T/2010")
    assert (first.value_low, second.value_low) == (9, 6)
    for origin in (first, second):
        assert sum(values_at(made.edition, origin.lines)) == origin.value_low
    assert len(values_at(made.edition, second.lines)) == 2  # the zero of Libya counts as a figure


def test_every_bar_in_the_drawn_numbers_can_be_traced(made):
    chart = next(chart for chart in made.charts if chart.name == "detected_victims")
    with chart.csv.open(encoding="utf-8", newline="") as file:
        bars = [row for row in csv.DictReader(file) if row["ref_area"] == "_T"]
    assert bars
    for bar in bars:
        found = trace(made.edition, "detected_victims", f"_T/{bar['year']}")
        assert float(bar["value_low"]) in {origin.value_low for origin in found}


def test_the_chart_of_trends_traces_what_counts_in_the_newest_version(made):
    (origin,) = trace(made.edition, "trends", "EGY/2010")
    assert (origin.version.year, origin.value_low) == (2020, 6)
    with pytest.raises(TiporError, match="Nothing is drawn at SDN/2010"):
        trace(made.edition, "trends", "SDN/2010")


def test_coverage_traces_all_areas_with_a_figure_of_a_year(made):
    first, second = trace(made.edition, "coverage", "_T/2010")
    assert len(values_at(made.edition, first.lines)) == 3
    assert len(values_at(made.edition, second.lines)) == 2
    assert first.value_low is None


def test_a_year_without_a_bar_is_said_with_the_years_that_have_one(made):
    with pytest.raises(TiporError, match="Nothing is drawn at _T/1999") as error:
        trace(made.edition, "detected_victims", "_T/1999")
    assert "_T/2010" in error.value.remedy

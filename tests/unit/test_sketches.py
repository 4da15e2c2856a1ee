"""Does every analysis have a small chart that Dagster shows at once, and only of what is estimated?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipelines.analyse.catalogue import NAMES
from pipelines.assets.sketches import ALONG, KINDS, LINES, SUMS, WIDTH, sketch

SHOWN_AT_ONCE = 1000


def share(category: str, number: float | None, refusal: str | None = None, **more: Any) -> dict[str, Any]:
    low, high = (None, None) if number is None else (number - 0.1, number + 0.1)
    row = {"source": "S", "offence": "TIP_OR", "basis": "CASES", "attribute": "sex", "category": category}
    return row | {"what": "share", "estimate": number, "low": low, "high": high, "refusal": refusal} | more


def lines(chart: str) -> list[str]:
    return chart.splitlines()[2:-1]


def test_each_analysis_is_drawn_in_one_way():
    assert sorted([*ALONG, *SUMS, *KINDS]) == sorted(NAMES)


def test_estimates_stand_on_one_scale_with_their_limits():
    low, high = lines(sketch("profiles", [share("F", 0.2), share("M", 0.8)]))
    assert low.split()[0], high.split()[0] == ("F", "M")
    assert low.index("●") < high.index("●")
    assert ("─" in low, low.split()[-1]) == (True, "0.2")


def test_what_is_refused_is_not_drawn():
    chart = sketch("profiles", [share("F", 0.2), share("M", None, "FEW_CASES")])
    assert [line.split()[0] for line in lines(chart)] == ["F"]
    assert sketch("profiles", [share("M", None, "FEW_CASES")]) == ""


def test_only_estimates_that_differ_in_one_name_share_a_chart():
    rows = [share("F", 0.2), share("M", 0.8), share("KIDNEY", 0.9, attribute="organ")]
    chart = sketch("profiles", rows)
    assert [line.split()[0] for line in lines(chart)] == ["F", "M"]


def test_the_newest_version_is_drawn():
    rows = [
        {"source": "S", "offence": "TIP_OR", "version": date(year, 1, 1), "year": 2010, "value_low": year}
        for year in (2020, 2021)
    ]
    (line,) = lines(sketch("detected_victims_by_year", rows))
    assert line.split()[-1] == "2,021"


def test_bars_begin_at_zero():
    rows = [{"relation": "independent"}] * 2 + [{"relation": "one_figure"}]
    most, half = lines(sketch("source_pairs", rows))
    assert (most.count("█"), half.count("█")) == (WIDTH, WIDTH // 2)


@pytest.mark.parametrize("size", [1, 40])
def test_a_chart_is_short_enough_to_be_shown_without_a_click(size):
    rows = [share(f"A_VERY_LONG_CATEGORY_{number}", 1e9 / 7, source="S" * 90) for number in range(size)]
    chart = sketch("profiles", rows)
    assert len(chart) < SHOWN_AT_ONCE
    assert len(lines(chart)) == min(size, LINES)


def test_nothing_gives_no_chart():
    assert [name for name in NAMES if sketch(name, [])] == []

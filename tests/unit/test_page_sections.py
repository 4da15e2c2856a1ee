"""Does the page tell trends, what figures rest on, and open signals, only from tables and only in public?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipelines.contract.text import speaking
from pipelines.disseminate.evidence import Evidence
from pipelines.disseminate.headlines import Headline, Loss
from pipelines.disseminate.page import facts_of, write_page
from tests.unit import trend_rows
from tests.unit.chart_rows import label

SERIES = {"source": "SDG_16_2_2", "offence": "TIP_OR"}
SUM = SERIES | {"version": trend_rows.DAY, "ref_area": None}
COVERED = {
    "area_count": 15,
    "state_share": 0.0769,
    "population_share": 0.31,
    "population_source": "World Bank",
    "is_incomplete": False,
}


def signal(number: int, severity: str = "high", **said: Any) -> dict[str, Any]:
    """A row of `signals`."""
    row = {
        **SERIES,
        "signal": f"{number:012d}",
        "severity": severity,
        "family": "copied",
        "ref_areas": ["EGY", "GBR"],
        "first_year": 2014,
        "last_year": 2016,
        "compared": f"finding {number}",
        "person_count": 5,
        "is_public": True,
        "is_open": True,
    }
    return row | said


TABLES: dict[str, list[dict[str, Any]]] = {
    "signals": [
        signal(1, "low"),
        signal(2, "high"),
        signal(3, is_open=False),
        signal(4, is_public=False, compared="secret", ref_areas=["JPN"]),
        signal(5, offence="TIP_SX", compared="elsewhere"),
    ],
    "reliability": [
        SUM | {"year": 2016, "statement": "It rests on 15 areas."},
        SUM | {"year": 2016, "ref_area": "EGY", "statement": "One area only."},
        SUM | {"year": 2016, "version": date(2019, 7, 1), "statement": "An older version."},
    ],
    "coverage_summary": [
        SUM | COVERED | {"year": 2016},
        SUM | COVERED | {"year": 2017, "is_incomplete": True, "population_share": None},
    ],
}


class Text(HTMLParser):
    """The text of a page, a line a piece."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.pieces += [data.strip()] if data.strip() else []


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    zeros = {("NPL", year): (0.0, 0.0, "reported") for year in range(2008, 2018)}
    return trend_rows.evidence_of(trend_rows.growing(areas=trend_rows.AREAS[:4]) | zeros)


def page_of(evidence: Evidence, folder: Path, **more: Any) -> list[str]:
    facts = facts_of([evidence], label, beside=TABLES, **more)
    return Text(write_page([], facts, folder).read_text(encoding="utf-8")).pieces


def test_open_signals_stand_there_the_gravest_first_with_areas_years_and_how_to_close(
    evidence: Evidence, tmp_path: Path
) -> None:
    pieces = page_of(evidence, tmp_path)
    two, one = (f"Figures of another area. finding {number}" for number in (2, 1))
    assert pieces.index(two) < pieces.index(one)
    at = pieces.index("000000000002")
    names = f"{label('area', 'EGY')}, {label('area', 'GBR')}"
    assert pieces[at + 1 : at + 6] == [
        "high: in no total", "SDG indicator 16.2.2", names, "2014–2016", two,
    ]  # fmt: skip
    assert any('tipor signal close 000000000002 --because "the reason"' in piece for piece in pieces)


def test_closed_signals_and_those_on_other_offences_are_counted(evidence: Evidence, tmp_path: Path) -> None:
    pieces = page_of(evidence, tmp_path)
    assert "finding 3" not in pieces
    assert "elsewhere" not in pieces
    assert "2 signals are open: something in these figures does not fit" in " ".join(pieces)
    assert "1 signal was closed by a person with a reason." in pieces
    assert any(piece.startswith("1 open signal is about other forms") for piece in pieces)


def test_a_signal_that_is_not_public_is_neither_shown_nor_counted(evidence: Evidence, tmp_path: Path) -> None:
    assert "secret" not in " ".join(page_of(evidence, tmp_path))
    hidden = {"signals": [signal(1, is_public=False)]}
    facts = facts_of([evidence], label, beside=hidden)
    assert facts.signals.sentences == facts.signals.signals == ()


def test_without_an_open_signal_the_page_says_so(evidence: Evidence) -> None:
    facts = facts_of([evidence], label, beside={"signals": [signal(1, is_open=False)]})
    assert facts.signals.sentences[0] == "No signal on these figures is open."


def test_many_areas_of_a_signal_are_named_in_part(evidence: Evidence) -> None:
    many = {"signals": [signal(1, ref_areas=list(trend_rows.AREAS))]}
    (shown,) = facts_of([evidence], label, beside=many).signals.signals
    assert shown.areas.endswith("and 7 more")


def test_each_year_of_the_newest_version_has_what_its_total_rests_on(
    evidence: Evidence, tmp_path: Path
) -> None:
    pieces = page_of(evidence, tmp_path)
    at = pieces.index("It rests on 15 areas.")
    assert pieces[at - 4 : at] == ["2016", "15", "7.7 %", "31 %"]
    assert "One area only." not in pieces
    assert "An older version." not in pieces
    assert pieces[at + 1 : at + 5] == ["2017", "15", "7.7 %", "yes"]
    assert any("have reported them yet: 2017." in piece for piece in pieces)


def test_a_refused_trend_is_told_with_its_reason_and_what_was_left_out(
    evidence: Evidence, tmp_path: Path
) -> None:
    pieces = page_of(evidence, tmp_path)
    assert any(piece.startswith("No trend is stated: 4 areas have events") for piece in pieces)
    assert any("5 reporting areas; compared with themselves: 4" in piece for piece in pieces)
    assert evidence.trend
    panel = evidence.trend.row("panel")
    assert panel
    assert "NPL" in panel.note
    assert panel.note in pieces


def test_a_trend_that_an_edition_before_stated_is_named_as_lost(evidence: Evidence, tmp_path: Path) -> None:
    before = Headline("SDG_16_2_2", "TIP_OR", date(2019, 7, 1), "Detections rose by 3 %.")
    loss = Loss(before, replace(before, refusal="FEW_AREAS"))
    other = Loss(before, replace(before, source="GLOTIP", refusal="FEW_AREAS"))
    said = " ".join(page_of(evidence, tmp_path, losses=[loss]))
    assert "stated of the version of 1 July 2019: Detections rose by 3 %. It is no longer supported." in said
    assert "no longer supported" not in " ".join(page_of(evidence, tmp_path, losses=[other]))


def test_an_arabic_page_isolates_shares_and_keeps_commands_from_left_to_right(
    evidence: Evidence, tmp_path: Path
) -> None:
    with speaking("ar"):
        facts = facts_of([evidence], label, beside=TABLES)
        page = write_page([], facts, tmp_path).read_text(encoding="utf-8")
    assert "<td>\u20687.7 %\u2069</td>" in page
    assert '<pre dir="ltr"><code>tipor signal show 000000000002' in page


def test_a_page_without_these_tables_has_none_of_the_sections(evidence: Evidence, tmp_path: Path) -> None:
    facts = facts_of([replace(evidence, trend=None)], label)
    page = write_page([], facts, tmp_path).read_text(encoding="utf-8")
    assert "signals-title" not in page
    assert "rests-on-title" not in page

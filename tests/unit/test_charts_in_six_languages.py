"""Can every chart be read in each of the six languages?"""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.contract.labels import current_language
from pipelines.contract.text import LANGUAGES, speaking
from pipelines.disseminate.drawing import chart_modules
from tests.unit import chart_rows as rows
from tests.unit.chart_look import drawn_texts, off_the_sheet, overlaps


def label(code_list: str, code: str) -> str:
    return rows.CONTRACT.code_list(code_list)[code].label(current_language())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", chart_modules(), ids=lambda module: module.NAME)
def test_every_letter_has_a_shape_and_no_text_leaves_the_sheet_or_covers_another(
    chart: Any, language: str
) -> None:
    with speaking(language):
        figure = chart.build(rows.made_up(), label).figure
    extents = drawn_texts(figure)
    assert off_the_sheet(figure, extents) == []
    assert list(overlaps(extents)) == []


def test_a_line_of_chinese_is_broken_between_letters_and_never_before_a_closing_mark() -> None:
    from pipelines.disseminate.style import text_width, wrapped

    said = "发现的受害人人数（每年），包括所有报告地区的数字。没有报告的年份不是零。"
    lines = wrapped(said, 9, 1.2)
    assert len(lines) > 2
    assert "".join(lines) == said
    assert all(text_width(line, 9) <= 1.2 for line in lines)
    assert not [line for line in lines if line[0] in "，。）" or line[-1] == "（"]

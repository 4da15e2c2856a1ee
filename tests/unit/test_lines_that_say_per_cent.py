"""Are titles that make shares of the figures asked about, and titles that only look so left in peace?"""

from __future__ import annotations

import pytest

from pipelines.collect.reading.beside_words import plain, states_unit
from pipelines.collect.reading.listed_words import listed_words
from tests.unit.chart_rows import CONTRACT

WORDS = listed_words(CONTRACT)


@pytest.mark.parametrize(
    "title",
    [
        "Víctimas por sexo (% del total)",
        "Percentage of victims by sex",
        "Per cent distribution of victims by sex",
        "Percent distribution of victims",
        "Pourcentage de victimes par sexe",
        "Porcentaje de víctimas según sexo",
        "Distribución porcentual de víctimas",
        "Потерпевшие по полу, %",
        "Доля потерпевших, процентов",
        "النسبة المئوية للضحايا",
        "被害人（%）",
        "Unit: per 100 000 inhabitants",
        "计量单位：万元",
    ],
)
def test_a_title_that_makes_shares_of_the_figures_is_seen(title: str) -> None:
    assert states_unit(plain(title), WORDS)


@pytest.mark.parametrize(
    "title",
    [
        "100 per cent coverage of the prosecution offices",
        "Охвачено 100 процентов органов",
        "Covers 95 % of the offices",
        "单位名称：公安部统计处",
        "单位：公安部统计处",
        "Anti-trafficking unit: victims by sex",
        "Victims of trafficking by sex, 2019-2021",
        "Unit: persons",
    ],
)
def test_a_title_that_only_looks_so_is_not(title: str) -> None:
    assert not states_unit(plain(title), WORDS)

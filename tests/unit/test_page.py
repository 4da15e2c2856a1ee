"""Does the page say in words, for every reader, what the charts show and what they do not?"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipelines.contract.text import speaking
from pipelines.disseminate.drawing import draw_all
from pipelines.disseminate.page import Facts, facts_of, write_page
from pipelines.disseminate.sentences import three_sentences
from tests.unit import chart_rows as rows


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    folder = tmp_path_factory.mktemp("page")
    return draw_all([rows.made_up()], folder / "charts", rows.label), folder


@pytest.fixture
def text(made: tuple[Any, Path]) -> str:
    charts, folder = made
    return write_page(charts, facts_of([rows.made_up()], rows.label), folder).read_text(encoding="utf-8")


def test_every_picture_has_its_alt_text(text: str, made: tuple[Any, Path]) -> None:
    assert [image["alt"] for image in Tags(text).all("img")] == [chart.alt for chart in made[0]]


def test_every_link_leads_to_a_file(text: str, made: tuple[Any, Path]) -> None:
    links = [link["href"] for link in Tags(text).all("a")]
    assert len(links) == 4 * len(made[0]) == 12
    assert all((made[1] / str(link)).is_file() for link in links)


def test_the_data_table_has_the_figures_and_headings_for_rows_and_columns(text: str) -> None:
    assert '<tr><th scope="row">2014</th><td>33 (3)</td><td>33 (3)</td><td>31 (1)</td></tr>' in text
    assert {heading["scope"] for heading in Tags(text).all("th")} == {"row", "col"}


def test_every_version_stands_in_the_list_with_its_n(text: str) -> None:
    assert (
        '<th scope="row">1 May 2020</th><td>SDG indicator 16.2.2</td><td>45</td><td>6</td><td>3</td>' in text
    )
    assert "≥ 95" in text


def test_arabic_pages_run_from_right_to_left_and_english_ones_do_not(
    made: tuple[Any, Path], text: str
) -> None:
    assert Tags(text).all("html") == [{"lang": "en", "dir": "ltr"}]
    with speaking("ar"):
        facts = facts_of([rows.made_up()], rows.label)
        arabic = write_page(made[0], facts, made[1] / "ar").read_text(encoding="utf-8")
    assert Tags(arabic).all("html") == [{"lang": "ar", "dir": "rtl"}]


def test_an_arabic_page_is_arabic_and_isolates_ranges(made: tuple[Any, Path]) -> None:
    with speaking("ar"):
        facts = facts_of([rows.made_up()], rows.label)
        arabic = write_page([], facts, made[1] / "ar").read_text(encoding="utf-8")
    assert Tags(arabic).all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert "<td>\u2068≥ 95\u2069</td>" in arabic
    assert '<th scope="row">1 مايو 2020</th>' in arabic
    assert Tags(arabic).all("footer")


def test_the_look_of_the_page_has_no_left_and_no_right_and_needs_no_script(text: str) -> None:
    style = text[text.index("<style>") : text.index("</style>")]
    assert not re.search(r"(left|right|[{ ;](width|height))\s*:", style)
    assert not Tags(text).all("script")
    assert "http" not in text


def test_what_is_not_cleared_is_said_and_only_then(made: tuple[Any, Path], text: str) -> None:
    assert "not cleared:" not in text
    facts = facts_of([rows.made_up()], rows.label, not_cleared=2)
    notice = write_page(made[0], facts, made[1]).read_text(encoding="utf-8")
    assert "2 submissions are not cleared: their figures are not public" in notice


def test_a_page_as_of_a_day_names_the_day(made: tuple[Any, Path]) -> None:
    facts = facts_of([rows.made_up()], rows.label, as_of=date(2020, 6, 1))
    assert "As known on 1 June 2020." in write_page(made[0], facts, made[1]).read_text(encoding="utf-8")


def test_a_page_without_any_public_figure_says_so(tmp_path: Path) -> None:
    page = write_page([], Facts("en", (), ()), tmp_path).read_text(encoding="utf-8")
    assert "No figure on this subject is public yet." in page


def test_words_cannot_break_out_of_the_page(made: tuple[Any, Path], tmp_path: Path) -> None:
    charts = [replace(made[0][0], title="<b>&", alt='"><script>alert(1)</script>')]
    page = write_page(charts, facts_of([rows.made_up()], rows.label), tmp_path).read_text(encoding="utf-8")
    assert not Tags(page).all("script")
    assert "&lt;b&gt;&amp;" in page


def test_the_same_charts_give_the_same_page(made: tuple[Any, Path]) -> None:
    facts = facts_of([rows.made_up()], rows.label)
    first = write_page(made[0], facts, made[1]).read_bytes()
    assert write_page(made[0], facts, made[1]).read_bytes() == first


def test_three_sentences_say_what_there_is_how_sure_it_is_and_what_it_is_not() -> None:
    there, sure, not_shown = three_sentences(rows.made_up(), rows.label)
    assert "6 figures (one area in one year), 1 of them zero" in there
    assert "at least 95 victims detected in 4 reporting areas" in there
    assert "2 area-years lost, 2 added, 1 changed" in sure
    assert "2 figures are incomplete or contradict themselves" in sure
    assert "nor a trend: a year has figures from 1 to 2 reporting areas" in not_shown


def test_words_and_page_do_not_load_matplotlib() -> None:
    code = (
        "import sys, pipelines.disseminate.page, pipelines.disseminate.drawing;"
        "print([m for m in ('matplotlib', 'jinja2', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=rows.ROOT
    )
    assert done.stdout.strip() == "[]"

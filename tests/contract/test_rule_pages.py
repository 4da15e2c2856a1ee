"""Does every rule have its page, its anchor and its two examples, and does every finding lead there?"""

from __future__ import annotations

import re

import pytest

from pipelines.contract.codes import LANGUAGES
from pipelines.contract.labels import has_catalogue
from pipelines.contract.rule_pages import FOLDER, page_of, rule_pages
from tests.contract.examples import CONTRACT, ROOT

PAGES = rule_pages(CONTRACT)
SPOKEN = [language for language in LANGUAGES if has_catalogue(language)]
RULES = sorted(CONTRACT.rules_by_id)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_and_its_message_have_one_anchor_where_findings_point(rule_id: str, language: str) -> None:
    path, _hash, anchor = page_of(rule_id, language).partition("#")
    assert PAGES[path].count(f'<a id="{anchor}"></a>') == 1
    assert PAGES[path].count(f'<a id="{anchor}-message"></a>') == 1
    assert (ROOT / path).read_text(encoding="utf-8") == PAGES[path], "run make generate"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(SPOKEN)))
def test_a_language_without_a_catalogue_is_led_to_the_english_page(language: str) -> None:
    assert page_of("VIC-002", language) == f"{FOLDER}/en/vic.md#vic-002"


@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_link_of_a_page_leads_to_an_anchor_that_exists(path: str) -> None:
    folder = path.rpartition("/")[0]
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]+))?\)", PAGES[path])
    assert links
    for page, anchor in links:
        assert f"{folder}/{page}" in PAGES
        assert not anchor or f'<a id="{anchor}"></a>' in PAGES[f"{folder}/{page}"]


def test_no_page_lies_about_that_the_contract_no_longer_makes() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / FOLDER).rglob("*.md")}
    assert there == set(PAGES)


@pytest.mark.parametrize("rule_id", RULES)
def test_the_wrong_example_of_a_page_differs_from_the_right_one(rule_id: str) -> None:
    path, _hash, anchor = page_of(rule_id, "en").partition("#")
    section = PAGES[path].split(f'<a id="{anchor}"></a>')[1].split("\n## ")[1]
    right, wrong = re.findall(r"```\n(.*?)\n```", section, flags=re.DOTALL)
    assert right != wrong
    assert "{" not in right + wrong, "a placeholder was not filled"

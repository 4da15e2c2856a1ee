"""Does every rule have its page, its anchor and its two examples, and does every finding lead there?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.contract import text
from pipelines.contract.codes import LANGUAGES
from pipelines.contract.labels import has_catalogue, review_notice_in
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


def test_there_are_pages_in_all_six_languages() -> None:
    assert list(LANGUAGES) == SPOKEN


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_is_explained_in_the_language_of_its_page(rule_id: str, language: str) -> None:
    rule = CONTRACT.rule(rule_id)
    page = PAGES[page_of(rule_id, language).partition("#")[0]]
    assert rule.why not in page
    assert f"## {rule_id} {rule.title}\n" not in page


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_the_examples_of_a_page_are_the_same_in_every_language(language: str) -> None:
    for path in (path for path in PAGES if path.startswith(f"{FOLDER}/en/")):
        translated = path.replace(f"{FOLDER}/en/", f"{FOLDER}/{language}/")
        english, other = (
            re.findall(r"```\n(.*?)\n```", PAGES[p], flags=re.DOTALL) for p in (path, translated)
        )
        assert english == other


def test_arabic_pages_run_from_right_to_left_and_no_other_does() -> None:
    for path, page in PAGES.items():
        assert page.startswith('<div dir="rtl" lang="ar">') == path.startswith(f"{FOLDER}/ar/")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_the_index_of_a_language_says_that_no_native_reader_has_reviewed_it(language: str) -> None:
    assert f"*{review_notice_in(language)}*" in PAGES[f"{FOLDER}/{language}/README.md"]
    assert review_notice_in("en") == ""


def test_a_language_without_a_catalogue_is_led_to_the_english_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(text, "_LOCALES", tmp_path)
    assert page_of("VIC-002", "fr") == f"{FOLDER}/en/vic.md#vic-002"


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

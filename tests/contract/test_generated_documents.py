"""Do the generated documents say what the contract says now?"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from pipelines.contract.codes import LANGUAGES
from pipelines.contract.generated import documents, main, stale, write
from pipelines.contract.loading import Contract
from tests.contract.examples import CONTRACT, ROOT, SCHEMAS

MADE = documents(CONTRACT)
PAGES = {path: text for path, text in MADE.items() if path.startswith("docs/data-dictionary/")}
in_every_language = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


def test_no_generated_document_is_stale() -> None:
    assert stale(CONTRACT) == [], "run make generate"
    assert main(["--check"]) == 0


def test_generating_twice_gives_the_same_text() -> None:
    assert documents(Contract(SCHEMAS)) == MADE


def test_the_dictionary_has_a_page_in_each_language() -> None:
    assert sorted(PAGES) == sorted(f"docs/data-dictionary/{language}.md" for language in LANGUAGES)


def test_a_change_of_the_contract_makes_every_dictionary_stale(tmp_path: Path) -> None:
    schemas = Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))
    write(CONTRACT, tmp_path)
    column = schemas / "columns" / "sex.yaml"
    column.write_text(
        column.read_text(encoding="utf-8").replace("title: Sex", "title: Gender"), encoding="utf-8"
    )
    changed = Contract(schemas)
    assert stale(changed, tmp_path) == sorted(PAGES)
    assert write(changed, tmp_path) == sorted(PAGES)
    assert stale(changed, tmp_path) == []


@in_every_language
def test_every_rule_has_its_anchor_in_the_dictionary(page: str) -> None:
    anchors = re.findall(r'<a id="([^"]+)"></a>', page)
    assert {name: anchors.count(name.lower()) for name in CONTRACT.rules_by_id} == dict.fromkeys(
        CONTRACT.rules_by_id, 1
    )


@in_every_language
def test_every_link_within_the_dictionary_leads_somewhere(page: str) -> None:
    anchors = set(re.findall(r'<a id="([^"]+)">', page))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= anchors


@in_every_language
def test_every_link_to_a_file_leads_to_a_place_in_a_file(page: str) -> None:
    links = set(re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", page))
    assert len(links) > len(CONTRACT.rules_by_id)
    for name, place in links:
        path = os.path.normpath(f"docs/data-dictionary/{name}")
        assert path in MADE or (ROOT / path).is_file(), name
        assert not place or f'<a id="{place}"></a>' in MADE[path], (name, place)


@in_every_language
def test_every_table_column_and_code_list_is_in_the_dictionary(page: str) -> None:
    for name in CONTRACT.names("tables"):
        section = page.split(f'<a id="table-{name}"></a>')[1].split("\n## ")[1]
        assert [c for c in CONTRACT.table(name).column_names if f"| `{c}` |" not in section] == []
    assert [n for n in CONTRACT.names("code_lists") if f'<a id="list-{n}"></a>' not in page] == []


def test_the_dictionary_speaks_its_language_and_its_direction() -> None:
    french, arabic = (PAGES[f"docs/data-dictionary/{language}.md"] for language in ("fr", "ar"))
    assert "- `F` Féminin" in french
    assert 'dir="rtl" lang="ar"' in arabic
    assert "`ref_area`، `time_period`" in arabic


@pytest.mark.parametrize("path", [path for path in MADE if path.endswith(".json")])
def test_the_schemas_for_editors_refuse_unknown_keys(path: str) -> None:
    schema = json.loads(MADE[path])
    assert schema["additionalProperties"] is False

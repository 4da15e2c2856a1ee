"""Do the generated documents say what the contract says now?"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from pipelines.contract.generated import documents, main, stale, write
from pipelines.contract.loading import Contract
from tests.contract.examples import CONTRACT, ROOT, SCHEMAS

DICTIONARY = documents(CONTRACT)["docs/data-dictionary.md"]


def test_no_generated_document_is_stale() -> None:
    assert stale(CONTRACT) == [], "run make generate"
    assert main(["--check"]) == 0


def test_generating_twice_gives_the_same_text() -> None:
    assert documents(Contract(SCHEMAS)) == documents(CONTRACT)


def test_a_change_of_the_contract_makes_the_dictionary_stale(tmp_path: Path) -> None:
    schemas = Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))
    write(CONTRACT, tmp_path)
    column = schemas / "columns" / "sex.yaml"
    column.write_text(
        column.read_text(encoding="utf-8").replace("title: Sex", "title: Gender"), encoding="utf-8"
    )
    changed = Contract(schemas)
    assert stale(changed, tmp_path) == ["docs/data-dictionary.md"]
    assert write(changed, tmp_path) == ["docs/data-dictionary.md"]
    assert stale(changed, tmp_path) == []


@pytest.mark.parametrize("rule_id", sorted(CONTRACT.rules_by_id))
def test_every_rule_has_its_anchor_in_the_dictionary(rule_id: str) -> None:
    assert DICTIONARY.count(f'<a id="{rule_id.lower()}"></a>') == 1


def test_every_link_within_the_dictionary_leads_somewhere() -> None:
    anchors = set(re.findall(r'<a id="([^"]+)">', DICTIONARY))
    headings = re.findall(r"^## (.+)$", DICTIONARY, flags=re.MULTILINE)
    anchors |= {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", DICTIONARY)) <= anchors


def test_every_link_to_a_file_leads_to_a_file() -> None:
    links = set(re.findall(r"\]\((\.\./[^)]+)\)", DICTIONARY))
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).is_file()] == []


def test_every_table_column_and_code_list_is_in_the_dictionary() -> None:
    for name in CONTRACT.names("tables"):
        section = DICTIONARY.split(f'<a id="table-{name}"></a>')[1].split("\n## ")[1]
        assert [c for c in CONTRACT.table(name).column_names if f"| `{c}` |" not in section] == []
    assert [n for n in CONTRACT.names("code_lists") if f'<a id="list-{n}"></a>' not in DICTIONARY] == []


@pytest.mark.parametrize("path", [path for path in documents(CONTRACT) if path.endswith(".json")])
def test_the_schemas_for_editors_refuse_unknown_keys(path: str) -> None:
    schema = json.loads(documents(CONTRACT)[path])
    assert schema["additionalProperties"] is False

"""Is every file of schemas/ right, and does a wrong one say so in one clear sentence?"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pipelines.contract.errors import OUR_ERROR, TiporError
from pipelines.contract.loading import Contract
from tests.contract.examples import CONTRACT, SCHEMAS

Spoil = Callable[[str], str]
SEVEN_TABLES = {"victims", "justice", "cases", "assistance", "measures", "practices", "overlaps"}


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))


def replacing(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


def appending(addition: str) -> Spoil:
    return lambda text: text + addition


def test_every_file_of_the_contract_is_right() -> None:
    CONTRACT.check()


def test_the_seven_tables_are_there() -> None:
    assert set(CONTRACT.names("tables")) >= SEVEN_TABLES


def test_only_cases_are_confidential() -> None:
    confidential = {name for name in CONTRACT.names("tables") if CONTRACT.table(name).is_confidential}
    assert confidential == {"cases"}


@pytest.mark.parametrize("name", CONTRACT.names("tables"))
def test_every_table_says_what_area_and_what_offence_a_row_is_about(name: str) -> None:
    table = CONTRACT.table(name)
    assert table.column("ref_area").required
    assert table.column("offence").required


@pytest.mark.parametrize("name", CONTRACT.names("tables"))
def test_columns_that_are_free_text_say_whether_a_person_might_be_named(name: str) -> None:
    impersonal = {"denominator_source", "legal_reference"}
    texts = [c for c in CONTRACT.table(name).columns if c.type == "text"]
    assert {c.name for c in texts if not c.personal_data_risk} <= impersonal


@pytest.mark.parametrize(
    ("file", "spoil", "place"),
    [
        ("tables/victims.yaml", appending("colour: red\n"), "colour"),
        (
            "tables/justice.yaml",
            replacing("    kind: whole_if\n", "    kind: whole_if\n    colour: red\n"),
            "rules",
        ),
        ("columns/sex.yaml", appending("colour: red\n"), "colour"),
        ("rules/columns.yaml", appending("colour: red\n"), "colour"),
        ("profiles/sdg_ddf.yaml", appending("colour: red\n"), "colour"),
        ("receipt.yaml", appending("colour: red\n"), "colour"),
    ],
)
def test_an_unknown_key_is_one_sentence_that_names_the_file_and_the_place(
    schemas: Path, file: str, spoil: Spoil, place: str
) -> None:
    path = schemas / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TiporError) as caught:
        Contract(schemas).check()
    assert caught.value.exit_code == OUR_ERROR
    assert path.name in caught.value.title
    assert place in caught.value.title
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "spoil", "said"),
    [
        ("tables/victims.yaml", replacing("code_list: flow", "code_list: flows"), "no code list flows"),
        ("tables/victims.yaml", replacing("example: DETECTED", "example: FOUND"), "columns.measure.example"),
        ("tables/victims.yaml", replacing("default: NUMBER", "default: NUMBERS"), "columns.unit.default"),
        (
            "tables/victims.yaml",
            replacing("    column: sex\n    severity: warning", "    column: means\n    severity: warning"),
            "declares no partition",
        ),
        (
            "tables/victims.yaml",
            replacing("    column: denominator\n", "    column: nominator\n"),
            "nominator",
        ),
        ("tables/victims.yaml", replacing("name: victims", "name: people"), "name: it is people"),
        ("tables/victims.yaml", replacing("{use: organ}", "{use: organs}"), "organs"),
        ("tables/justice.yaml", replacing("id: JUS-002", "id: JUS-001"), "JUS-001"),
        (
            "tables/justice.yaml",
            replacing("values: [VICTIM_DONOR]", "values: [DONOR]"),
            "rules.JUS-008.values",
        ),
        (
            "tables/justice.yaml",
            replacing("when: {role: [_O]}", "when: {role: [OTHER]}"),
            "rules.JUS-017.when.role",
        ),
        (
            "tables/justice.yaml",
            replacing("fails: {rows: [{role: _O, source", "fails: {rows: [{rank: _O, source"),
            "rank",
        ),
        (
            "tables/cases.yaml",
            replacing("    example: EGY-2021-001", "    example: case one"),
            "case_id.example",
        ),
        ("profiles/sdg_ddf.yaml", replacing("female: F", "female: W"), "columns.sex"),
        ("profiles/sdg_ddf.yaml", replacing("to: time_period", "to: period"), "columns.year"),
        ("profiles/sdg_ddf.yaml", replacing("source: SDG_16_2_2", "source: SDG"), "asserts.source"),
        ("profiles/sdg_ddf.yaml", replacing("attribute: m49", "attribute: m50"), "m50"),
        ("profiles/sdg_ddf.yaml", replacing("table: victims", "table: victim"), "no table victim"),
        ("receipt.yaml", replacing("code_list: source", "code_list: sources"), "no code list sources"),
        ("tables/victims.yaml", appending("title: Once more\n"), "the key title stands twice"),
        ("profiles/sdg_ddf.yaml", replacing("female: F", "female: F, female: M"), "the key female stands"),
        (
            "code_lists/stage.csv",
            replacing("Prosecuted,Poursuivi", "Prosecuted,"),
            "languages: fr",
        ),
        (
            "code_lists/stage.csv",
            replacing("\nPROSECUTED,,", "\nPROSECUTED,TRIAL,"),
            "list: TRIAL",
        ),
        (
            "code_lists/stage.csv",
            lambda text: text.replace("\nPROSECUTED,,", "\nPROSECUTED,CONVICTED,").replace(
                "\nCONVICTED,,", "\nCONVICTED,PROSECUTED,"
            ),
            "each above the other: PROSECUTED, CONVICTED",
        ),
        (
            "code_lists/stage.csv",
            replacing("\nPROSECUTED,", "\nCONVICTED,"),
            "CONVICTED stands twice",
        ),
    ],
)
def test_files_that_do_not_fit_together_are_named(schemas: Path, file: str, spoil: Spoil, said: str) -> None:
    path = schemas / file
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TiporError) as caught:
        Contract(schemas).check()
    assert said in caught.value.title


@pytest.mark.parametrize(
    ("content", "said"),
    [("name: [unclosed", "victims.yaml"), ("", "victims.yaml"), ("name: \x00", "victims.yaml")],
    ids=["not YAML", "empty", "not text"],
)
def test_a_file_that_is_not_yaml_is_one_sentence(schemas: Path, content: str, said: str) -> None:
    (schemas / "tables" / "victims.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(TiporError) as caught:
        Contract(schemas).table("victims")
    assert said in caught.value.title
    assert "\n" not in str(caught.value)


def test_every_rule_has_an_id_of_its_own_family() -> None:
    for name in CONTRACT.names("tables"):
        own = CONTRACT.table(name).rules[len(CONTRACT.general_rules) :]
        assert len({rule.id[:3] for rule in own}) == 1


def test_every_placeholder_of_a_message_is_one_that_the_wording_knows() -> None:
    known = {"value", "named", "code_list", "example", "range", "columns", "expected", "found", "limit"}
    known |= {"what", "meaning", "key", "because", "highest", "rows", "places", "scope", "first_line"}
    known |= {"parts", "total", "place", "figure", "year", "lowest", "first_year"}
    known |= {"names", "columns_in_all", "table"}
    used = {
        name
        for rule in CONTRACT.rules_by_id.values()
        for name in re.findall(r"%\((\w+)\)", f"{rule.message} {rule.advice}")
    }
    assert used <= known


@pytest.mark.parametrize("path", sorted(SCHEMAS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_yaml_tells_the_editor_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert (path.parent / first.removeprefix(prefix)).is_file()


@pytest.mark.parametrize("path", sorted(SCHEMAS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_no_code_was_read_as_true_or_false_or_a_number(path: Path) -> None:
    """YAML takes NO for false and 2021 for a number: such codes must stand in quotes."""

    def scalars(node: object) -> list[object]:
        if isinstance(node, dict):
            return [value for pair in node.items() for part in pair for value in scalars(part)]
        return [value for part in node for value in scalars(part)] if isinstance(node, list) else [node]

    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    numbers = {"chance"}  # what a rule declares as a number, and means as one
    rules = [{k: v for k, v in rule.items() if k not in numbers} for rule in content.get("rules", [])]
    lists = [rules, content.get("example", ""), content.get("default", "")]
    lists += [
        c.get(key, "")
        for c in content.get("columns", [])
        if isinstance(c, dict)
        for key in ("example", "default")
    ]
    cells = scalars(lists)
    assert [cell for cell in cells if not isinstance(cell, str)] == []

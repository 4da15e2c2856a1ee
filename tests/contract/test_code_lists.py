"""Can every code be shown in six languages, and does every list hold together?"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from pipelines.contract.codes import LANGUAGES, CodeList, read_code_list
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from tests.contract.examples import CONTRACT, SCHEMAS

LISTS = CONTRACT.names("code_lists")
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK"}
PARTS = {"", "total", "part", "rest"}


def labels(name: str) -> list[tuple[str, str, str]]:
    """(code, language, label) of a list; a State's labels as reporter are those of its area."""
    if name == "reporter":
        reporters = [CONTRACT.reporter(code) for code in CONTRACT.code_list(name).codes]
        return [(r.code, language, label) for r in reporters for language, label in r.labels.items()]
    codes = CONTRACT.code_list(name).codes.values()
    return [(c.code, language, label) for c in codes for language, label in c.labels.items()]


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_a_label_in_six_languages(name: str) -> None:
    found = labels(name)
    assert [(code, language) for code, language, label in found if not label] == []
    assert {language for _, language, _ in found} == set(LANGUAGES)


@pytest.mark.parametrize("name", LISTS)
def test_labels_are_clean(name: str) -> None:
    for code, language, label in labels(name):
        assert label == " ".join(label.split()), (code, language, "blanks")
        assert label == unicodedata.normalize("NFC", label), (code, language, "not composed")
        hidden = [c for c in label if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn")]
        assert not hidden, (code, language, "invisible characters")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", SCRIPTS)
def test_labels_are_written_in_the_script_of_their_language(name: str, language: str) -> None:
    foreign = [
        (code, label)
        for code, of, label in labels(name)
        if of == language and not any(SCRIPTS[language] in unicodedata.name(c, "") for c in label)
    ]
    assert foreign == []


@pytest.mark.parametrize("name", LISTS)
def test_codes_can_be_written_without_quotes_or_doubt(name: str) -> None:
    odd = [code for code in CONTRACT.code_list(name).codes if not re.fullmatch(r"[A-Za-z0-9_-]+", code)]
    assert odd == []


@pytest.mark.parametrize("name", LISTS)
def test_every_parent_is_in_the_list_and_nobody_is_their_own_ancestor(name: str) -> None:
    codes = CONTRACT.code_list(name)
    for code in codes.codes:
        assert _ancestors(codes, code)[-1:] != [code]


def _ancestors(codes: CodeList, code: str) -> list[str]:
    found: list[str] = []
    while (code := codes[code].parent) and code not in found:
        found.append(code)
    return found if not code else [*found, code]


@pytest.mark.parametrize("name", LISTS)
def test_partitions_are_declared_whole(name: str) -> None:
    codes = CONTRACT.code_list(name)
    assert {code.part for code in codes.codes.values()} <= PARTS
    for code in codes.codes.values():
        if code.part in ("part", "rest"):
            assert code.parent, code.code
        parts = codes.children(code.code, "part")
        assert len(parts) != 1, (code.code, "one part is not a partition")


def test_the_families_of_offences_are_never_mixed() -> None:
    codes = CONTRACT.code_list("offence")
    for code in codes.codes.values():
        assert code.attributes["family"]
        if code.parent:
            assert codes[code.parent].attributes["family"] == code.attributes["family"]


def test_the_published_combination_is_never_a_part_of_a_partition() -> None:
    assert CONTRACT.code_list("offence")["TIP_OR_OP"].part == ""


def test_every_obligation_of_paragraphs_7_to_9_is_there() -> None:
    found = {code.attributes["paragraph"] for code in CONTRACT.code_list("obligation").codes.values()}
    items = {7: "abcde", 8: "abcde", 9: "ab"}
    assert found == {f"{paragraph}({item})" for paragraph, letters in items.items() for item in letters}


def test_namibia_is_not_taken_for_nothing() -> None:
    assert CONTRACT.code_list("area")["NAM"].attributes["iso2"] == "NA"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("A,,,a,a,a,a,a,a,,t,more", "not as many cells"),
        ("A,,,a,a,a,a,a,a,,t\nA,,,b,b,b,b,b,b,,t", "stands twice"),
        ("A,B,,a,a,a,a,a,a,,t", "parents that are not in the list: B"),
    ],
)
def test_a_broken_list_names_the_file_and_the_fault(
    tmp_path_factory: pytest.TempPathFactory, line: str, said: str
) -> None:
    schemas = tmp_path_factory.mktemp("schemas")
    (schemas / "code_lists").mkdir()
    header = (SCHEMAS / "code_lists" / "sex.csv").read_text(encoding="utf-8").splitlines()[0]
    path = schemas / "code_lists" / "broken.csv"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_code_list(path)
    with pytest.raises(TiporError, match=r"broken\.csv"):
        Contract(schemas).code_list("broken")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("name,codes\na,b", "the columns must be"),
        ("name,codes,because\na,F,", "a cell is missing"),
        ("name,codes,because\na,F", "a cell is missing"),
        ("name,codes,because\na,F,x\na,M,x", "stands twice"),
    ],
)
def test_a_broken_list_of_names_names_the_file_and_the_fault(tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "sex.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(TiporError, match=said) as fault:
        Contract(tmp_path).name_list("sex")
    assert "sex.csv" in str(fault.value)

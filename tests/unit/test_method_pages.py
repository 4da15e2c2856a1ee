"""Is there a page for each method that a result can name, and does each say what an expert asks for?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files import ROOT

FOLDER = ROOT / "docs" / "methods"
INDEX = "README.md"
SECTIONS = ("reviewer will ask", "How it was validated", "Sources")
PAGES = sorted(path.name for path in FOLDER.glob("*.md") if path.name != INDEX)
OF_SIGNALS = {"integrity.md", "integrity-power.md", "synthetic-worlds.md"}
"""Their methods are of this project, so there is no source to cite; the power has its questions beside it."""


def named_in_code(path: Path) -> Iterator[str]:
    """The method ids that a module of analyses gives to constants named METHOD, or to a result."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and any("METHOD" in ast.unparse(target) for target in node.targets):
            yield from (one.value for one in ast.walk(node.value) if is_id(one))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Result" and len(node.args) > 1:
            yield from (one.value for one in ast.walk(node.args[1]) if is_id(one))


def is_id(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(re.fullmatch(r"[a-z]+-[a-z0-9-]*", str(node.value)))


MODULES = sorted((ROOT / "pipelines" / "analyse").rglob("*.py"))
IDS = sorted({name for path in MODULES for name in named_in_code(path)})


def test_each_method_id_leads_to_a_page():
    index = (FOLDER / INDEX).read_text(encoding="utf-8")
    begin = tuple(re.findall(r"`([a-z-]+)`", index.split("| --- | --- | --- |")[1]))
    assert len(IDS) > 15
    assert [name for name in IDS if not name.startswith(begin)] == []


def test_each_page_is_in_the_index():
    index = (FOLDER / INDEX).read_text(encoding="utf-8")
    assert [page for page in PAGES if f"({page})" not in index] == []


@pytest.mark.parametrize("page", sorted(set(PAGES) - OF_SIGNALS))
@pytest.mark.parametrize("section", SECTIONS)
def test_each_page_has_what_a_reviewer_looks_for(page, section):
    headings = [line for line in (FOLDER / page).read_text(encoding="utf-8").splitlines() if line[:2] == "##"]
    assert any(section in heading for heading in headings)

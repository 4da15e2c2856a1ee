"""Is each of the hard files that lie beside the project read, asked about or refused as it should be?"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.collect.reading.describing import Description, describe_reading
from pipelines.contract.loading import Contract

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "badfiles"
TRAPS = ("country code", "country", "year", "organ", "number of victims")
FRENCH_TRAPS = ("code pays", "pays", "année", "organe", "nombre de victimes")

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the hard files are not beside the project")


def manifest() -> list[dict[str, str]]:
    if not FOLDER.is_dir():
        return []
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_rows(entry: dict[str, str]) -> list[list[str]]:
    """The exact table, header first; none where the manifest has none."""
    if not entry["expected"]:
        return []
    table: list[Any] = json.loads((FOLDER / entry["expected"]).read_text(encoding="utf-8"))
    return table if isinstance(table[0], list) else [list(table[0]), *(list(row.values()) for row in table)]


def columns_of(entry: dict[str, str]) -> tuple[str, ...]:
    """The layout that the sender of this file would have: the expected header where it is known."""
    if rows := expected_rows(entry):
        return tuple(rows[0])
    if "three_lines" in entry["file"]:
        return ("c0",)
    if "utf8_read_as" in entry["file"]:
        return FRENCH_TRAPS
    is_trap = entry["file"].startswith(("derived_traps", "hostile"))
    return TRAPS if is_trap else ()


def describe(contract: Contract, entry: dict[str, str], columns: tuple[str, ...]) -> Description:
    content = (FOLDER / entry["file"]).read_bytes()
    return describe_reading(content, contract, columns=columns)


def lines_of(where: str) -> set[int]:
    ranges = re.findall(r"(\d+)(?:-(\d+))?", where) if where.startswith("line") else []
    return {line for first, last in ranges for line in range(int(first), int(last or first) + 1)}


ENTRIES = manifest()
BY_NAME = [pytest.param(entry, id=entry["file"]) for entry in ENTRIES]
REFUSED = [
    pytest.param(e, id=e["file"]) for e in ENTRIES if e["outcome"] == "REJECT" and lines_of(e["where"])
]


@pytest.mark.parametrize("entry", BY_NAME)
@pytest.mark.parametrize("with_layout", [True, False], ids=["layout", "any header"])
def test_the_outcome_is_the_right_one(contract: Contract, entry: dict[str, str], with_layout: bool) -> None:
    described = describe(contract, entry, columns_of(entry) if with_layout else ())
    assert described.outcome == entry["outcome"].lower()


@pytest.mark.parametrize("entry", [p for p in BY_NAME if p.values[0]["expected"]])  # type: ignore[index,call-overload]
def test_every_cell_is_the_expected_one(contract: Contract, entry: dict[str, str]) -> None:
    described = describe(contract, entry, columns_of(entry))
    assert described.as_json(with_rows=True)["rows"] == expected_rows(entry)


@pytest.mark.parametrize("entry", REFUSED)
def test_a_refusal_names_the_physical_lines(contract: Contract, entry: dict[str, str]) -> None:
    described = describe(contract, entry, columns_of(entry))
    named = {line for problem in described.problems for line in problem.lines}
    assert lines_of(entry["where"]) <= named


@pytest.mark.parametrize("entry", [p for p in BY_NAME if "NOTE" in p.values[0]["outcome"]])  # type: ignore[index,call-overload]
def test_the_encoding_is_the_true_one(contract: Contract, entry: dict[str, str]) -> None:
    described = describe(contract, entry, ())
    true, found = entry["encoding"], described.reading.encoding
    assert not true or found == true or (true, found) == ("gbk", "gb18030")

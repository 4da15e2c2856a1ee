"""The contract of the bench: the project's general rules over the bench's one table and its own codes.

Put together in a folder of its own, so that the rules measured are those in use and no copy of them. What
does not belong here: any rule (those of the table are in `bench/schemas/tables/`).
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import yaml

from pipelines.contract.codes import FIXED_COLUMNS

HERE = Path(__file__).resolve().parent
SCHEMAS = HERE.parent / "schemas"
OWN = HERE / "schemas"
LEFT_OUT = {"not_in_future": "the made-up dates run into a time to come, and the truth holds them for right"}
"""Kinds of general rule that the truth of the file does not know, with the reason."""
REPORTER = {
    "kind": "MEMBER_STATE",
    "area": "EGY",
    "language": "en",
    "source": "P13_RETURN",
    "confidentiality": "N",
    "is_already_public": "no",
}


def assemble(folder: Path) -> Path:
    """Write the bench's contract into `folder`, which is emptied before; the folder.

    Lists of the bench's own take the place of the project's that have the same name (area, sex, organ, ...).
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("rules", "tables", "code_lists", "columns", "profiles"):
        (folder / name).mkdir(parents=True)
    for path in sorted((OWN / "tables").glob("*.yaml")):
        shutil.copy(path, folder / "tables")
    shutil.copy(SCHEMAS / "receipt.yaml", folder)
    for path in sorted((SCHEMAS / "code_lists").glob("*.csv")):
        shutil.copy(path, folder / "code_lists")
    for path in sorted((SCHEMAS / "rules").glob("*.yaml")):
        _write_rules(path, folder / "rules" / path.name)
    for name, codes in _yaml(OWN / "codes.yaml").items():
        _write_codes(folder / "code_lists" / f"{name}.csv", codes.split())
    return folder


def _write_rules(path: Path, to: Path) -> None:
    """A file of general rules without those about columns that the bench's table does not have."""
    content = _yaml(path)
    columns = {column["name"] for column in _yaml(OWN / "tables" / "dirty.yaml")["columns"]}
    content["rules"] = [
        rule for rule in content["rules"]
        if rule["kind"] not in LEFT_OUT and (not rule.get("column") or rule["column"] in columns)
    ]  # fmt: skip
    to.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _write_codes(path: Path, codes: list[str]) -> None:
    extra = REPORTER if path.stem == "reporter" else {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*FIXED_COLUMNS, *extra], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({"code": code, "label_en": code, "origin": "bench"} | extra for code in codes)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))

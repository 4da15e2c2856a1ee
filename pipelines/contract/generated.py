"""Documents made from the contract: `python -m pipelines.contract.generated [--check]`.

What belongs here: which documents there are, and whether they are stale. What does not: what stands in
the data dictionary (`dictionary`). Nothing on the way of a submission imports this.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from pipelines.contract.dictionary import dictionaries
from pipelines.contract.errors import TiporError
from pipelines.contract.loading import Contract
from pipelines.contract.profiles import Profile
from pipelines.contract.receipts import ReceiptForm
from pipelines.contract.reference import RelationFile, RoundFile, SeriesFile
from pipelines.contract.report_form import CheckReport
from pipelines.contract.rule_pages import rule_pages
from pipelines.contract.rules import RuleFile
from pipelines.contract.tables import Column, TableFile
from pipelines.contract.text import _

ROOT = Path(__file__).parents[2]
MODELS: dict[str, type[BaseModel]] = {
    "table": TableFile,
    "column": Column,
    "rule-file": RuleFile,
    "profile": Profile,
    "receipt": ReceiptForm,
    "findings": CheckReport,
    "reference-series": SeriesFile,
    "rounds": RoundFile,
    "source-relations": RelationFile,
}
"""The models whose JSON Schema is published, by the name of the file: for editors, and of the report."""


def documents(contract: Contract) -> dict[str, str]:
    """Every generated document: its path relative to the root of the project, and its text."""
    schemas = {f"schemas/json-schema/{name}.schema.json": _schema(model) for name, model in MODELS.items()}
    return {**schemas, **dictionaries(contract), **rule_pages(contract)}


def stale(contract: Contract, root: Path = ROOT) -> list[str]:
    """The documents under `root` that are missing or not what the contract says now, sorted."""
    return sorted(path for path, text in documents(contract).items() if _text(root / path) != text)


def write(contract: Contract, root: Path = ROOT) -> list[str]:
    """Write the stale documents under `root`; their paths."""
    made = documents(contract)
    changed = stale(contract, root)
    for path in changed:
        _replace(root / path, made[path])
    return changed


def main(arguments: Sequence[str]) -> int:
    """The command. With `--check` nothing is written, and 1 is returned where a document is stale."""
    contract = Contract(ROOT / "schemas")
    try:
        contract.check()
    except TiporError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if "--check" in arguments:
        found = stale(contract)
        for path in found:
            print(_("%(file)s is stale. Run `make generate`.") % {"file": path}, file=sys.stderr)
        return 1 if found else 0
    for path in write(contract):
        print(_("%(file)s was written.") % {"file": path})
    return 0


def _schema(model: type[BaseModel]) -> str:
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A world as files: one CSV and one receipt for each sheet, the truth, and how to send them all.

    SYNTHETIC_EGY_victims_2021-07.csv             in the language of its sender, as the template of the table
    SYNTHETIC_EGY_victims_2021-07.receipt.yaml    for `tipor submit --receipt`
    submissions.csv, submit.sh                    the files in the order in which they became known
    truth.json, README.txt

What does not belong here: submitting them.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from pipelines.contract.errors import TiporError, reason_of
from pipelines.contract.labels import column_labels
from pipelines.contract.loading import Contract
from pipelines.contract.text import _
from pipelines.worlds.world import SYNTHETIC, Sheet, World

TRUTH, LIST, SCRIPT, README = "truth.json", "submissions.csv", "submit.sh", "README.txt"
PROGRESS = Callable[[Iterable[Sheet]], Iterable[Sheet]]
ABOUT = """SYNTHETIC: a world of invented figures, made by `tipor world --seed {seed}`.
They are about no State. Never publish them.

truth.json       what is true: trend, area effects, late areas, routes ..., and the faults that were planted
submissions.csv  the {count} files in the order in which they became known, with the receipt of each
submit.sh        sends them all; set TIPOR_DATA first, so that they come into a store of their own
"""


def write_world(
    world: World, folder: Path, contract: Contract, progress: PROGRESS = lambda sheets: sheets
) -> list[Path]:
    """Write the world into an empty folder, or over an earlier world; the CSV files in their order.

    Raises TiporError where the folder holds anything else, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        files = [_write_sheet(world, sheet, folder, contract) for sheet in progress(world.sheets)]
        _write(folder / LIST, _list_of(world))
        _write(folder / SCRIPT, _script_of(world))
        _write(folder / README, ABOUT.format(seed=world.settings.seed, count=len(files)))
        _write(folder / TRUTH, truth_text(world))
    except OSError as error:
        raise TiporError(
            _("%(path)s cannot be written (%(reason)s).") % {"path": folder, "reason": reason_of(error)},
            _("Choose another --out."),
        ) from None
    return files


def receipt_of(world: World, sheet: Sheet) -> dict[str, Any]:
    """The fields that its sender gives; all public, single cases too: nobody stands behind them."""
    return {
        "table": sheet.table,
        "reporter": sheet.reporter,
        "source": sheet.source,
        "is_complete": True,
        "known_since": sheet.known_since,
        "source_agency": f"{SYNTHETIC} (tipor world --seed {world.settings.seed})",
        "confidentiality": "F",
        "is_already_public": True,
        "language": sheet.language,
    }


def truth_text(world: World) -> str:
    """The truth as JSON: the settings, what was put in, and what was planted."""
    truth = {"label": SYNTHETIC, "settings": asdict(world.settings)} | dict(world.truth)
    truth["planted"] = [asdict(planted) for planted in world.planted]
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def csv_text(sheet: Sheet, contract: Contract) -> str:
    """The sheet as its sender would write it: under the template's header in its language."""
    table = contract.table(sheet.table)
    labels = column_labels(table, sheet.language)
    names = [name for name in table.column_names if name in sheet.cells]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(labels[name] for name in names)
    writer.writerows(zip(*(sheet.cells[name] for name in names), strict=True))
    return text.getvalue()


def _write_sheet(world: World, sheet: Sheet, folder: Path, contract: Contract) -> Path:
    path = folder / f"{sheet.name}.csv"
    _write(path, csv_text(sheet, contract), "utf-8-sig")
    receipt = yaml.safe_dump(receipt_of(world, sheet), allow_unicode=True, sort_keys=False)
    _write(folder / f"{sheet.name}.receipt.yaml", f"# {SYNTHETIC}\n{receipt}")
    return path


def _list_of(world: World) -> str:
    rows = [f"{s.name}.csv,{s.table},{s.reporter},{s.name}.receipt.yaml" for s in world.sheets]
    return "\n".join(["file,table,reporter,receipt", *rows]) + "\n"


def _script_of(world: World) -> str:
    lines = [
        f"tipor submit {s.name}.csv --table {s.table} --reporter {s.reporter} --receipt {s.name}.receipt.yaml"
        for s in world.sheets
    ]
    return "\n".join([f"# {SYNTHETIC}", 'cd "$(dirname "$0")" || exit', *lines]) + "\n"


def _clear(folder: Path) -> None:
    """Remove the files of an earlier world; TiporError where the folder holds files of anything else."""
    found = sorted(folder.iterdir())
    if found and not _is_world(folder):
        raise TiporError(
            _("%(path)s is not empty, and what it holds is no synthetic world.") % {"path": folder},
            _("Choose another --out."),
        )
    for path in found:
        if _is_ours(path):
            path.unlink()


def _is_world(folder: Path) -> bool:
    """Whether a folder holds a world, or what is left of one half written, and nothing else."""
    return all(_is_ours(path) for path in folder.iterdir())


def _is_ours(path: Path) -> bool:
    is_named = path.name.startswith(SYNTHETIC) or path.name in (TRUTH, LIST, SCRIPT, README)
    return is_named and path.is_file()


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    beside = path.with_name(f"{SYNTHETIC}.{os.getpid()}")
    beside.write_bytes(text.encode(encoding))
    beside.replace(path)

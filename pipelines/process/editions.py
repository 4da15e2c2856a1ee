"""An edition: one dated set of outputs, in a folder of its own, that says what it was made from.

    data/curated/                     the current state
    data/curated/as-of/2020-01-01/    what was known at the end of that day
      tables/ analyses/ charts/ index.html warehouse.duckdb edition.json

What does not belong here: what stands in the files.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipelines.collect.store import Store
from pipelines.contract.errors import WRONG_USAGE, TiporError
from pipelines.contract.text import _

TABLES, ANALYSES, CHARTS = "tables", "analyses", "charts"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Edition:
    """Where one edition lies; `as_of` is None for the current state."""

    store: Store
    as_of: date | None = None

    @property
    def folder(self) -> Path:
        """The folder of this edition."""
        curated = self.store.curated
        return curated / "as-of" / self.as_of.isoformat() if self.as_of else curated

    @property
    def until(self) -> datetime | None:
        """The first moment (UTC) after the edition; None for the current state."""
        return datetime.combine(self.as_of, time()) + timedelta(days=1) if self.as_of else None

    def knows(self, moment: datetime) -> bool:
        """Whether the moment (with its zone) lies before the end of the edition's day."""
        return self.until is None or moment.astimezone(UTC).replace(tzinfo=None) < self.until

    def table(self, name: str) -> Path:
        """The Parquet file of a curated table."""
        return self.folder / TABLES / f"{name}.parquet"

    def analysis(self, name: str) -> Path:
        """The Parquet file of an analysis."""
        return self.folder / ANALYSES / f"{name}.parquet"

    @property
    def charts(self) -> Path:
        """The folder of the charts."""
        return self.folder / CHARTS

    @property
    def warehouse(self) -> Path:
        """All tables of the edition in one DuckDB file."""
        return self.folder / "warehouse.duckdb"

    @property
    def areas(self) -> Path:
        """The areas that stood in its tables, so that a loss is noticed by the next run."""
        return self.folder / "areas.json"

    @property
    def record(self) -> Path:
        """What the edition was made from."""
        return self.folder / "edition.json"


def read_day(text: str) -> date:
    """The day of `--as-of`. Raises TiporError (wrong usage) where it is none."""
    try:
        day = date.fromisoformat(text)
        if not _DAY.fullmatch(text) or day == date.max:  # the last day of all has no end
            raise ValueError
        return day
    except ValueError:
        raise TiporError(
            _("%(text)s is not a day.") % {"text": text},
            _("Write year-month-day, such as 2020-01-31."),
            exit_code=WRONG_USAGE,
        ) from None


def past_day(text: str) -> date:
    """As `read_day`, and not after today: nobody knows what will be known."""
    day = read_day(text)
    if day > datetime.now(UTC).date():
        raise TiporError(
            _("%(text)s lies in the future.") % {"text": text},
            _("Write year-month-day, such as 2020-01-31."),
            exit_code=WRONG_USAGE,
        )
    return day


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`; when all went well it is synced and takes its place, else removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        yield beside
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def damaged(path: Path) -> TiporError:
    """The error for a file under `data/curated/` that cannot be read."""
    return TiporError(
        _("A file in %(folder)s is damaged.") % {"folder": path},
        _("Nothing is lost: remove it and run `tipor run` again; all is made anew from what is sealed."),
    )


def not_made_yet() -> TiporError:
    """The error for an edition that nobody has made yet."""
    return TiporError(
        _("This edition has not been made yet."),
        _("Run `tipor run` first, with the same --as-of if you gave one."),
    )


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a JSON file in one step."""
    with replacing(path) as beside:
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

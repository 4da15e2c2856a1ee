"""Rows of a sheet gathered one by one, for the small tables. What does not belong here: what they say."""

from __future__ import annotations

from pipelines.worlds.world import Cells, texts


class Rows:
    """Rows whose columns are named as they come; a column that a row does not name is empty there."""

    def __init__(self) -> None:
        self._rows: list[dict[str, object]] = []

    def add(self, **cells: object) -> None:
        """Add a row."""
        self._rows.append(cells)

    def __len__(self) -> int:
        return len(self._rows)

    def cells(self) -> Cells:
        """The columns, in the order in which they were first named."""
        names = dict.fromkeys(name for row in self._rows for name in row)
        return {name: texts([str(row.get(name, "")) for row in self._rows]) for name in names}

"""The file a steward fills in, from the contract. What does not belong here: reading it back."""

from __future__ import annotations

import csv
import io

from pipelines.contract.tables import Table


def template(table: Table) -> str:
    """The CSV template of a table: the header, and the example row of the contract."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.column_names)
    writer.writerow(column.example for column in table.columns)
    return text.getvalue()

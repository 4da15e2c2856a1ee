"""The template as CSV: the header and the example row. What does not belong here: explanations."""

from __future__ import annotations

import csv
import io

from pipelines.contract.labels import column_labels
from pipelines.contract.tables import Table


def csv_template(table: Table, language: str = "") -> str:
    """The header in the language (in the contract's own names without one), and the example row."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column_labels(table, language).values())
    writer.writerow(column.example for column in table.columns)
    return text.getvalue()

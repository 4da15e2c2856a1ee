"""The file a steward fills in, from the contract: CSV, or a workbook with drop-downs and explanations.

What does not belong here: reading it back.
"""

from pipelines.collect.templates.plain import csv_template
from pipelines.collect.templates.workbook import xlsx_template

__all__ = ["csv_template", "xlsx_template"]

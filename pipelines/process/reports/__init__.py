"""A check as its sender wants it: on the terminal, as CSV, workbook or JSON, or in a copy of the file.

What does not belong here: finding anything, and the sentence of a single finding (`process.wording`).
"""

"""How a column is written, and when it must be filled, in words: for templates and the data dictionary.

What does not belong here: where in a file or on a page the words stand.
"""

from __future__ import annotations

from pipelines.contract.labels import Say
from pipelines.contract.tables import Column


def range_of(column: Column, _: Say) -> str:
    """The limits of a column as sentences; empty where it has none."""
    parts = []
    if column.minimum is not None:
        parts.append(_("Not below %(number)s.") % {"number": f"{column.minimum:g}"})
    if column.maximum is not None:
        parts.append(_("Not above %(number)s.") % {"number": f"{column.maximum:g}"})
    return " ".join(parts)


def when_empty(column: Column, _: Say) -> str:
    """What an empty cell of the column means, or that there may be none."""
    if column.default:
        return _("stands for %(default)s") % {"default": column.default}
    if column.required:
        return _("not allowed")
    return _("allowed; the column must be there") if column.is_needed else _("allowed")


def type_of(column: Column, _: Say) -> str:
    """How a cell without a code list is written, as a sentence."""
    words = {
        "period": _(
            "A year such as 2021, a half-year 2021-S1, a quarter 2021-Q3, a month 2021-07, or a year that "
            "begins in another month 2021-04/P1Y."
        ),
        "year": _("A year in four digits, such as 2021."),
        "date": _("A date as year-month-day, such as 2021-12-31."),
        "count": _("A whole number."),
        "amount": _("Digits and a decimal point, such as 1250.50; no thousands marks."),
        "value": _("A number such as 12, or 0, NIL, <5, or nothing."),
        "identifier": _("An identifier as in the example."),
        "text": _("Text. No names of persons."),
    }
    return words[column.type]

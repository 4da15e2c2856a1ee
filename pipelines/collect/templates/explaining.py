"""What a template says of each column: how it is written, and when it must be filled.

What does not belong here: where in a file it stands.
"""

from __future__ import annotations

from pipelines.contract.labels import Say
from pipelines.contract.tables import Column


def head(_: Say) -> tuple[str, ...]:
    """The heads of the explanation's columns."""
    return (
        _("Column"), _("Name in the contract"), _("What stands in it"), _("How it is written"),
        _("An empty cell"), _("Example"),
    )  # fmt: skip


def explain(column: Column, label: str, _: Say) -> tuple[str, ...]:
    """The cells that explain one column, in the order of `head`."""
    description = " ".join(_(column.description).split())
    written = " ".join(part for part in (_written(column, _), _range(column, _)) if part)
    return label, column.name, description, written, _when_empty(column, _), column.example


def first_lines(_: Say) -> tuple[str, ...]:
    """What is said above the explanations."""
    return (
        _("Fill the first sheet, one row for each figure. The row that is there is an example: replace it."),
        _(
            "0 means that you know there are none. NIL says that you searched and found none at all. Leave a "
            "value empty where you do not know it. Write <5 where you may only say that it is below 5."
        ),
        _(
            "Columns that you do not need may stay empty or be deleted, unless they must be filled. Add no "
            "columns, and no data about persons."
        ),
    )  # fmt: skip


def _written(column: Column, _: Say) -> str:
    if column.code_list:
        one = _("A code of the list %(name)s, which stands on the sheet of codes.")
        several = _("One or more codes of the list %(name)s, in alphabetical order with | between them.")
        return (one if column.type == "code" else several) % {"name": column.code_list}
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
    }  # fmt: skip
    return words[column.type]


def _range(column: Column, _: Say) -> str:
    parts = []
    if column.minimum is not None:
        parts.append(_("Not below %(number)s.") % {"number": f"{column.minimum:g}"})
    if column.maximum is not None:
        parts.append(_("Not above %(number)s.") % {"number": f"{column.maximum:g}"})
    return " ".join(parts)


def _when_empty(column: Column, _: Say) -> str:
    if column.default:
        return _("stands for %(default)s") % {"default": column.default}
    return _("not allowed") if column.required else _("allowed")

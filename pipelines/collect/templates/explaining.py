"""What a template says of each column: how it is written, and when it must be filled.

What does not belong here: where in a file it stands.
"""

from __future__ import annotations

from pipelines.contract.column_words import range_of, type_of, when_empty
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
    written = " ".join(part for part in (_written(column, _), range_of(column, _)) if part)
    return label, column.name, description, written, when_empty(column, _), column.example


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
    if not column.code_list:
        return type_of(column, _)
    one = _("A code of the list %(name)s, which stands on the sheet of codes.")
    several = _("One or more codes of the list %(name)s, in alphabetical order with | between them.")
    return (one if column.type == "code" else several) % {"name": column.code_list}

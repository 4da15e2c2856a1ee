"""The sentences that say how a cell may be meant for which there is not one certain text to write.

What does not belong here: finding out what may be meant (`number_suggestions`, `period_suggestions`), and the
sentences about words and codes (`value_kinds`, `wording`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.collect.reading.numbers import COMMA, POINT
from pipelines.contract.cldr import listed
from pipelines.contract.tables import Table
from pipelines.contract.text import N_, _

EITHER = N_("Write %(thousands)s if it is between thousands, %(decimals)s if it is before decimals.")
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "comma_either": (COMMA, EITHER),
    "point_either": (POINT, EITHER),
    "comma_asked": (COMMA,),
    "point_asked": (POINT,),
    "no_half": (
        N_(
            "The comma is before decimals (%(decimals)s), but whole ones are counted here: "
            "write a whole number."
        ),
    ),
    "no_half_unit": (
        N_(
            "The comma is before decimals (%(decimals)s), but whole ones are counted here: write a "
            "whole number, or say in the column unit that it is a rate, and write the decimals after a point."
        ),
    ),
    "letters_for_digits": (N_("A letter seems to stand in the place of a digit."),),
    "look_alike": (N_("A letter here looks like another but is not: %(letters)s."),),
    "buddhist": (N_("In the Buddhist calendar this is the year %(year)s."),),
    "persian": (N_("In the Persian calendar this year begins on %(day)s."),),
    "hijri": (
        N_(
            "In the Hijri calendar this year lies in %(first)s and %(last)s. Write the year or the months "
            "of the Gregorian calendar that the figures are about."
        ),
    ),
    "fiscal": (
        N_(
            "A year that begins in %(first)s and ends in %(last)s is written by the month in which it "
            "begins: %(april)s from April, %(july)s from July. Two whole years are two rows."
        ),
    ),
    "fiscal_or_month": (
        N_(
            "A year that begins in %(first)s and ends in %(last)s is written by the month in which it "
            "begins: %(april)s from April, %(july)s from July. A month is written %(month)s."
        ),
    ),
    "fiscal_named": (
        N_("A fiscal year is written by the month in which it begins: %(april)s if that is April %(year)s."),
    ),
    "another_table": (
        N_(
            "Its columns are others than those above, so another table begins, and what stands under it was "
            "not judged. Send it as a file of its own, or write all rows under one header."
        ),
    ),
    "renamed": (
        N_(
            "The column %(name)s, which the profile needs, is missing: if it stands here under another name, "
            "write that name in the profile."
        ),
    ),
    "name_it": (N_("Give it the name that it has in the template."),),
    "name_with_scale": (
        N_(
            "Its name says in which unit or scale the figures are: write them in full, or say their unit in "
            "a column of the table."
        ),
        N_("Give it the name that it has in the template."),
    ),
    "several_years": (N_("Several years are no one period: write a row for each year."),),
    "day": (
        N_("This is a day. Write %(year)s if the figures are about the year, %(month)s if about the month."),
    ),
    "day_only": (N_("This is a day. Write %(year)s if the figures are about the year."),),
    "serial": (
        N_(
            "A spreadsheet seems to have made a number of the day %(day)s. Write %(year)s if the figures are "
            "about the year, %(month)s if about the month."
        ),
    ),
}
IN_COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "mark_beside": (("source_note", N_("What the mark %(mark)s says belongs in the column source_note.")),),
    "provisional": (
        ("is_provisional", N_("That a figure is provisional, %(mark)s, is said with YES in is_provisional.")),
    ),
    "estimate": (("obs_status", N_("That a figure is an estimate is said with E in obs_status.")),),
}
"""Sentences that name a column: said where the table has it."""


def hint(name: str, says: Mapping[str, Any], table: Table) -> str:
    """The sentences of a hint, or of several with a blank between their names, in the reader's language.

    Empty where the table has no column for it.
    """
    said = {key: listed(what) if isinstance(what, tuple) else what for key, what in says.items()}
    return " ".join(_(text) % said for one in name.split() for text in _sentences(one, table))


def _sentences(name: str, table: Table) -> tuple[str, ...]:
    of_columns = (text for column, text in IN_COLUMNS.get(name, ()) if column in table.column_names)
    return (*SENTENCES.get(name, ()), *of_columns)

"""What is said about figures that do not fit together. What does not belong here: when it is said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipelines.analyse.signals.fits import FORM, OFFENCE, RATE, WHOLE
from pipelines.analyse.signals.wording import number, places, sentence, years
from pipelines.contract.cldr import clauses, filled, listed
from pipelines.contract.text import _, ngettext


def misfit(rows: Sequence[Mapping[str, Any]], area_years: Collection[tuple[str, int]], persons: float) -> str:
    """Where figures do not fit though elsewhere in the source they do, in what way, by how many persons."""
    asked = {(row["ref_area"], row["year"]) for row in rows}
    what = filled(
        ngettext(
            "in %(count)d area-year (%(years)s) %(ways)s, though elsewhere in this source they do",
            "in %(count)d area-years (%(years)s) %(ways)s, though elsewhere in this source they do",
            len(asked),
        ),
        {
            "count": len(asked),
            "years": years({year for _area, year in asked}),
            "ways": clauses([_way(way) for way in dict.fromkeys(_kind(row["way"]) for row in rows)]),
        },
    )
    by = _("%(persons)s persons do not fit") % {"persons": number(persons)}
    return sentence(places(rows[0], sorted({area for area, _year in area_years})), what, by)


def rest(rows: Sequence[Mapping[str, Any]]) -> str:
    """Years in which the forms of trafficking leave far more of the whole, or less, than in the others."""
    said = listed([f"{row['year']}: {number(row['rest'])}" for row in rows])
    what = _(
        "what the published forms of trafficking leave of the whole is unlike the other years (%(rests)s)"
    )
    return sentence(places(rows[0], [rows[0]["ref_area"]]), what % {"rests": said})


def _kind(way: str) -> str:
    """The kind of a way: the dimension of the parts, or what it is called."""
    return way.partition(" of")[0]


def _way(kind: str) -> str:
    if kind == RATE:
        return _("the rates do not follow from the counts and the population")
    if kind == FORM:
        return _("a form of trafficking that the source publishes is missing beside the whole")
    if kind == WHOLE:
        return _("the figure that contains the forms of trafficking is missing")
    if kind == OFFENCE:
        return _("the forms of trafficking do not stay within the figure that contains them")
    return _("the parts by %(dimension)s do not make up their total") % {"dimension": kind}

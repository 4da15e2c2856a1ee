"""What is said of change points over several areas. What does not belong here: when it is said."""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.contract.text import _, ngettext


def few_areas(count: int, fewest: int) -> Refusal:
    """Too few areas gave every year."""
    text = ngettext(
        "%(count)d area with a detection reported every complete year; a change of level needs %(fewest)d.",
        "%(count)d areas with a detection reported every complete year; a change of level needs %(fewest)d.",
        count,
    )
    return Refusal("FEW_AREAS", text % {"count": count, "fewest": fewest})


def one_area_decides(area: str) -> Refusal:
    """A break that is not there without one area."""
    text = _("Without the figures of %(area)s the level does not change in the same year: no year is stated.")
    return Refusal("ONE_AREA_DECIDES", text % {"area": area})


def same_areas(count: int) -> str:
    """Whose figures were added up."""
    text = ngettext(
        "The sum over the same %(count)d area, which reported every complete year.",
        "The sum over the same %(count)d areas, which reported every complete year.",
        count,
    )
    return text % {"count": count}

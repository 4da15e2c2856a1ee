"""What is said of a new year: refusals with their permanent codes, and notes.

What does not belong here: when it is said.
"""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends.wording import all_suppressed, no_data
from pipelines.contract.text import _, ngettext

__all__ = ["all_suppressed", "no_data"]


def one_year() -> Refusal:
    """No history."""
    return Refusal("ONE_YEAR", _("There is only one year: nothing to expect anything from."))


def all_zero() -> Refusal:
    """Only zeros, also in the new year."""
    return Refusal("ALL_ZERO", _("Every figure reported is zero: nothing is new."))


def no_history(fewest: int) -> Refusal:
    """No area can be looked at."""
    text = _("No area that reported the newest year has %(fewest)d earlier years to expect anything from.")
    return Refusal("LITTLE_HISTORY", text % {"fewest": fewest})


def little_history(area: str, count: int, fewest: int) -> Refusal:
    """One area cannot be looked at."""
    text = ngettext(
        "%(area)s has %(count)d earlier year; at least %(fewest)d are needed.",
        "%(area)s has %(count)d earlier years; at least %(fewest)d are needed.",
        count,
    )
    return Refusal("LITTLE_HISTORY", text % {"area": area, "count": count, "fewest": fewest})


def too_large(area: str) -> Refusal:
    """Figures that are no counts of persons."""
    text = _("The figures of %(area)s are too large to be persons detected in a year.")
    return Refusal("NOT_A_COUNT", text % {"area": area})


def alert(area: str, year: int, reported: tuple[int, int], limits: tuple[float, float], years: int) -> str:
    """A figure outside its limits."""
    text = ngettext(
        "%(area)s reported %(count)s for %(year)d; "
        "its %(years)d earlier year lets one expect %(low)d to %(high)d.",
        "%(area)s reported %(count)s for %(year)d; "
        "its %(years)d earlier years let one expect %(low)d to %(high)d.",
        years,
    )
    low, high = reported
    count = str(low) if low == high else f"{low}-{high}"
    shown = {"low": int(limits[0]), "high": int(limits[1])}
    return text % ({"area": area, "count": count, "year": year, "years": years} | shown)

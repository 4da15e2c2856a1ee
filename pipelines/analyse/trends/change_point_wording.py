"""What is said of change points: refusals with their permanent codes, and notes.

What does not belong here: when it is said.
"""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends.wording import no_data
from pipelines.contract.text import _, ngettext

__all__ = ["all_suppressed", "all_zero", "no_data", "suppressed_decide", "too_short"]


def all_zero() -> Refusal:
    """Only zeros."""
    return Refusal("ALL_ZERO", _("Every figure is zero: no level can have changed."))


def all_suppressed() -> Refusal:
    """No figure above zero is known."""
    return Refusal("ALL_SUPPRESSED", _("No figure above zero is known: all are suppressed."))


def too_short(count: int, fewest: int) -> Refusal:
    """Too few years for any break to be told from chance."""
    text = ngettext(
        "The series has %(count)d year; below %(fewest)d no break can be told from chance.",
        "The series has %(count)d years; below %(fewest)d no break can be told from chance.",
        count,
    )
    return Refusal("TOO_SHORT", text % {"count": count, "fewest": fewest})


def suppressed_decide() -> Refusal:
    """The breaks depend on what suppressed figures are."""
    text = _("With the suppressed figures at their lowest and at their highest the breaks are not the same.")
    return Refusal("SUPPRESSED_DECIDE", text)


def no_change(p_value: float) -> Refusal:
    """No break that chance does not explain."""
    text = _("No year divides the series more clearly than chance would (p = %(p)s).")
    return Refusal("NO_CHANGE", text % {"p": f"{p_value:.3f}"})


def change(year: int, before: float, after: float) -> str:
    """A break in words."""
    text = _("Reported figures changed after %(year)d: from %(before)s to %(after)s a year.")
    return text % {"year": year, "before": f"{before:.3f}", "after": f"{after:.3f}"}


def gap() -> str:
    """Years are missing."""
    return _("Years are missing in between; a break may lie in them.")


def dependent() -> str:
    """Serial dependence within regimes."""
    return _("Years resemble the year before them: the chance given is too small, and a break may be drift.")

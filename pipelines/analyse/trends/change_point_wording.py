"""What is said of change points: refusals with their permanent codes, and notes.

What does not belong here: when it is said.
"""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.analyse.trends.wording import no_data
from pipelines.contract.cldr import decimal, probability, significant
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
    text = _("The breaks depend on what the suppressed figures are: no year is stated.")
    return Refusal("SUPPRESSED_DECIDE", text)


def no_change(p_value: float) -> Refusal:
    """No break that chance does not explain."""
    text = _("No year divides the series more clearly than chance would (p = %(p)s).")
    return Refusal("NO_CHANGE", text % {"p": probability(p_value)})


def steady_change(per_cent: float, year: int) -> Refusal:
    """A trend is as good an explanation as a break."""
    text = _(
        "A steady change of %(size)s %% a year explains the series at least as well as a break after"
        " %(year)d: no year is named."
    )
    return Refusal("STEADY_CHANGE", text % {"size": _signed(per_cent), "year": year})


def nearly_steady(per_cent: float) -> str:
    """A break that is hardly better than a trend."""
    text = _("A steady change of %(size)s %% a year explains the series nearly as well.")
    return text % {"size": _signed(per_cent)}


def _signed(per_cent: float) -> str:
    return ("+" if per_cent > 0 else "") + decimal(per_cent, 1)


def change(year: int, before: float, after: float) -> str:
    """A break in words."""
    text = _("Reported figures changed after %(year)d: from %(before)s to %(after)s a year.")
    return text % {"year": year, "before": significant(before, 4), "after": significant(after, 4)}


def between_bounds() -> str:
    """Figures that are bounds."""
    return _(
        "Some figures are bounds: the levels are those of their middles, the limits hold both ends; "
        "n counts them at their lowest."
    )


def gap() -> str:
    """Years are missing."""
    return _("Years are missing in between; a break may lie in them.")


def dependent() -> str:
    """Serial dependence within regimes."""
    return _("Years resemble the year before them: the chance given is too small, and a break may be drift.")

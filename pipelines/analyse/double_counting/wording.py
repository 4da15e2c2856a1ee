"""What is said where figures of several sources are combined, or are not. Not here: when it is said."""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.contract.text import _


def one_figure() -> Refusal:
    """Sources that repeat one another."""
    text = _("These sources show one figure: it is compared, and counts once.")
    return Refusal("ONE_FIGURE", text)


def not_declared() -> Refusal:
    """Sources of which nobody says that their persons are different ones."""
    text = _("Two of these sources are not declared independent: their figures may count the same persons.")
    return Refusal("NOT_DECLARED", text)


def open_signal() -> Refusal:
    """A figure that waits for an answer."""
    text = _("An open signal names one of these figures: it is in no sum until a person closes the signal.")
    return Refusal("OPEN_SIGNAL", text)


def one_side() -> Refusal:
    """A figure with none to take from it."""
    text = _("Only one of the two areas names the other: there is a question, and no difference.")
    return Refusal("ONE_SIDE", text)


def lower_bounds() -> Refusal:
    """Two figures without an upper end."""
    text = _("Both figures are lower bounds: their difference has no limits.")
    return Refusal("LOWER_BOUNDS", text)


def asked() -> str:
    """Beside a row that stays, as nothing is added in it."""
    return _("An open signal names one of these figures: it may change when a person closes the signal.")


def linked() -> str:
    """What the limits of linked lists are."""
    return _("From the longest list (everybody is on it as well) to all entries (nobody is on two).")


def between() -> str:
    """What the interval is."""
    return _("From the largest of the figures of independent sources to their sum.")


def open_top() -> str:
    """The interval where a figure has no upper end."""
    return _("At least the largest of the figures of independent sources; one of them is a lower bound.")

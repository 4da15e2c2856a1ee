"""What is said of trends: refusals with their permanent codes, and notes.

"Detections reported by the same areas rose", never "trafficking rose". What does not belong here: when it
is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.analyse.results import Refusal
from pipelines.contract.cldr import decimal, listed, number
from pipelines.contract.text import _, ngettext

MOST_NAMES = 10


def no_data() -> Refusal:
    """Nothing was reported."""
    return Refusal("NO_DATA", _("No area reported a figure: there is nothing to estimate from."))


def only_lower_bounds() -> Refusal:
    """Every figure is open above."""
    return Refusal("NO_DATA", _("Every figure is a lower bound only: there is nothing to estimate from."))


def columns_not_read(names: Sequence[str]) -> str:
    """Columns of a file that the analysis makes no use of."""
    names = [name or _("(without a name)") for name in names]
    return _("Columns that were not read: %(names)s.") % {"names": listed(names)}


def lines_without_figure(count: int) -> str:
    """Lines of a file that report nothing."""
    text = ngettext(
        "%(count)d line without a figure is left out: not reported is not zero.",
        "%(count)d lines without a figure are left out: not reported is not zero.",
        count,
    )
    return text % {"count": count}


def totals_left_out(areas: Sequence[str]) -> str:
    """Areas whose name says that they are all of them."""
    return _("Left out, as named like a total: %(areas)s.") % {"areas": names(areas)}


def areas_alike(areas: Sequence[str]) -> str:
    """Areas that may be one."""
    return _("Read as different areas, though written alike: %(areas)s.") % {"areas": names(areas)}


def years_missing(years: Sequence[int]) -> str:
    """Years between the first and the last that nobody reported."""
    return _("Years in which no area reported: %(years)s.") % {"years": listed([str(year) for year in years])}


def columns_missing(columns: str) -> Refusal:
    """The file lacks a column."""
    text = _("The file needs the columns %(columns)s.")
    return Refusal("COLUMNS_MISSING", text % {"columns": columns})


def not_a_year(line: int) -> Refusal:
    """A year is none."""
    return Refusal("NOT_A_YEAR", _on(line, _("that is no year.")))


def no_area(line: int) -> Refusal:
    """A figure is of nobody."""
    return Refusal("NO_AREA", _on(line, _("the figure has no area.")))


def not_a_count(line: int) -> Refusal:
    """A figure is none."""
    return Refusal("NOT_A_COUNT", _on(line, _("that is no count. Leave it empty if nothing was reported.")))


def too_large(line: int, most: int) -> Refusal:
    """A figure above what is read as a count."""
    text = _("the figure exceeds %(most)s, the largest that is read as a count.")
    return Refusal("NOT_A_COUNT", _on(line, text % {"most": number(most, 0)}))


def negative_count(line: int) -> Refusal:
    """A count below zero."""
    return Refusal("NEGATIVE_COUNT", _on(line, _("a count cannot be below zero.")))


def fractional_count(line: int) -> Refusal:
    """A rate or a weighted figure."""
    text = _("parts of a person are counted: rates and weighted figures cannot be used.")
    return Refusal("FRACTIONAL_COUNT", _on(line, text))


def contradictory_bounds(line: int) -> Refusal:
    """A lower bound above the upper one, or a count outside its bounds."""
    return Refusal("CONTRADICTORY_BOUNDS", _on(line, _("the bounds contradict each other or the count.")))


def duplicate(line: int) -> Refusal:
    """The same place and time twice."""
    text = _("the same year is there twice. Add breakdowns up before, or keep one version.")
    return Refusal("DUPLICATE", _on(line, text))


def _on(line: int, what: str) -> str:
    """With the line in front, or beginning with a capital where there is none."""
    if not line:
        return what[:1].upper() + what[1:]
    return _("Line %(line)d: %(what)s") % {"line": line, "what": what}


def one_area() -> Refusal:
    """Nothing to compare within several areas."""
    text = _("Only one area reported events in a panel of two years or more; a trend needs several.")
    return Refusal("ONE_AREA", text)


def one_year() -> Refusal:
    """No two years to compare."""
    return Refusal("ONE_YEAR", _("There is only one year that can be used; a trend needs at least two."))


def all_zero() -> Refusal:
    """Only zeros."""
    return Refusal("ALL_ZERO", _("Every figure reported is zero: there is no rate to compare."))


def all_suppressed() -> Refusal:
    """No figure above zero is known."""
    text = _("No figure above zero is known: all are suppressed. Any direction would fit.")
    return Refusal("ALL_SUPPRESSED", text)


def no_estimate() -> Refusal:
    """The slope is infinite."""
    text = _("In every area all events lie in its first or its last year: no rate of change has an estimate.")
    return Refusal("NO_ESTIMATE", text)


def unstable() -> Refusal:
    """Without one area there is nothing."""
    text = _("Without one of the areas there is no estimate, or none with limits: it rests on that area.")
    return Refusal("UNSTABLE", text)


def areas_do_not_differ() -> str:
    """Why a slope has no limits though no area decides it."""
    return _("The areas do not differ in their rate of change: limits cannot be had from their differences.")


def no_differences() -> Refusal:
    """Nothing to have limits from."""
    return Refusal("NO_DIFFERENCES", areas_do_not_differ())


def few_areas(count: int, fewest: int) -> Refusal:
    """Too few areas with events in two years."""
    text = ngettext(
        "%(count)d area has events in two or more years; no trend is stated below %(fewest)d.",
        "%(count)d areas have events in two or more years; no trend is stated below %(fewest)d.",
        count,
    )
    return Refusal("FEW_AREAS", text % {"count": count, "fewest": fewest})


def sign_unstable(areas: Sequence[str]) -> Refusal:
    """One area decides the direction."""
    text = _("The direction changes when one area is left out (%(areas)s): no trend is stated.")
    return Refusal("SIGN_UNSTABLE", text % {"areas": names(areas)})


def suppressed_decide() -> Refusal:
    """What the suppressed cells hold decides the direction."""
    text = _("The direction depends on what the suppressed figures are: no trend is stated.")
    return Refusal("SUPPRESSED_DECIDE", text)


def no_index(kind: str) -> Refusal:
    """An index cannot be made for a year."""
    texts = {
        "matched panel": _("No area with events in the first year reported every year."),
        "chained pairs": _("In one pair of years the areas with both years have no events."),
    }
    other = _("The areas with this year share too few events with the other years.")
    return Refusal("NO_INDEX", texts.get(kind, other))


def names(areas: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = listed(areas[:MOST_NAMES])
    more = len(areas) - MOST_NAMES
    if more <= 0:
        return shown
    text = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more)
    return text % {"names": shown, "count": more}


def zero_areas(areas: Sequence[str]) -> str:
    """Areas that say nothing of a trend."""
    return _("Only zeros, so no part of the estimate: %(areas)s.") % {"areas": names(areas)}


def single_year_areas(areas: Sequence[str]) -> str:
    """Areas that cannot be compared with themselves."""
    return _("Only one year, so no part of the estimate: %(areas)s.") % {"areas": names(areas)}


def areas_without_zero(areas: Sequence[str]) -> str:
    """Areas that may leave zeros out."""
    text = _("Small figures and never a zero: %(areas)s. Left-out zeros bias the slope towards none.")
    return text % {"areas": names(areas)}


def incomplete(years: Sequence[int], share: float) -> str:
    """Years kept out."""
    text = _("Kept out as incomplete (under %(share)s %% of the last complete year's areas): %(years)s.")
    return text % {"share": number(100 * share, 1), "years": listed([str(year) for year in years])}


def bounded(count: int) -> str:
    """Cells of which only bounds are known."""
    text = ngettext(
        "%(count)d figure is only known between bounds.",
        "%(count)d figures are only known between bounds.",
        count,
    )
    taken = _(
        "n counts such figures at their lowest. Indices take their middle, with limits that hold both ends."
    )
    return " ".join([text % {"count": count}, taken])


def open_ended(count: int) -> str:
    """Cells left out."""
    text = ngettext(
        "%(count)d figure is a lower bound only and is left out.",
        "%(count)d figures are lower bounds only and are left out.",
        count,
    )
    return text % {"count": count}


def held_out(count: int) -> str:
    """Area-years with an open signal."""
    text = ngettext(
        "%(count)d figure with an open question is left out.",
        "%(count)d figures with an open question are left out.",
        count,
    )
    return text % {"count": count}


def total_is_no_trend() -> str:
    """Why the slope of the total is shown, and may not be used."""
    return _("For comparison only: the sum over whoever reported rises when areas join.")


def total_of_bounds(*, has_limits: bool) -> str:
    """How the total takes the bounded figures."""
    if not has_limits:
        return _("The bounded figures are at their middle; over every way to fill them it has no limits.")
    return _("The bounded figures are at their middle, the limits those of every way to fill them.")


def limits_over_fillings() -> str:
    """What the limits of a headline hold."""
    return _(
        "The limits hold those with the bounded figures at their lowest, at their highest, and where they "
        "give the smallest and the largest slope."
    )


def range_over_fillings() -> str:
    """What the range without each area holds."""
    return _(
        "Over the bounded figures at their lowest, at their highest, and where they give the smallest and "
        "the largest slope."
    )


def chance_over_fillings() -> str:
    """Of which filling the chance is."""
    return _(
        "The largest chance of those with the bounded figures at their lowest, at their highest, and where "
        "they give the smallest and the largest slope."
    )


def every_filling() -> str:
    """What the bounds over all fillings are."""
    return _("The smallest and largest over every way to fill the bounded figures; no sampling error.")


def likelihood_assumes() -> str:
    """What the censored likelihood assumes."""
    return _("Takes the figures within their bounds as Poisson; the limits are by areas.")


def reversal() -> str:
    """What the randomisation test does."""
    return _("The chance of as strong a trend if each area's series could as well run backwards.")


def statement(
    direction: int, areas: int, per_cent: tuple[float, float, float], years: tuple[int, int]
) -> str:
    """The headline in words; `direction` 1 rose, -1 fell, 0 no clear change; per cent a year with limits."""
    if direction > 0:
        text = _(
            "Detections reported by the same %(areas)d areas rose by %(size)s %% a year "
            "(%(low)s to %(high)s), %(first)d-%(last)d."
        )
    elif direction < 0:
        text = _(
            "Detections reported by the same %(areas)d areas fell by %(size)s %% a year "
            "(%(low)s to %(high)s), %(first)d-%(last)d."
        )
    else:
        text = _(
            "Detections reported by the same %(areas)d areas show no clear change: %(size)s %% a year "
            "(%(low)s to %(high)s), %(first)d-%(last)d."
        )
    size, low, high = per_cent
    shown = {
        "size": decimal(abs(size) if direction else size, 1),
        "low": decimal(low, 1),
        "high": decimal(high, 1),
    }
    return text % ({"areas": areas, "first": years[0], "last": years[1]} | shown)

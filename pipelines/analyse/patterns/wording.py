"""What is said about a pattern: refusals with their permanent codes, and notes.

What does not belong here: when they are said, and what is said of a two-way table (association.wording).
"""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.contract.cldr import probability, significant
from pipelines.contract.text import _, ngettext


def no_public_rows(table: str) -> Refusal:
    """Nothing of a table may be shown yet."""
    text = _("No row of %(table)s is public: nothing can be shown before it is cleared.")
    return Refusal("NO_PUBLIC_ROWS", text % {"table": table})


def open_signal(held_out: int) -> Refusal:
    """What is left without the area-years that open signals name does not carry the result."""
    text = ngettext(
        "An open signal holds %(count)d area-year out, and what is left is too little to say this. "
        "It counts again when a person has closed the signal.",
        "Open signals hold %(count)d area-years out, and what is left is too little to say this. "
        "They count again when a person has closed the signals.",
        held_out,
    )
    return Refusal("OPEN_SIGNAL", text % {"count": held_out})


def with_held_out(note: str, held_out: int) -> str:
    """The note, and how many area-years open signals keep out of the figure."""
    if not held_out:
        return note
    text = ngettext(
        "%(count)d area-year that an open signal names is left out.",
        "%(count)d area-years that open signals name are left out.",
        held_out,
    )
    return f"{note} {text % {'count': held_out}}".strip()


def nobody_asked() -> Refusal:
    """No area-year counts anybody."""
    return Refusal("NOBODY_COUNTED", _("In the area-years that give this breakdown nobody was detected."))


def few_cases() -> Refusal:
    """A count of cases below the threshold, or what it leaves."""
    return Refusal("FEW_CASES", _("Withheld: it would tell of fewer than 5 cases."))


def too_few_cases(fewest: int) -> Refusal:
    """Not enough cases for the method."""
    text = _(
        "There are fewer than %(fewest)d cases in which this is known: no pattern can be told from chance."
    )
    return Refusal("TOO_FEW_CASES", text % {"fewest": fewest})


def few_detections(fewest: int) -> Refusal:
    """Routes below the threshold."""
    text = _("There are other routes, each with fewer than %(fewest)d: they are not shown.")
    return Refusal("FEW_DETECTIONS", text % {"fewest": fewest})


def nothing_varies() -> Refusal:
    """Fewer than two attributes with a trait that some cases have and some have not."""
    text = _("Too few traits are present in some cases and absent in others: there is nothing to compare.")
    return Refusal("NOTHING_VARIES", text)


def gate_closed(p: float, level: float) -> Refusal:
    """The permutation test of the whole did not pass."""
    text = _(
        "No types are shown: what comes together may be due to chance "
        "(permutation p = %(p)s, limit %(level)s)."
    )
    return Refusal("NO_STRUCTURE", text % {"p": probability(p), "level": significant(level, 3)})


def no_pair() -> Refusal:
    """The gate is open, and no single pair exceeds chance."""
    text = _("Taken together the traits are associated, but no single pair is above what chance can bring.")
    return Refusal("NO_PAIR", text)


def not_asked() -> Refusal:
    """No case states the amount."""
    text = _("No public case states this amount: nothing is known of it.")
    return Refusal("NOT_ASKED", text)


def no_rate() -> Refusal:
    """No exchange rates were supplied."""
    text = _("No exchange rates were supplied: amounts in different currencies are not compared.")
    return Refusal("NO_RATE", text)


def one_stage() -> Refusal:
    """Only one stage is reported."""
    return Refusal("ONE_STAGE", _("Only one stage is reported: there is nothing to set beside it."))


def stages_apart() -> Refusal:
    """No year has all stages."""
    text = _("The stages are reported for different years: their sums cannot stand beside each other.")
    return Refusal("STAGES_APART", text)


def few_years(fewest: int) -> Refusal:
    """The window is too short."""
    text = _(
        "Fewer than %(fewest)d of the last years have every stage. Those convicted in a year are not those "
        "prosecuted in it, so the stages are not set beside each other."
    )
    return Refusal("FEW_YEARS", text % {"fewest": fewest})


def nobody_to_help(above: int) -> Refusal:
    """No area-year gives both sides, or all sides are zero, or all were left out."""
    if above:
        text = _(
            "In every area-year that gives both, more persons were helped than counted: no share is given."
        )
        return Refusal("PART_ABOVE_WHOLE", text)
    return Refusal("NOBODY_COUNTED", _("In the area-years that give both, nobody is counted."))


def not_answered() -> Refusal:
    """An obligation without an answer."""
    text = _("Not answered. Silence does not say that there is no measure.")
    return Refusal("NOT_ANSWERED", text)


def nobody_knows() -> Refusal:
    """All answers are 'not known' or contradict each other."""
    return Refusal("NOT_KNOWN", _("No area knows the state of this obligation."))


def within_limits(low: int, high: int) -> str:
    """Some figures are intervals."""
    text = _(
        "Some figures are given only within limits (%(low)d to %(high)d persons in all): the interval holds "
        "whatever they are."
    )
    return text % {"low": low, "high": high}


def cases_not_persons() -> str:
    """The unit of a share of cases."""
    return _("A share of cases, not of persons; a case may have several.")


def several_accounts(areas: int) -> str:
    """Several areas report one route."""
    text = ngettext(
        "The largest account of %(count)d area; accounts are not added, as they may be of the same persons.",
        "The largest account of %(count)d areas; accounts are not added, as they may be of the same persons.",
        areas,
    )
    return text % {"count": areas}


def in_the_same_case() -> str:
    """What a co-occurrence is."""
    return _("Recorded in the same case; this does not say that one brings about the other.")


def by_source(strata: int) -> str:
    """How the common odds ratio came about."""
    text = ngettext(
        "Compared within %(count)d source, not over cases added up.",
        "Compared within each of %(count)d sources, not over cases added up.",
        strata,
    )
    return text % {"count": strata}


def breslow_day() -> str:
    """What a small p means."""
    return _("A small p says that the sources differ, and that one odds ratio for all is not to be used.")


def exchanged(draws: int, seed: int) -> str:
    """How the gate was tested."""
    text = _(
        "Traits of one kind exchanged whole between the cases of one area, %(count)d times, seed %(seed)d."
    )
    return text % {"count": draws, "seed": seed}


def of_module() -> str:
    """What the share of a module is."""
    return _("Cases with a trait of every kind that the module has; not all of its traits need pair up.")


def of_range() -> str:
    """What low and high are."""
    return _("The smallest and the largest amount of a case.")


def no_interval_of_median() -> str:
    """Too few for an exact interval."""
    return _("Too few cases for an interval of the median.")


def of_funnel(years: int) -> str:
    """What a stage's total is."""
    text = ngettext(
        "Sum over %(count)d year in which every stage is given. Persons are not followed from stage to "
        "stage: no stage divided by another is a conviction rate.",
        "Sum over %(count)d years in which every stage is given. Persons are not followed from stage to "
        "stage: no stage divided by another is a conviction rate.",
        years,
    )
    return text % {"count": years}


def of_assistance(above: int) -> str:
    """What the share rests on."""
    text = _(
        "Over the area-years that report both; persons may be helped in another year than they are detected."
    )
    if not above:
        return text
    left_out = ngettext(
        "%(count)d area-year with more helped than counted is left out.",
        "%(count)d area-years with more helped than counted are left out.",
        above,
    )
    return f"{text} {left_out % {'count': above}}"


def of_amounts() -> str:
    """What the amounts rest on; n counts area-years."""
    return _("Over the area-years that report both amounts in this currency.")


def of_those_answering() -> str:
    """Whose share it is."""
    return _("Of the areas that answered and know; it says nothing of the others.")


def not_evaluated() -> str:
    """Nobody looked at the result."""
    return _("Nobody has yet looked at the result.")

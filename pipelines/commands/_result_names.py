"""What the rows of a result are called on a terminal; for machines they keep their codes. Not a command.

A code that is known neither here nor to the families of signals is shown as it is. What does not belong here:
what a row says (`wording` of a method).
"""

from __future__ import annotations

from pipelines.analyse.signals.meanings import name_of as name_of_family
from pipelines.contract.text import N_, _

_NAMES = {
    # multiple systems
    "model": N_("model"),
    "best of pairs": N_("best of models with pairs only"),
    "best of all orders": N_("best of models of every order"),
    "stepwise": N_("chosen step by step"),
    "choice by BIC": N_("chosen by BIC"),
    "headline": N_("headline"),
    # association
    "reading": N_("how the table was read"),
    "chi2": N_("chi-square"),
    "p_asymptotic": N_("asymptotic p"),
    "p_permutation": N_("permutation p"),
    "p_freeman_halton": N_("p of Freeman and Halton"),
    "p_fisher": N_("Fisher's p"),
    "p_adjusted": N_("adjusted p"),
    "p_equal_odds": N_("p that the odds ratios are equal"),
    "cramers_v": N_("Cramér's V"),
    "phi": N_("phi"),
    "odds_ratio": N_("odds ratio"),
    "ecological_correlation": N_("correlation among areas"),
    "phi_among_persons": N_("phi among persons"),
    "inertia": N_("inertia"),
    "map": N_("map"),
    "map_point": N_("point of the map"),
    # trends
    "panel": N_("areas by year"),
    "fixed effects": N_("Each area against itself (fixed effects)"),
    "fixed effects, bounded at their lowest": N_("Fixed effects, bounded figures at their lowest"),
    "fixed effects, bounded at their highest": N_("Fixed effects, bounded figures at their highest"),
    "fixed effects, interval-censored": N_("Fixed effects, bounded figures anywhere within"),
    "every filling of the bounds": N_("Range over every way to fill the bounds"),
    "leave one area out": N_("Range when any one area is left out"),
    "randomisation": N_("randomisation"),
    "total of all areas, no trend": N_("Sum over whoever reported: no trend"),
    "index, fixed effects": N_("index, fixed effects"),
    "index, matched panel": N_("index, matched panel"),
    "index, chained pairs": N_("index, chained pairs"),
    "change point": N_("last year before a change"),
    "steady change": N_("steady change"),
    "regime": N_("level of a period"),
    "new year": N_("expected in the newest year"),
}
_STRENGTHS = {
    "persons_returned": N_("persons returned"),
    "persons_too_many": N_("persons too many"),
    "persons_that_do_not_fit": N_("persons that do not fit"),
    "persons_lost": N_("persons lost"),
    "persons_left": N_("persons left"),
    "figures_gone": N_("figures gone"),
    "figures": N_("figures"),
    "equal_figures": N_("equal figures"),
    "area_years": N_("area-years"),
    "years": N_("years"),
    "years_of_a_hundred": N_("years with a hundred"),
    "factor": N_("factor"),
    "share": N_("share"),
    "times_the_median": N_("times the median"),
    "times_the_other_total": N_("times the other total"),
    "chi_squared": N_("chi-square"),
    "log_likelihood_ratio": N_("log-likelihood ratio"),
    "log_rarity": N_("logarithm of how rare it is"),
}


def name_of(what: str) -> str:
    """What a row is called in the reader's language."""
    return _(_NAMES[what]) if what in _NAMES else name_of_family(what)


def strength_of(code: str) -> str:
    """What the strength of a signal measures."""
    return _(_STRENGTHS[code]) if code in _STRENGTHS else code

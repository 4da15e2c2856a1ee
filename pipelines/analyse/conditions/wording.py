"""What is said of conditions: fixed sentences about areas and what they reported, and nothing else.

No sentence here speaks of persons one by one, or of why; a test reads them all. What does not belong here:
when they are said.
"""

from __future__ import annotations

from pipelines.analyse.results import Refusal
from pipelines.contract.text import _

ORGAN, OTHER, RATIO = "organ_removal", "other_forms", "ratio"
ACROSS, WITHIN = "across_areas", "within_areas"


def no_data() -> Refusal:
    """Nothing to compare."""
    text = _(
        "No area reported detected victims of organ removal in a year for which this series has a figure."
    )
    return Refusal("NO_DATA", text)


def few_positive(found: int, covariates: int, per_covariate: int) -> Refusal:
    """More covariates than the detections bear."""
    text = _(
        "Area-years with a detection: %(found)d; needed: %(needed)d, that is %(each)d for each figure that "
        "they are compared with."
    )
    return Refusal(
        "FEW_POSITIVE", text % {"found": found, "needed": covariates * per_covariate, "each": per_covariate}
    )


def few_areas(found: int, needed: int) -> Refusal:
    """Too few areas for a comparison of areas."""
    text = _("Areas that can be compared: %(found)d; needed: %(needed)d.")
    return Refusal("FEW_AREAS", text % {"found": found, "needed": needed})


def few_repeated(found: int, needed: int) -> Refusal:
    """Too few areas with detections in several years for a comparison within areas."""
    text = _(
        "Areas with detections in two years or more, and a series that changed: %(found)d; needed for a "
        "comparison within areas: %(needed)d."
    )
    return Refusal("FEW_AREAS", text % {"found": found, "needed": needed})


def no_variation() -> Refusal:
    """Nothing differs."""
    return Refusal("NO_VARIATION", _("The figures do not differ between areas."))


def no_estimate() -> Refusal:
    """The likelihood has no maximum, with all areas or without one of them."""
    text = _("There is no estimate with every area or without one of them, or its interval says nothing.")
    return Refusal("NO_ESTIMATE", text)


def association(kind: str, what: str, title: str, areas: int, direction: int) -> str:
    """What a comparison shows: direction 1 (more), -1 (fewer), 0 (nothing that stands)."""
    texts = {
        (ACROSS, 1): _("Of %(areas)d areas, those with a higher “%(series)s” also reported more %(what)s."),
        (ACROSS, -1): _("Of %(areas)d areas, those with a higher “%(series)s” also reported fewer %(what)s."),
        (ACROSS, 0): _(
            "Among %(areas)d areas nothing that stands was found between “%(series)s” and the reported "
            "number of %(what)s."
        ),
        (WITHIN, 1): _(
            "A year after a higher “%(series)s” the same %(areas)d areas also reported more %(what)s."
        ),
        (WITHIN, -1): _(
            "A year after a higher “%(series)s” the same %(areas)d areas also reported fewer %(what)s."
        ),
        (WITHIN, 0): _(
            "Within the same %(areas)d areas nothing that stands was found between “%(series)s” and the "
            "reported number of %(what)s a year later."
        ),
    }
    return texts[kind, direction] % {"areas": areas, "series": title, "what": measured(what)}


def measured(what: str) -> str:
    """What the areas reported, as the object of a sentence."""
    return {
        ORGAN: _("detected victims of organ removal per head of population"),
        OTHER: _("detected victims of sexual exploitation and forced labour per head of population"),
        RATIO: _("detected victims of organ removal per victim of sexual exploitation and forced labour"),
    }[what]


def particular(is_shared: bool) -> str:
    """Whether other forms, the negative control, show the same."""
    if is_shared:
        return _("The other forms show the same, so that this is not particular to organ removal.")
    return ""


def of_recipients() -> str:
    """Whose condition the series is."""
    return _("The series is on the side of those who receive organs: transplants made in the area.")


def compares_areas() -> str:
    """What kind of comparison it is; stands beside every one."""
    return _("It compares areas by what they reported, and nothing else.")
